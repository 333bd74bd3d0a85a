"""The statements that both databases understand but spell in their own dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Executable, Insert, Select, Table, bindparam, func, select
from sqlalchemy.dialects import sqlite

from bot.ledger.tables import ceiling, guild_setting, progress, user_setting

Row = Mapping[str, Any]
Step = tuple[Executable, Row | Sequence[Row]]
"""A statement with the values of one row or of several, as one part of a change."""


def inserting(dialect: str, table: Table) -> Any:
    """Begin an insert that can say what is to be done where the row is there already."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # takes time to import, and most starts do without

        return postgresql.insert(table)
    return sqlite.insert(table)


def upsert(dialect: str, table: Table, *columns: str) -> Insert:
    """Build an insert that, where the row is there already, sets ``columns`` of it."""
    statement = inserting(dialect, table)
    upserted: Insert = statement.on_conflict_do_update(
        index_elements=[*table.primary_key.columns], set_={name: statement.excluded[name] for name in columns}
    )
    return upserted


def _user() -> Select[Any]:
    me = select(bindparam("user", type_=BigInteger).label("user_id")).subquery("me")
    latest = select(func.max(progress.c.id)).where(progress.c.user_id == bindparam("user")).group_by(progress.c.show)
    return (
        select(
            user_setting.c.last_show,
            user_setting.c.asked,
            progress.c.show,
            progress.c.watched_through,
            progress.c.view_as_of,
        )
        .select_from(me)
        .outerjoin(user_setting, user_setting.c.user_id == me.c.user_id)
        .outerjoin(progress, progress.c.id.in_(latest))
    )


def _guild() -> Select[Any]:
    me = select(bindparam("guild", type_=BigInteger).label("guild_id")).subquery("me")
    return (
        select(
            guild_setting.c.show,
            guild_setting.c.log_channel_id,
            ceiling.c.show.label("of"),
            ceiling.c.channel_id,
            ceiling.c.ceiling,
        )
        .select_from(me)
        .outerjoin(guild_setting, guild_setting.c.guild_id == me.c.guild_id)
        .outerjoin(ceiling, ceiling.c.guild_id == me.c.guild_id)
    )


USER: Final = _user()
"""Everything about ``:user`` that a reply needs; always at least one row, of nulls for somebody unknown."""

GUILD: Final = _guild()
"""Everything about ``:guild``, with a row a ceiling; always at least one row."""
