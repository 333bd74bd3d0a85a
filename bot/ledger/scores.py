"""What rounds came to, by player: rows that are written with the round's last event, or anew after a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Insert, Select, Table, bindparam, delete, exists, func, select

from bot.ledger.statements import Step, inserting
from bot.ledger.trivia_tables import RoundId, round_event, round_kind, round_score, trivia_round


@dataclass(frozen=True, slots=True)
class KindScore:
    """What somebody's answers to one kind of question came to."""

    answered: int
    right: int
    points: int


def _none() -> Mapping[str, KindScore]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Score:
    """What one player has from a round."""

    user: int
    points: int
    right: int
    answered: int
    best_streak: int
    ms: int
    """Spent on right answers."""
    kinds: Mapping[str, KindScore] = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Award:
    """What a round adds to the scores of those who played it."""

    at: datetime
    """Which week and month it counts for; where the round's end is stored, that holds instead."""
    scores: Sequence[Score]


_ROUND: Final = bindparam("round", type_=RoundId)


def _of_round(column: Any) -> Any:
    return select(column).where(trivia_round.c.id == _ROUND).scalar_subquery()


def _values(**values: Any) -> dict[str, Any]:
    return values | {
        "round_id": _ROUND,
        "user_id": bindparam("user"),
        "guild_id": _of_round(trivia_round.c.guild_id),
        "show": _of_round(trivia_round.c.show),
    }


def _nothing_left(table: Table) -> Any:
    """Delete the rows of those who have no event in the round: their data was deleted while they played."""
    theirs: Select[Any] = select(round_event.c.seq).where(
        round_event.c.round_id == table.c.round_id, round_event.c.user_id == table.c.user_id
    )
    return delete(table).where(table.c.round_id == _ROUND, ~exists(theirs))


_SCORE_NUMBERS: Final = ("points", "right", "answered", "best_streak", "ms")
_KIND_NUMBERS: Final = ("answered", "right", "points")
_FORGOTTEN: Final = (_nothing_left(round_score), _nothing_left(round_kind))
_CLEAR: Final = tuple(delete(table).where(table.c.round_id == _ROUND) for table in (round_score, round_kind))


class Scores:
    """The steps that write awards, in the dialect of one database."""

    def __init__(self, dialect: str) -> None:
        at = func.coalesce(_of_round(trivia_round.c.ended_at), bindparam("when", type_=round_score.c.at.type))
        self._score: Insert = (
            inserting(dialect, round_score)
            .values(_values(at=at, **{name: bindparam(f"its_{name}") for name in _SCORE_NUMBERS}))
            .on_conflict_do_nothing()
        )
        self._kind: Insert = (
            inserting(dialect, round_kind)
            .values(
                _values(kind=bindparam("its_kind"), **{name: bindparam(f"its_{name}") for name in _KIND_NUMBERS}),
            )
            .on_conflict_do_nothing()
        )

    def award(self, round_id: int, award: Award) -> list[Step]:
        """Return the steps that store an award once, for those of its players who are somebody."""
        scores = [score for score in award.scores if score.user > 0]
        rows = [
            {"round": round_id, "user": score.user, "when": award.at, **_numbers(score, _SCORE_NUMBERS)}
            for score in scores
        ]
        kinds = [
            {"round": round_id, "user": score.user, "its_kind": kind, **_numbers(numbers, _KIND_NUMBERS)}
            for score in scores
            for kind, numbers in score.kinds.items()
        ]
        steps: list[Step] = [(self._score, rows)] if rows else []
        if kinds:
            steps.append((self._kind, kinds))
        return [*steps, *((statement, {"round": round_id}) for statement in _FORGOTTEN)]

    def replace(self, round_id: int, award: Award) -> list[Step]:
        """Return the steps that store an award in place of what the round came to before."""
        return [*((statement, {"round": round_id}) for statement in _CLEAR), *self.award(round_id, award)]


def users(award: Award) -> list[tuple[str, int]]:
    """Return whom an award is about, as the writer's keys."""
    return [("user", score.user) for score in award.scores]


def _numbers(value: Score | KindScore, names: Sequence[str]) -> dict[str, int]:
    return {f"its_{name}": getattr(value, name) for name in names}
