"""The tables of roles that follow progress: which roles they are, and who takes part."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from bot.ledger.tables import GuildId, Moment, UserId, metadata


class RoleId(BigInteger):
    """The snowflake of a role in a guild."""


season_role: Final = Table(
    "season_role",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("role_id", RoleId, primary_key=True, autoincrement=False),
    Column("show", Text, nullable=False),
    Column("season", Integer, nullable=False),
    Column("made", Boolean, nullable=False, comment="by the bot, so that it may delete it"),
    Column("retired", Boolean, nullable=False, comment="given to nobody any more, and being taken from who has it"),
)

role_member: Final = Table(
    "role_member",
    metadata,
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("show", Text, primary_key=True),
    Column("leaving", Boolean, nullable=False, comment="no longer agreed to; roles to be taken"),
    Column("due", Integer, nullable=False, comment="changes not yet carried to Discord"),
    Column("stuck", Boolean, nullable=False, comment="at the last look the bot was not allowed"),
    Column("checked_at", Moment, nullable=False),
    Index("role_member_guild", "guild_id", "show"),
    Index("role_member_due", "due"),
    Index("role_member_checked", "checked_at"),
    comment="who has agreed to be shown by roles how far they are",
)
