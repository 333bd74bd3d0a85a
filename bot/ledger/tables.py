"""The tables of what users own, portable between SQLite and PostgreSQL.

Columns say whom they are about by their type (``UserId``, ``GuildId``), and that is how a user's export and deletion
find them: a row whose ``UserId`` may be null outlives its user without the name, every other one goes with them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

from facts.position import Position
from facts.store.tables import NAMING


class UserId(BigInteger):
    """The snowflake of a Discord user."""


class GuildId(BigInteger):
    """The snowflake of a Discord guild."""


class ChannelId(BigInteger):
    """The snowflake of a Discord channel, category, thread or forum post."""


class ApplicationId(BigInteger):
    """The snowflake of a Discord application."""


class Rank(TypeDecorator[Position]):
    """A concrete position, stored as its rank; ``S3`` is refused, since what it means changes when a season grows."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Position | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else concrete(value).rank

    def process_result_value(self, value: int | None, dialect: Dialect) -> Position | None:  # noqa: ARG002
        return None if value is None else Position.from_rank(value)


class Moment(TypeDecorator[datetime]):
    """A point in time in UTC; SQLite keeps no zone, so it is added on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def concrete(position: Position) -> Position:
    """Return ``position``; raise ``ValueError`` where it is a whole season instead of an episode."""
    if position.whole:
        raise ValueError(f"{position} is a whole season; store its last episode")
    return position


SERIAL: Final = BigInteger().with_variant(Integer, "sqlite")
metadata: Final = MetaData(naming_convention=NAMING)

progress: Final = Table(
    "progress",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("user_id", UserId, nullable=False),
    Column("show", Text, nullable=False),
    Column("watched_through", Rank, comment="rank of an episode"),
    Column("view_as_of", Rank, comment="rank of an episode; set while rewatching"),
    Column("at", Moment, nullable=False),
    Index("progress_latest", "user_id", "show", "id"),
    comment="a log: the latest row of a user and show holds, undo deletes it",
)

user_setting: Final = Table(
    "user_setting",
    metadata,
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("last_show", Text),
    Column("asked", Boolean, nullable=False, server_default=false()),
)

guild_setting: Final = Table(
    "guild_setting",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("show", Text),
    Column("log_channel_id", ChannelId),
)

ceiling: Final = Table(
    "ceiling",
    metadata,
    # Of one show, so that following another show never carries a ceiling over to it.
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("show", Text, primary_key=True),
    Column("channel_id", ChannelId, primary_key=True, autoincrement=False, comment="0: all of the guild"),
    Column("ceiling", Rank, nullable=False, comment="rank of an episode"),
)

registered_commands: Final = Table(
    "registered_commands",
    metadata,
    Column("application_id", ApplicationId, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
)

guild_change: Final = Table(
    "guild_change",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("guild_id", GuildId, nullable=False),
    Column("at", Moment, nullable=False),
    Column("user_id", UserId, comment="null once that user's data was deleted"),
    Column("what", String(32), nullable=False),
    Column("show", Text),
    Column("channel_id", ChannelId),
    Column("before", Text),
    Column("after", Text),
    Index("guild_change_latest", "guild_id", "id"),
    Index("guild_change_user", "user_id"),
)
