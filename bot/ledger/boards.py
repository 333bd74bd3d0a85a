"""Leaderboards of guilds, one's own statistics, and who does not want to be on the boards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import BigInteger, Column, ColumnElement, bindparam, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.reader import Reader
from bot.ledger.scores import KindScore
from bot.ledger.statements import inserting
from bot.ledger.tables import GuildId, Moment, UserId
from bot.ledger.trivia_tables import board_leaver, round_kind, round_score
from bot.ledger.turns import Turns


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Where somebody stands in a guild; equal points share a rank."""

    rank: int
    user: int
    points: int
    right: int
    answered: int
    rounds: int
    best_streak: int


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a leaderboard."""

    rows: tuple[BoardRow, ...]
    total: int
    """How many are on all pages."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What somebody's rounds of one show came to, in all guilds."""

    points: int
    right: int
    answered: int
    rounds: int
    best_streak: int
    ms: int
    """Spent on right answers."""
    kinds: Mapping[str, KindScore]
    rank: int | None
    """In one guild, of all time; ``None`` for who has left the boards or never played there."""


def on_boards(user: Column[Any]) -> ColumnElement[bool]:
    """Whether somebody is shown to others."""
    return ~exists(select(board_leaver.c.user_id).where(board_leaver.c.user_id == user))


_score: Final = round_score.c
_points: Final = func.sum(_score.points)
_me: Final = bindparam("me", type_=UserId)
_since: Final = bindparam("since", type_=Moment)
_mine: Final = (_score.user_id == _me, _score.show == bindparam("of"))
_of_guild: Final = (_score.guild_id == bindparam("guild", type_=GuildId), _score.show == bindparam("of"))
_shown: Final = (*_of_guild, _score.at >= _since, on_boards(_score.user_id))
_BOARD: Final = (
    select(
        func.rank().over(order_by=_points.desc()).label("place"),
        _score.user_id,
        _points.label("points"),
        func.sum(_score.right).label("right"),
        func.sum(_score.answered).label("answered"),
        func.count().label("rounds"),
        func.max(_score.best_streak).label("best_streak"),
    )
    .where(*_shown)
    .group_by(_score.user_id)
    .order_by(_points.desc(), func.sum(_score.right).desc(), _score.user_id)
    .limit(bindparam("most", type_=BigInteger))
    .offset(bindparam("first", type_=BigInteger))
)
_TOTAL: Final = select(func.count(_score.user_id.distinct())).where(*_shown)
_SUMS: Final = select(
    func.count().label("rounds"),
    *(func.coalesce(func.sum(_score[name]), 0).label(name) for name in ("points", "right", "answered", "ms")),
    func.coalesce(func.max(_score.best_streak), 0).label("best_streak"),
).where(*_mine)
_KINDS: Final = (
    select(
        round_kind.c.kind,
        *(func.sum(round_kind.c[name]).label(name) for name in ("answered", "right", "points")),
    )
    .where(round_kind.c.user_id == _me, round_kind.c.show == bindparam("of"))
    .group_by(round_kind.c.kind)
    .order_by(round_kind.c.kind)
)
_better: Final = (
    select(_score.user_id)
    .where(*_of_guild, on_boards(_score.user_id))
    .group_by(_score.user_id)
    .having(_points > select(_points).where(*_of_guild, _score.user_id == _me).scalar_subquery())
    .subquery()
)
_BETTER: Final = select(func.count()).select_from(_better)
_SHOWN: Final = select(func.count()).where(*_of_guild, _score.user_id == _me, on_boards(_score.user_id))
_LEFT: Final = select(board_leaver.c.user_id).where(board_leaver.c.user_id == _me)
_JOIN: Final = delete(board_leaver).where(board_leaver.c.user_id == _me)

_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Boards:
    """Sums over what rounds came to; nothing is counted twice or kept apart."""

    def __init__(self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self._leave = inserting(engine.dialect.name, board_leaver).on_conflict_do_nothing()

    async def board(
        self, guild: int, show: str, since: datetime | None = None, *, limit: int = 10, offset: int = 0
    ) -> Board:
        """Return a page of a guild's leaderboard of the rounds that ended at or after ``since``, best first."""
        values = {"guild": guild, "of": show, "since": since or _EVER}
        rows, total = await self._reader.fetch((_BOARD, values | {"most": limit, "first": offset}), (_TOTAL, values))
        found = (
            BoardRow(row.place, row.user_id, row.points, row.right, row.answered, row.rounds, row.best_streak)
            for row in rows
        )
        return Board(tuple(found), total[0][0])

    async def stats(self, user: int, show: str, guild: int | None = None) -> Stats:
        """Return somebody's own statistics, with their rank in ``guild``; raise ``StoreUnavailable``."""
        values = {"me": user, "of": show}
        here = values | {"guild": 0 if guild is None else guild}
        (sums,), kinds, (better,), (shown,) = await self._reader.fetch(
            (_SUMS, values), (_KINDS, values), (_BETTER, here), (_SHOWN, here)
        )
        return Stats(
            sums.points,
            sums.right,
            sums.answered,
            sums.rounds,
            sums.best_streak,
            sums.ms,
            MappingProxyType({row.kind: KindScore(row.answered, row.right, row.points) for row in kinds}),
            better[0] + 1 if shown[0] else None,
        )

    async def leave(self, user: int) -> None:
        """Take somebody off every board, until they join again; their own statistics stay."""
        await self._turns.at_once([("user", user)], [(self._leave, {"user_id": user, "at": self._clock()})])

    async def join(self, user: int) -> None:
        """Put somebody on the boards again."""
        await self._turns.at_once([("user", user)], [(_JOIN, {"me": user})])

    async def has_left(self, user: int) -> bool:
        """Return whether somebody does not want to be on the boards; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_LEFT, {"me": user}))
        return bool(rows)
