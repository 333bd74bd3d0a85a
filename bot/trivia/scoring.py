"""Points for right answers, and who stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MOST: Final = 100
LEAST: Final = 50
"""Points of a right answer: at once, and with the last second."""

BONUS: Final = 5
MOST_BONUS: Final = 25
"""More for each right answer in a row after the first, up to this."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one player's answer to one question came to."""

    player: int
    right: bool
    ms: int
    """How long it took, the time that the bot was away not counted."""
    points: int = 0
    """The bonus included."""
    streak: int = 0
    """Right answers in a row, this one included."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a player stands; those with as many points in as much time share a rank."""

    rank: int
    player: int
    points: int
    right: int
    answered: int
    best_streak: int
    ms: int
    """Spent on right answers."""


@dataclass(slots=True)
class Tally:
    """What one player has so far."""

    points: int = 0
    right: int = 0
    answered: int = 0
    best_streak: int = 0
    ms: int = 0
    streak: int = 0
    streak_until: int = 0
    """The last of the scored questions that ``streak`` counts: an older streak is broken."""

    def score(self, player: int, *, right: bool, ms: int, allowed: int, number: int) -> Result:
        """Add an answer to the ``number``-th scored question, at which ``allowed`` milliseconds were given."""
        self.answered += 1
        if not right:
            return Result(player, right=False, ms=ms)
        self.streak = self.streak + 1 if self.streak_until == number - 1 else 1
        self.streak_until = number
        gained = points(ms, allowed) + bonus(self.streak)
        self.points += gained
        self.right += 1
        self.ms += ms
        self.best_streak = max(self.best_streak, self.streak)
        return Result(player, right=True, ms=ms, points=gained, streak=self.streak)


def points(ms: int, allowed: int) -> int:
    """Points for a right answer after ``ms`` of ``allowed`` milliseconds."""
    return MOST - (MOST - LEAST) * min(max(ms, 0), allowed) // allowed


def bonus(streak: int) -> int:
    """Points on top for the last of ``streak`` right answers in a row."""
    return min(BONUS * (streak - 1), MOST_BONUS)


def standings(tallies: Iterable[tuple[int, Tally]]) -> tuple[Standing, ...]:
    """Rank players by points, then by less time; those who tie stay in the order given."""
    ranked: list[Standing] = []
    for place, (player, tally) in enumerate(sorted(tallies, key=lambda item: (-item[1].points, item[1].ms)), start=1):
        tied = bool(ranked) and (ranked[-1].points, ranked[-1].ms) == (tally.points, tally.ms)
        rank = ranked[-1].rank if tied else place
        ranked.append(Standing(rank, player, tally.points, tally.right, tally.answered, tally.best_streak, tally.ms))
    return tuple(ranked)
