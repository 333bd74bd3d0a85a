"""The tables of gated spoilers: posts, and the files that go with them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, false

from bot.ledger.tables import ChannelId, GuildId, Moment, Rank, UserId, metadata
from bot.ledger.trivia_tables import MessageId


class PostId(BigInteger):
    """The snowflake of the interaction that a post began with."""


spoiler: Final = Table(
    "spoiler",
    metadata,
    Column("id", PostId, primary_key=True, autoincrement=False),
    Column("guild_id", GuildId, nullable=False),
    Column("channel_id", ChannelId, nullable=False),
    Column("message_id", MessageId, comment="of the notice; null until it is posted"),
    Column("user_id", UserId, nullable=False),
    Column("show", Text, nullable=False),
    Column("since", Rank, nullable=False, comment="rank of an episode"),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column(
        "edited",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="its words are no longer its author's alone",
    ),
    Index("spoiler_channel", "channel_id"),
    Index("spoiler_message", "message_id"),
    Index("spoiler_user", "user_id"),
)

spoiler_file: Final = Table(
    "spoiler_file",
    metadata,
    Column("post_id", PostId, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("guild_id", GuildId, nullable=False),
    Column("user_id", UserId, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False, comment="bytes"),
    Column("data", LargeBinary, nullable=False),
    Index("spoiler_file_guild", "guild_id"),
    Index("spoiler_file_user", "user_id"),
)
