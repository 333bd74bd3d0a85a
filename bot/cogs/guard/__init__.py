"""The guard: reads messages where moderators have asked for it, and notices what goes beyond the channel's ceiling.

What everybody sees of it is the same whatever was said. It reacts to what lies beyond the ceiling, as no other part of
the bot may; what it tells is one thing, "beyond" or not, and only of words that somebody has already said.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Final

import discord
from discord.ext import commands

from bot.client import Action, Airlock
from bot.cogs.guard.buttons import Buttons
from bot.cogs.guard.gate import gate_of
from bot.cogs.guard.notices import Notices
from bot.cogs.guard.watch import goes_too_far, is_let_alone, moderates, text_of, watched_at
from bot.cogs.log import post_log
from bot.hidden import Hidden, Subject
from bot.ledger.errors import LedgerError
from bot.render.guard import hidden_card, hidden_log_card, hidden_title_card, hint_card, title_card
from bot.replies import TROUBLE
from facts.errors import FactsError

log = logging.getLogger(__name__)

_TELL_TITLES: Final = (discord.MessageType.thread_created, discord.MessageType.channel_name_change)
"""Messages of Discord's own that say a title: that of a new thread in its channel, a new one in the thread."""

SHOWN_SECONDS: Final = 120.0
"""How long a hint stays beside a message."""


class Guarding(commands.Cog):
    """Guarded channels. ``now`` gives seconds, for how long what was hidden is kept."""

    def __init__(self, bot: Airlock, now: Callable[[], float] = time.monotonic, shown: float = SHOWN_SECONDS) -> None:
        self.bot = bot
        self.hidden = Hidden(now)
        self._notices = Notices(bot, now, shown)
        self._buttons = Buttons(bot, self.hidden, self._notices)

    async def cog_unload(self) -> None:
        """Take notices away: what they are about is forgotten."""
        await self._notices.close()

    def actions(self) -> Mapping[str, Action]:
        """The buttons of notices."""
        return self._buttons.actions()

    # What is read

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Read a new message."""
        told = message.type in _TELL_TITLES
        await self._contained(self._read_told_title(message) if told else self._read(message))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Read a message whose author has changed it; a link's preview that arrives later is no change of theirs."""
        if event.message.edited_at is not None:
            await self._contained(self._read(event.message))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Leave a message alone that is gone."""
        await self._over(Subject(event.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Leave messages alone that are gone."""
        for message in event.message_ids:
            await self._over(Subject(message))

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Read the title of a new thread or forum post."""
        await self._contained(self._read_title(thread))

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """Read a title that was changed."""
        if before.name != after.name:
            await self._contained(self._read_title(after))

    @commands.Cog.listener()
    async def on_user_gone(self, user: int) -> None:
        """Somebody had their data deleted, at another process perhaps: what they wrote is forgotten."""
        for subject in self.hidden.forget(user):
            await self._notices.withdraw(subject)

    async def _contained(self, work: object) -> None:
        """Nobody waits for this, so what goes wrong is told to the host alone."""
        try:
            await work  # type: ignore[misc]  # a coroutine of this class
        except (LedgerError, FactsError, *TROUBLE) as error:
            log.warning("a message could not be looked at: %s", error)
        except discord.HTTPException as error:
            log.warning("Discord did not take what the guard did: %s", error)

    async def _read(self, message: discord.Message) -> None:
        if message.guild is None or message.author.bot or message.webhook_id is not None or message.is_system():
            return
        channel = message.channel
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread) or not self.bot.intents.message_content:
            return
        watched = await watched_at(self.bot, message.guild, channel)
        if watched is None or moderates(channel, message.author):
            return
        subject, text = Subject(message.id), text_of(message)
        if text:
            self.bot.counted["guard_read", watched.setting.mode] += 1
        if not text or not await goes_too_far(self.bot, watched, channel, text, strict=watched.setting.strict):
            await self._over(subject)
            return
        before = self.hidden.get(subject)
        if before is not None and before.text == text:
            return  # noticed already
        self.bot.counted["guard_noticed", watched.setting.mode] += 1
        if not await self._notices.may_post(channel, watched.settings):
            return
        gate = gate_of(self.bot)
        if watched.setting.mode == "hide" and gate is not None:
            await gate.save(message)
        keep = (subject, message.guild.id, channel.id, message.author.id, text)
        if watched.setting.mode == "hide" and await self._notices.delete(message, watched.settings):
            self.hidden.keep(*keep, hidden=True)
            await self._notices.notify(channel, subject, hidden_card(subject), hidden=True)
            await post_log(self.bot, watched.settings, hidden_log_card(channel.id, message.author.id))
        else:
            self.hidden.keep(*keep, hidden=False)
            await self._notices.notify(channel, subject, hint_card(subject))

    async def _read_title(self, thread: discord.Thread) -> None:
        if not self.bot.intents.message_content:
            return
        subject = Subject(thread.id, title=True)
        name = thread.name  # whatever it is called later: what is read is what is kept
        watched = await watched_at(self.bot, thread.guild, thread)
        if watched is None:
            return
        self.bot.counted["guard_read", watched.setting.mode] += 1
        if not await goes_too_far(self.bot, watched, thread, name, strict=True):  # titles show what is behind bars
            await self._over(subject)
            return
        if thread.owner_id is None or await is_let_alone(self.bot, thread, thread.owner_id):
            return
        if thread.name != name:
            return  # changed meanwhile, and read anew
        self.bot.counted["guard_noticed", watched.setting.mode] += 1
        if not await self._notices.may_post(thread, watched.settings):
            return
        hidden = watched.setting.mode == "hide" and await self._notices.hide_title(thread, watched.settings)
        self.hidden.keep(subject, thread.guild.id, thread.id, thread.owner_id, name, hidden=hidden)
        await self._notices.notify(thread, subject, title_card(subject, hidden=hidden), hidden=hidden)
        if hidden:
            await post_log(self.bot, watched.settings, hidden_title_card(thread.id, thread.owner_id))

    async def _read_told_title(self, message: discord.Message) -> None:
        """Take away what Discord tells of a title that goes too far; the notice is that of the title."""
        channel = message.channel
        if message.guild is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return
        watched = await watched_at(self.bot, message.guild, channel) if self.bot.intents.message_content else None
        if watched is None or watched.setting.mode != "hide" or not self._notices.can_post_in_thread(channel):
            return
        if not await goes_too_far(self.bot, watched, channel, message.content, strict=True):
            return
        owner = channel.owner_id if isinstance(channel, discord.Thread) else message.author.id
        if owner is not None and not await is_let_alone(self.bot, channel, owner):
            await self._notices.delete(message, watched.settings)

    async def _over(self, subject: Subject) -> None:
        """Forget what was pointed out and is not there any more, and its notice; what was hidden is kept."""
        noticed = self.hidden.get(subject)
        if noticed is not None and not noticed.hidden:
            self.hidden.drop(subject)
            await self._notices.withdraw(subject)
