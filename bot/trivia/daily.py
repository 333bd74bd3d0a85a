"""The question of the day: when it is due by a clock on the wall, which one it is, and how it is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Self

import orjson

from bot.trivia.events import Drawn
from bot.trivia.serial import from_json, to_json
from bot.zones import clock_of
from facts.position import Position
from facts.questions import KINDS, Pool, TriviaQuestion
from facts.questions.kinds import true_false

_KINDS: Final = tuple(kind for kind in KINDS if kind != true_false.KIND)
"""All kinds with four options: with two, every other guess is right."""


def next_at(hour: int, minute: int, zone: str, after: datetime) -> datetime:
    """Return the first moment after ``after`` (aware) at which the clocks of a zone show that time, in UTC.

    A time that is left out as clocks go forward counts an hour later; one that comes twice counts the first time.
    """
    day = _local(after, zone).date() - timedelta(days=1)
    while (moment := _moment(day, hour, minute, zone)) <= after:
        day += timedelta(days=1)
    return moment


def last_at(hour: int, minute: int, zone: str, until: datetime) -> datetime:
    """Return the last such moment that is not after ``until``."""
    day = _local(until, zone).date() + timedelta(days=1)
    while (moment := _moment(day, hour, minute, zone)) > until:
        day -= timedelta(days=1)
    return moment


def day_of(moment: datetime, zone: str) -> date:
    """Return the day that it is in a zone."""
    return _local(moment, zone).date()


def choose(pool: Pool, guild: int, last: str | None, banned: Collection[str] = ()) -> str | None:
    """Return the id of a server's next question after ``last``, ``None`` where there is nothing to ask.

    All questions stand in a ring, in an order that is the server's own and that other questions do not change. So none
    comes again before all the others have come, however the pool grows, and only the last one need be known.
    """
    ring = sorted(_turn(guild, id_) for kind in _KINDS for id_ in pool.kind(kind) if id_ not in banned)
    if not ring:
        return None
    here = ("", "") if last is None else _turn(guild, last)
    return next((id_ for turn, id_ in ring if (turn, id_) > here), ring[0][1])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, and the position whose view it was made from."""

    question: TriviaQuestion
    position: Position
    """Concrete: what the question says, its answer and its explanation included, is known there."""

    def body(self) -> dict[str, Any]:
        """Return it as the ledger takes it."""
        return {"drawn": orjson.loads(to_json(Drawn(0, 0, self.question))), "position": str(self.position)}

    @classmethod
    def of(cls, body: dict[str, Any]) -> Self:
        """Read what ``body`` wrote; raise ``ValueError`` for anything else."""
        drawn = from_json(orjson.dumps(body["drawn"]))
        if not isinstance(drawn, Drawn) or drawn.question is None:
            raise ValueError(body)
        return cls(drawn.question, Position.parse(body["position"]))


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(clock_of(zone))


def _moment(day: date, hour: int, minute: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour, minute), clock_of(zone)).astimezone(UTC)


def _turn(guild: int, id_: str) -> tuple[str, str]:
    return hashlib.blake2b(f"{guild}/{id_}".encode(), digest_size=8).hexdigest(), id_
