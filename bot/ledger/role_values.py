"""Roles that follow progress as the ledger hands them out: immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class SeasonRole:
    """A role of a guild that says that somebody has watched a season."""

    id: int
    made: bool = False
    """By the bot, rather than chosen by the guild's managers."""


@dataclass(frozen=True, slots=True)
class ShowRoles:
    """A show's roles in a guild, by season; there are none where nobody has switched them on."""

    seasons: Mapping[int, SeasonRole] = field(default_factory=lambda: MappingProxyType({}))
    retired: frozenset[int] = frozenset()
    """Roles that are given to nobody any more and may still have to be taken from somebody."""

    @property
    def on(self) -> bool:
        """Whether there are any."""
        return bool(self.seasons)

    @property
    def ids(self) -> Mapping[int, int]:
        """The roles' ids by season."""
        return {season: role.id for season, role in self.seasons.items()}


NO_ROLES: Final = ShowRoles()


@dataclass(frozen=True, slots=True)
class GuildRoles:
    """All such roles of a guild, by show."""

    shows: Mapping[str, ShowRoles] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, show: str) -> ShowRoles:
        """A show's roles."""
        return self.shows.get(show, NO_ROLES)

    def season_of(self, role: int) -> tuple[str, int] | None:
        """The show and season that a role stands for now."""
        for show, roles in self.shows.items():
            for season, one in roles.seasons.items():
                if one.id == role:
                    return show, season
        return None

    @property
    def retired(self) -> frozenset[int]:
        """All retired roles."""
        return frozenset(role for roles in self.shows.values() for role in roles.retired)


@dataclass(frozen=True, slots=True)
class Taking:
    """That somebody takes part in a guild's roles of one show, or does not want to any more."""

    guild: int
    user: int
    show: str
    leaving: bool
    due: int
    stuck: bool


@dataclass(frozen=True, slots=True)
class Participants:
    """How many members take part, and for how many of them, leavers included, the bot was not allowed what it must."""

    members: int = 0
    stuck: int = 0
