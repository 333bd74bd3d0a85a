"""All that is stored about one user, found by the types of columns, so that no table can be forgotten.

Handed out is what is about them or by them; what a question said that they have reported is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    LargeBinary,
    MetaData,
    Row,
    Table,
    bindparam,
    case,
    delete,
    func,
    null,
    or_,
    select,
    update,
)

from bot.ledger.spoiler_tables import PostId
from bot.ledger.statements import Step
from bot.ledger.tables import ChannelId, GuildId, UserId
from bot.ledger.transaction import Query
from bot.ledger.trivia_tables import MessageId, round_event, trivia_round
from facts.position import Position

_SNOWFLAKES: Final = (UserId, GuildId, ChannelId, MessageId, PostId)
_LEFT_OUT: Final = frozenset({("question_report", "ask")})
"""Columns of tables that are not handed out: words of the bot, which may be from beyond where somebody is now."""

Plain = str | int | bool | None


def about_users(metadata: MetaData) -> dict[Table, list[Column[Any]]]:
    """Return every table that says something about users, with the columns that say about whom."""
    found = {
        table: [column for column in table.c if isinstance(column.type, UserId)] for table in metadata.sorted_tables
    }
    return {table: columns for table, columns in found.items() if columns}


def everything(metadata: MetaData, user: int) -> dict[str, Query]:
    """Return, by table, the query for all rows about ``user``, of the columns that are handed out.

    What somebody did in a round is handed out once it is over; before that only when, and what they typed.
    """
    me = bindparam("me", type_=BigInteger)
    return {
        table.name: (
            select(*map(_shown, _handed_out(table)))
            .where(or_(*(column == me for column in columns)))
            .order_by(*table.primary_key.columns),
            {"me": user},
        )
        for table, columns in about_users(metadata).items()
    }


def erasing(metadata: MetaData, user: int) -> list[Step]:
    """Return the steps after which nothing says anything about ``user``."""
    me = bindparam("me", type_=BigInteger)
    steps: list[Step] = []
    for table, columns in about_users(metadata).items():
        for column in columns:
            forget = update(table).values({column: None}) if column.nullable else delete(table)
            steps.append((forget.where(column == me), {"me": user}))
    return steps


def plain(table: Table, rows: Sequence[Row[Any]]) -> list[dict[str, Plain]]:
    """Return rows as JSON can hold them: ids as text (as Discord has them), positions as written, times in ISO 8601."""
    columns = _handed_out(table)
    return [{column.name: _plain(column, value) for column, value in zip(columns, row, strict=True)} for row in rows]


def _handed_out(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if (table.name, column.name) not in _LEFT_OUT]


def _shown(column: Column[Any]) -> ColumnElement[Any]:
    if column is round_event.c.body:
        # While a round is on, it would tell what is to be asked (by the seed), and which of their answers were right.
        running = select(trivia_round.c.id).where(trivia_round.c.ended_at.is_(None))
        return case((round_event.c.round_id.in_(running), null()), else_=column).label(column.name)
    # Files can be larger than what Discord takes as one; their owner gets them where they posted them.
    return func.length(column).label(column.name) if isinstance(column.type, LargeBinary) else column


def _plain(column: Column[Any], value: Any) -> Plain:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Position) or (value is not None and isinstance(column.type, _SNOWFLAKES)):
        return str(value)
    return value  # type: ignore[no-any-return]
