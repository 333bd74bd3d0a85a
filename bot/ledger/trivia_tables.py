"""The tables of trivia: rounds as logs of events, what they came to, practice, the daily question, reports."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, true

from bot.ledger.tables import SERIAL, ChannelId, GuildId, Moment, UserId, metadata


class RoundId(BigInteger):
    """The number of a round, counted by the database."""


class MessageId(BigInteger):
    """The snowflake of a Discord message."""


class Milliseconds(BigInteger):
    """A time on Discord's clock, in milliseconds since 1970."""


trivia_round: Final = Table(
    "trivia_round",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("guild_id", GuildId, nullable=False),
    Column("channel_id", ChannelId, nullable=False),
    Column("show", Text, nullable=False),
    Column("alive", Milliseconds, nullable=False, comment="the last sign of life besides its events"),
    Column("ended_at", Moment),
)
Index(
    "trivia_round_running",
    trivia_round.c.channel_id,
    unique=True,  # one round a channel, whoever opens it
    sqlite_where=trivia_round.c.ended_at.is_(None),
    # So on PostgreSQL too, by its migration: naming it here would import that dialect at every start.
)

round_event: Final = Table(
    "round_event",
    metadata,
    Column("round_id", RoundId, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="without gaps; 1 is the opening"),
    Column("guild_id", GuildId, nullable=False),
    Column("user_id", UserId, comment="who acted; null where nobody did, or once their data was deleted"),
    Column("stand_in", Integer, comment="once their data was deleted: the first seq of theirs in this round"),
    Column("at", Milliseconds, nullable=False),
    Column("body", Text, nullable=False, comment="JSON, without the person and what they typed"),
    Column("words", Text, comment="what they typed"),
    Index("round_event_user", "user_id", "round_id"),
    sqlite_with_rowid=False,
)

round_question: Final = Table(
    "round_question",
    metadata,
    Column("round_id", RoundId, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("guild_id", GuildId, nullable=False),
    Column("channel_id", ChannelId, nullable=False),
    Column("show", Text, nullable=False),
    Column("fresh", Boolean, nullable=False, server_default=true(), comment="not to be repeated in the channel yet"),
    Index("round_question_channel", "channel_id", "show"),
    Index("round_question_guild", "guild_id", "key"),
)

round_score: Final = Table(
    "round_score",
    metadata,
    Column("round_id", RoundId, primary_key=True, autoincrement=False),
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("guild_id", GuildId, nullable=False),
    Column("show", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("best_streak", Integer, nullable=False),
    Column("ms", Integer, nullable=False, comment="spent on right answers"),
    Column("at", Moment, nullable=False),
    Index("round_score_guild", "guild_id", "show", "at"),
    Index("round_score_user", "user_id", "show"),
)

round_kind: Final = Table(
    "round_kind",
    metadata,
    Column("round_id", RoundId, primary_key=True, autoincrement=False),
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("kind", String(60), primary_key=True, comment="of question"),
    Column("guild_id", GuildId, nullable=False),
    Column("show", Text, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Index("round_kind_user", "user_id", "show"),
)

board_leaver: Final = Table(
    "board_leaver",
    metadata,
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

practice: Final = Table(
    "practice",
    metadata,
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("show", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("seen", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("box", Integer, nullable=False, comment="right answers in a row, up to the last box"),
    Column("last_at", Moment, nullable=False),
)

daily: Final = Table(
    "daily",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("channel_id", ChannelId, nullable=False),
    Column("show", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("zone", Text, nullable=False, comment="name in the time zone database"),
    Column("enabled", Boolean, nullable=False),
    Column("next_at", Moment, comment="when the next question is to be posted"),
    Index("daily_next", "next_at"),
)

daily_question: Final = Table(
    "daily_question",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("day", String(10), primary_key=True, comment="ISO 8601, in the guild's zone"),
    Column("channel_id", ChannelId, nullable=False),
    Column("show", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False, comment="JSON"),
    Column("message_id", MessageId, comment="null until it is posted"),
)

daily_answer: Final = Table(
    "daily_answer",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("day", String(10), primary_key=True),
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("right", Boolean, nullable=False),
    Column("ms", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index("daily_answer_user", "user_id", "guild_id"),
)

question_report: Final = Table(
    "question_report",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("user_id", UserId, primary_key=True, autoincrement=False),
    Column("ask", Text, nullable=False),
    Column("text", Text, nullable=False, comment="what the reporter says about it"),
    Column("round_id", RoundId),
    Column("number", Integer),
    Column("at", Moment, nullable=False),
    Index("question_report_user", "user_id"),
)

question_verdict: Final = Table(
    "question_verdict",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("banned", Boolean, nullable=False),
    Column("user_id", UserId, comment="of the moderator; null once their data was deleted"),
    Column("at", Moment, nullable=False),
    Column("scored", Boolean, nullable=False, comment="whether the answers to it have been scored anew"),
    Index("question_verdict_user", "user_id"),
)
