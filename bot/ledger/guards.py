"""Which channels are guarded, and which texts their moderators have found harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Final, Literal, cast

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.cache import Cache
from bot.ledger.change_log import logged
from bot.ledger.guard_tables import channel_guard, guard_pardon
from bot.ledger.reader import Reader
from bot.ledger.statements import Step, upsert
from bot.ledger.tables import ChannelId, GuildId
from bot.ledger.turns import Turns

Mode = Literal["off", "hint", "hide"]

PARDONS: Final = 200
"""Texts remembered for a channel; the oldest are given up first."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """What the guard does in a channel; ``strict`` also reads what stands behind spoiler bars."""

    mode: Mode = "off"
    strict: bool = False

    def __str__(self) -> str:
        """As moderators read it."""
        return self.mode + (", strict" if self.strict and self.mode != "off" else "")


OFF: Final = Guarding()


@dataclass(frozen=True, slots=True)
class GuildGuards:
    """A guild's guarded channels, and digests of harmless texts by channel, oldest first."""

    channels: Mapping[int, Guarding] = field(default_factory=lambda: MappingProxyType({}))
    pardons: Mapping[int, tuple[bytes, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def source(self, chain: Iterable[int]) -> int | None:
        """What says what holds in a place: the nearest of thread or post, channel and category that is set."""
        return next((channel for channel in chain if channel in self.channels), None)

    def at(self, chain: Iterable[int]) -> Guarding:
        """What holds in a place: off where nothing is set."""
        source = self.source(chain)
        return OFF if source is None else self.channels[source]


def digest(channel: int, text: str) -> bytes:
    """Return what tells a text again in one channel; from case and spaces it is free."""
    words = " ".join(text.casefold().split())
    return blake2b(words.encode(errors="replace"), digest_size=16, key=channel.to_bytes(8, "big")).digest()


_guild: Final = bindparam("guild", type_=GuildId)
_channel: Final = bindparam("channel", type_=ChannelId)
_CHANNELS: Final = select(channel_guard).where(channel_guard.c.guild_id == _guild)
_PARDONS: Final = select(guard_pardon).where(guard_pardon.c.guild_id == _guild).order_by(guard_pardon.c.id)
_FORGET: Final = delete(channel_guard).where(channel_guard.c.guild_id == _guild, channel_guard.c.channel_id == _channel)
_FORGET_PARDON: Final = delete(guard_pardon).where(
    guard_pardon.c.guild_id == _guild,
    guard_pardon.c.channel_id == _channel,
    guard_pardon.c.digest == bindparam("oldest", type_=guard_pardon.c.digest.type),
)


class Guards:
    """The guards of guilds, kept in memory while they are used."""

    def __init__(
        self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime], size: int
    ) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self._set = upsert(engine.dialect.name, channel_guard, "mode", "strict")
        self.memory: Cache[int, GuildGuards] = Cache(size, self._read)

    def peek(self, guild: int) -> GuildGuards | None:
        """Return a guild's guards if they are in memory."""
        return self.memory.peek(guild)

    async def get(self, guild: int) -> GuildGuards:
        """Return a guild's guards; raise ``StoreUnavailable``."""
        return await self.memory.get(guild)

    async def set(
        self, guild: int, channel: int, guarding: Guarding | None, *, by: int
    ) -> tuple[GuildGuards, GuildGuards]:
        """Say what the guard does in a channel, ``None``: what holds above; return a guild's guards before and after.

        Logged. Raises a ``LedgerError``.
        """
        async with self._turns.of(("guard", guild)) as turn:
            before = await turn.read(self.memory, guild)
            if before.channels.get(channel) == guarding:
                return before, before
            channels = {id_: set_ for id_, set_ in before.channels.items() if id_ != channel}
            if guarding is None:
                step: Step = (_FORGET, {"guild": guild, "channel": channel})
            else:
                channels[channel] = guarding
                row = {"guild_id": guild, "channel_id": channel, "mode": guarding.mode, "strict": guarding.strict}
                step = (self._set, row)
            after = replace(before, channels=MappingProxyType(channels))
            await turn.write(
                (step, self._entry(guild, channel, by, before.channels.get(channel), guarding)),
                lambda: self.memory.update(guild, lambda _: after),
                lambda: self.memory.drop(guild),
                about=[("user", by)],
            )
            return before, after

    async def pardon(self, guild: int, channel: int, text: bytes) -> None:
        """Remember, by its digest, a text that a moderator found harmless; raise ``StoreUnavailable``."""
        async with self._turns.of(("guard", guild)) as turn:
            before = await turn.read(self.memory, guild)
            known = before.pardons.get(channel, ())
            if text in known:
                return
            steps: list[Step] = [
                (insert(guard_pardon), {"guild_id": guild, "channel_id": channel, "digest": text}),
                *(
                    (_FORGET_PARDON, {"guild": guild, "channel": channel, "oldest": oldest})
                    for oldest in known[: len(known) + 1 - PARDONS]
                    if len(known) >= PARDONS
                ),
            ]
            kept = (*known, text)[-PARDONS:]
            after = replace(before, pardons=MappingProxyType({**before.pardons, channel: kept}))
            await turn.write(steps, lambda: self.memory.update(guild, lambda _: after), lambda: self.memory.drop(guild))

    def _entry(self, guild: int, channel: int, by: int, before: Guarding | None, after: Guarding | None) -> Step:
        return logged(guild, self._clock(), by, "guard", before, after, channel=channel)

    async def _read(self, guild: int) -> GuildGuards:
        channels, pardons = await self._reader.fetch((_CHANNELS, {"guild": guild}), (_PARDONS, {"guild": guild}))
        found: dict[int, tuple[bytes, ...]] = {}
        for row in pardons:
            found[row.channel_id] = (*found.get(row.channel_id, ()), bytes(row.digest))
        return GuildGuards(
            MappingProxyType({row.channel_id: Guarding(cast("Mode", row.mode), row.strict) for row in channels}),
            MappingProxyType(found),
        )
