"""What moderators have set for their guilds, with a log of every change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import BigInteger, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.cache import Cache
from bot.ledger.change_log import logged
from bot.ledger.reader import Reader
from bot.ledger.statements import GUILD, Step, upsert
from bot.ledger.tables import ceiling as ceilings
from bot.ledger.tables import concrete, guild_change, guild_setting
from bot.ledger.turns import Turns
from bot.ledger.values import WHOLE_GUILD, Change, Guild, GuildSettings
from facts.position import Position

_REMOVE_CEILING: Final = delete(ceilings).where(
    ceilings.c.guild_id == bindparam("guild"),
    ceilings.c.show == bindparam("of"),
    ceilings.c.channel_id == bindparam("channel"),
)
_CHANGES: Final = (
    select(guild_change)
    .where(guild_change.c.guild_id == bindparam("guild", type_=BigInteger))
    .order_by(guild_change.c.id.desc())
    .limit(bindparam("most", type_=BigInteger))
)

Changed = tuple[Guild, Sequence[Step]]
"""A guild after a change, and the steps that make it; none where nothing changes."""


class Guilds:
    """Settings of guilds; each change is logged in the transaction that makes it."""

    def __init__(
        self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime], size: int
    ) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self._show = upsert(engine.dialect.name, guild_setting, "show")
        self._log_channel = upsert(engine.dialect.name, guild_setting, "log_channel_id")
        self._ceiling = upsert(engine.dialect.name, ceilings, "ceiling")
        self.memory: Cache[int, Guild] = Cache(size, self._read)

    def peek(self, guild: int) -> GuildSettings | None:
        """Return a guild's settings if they are in memory."""
        known = self.memory.peek(guild)
        return None if known is None else known.settings

    async def get(self, guild: int) -> GuildSettings:
        """Return a guild's settings; raise ``StoreUnavailable``."""
        return (await self.memory.get(guild)).settings

    async def set_show(self, guild: int, show: str | None, *, by: int) -> tuple[GuildSettings, GuildSettings]:
        """Say which show a guild follows, and with it which ceilings hold; return its settings before and after."""
        return await self._change(guild, by, lambda before: self._with_show(guild, by, before, show))

    async def set_ceiling(
        self, guild: int, show: str, ceiling: Position | None, *, by: int, channel: int | None = None
    ) -> tuple[GuildSettings, GuildSettings]:
        """Set or, with ``None``, remove a show's ceiling in a channel or the guild; return settings before and after.

        A guild that follows no show yet follows this one from then on.
        """
        return await self._change(
            guild, by, lambda before: self.with_ceiling(guild, by, before, show, ceiling, channel)
        )

    async def set_log_channel(self, guild: int, channel: int | None, *, by: int) -> tuple[GuildSettings, GuildSettings]:
        """Say where changes and reports are logged; return settings before and after."""
        return await self._change(guild, by, lambda before: self._with_log_channel(guild, by, before, channel))

    async def set_together(
        self,
        guild: int,
        *,
        by: int,
        show: str | None = None,
        ceiling: tuple[str, Position | None] | None = None,
        log_channel: int | None = None,
    ) -> tuple[GuildSettings, GuildSettings]:
        """Set those that are given, a ceiling with its show, all or none; return settings before and after."""

        def changed(before: Guild) -> Changed:
            after, steps = (before, ()) if show is None else self._with_show(guild, by, before, show)
            if ceiling is not None:
                after, more = self.with_ceiling(guild, by, after, *ceiling, None)
                steps = (*steps, *more)
            if log_channel is not None:
                after, more = self._with_log_channel(guild, by, after, log_channel)
                steps = (*steps, *more)
            return after, steps

        return await self._change(guild, by, changed)

    async def changes(self, guild: int, limit: int = 20) -> tuple[Change, ...]:
        """Return the latest changes, newest first; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_CHANGES, {"guild": guild, "most": limit}))
        return tuple(
            Change(row.at, row.user_id, row.what, row.show, row.channel_id, row.before, row.after) for row in rows
        )

    def with_ceiling(
        self, guild: int, by: int | None, before: Guild, show: str, ceiling: Position | None, channel: int | None
    ) -> Changed:
        """A guild with a ceiling set or removed, for whoever holds the guild's turn."""
        place = WHOLE_GUILD if channel is None else channel
        after = before.with_ceiling(show, place, ceiling)
        if after == before:
            return before, ()
        if ceiling is None:
            step: Step = (_REMOVE_CEILING, {"guild": guild, "of": show, "channel": place})
        else:
            row = {"guild_id": guild, "show": show, "channel_id": place, "ceiling": concrete(ceiling)}
            step = (self._ceiling, row)
        old = before.ceilings.get((show, place))
        steps = (step, self._entry(guild, by, "ceiling", old, ceiling, show=show, channel=channel))
        if before.show is not None:
            return after, steps
        following, first = self._with_show(guild, by, after, show)
        return following, (*first, *steps)

    async def _change(
        self, guild: int, by: int, changed: Callable[[Guild], Changed]
    ) -> tuple[GuildSettings, GuildSettings]:
        async with self._turns.of(("guild", guild)) as turn:
            before = await turn.read(self.memory, guild)
            after, steps = changed(before)
            if steps:
                await turn.write(
                    steps,
                    lambda: self.memory.update(guild, lambda _: after),
                    lambda: self.memory.drop(guild),
                    about=[("user", by)],
                )
            return before.settings, after.settings

    def _with_show(self, guild: int, by: int | None, before: Guild, show: str | None) -> Changed:
        if show == before.show:
            return before, ()
        step = (self._show, {"guild_id": guild, "show": show})
        return replace(before, show=show), (step, self._entry(guild, by, "show", before.show, show, show=show))

    def _with_log_channel(self, guild: int, by: int, before: Guild, channel: int | None) -> Changed:
        if channel == before.log_channel:
            return before, ()
        step = (self._log_channel, {"guild_id": guild, "log_channel_id": channel})
        entry = self._entry(guild, by, "log_channel", before.log_channel, channel)
        return replace(before, log_channel=channel), (step, entry)

    def _entry(
        self,
        guild: int,
        by: int | None,
        what: str,
        before: Any,
        after: Any,
        show: str | None = None,
        channel: int | None = None,
    ) -> Step:
        return logged(guild, self._clock(), by, what, before, after, show=show, channel=channel)

    async def _read(self, guild: int) -> Guild:
        (rows,) = await self._reader.fetch((GUILD, {"guild": guild}))
        found = {(row.of, row.channel_id): row.ceiling for row in rows if row.of is not None}
        return Guild(rows[0].show, rows[0].log_channel_id, MappingProxyType(found))
