"""What everybody sees of the guard: notices that go after a while, and messages that are gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

import discord

from bot.client import Airlock
from bot.hidden import KEPT_SECONDS
from bot.ledger import GuildSettings
from bot.render.card import Card
from bot.render.guard import lacking_card
from bot.render.message import edit_of, message_of
from bot.replies import TROUBLE

log = logging.getLogger(__name__)

_TOLD_SECONDS: Final = 3600.0
"""How long a missing permission is not told again."""
_TITLE: Final = "Title hidden"


class Notices:
    """Posts notices and takes them away after a while; ``now`` gives seconds."""

    def __init__(self, bot: Airlock, now: Callable[[], float], shown: float) -> None:
        self._bot = bot
        self._now = now
        self.shown = shown
        """Seconds for which a hint stays."""
        self.kept = KEPT_SECONDS
        """Seconds for which the notice of what was hidden stays: as long as its author can have that back."""
        self._told: dict[int, float] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Stop waiting to take notices away."""
        for task in self._ending:
            task.cancel()

    async def notify(
        self, channel: discord.abc.GuildChannel | discord.Thread, card: Card, *, hidden: bool = False
    ) -> None:
        """Post a notice for a while."""
        if not isinstance(channel, discord.abc.Messageable):
            return
        posted = await self._post(channel, card)
        if posted is not None:
            task = asyncio.create_task(_end(posted, self.kept if hidden else self.shown))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def delete(self, message: discord.Message, settings: GuildSettings) -> bool:
        """Delete a message; return whether it is gone."""
        try:
            await message.delete()
        except discord.NotFound:
            return True
        except discord.Forbidden:
            await self._tell_lacking(settings, message.channel, "Manage Messages")
            return False
        return True

    async def hide_title(self, thread: discord.Thread, settings: GuildSettings) -> None:
        """Give a thread another title."""
        try:
            await thread.edit(name=_TITLE)
        except discord.Forbidden:
            await self._tell_lacking(settings, thread, "Manage Threads")

    async def _tell_lacking(self, settings: GuildSettings, channel: discord.abc.Snowflake, permission: str) -> None:
        """Tell moderators in their log, now and then, that the guard may not do what they asked for."""
        log.warning("the guard of channel %s lacks a permission: %s", channel.id, permission)
        now = self._now()
        if self._told.get(channel.id, now) > now:
            return
        self._told[channel.id] = now + _TOLD_SECONDS
        place = self._bot.get_channel(settings.log_channel or 0)
        if isinstance(place, discord.abc.Messageable):
            await self._post(place, lacking_card(channel.id, permission))

    async def _post(self, channel: discord.abc.Messageable, card: Card) -> discord.Message | None:
        try:
            return await channel.send(**message_of(card))
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("the guard could not post: %s", error)
            return None


async def change(notice: discord.Message, card: Card) -> None:
    """Let a notice say something else; it may be gone already."""
    try:
        await notice.edit(**edit_of(card))
    except (discord.HTTPException, *TROUBLE) as error:
        log.debug("a notice of the guard could not be changed: %s", error)


async def take_away(notice: discord.Message) -> None:
    """Delete a notice, which may be gone already."""
    try:
        await notice.delete()
    except (discord.HTTPException, *TROUBLE) as error:
        log.debug("a notice of the guard could not be taken away: %s", error)


async def _end(notice: discord.Message, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await take_away(notice)
