"""What remains of gated spoilers whose notice, channel or author has gone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import discord

from bot.client import Airlock
from bot.cogs.regular import Regular
from bot.cogs.spoiler_checks import Checks
from bot.cogs.spoiler_notices import drop_unsafe_title
from bot.custom_id import is_snowflake
from bot.drafts import Drafts
from bot.ledger import Notice
from bot.ledger.errors import LedgerError
from bot.replies import TROUBLE

log = logging.getLogger(__name__)

INTERVAL: Final = 600.0
"""Seconds between two looks at a few notices."""
AT_ONCE: Final = 20
"""How many notices are looked at: one request each, far under Discord's limits."""
TITLES_AT_ONCE: Final = 100
"""How many titles, of the newest posts, are held against ceilings that were just changed."""
UNPOSTED: Final = timedelta(hours=1)
"""After this a post without a notice will not get one."""


class Cleanup(Regular):
    """Removes posts whose notice is not there any more, a few at a time."""

    def __init__(self, bot: Airlock, checks: Checks, *drafts: Drafts, interval: float = INTERVAL) -> None:
        super().__init__("clean-up of spoilers", interval, at_once=False)
        self._bot = bot
        self._checks = checks
        self._drafts = drafts
        self._last = 0

    async def look(self) -> None:
        """Look at the next few notices, from the first again after the last. Raises nothing: it comes again."""
        spoilers = self._bot.ledger.spoilers
        for drafts in self._drafts:
            drafts.forget()
        try:
            now = datetime.fromtimestamp(self._bot.rounds.timing.now() / 1000, UTC)
            await spoilers.remove_unposted(now - UNPOSTED)
            notices = await spoilers.after(self._last, AT_ONCE)
            self._last = notices[-1].id if len(notices) == AT_ONCE else 0
            for notice in notices:
                guild = self._bot.get_guild(notice.guild)
                # Servers of other processes, and those that cannot be reached now, are left alone.
                if guild is None or guild.unavailable or notice.message is None:
                    continue
                if await self._is_gone(notice.channel, notice.message):
                    await self._remove(notice.id)
                else:
                    await drop_unsafe_title(self._bot, self._checks, guild, notice.id)
        except LedgerError as error:
            log.warning("spoilers are cleaned up later: %s", error)

    async def ceilings_set(self, guild_id: int) -> None:
        """A server's ceilings have changed: titles that are not safe any more go at once, if they are few."""
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            return
        try:
            for notice in await self._bot.ledger.spoilers.titled(guild_id, TITLES_AT_ONCE):
                await drop_unsafe_title(self._bot, self._checks, guild, notice.id)
        except LedgerError as error:
            log.warning("titles of spoilers are looked at again: %s", error)

    async def messages_gone(self, *messages: int) -> None:
        """Messages were deleted: if some were notices, so are their posts."""
        await self._gone(self._bot.ledger.spoilers.of_messages, messages)

    async def channel_gone(self, channel: int) -> None:
        """A channel or thread was deleted, and all notices in it."""
        await self._gone(self._bot.ledger.spoilers.in_channel, (channel,))

    async def _gone(self, find: Callable[..., Awaitable[Sequence[Notice]]], ids: Sequence[int]) -> None:
        # Nothing of ours has an id that no database takes.
        known = [number for number in ids if is_snowflake(str(number))]
        if not known:
            return
        try:
            await self._remove(*(notice.id for notice in await find(*known)))
        except LedgerError as error:
            log.warning("spoilers that were deleted are cleaned up later: %s", error)

    async def _remove(self, *posts: int) -> None:
        for drafts in self._drafts:
            drafts.drop_all_of(*posts)
        await self._bot.ledger.spoilers.remove(*posts)

    async def _is_gone(self, channel: int, message: int) -> bool:
        try:
            await self._bot.http.get_message(channel, message)
        except discord.NotFound:
            return True
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("a notice of a spoiler cannot be looked at: %s", error)
        return False
