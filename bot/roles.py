"""Which roles somebody has by how far they have watched. Pure: positions and ids in, what is to change out.

Roles follow ``watched_through`` and not a rewatch: they say what somebody has seen, which a rewatch does not undo, and
would otherwise tell everybody that somebody has begun again. What the bot tells a rewatcher is another matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.ledger.values import Progress
from facts.seasons import Seasons


class Trouble(Enum):
    """Why the bot cannot give a role, or does not want to."""

    NO_PERMISSION = auto()
    """The bot may not manage roles in this guild at all."""
    GONE = auto()
    """It was deleted."""
    EVERYONE = auto()
    """It is the one that everybody has."""
    MANAGED = auto()
    """It belongs to a bot, to boosters or to another integration."""
    DANGEROUS = auto()
    """It lets its members do what moderators do, and anybody could give it to themselves."""
    ABOVE = auto()
    """It is not below the bot's own highest role."""
    ABOVE_YOU = auto()
    """Whoever chose it may not give it to anybody themselves."""
    FULL = auto()
    """The guild has as many roles as it can have."""


PREVENTS_TAKING = frozenset({Trouble.NO_PERMISSION, Trouble.MANAGED, Trouble.EVERYONE, Trouble.ABOVE})
"""Troubles for which a role cannot even be taken away. What is gone nobody has."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a member's roles for one show have to be: those of ``watched`` seasons, and no retired ones."""

    roles: Mapping[int, int]
    """Roles by season."""
    watched: int
    """Seasons from the first on; 0 too for who does not take part any more."""
    retired: Collection[int] = field(default=())

    @property
    def wanted(self) -> frozenset[int]:
        """The roles to have."""
        return frozenset(role for season, role in self.roles.items() if season <= self.watched)

    @property
    def managed(self) -> frozenset[int]:
        """All roles that are the bot's to give or take."""
        return frozenset((*self.roles.values(), *self.retired))


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to change: what is taken comes first, since channels close by it."""

    take: tuple[int, ...] = ()
    give: tuple[int, ...] = ()


def seasons_watched(progress: Progress, seasons: Seasons) -> int:
    """How many seasons, from the first on, somebody has watched to their end.

    Missing is none. A season that has grown counts again only when its new last episode was watched.
    """
    if progress.watched_through is None:
        return 0
    here = seasons.within(progress.watched_through)
    return here.season if here.whole else max(0, here.season - 1)


def plan(parts: Iterable[Part], held: Collection[int]) -> Plan:
    """What is to change for a member who holds roles; those that are not the bot's to manage are left alone."""
    known = tuple(parts)
    wanted = frozenset(role for part in known for role in part.wanted)
    managed = frozenset(role for part in known for role in part.managed)
    return Plan(tuple(sorted((managed - wanted) & set(held))), tuple(sorted(wanted - set(held))))
