"""What the ledger hands out: immutable, and the same whether it comes from memory or from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Self

from facts.position import NOTHING, Position

WHOLE_GUILD: Final = 0
"""Stands where a channel's id does for what holds in all of the guild; no channel has it."""


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has watched one show; the default is somebody of whom nothing is known."""

    watched_through: Position | None = None
    view_as_of: Position | None = None
    """Set while rewatching: what the bot then shows, however far they once got."""

    @property
    def position(self) -> Position:
        """What they may be shown: missing is ``S0``."""
        if self.view_as_of is not None:
            return self.view_as_of
        return NOTHING if self.watched_through is None else self.watched_through

    @property
    def known(self) -> bool:
        """Whether they have said anything about this show that still holds."""
        return self.watched_through is not None or self.view_as_of is not None


UNKNOWN: Final = Progress()
"""Of somebody of whom nothing is known: the same one for all of them, who are many."""


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What is remembered about a user across shows."""

    last_show: str | None = None
    asked: bool = False
    """Whether the first, kind question how far they are has been put to them."""


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a guild's moderators have set; the ceilings are those of ``show``."""

    show: str | None = None
    ceiling: Position | None = None
    log_channel: int | None = None
    ceilings: Mapping[int, Position] = field(default_factory=_none)
    """By the id of a channel, category, thread or forum post."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a guild's settings, as its moderators may read it."""

    at: datetime
    by: int | None
    """Who made it; ``None`` once they have had their data deleted."""
    what: str
    """``show``, ``ceiling``, ``log_channel``, ``guard`` and the like."""
    show: str | None
    channel: int | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class User:
    """All that is kept in memory about one user: read at once, since a reply needs both."""

    settings: UserSettings = UserSettings()
    progress: Mapping[str, Progress] = field(default_factory=_none)

    def progress_in(self, show: str) -> Progress:
        """How far they have watched a show; what is missing is nothing watched."""
        return self.progress.get(show, UNKNOWN)

    def with_progress(self, show: str, progress: Progress) -> Self:
        """The same user, elsewhere in one show."""
        return replace(self, progress=MappingProxyType({**self.progress, show: progress}))


@dataclass(frozen=True, slots=True)
class Guild:
    """All that is kept in memory about one guild, the ceilings of shows it does not now follow included."""

    show: str | None = None
    log_channel: int | None = None
    ceilings: Mapping[tuple[str, int], Position] = field(default_factory=_none)
    """By show and channel, ``WHOLE_GUILD`` for the guild's own."""
    settings: GuildSettings = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        ours = {channel: ceiling for (show, channel), ceiling in self.ceilings.items() if show == self.show}
        settings = GuildSettings(self.show, ours.pop(WHOLE_GUILD, None), self.log_channel, MappingProxyType(ours))
        object.__setattr__(self, "settings", settings)

    def with_ceiling(self, show: str, channel: int, ceiling: Position | None) -> Self:
        """The same guild with one ceiling set, or removed where it is ``None``."""
        rest = {key: value for key, value in self.ceilings.items() if key != (show, channel)}
        if ceiling is not None:
            rest[show, channel] = ceiling
        return replace(self, ceilings=MappingProxyType(rest))
