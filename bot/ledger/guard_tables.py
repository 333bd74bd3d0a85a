"""The tables of guarded channels."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table

from bot.ledger.tables import SERIAL, ChannelId, GuildId, metadata

channel_guard: Final = Table(
    "channel_guard",
    metadata,
    Column("guild_id", GuildId, primary_key=True, autoincrement=False),
    Column("channel_id", ChannelId, primary_key=True, autoincrement=False),
    Column("mode", String(4), nullable=False, comment="off, hint or hide"),
    Column("strict", Boolean, nullable=False),
)

guard_pardon: Final = Table(
    "guard_pardon",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("guild_id", GuildId, nullable=False),
    Column("channel_id", ChannelId, nullable=False),
    Column("digest", LargeBinary, nullable=False, comment="keyed hash of a text that a moderator found harmless"),
    Index("guard_pardon_channel", "guild_id", "channel_id", "id"),
    comment="no text and nobody's name: only what tells the same text again",
)
