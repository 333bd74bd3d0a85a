"""The tables of watch parties, and of the time zones by which people say their hours."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from bot.ledger.tables import ChannelId, GuildId, Moment, Rank, UserId, metadata
from bot.ledger.trivia_tables import MessageId


class WordId(BigInteger):
    """The snowflake of the interaction by which a moderator gave their word."""


watch_party: Final = Table(
    "watch_party",
    metadata,
    # One a channel and show: a ceiling takes one announced step at a time.
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("channel_id", ChannelId, primary_key=True, autoincrement=False, comment="whose ceiling is to be raised"),
    Column("show", Text, primary_key=True),
    Column("id", WordId, nullable=False, comment="of the word: another for each announcement"),
    Column("user_id", UserId, comment="who gave the word; null once that user's data was deleted"),
    Column("ceiling", Rank, nullable=False, comment="rank of an episode: what the ceiling is raised to"),
    Column("above", Rank, nullable=False, comment="rank of an episode: the ceiling when it was announced"),
    Column("at", Moment, nullable=False, comment="when"),
    Column("told_in", ChannelId, nullable=False, comment="where it is announced"),
    Column("message_id", MessageId, comment="of the announcement; null until it is posted, 0 where it cannot be"),
    Column("raised_at", Moment, comment="null until the hour has come; the row goes once that was told"),
    Index("watch_party_at", "at"),
    Index("watch_party_user", "user_id"),
)

user_zone: Final = Table(
    "user_zone",
    metadata,
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=False, comment="Europe/Berlin, or UTC+05:30"),
)
