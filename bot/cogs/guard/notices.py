"""What everybody sees of the guard: notices that go after a while, and messages that are gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final, NamedTuple

import discord

from bot.client import Airlock
from bot.cogs.log import post_log
from bot.hidden import KEPT_SECONDS, Subject
from bot.ledger import GuildSettings
from bot.permissions import held_in, lacking
from bot.render.card import Card
from bot.render.guard import kept_card, lacking_card, silent_card
from bot.render.message import edit_of, message_of
from bot.replies import TROUBLE

log = logging.getLogger(__name__)

_TOLD_SECONDS: Final = 3600.0
"""How long a missing permission is not told again."""
_CLOSING_SECONDS: Final = 1.5
"""How long notices are taken away while the process stops."""
_RENAMING_SECONDS: Final = 10.0
_UNDELETABLE: Final = 50021
"""Discord's number for a message of its own that nobody can delete."""
_HIDE: Final = "Manage Messages"
_RETITLE: Final = "Manage Threads"
_HIDDEN_TITLE: Final = "Title hidden"


class _Standing(NamedTuple):
    """A notice that stands, and what takes it away after a while."""

    message: discord.Message
    end: asyncio.Task[None]


class Notices:
    """Posts notices and takes them away after a while; ``now`` gives seconds."""

    def __init__(self, bot: Airlock, now: Callable[[], float], shown: float) -> None:
        self._bot = bot
        self._now = now
        self.shown = shown
        """Seconds for which a hint stays."""
        self.kept = KEPT_SECONDS
        """Seconds for which the notice of what was hidden stays: as long as its author can have that back."""
        self._told: dict[tuple[int, str], float] = {}
        self._standing: dict[Subject, _Standing] = {}

    async def close(self) -> None:
        """Take all notices away, as far as there is time: what they are about is forgotten with this process."""
        standing = list(self._standing.values())
        self._standing.clear()
        for notice in standing:
            notice.end.cancel()
        if standing:
            going = [asyncio.ensure_future(take_away(notice.message)) for notice in standing]
            _, late = await asyncio.wait(going, timeout=_CLOSING_SECONDS)
            for task in late:
                task.cancel()

    async def may_post(self, channel: discord.abc.GuildChannel | discord.Thread, settings: GuildSettings) -> bool:
        """Whether there can be a notice in a channel; where there cannot, moderators are told in their log."""
        held = held_in(channel, channel.guild.me)
        missing = lacking(held, in_thread=isinstance(channel, discord.Thread))
        if missing:
            await self._tell_lacking(settings, channel, silent_card(channel.id, missing), ", ".join(missing))
        return not missing

    def can_post_in_thread(self, channel: discord.abc.GuildChannel | discord.Thread) -> bool:
        """Whether there can be a notice in a thread, or in the threads of a channel."""
        return not lacking(held_in(channel, channel.guild.me), in_thread=True)

    async def notify(
        self,
        channel: discord.abc.GuildChannel | discord.Thread,
        subject: Subject,
        card: Card,
        *,
        hidden: bool = False,
    ) -> None:
        """Post a notice for a while, in place of an earlier one about the same."""
        if not isinstance(channel, discord.abc.Messageable):
            return
        try:
            posted = await channel.send(**message_of(card))
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("the guard could not post: %s", error)
            return
        earlier = self._standing.pop(subject, None)
        end = asyncio.create_task(self._end(subject, self.kept if hidden else self.shown))
        self._standing[subject] = _Standing(posted, end)
        await _end_now(earlier)

    async def change(self, subject: Subject, card: Card) -> None:
        """Let the notice about something say something else, if one stands."""
        notice = self._standing.get(subject)
        if notice is None:
            return
        try:
            await notice.message.edit(**edit_of(card))
        except (discord.HTTPException, *TROUBLE) as error:
            log.debug("a notice of the guard could not be changed: %s", error)

    async def withdraw(self, subject: Subject) -> None:
        """Take the notice about something away, if one stands."""
        await _end_now(self._standing.pop(subject, None))

    async def _end(self, subject: Subject, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await take_away(self._standing.pop(subject).message)

    async def delete(self, message: discord.Message, settings: GuildSettings) -> bool:
        """Delete a message; return whether it is gone."""
        try:
            await message.delete()
        except discord.NotFound:
            return True
        except discord.Forbidden as error:
            if error.code == _UNDELETABLE:
                await self._tell(settings, message.channel, kept_card(message.channel.id), "kept")
            else:
                await self._tell_lacking(settings, message.channel, lacking_card(message.channel.id, _HIDE), _HIDE)
            return False
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("a message could not be hidden: %s", error)
            return False
        return True

    async def hide_title(self, thread: discord.Thread, settings: GuildSettings) -> bool:
        """Give a thread another title; return whether it has that."""
        return await self._rename(thread, _HIDDEN_TITLE, settings)

    async def restore_title(self, thread: object, name: str, settings: GuildSettings) -> bool:
        """Give a thread its title back, unless it has another one by now; return whether it has it."""
        if not isinstance(thread, discord.Thread) or thread.name != _HIDDEN_TITLE:
            return False
        return await self._rename(thread, name, settings)

    async def _rename(self, thread: discord.Thread, name: str, settings: GuildSettings) -> bool:
        try:
            # Discord takes a few new names in ten minutes, and discord.py would wait for the next.
            await asyncio.wait_for(thread.edit(name=name), _RENAMING_SECONDS)
        except discord.Forbidden:
            await self._tell_lacking(settings, thread, lacking_card(thread.id, _RETITLE), _RETITLE)
            return False
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("a title could not be changed: %s", error)
            return False
        return True

    async def _tell_lacking(
        self, settings: GuildSettings, channel: discord.abc.Snowflake, card: Card, permissions: str
    ) -> None:
        """Tell moderators that the guard may not do what they asked for."""
        log.warning("the guard of channel %s lacks permissions: %s", channel.id, permissions)
        await self._tell(settings, channel, card, permissions)

    async def _tell(self, settings: GuildSettings, channel: discord.abc.Snowflake, card: Card, what: str) -> None:
        """Tell moderators in their log, now and then, of something that the guard cannot do in a channel."""
        now = self._now()
        if self._told.get((channel.id, what), now) > now:
            return
        self._told[channel.id, what] = now + _TOLD_SECONDS
        await post_log(self._bot, settings, card)


async def take_away(notice: discord.Message) -> None:
    """Delete a notice, which may be gone already."""
    try:
        await notice.delete()
    except (discord.HTTPException, *TROUBLE) as error:
        log.debug("a notice of the guard could not be taken away: %s", error)


async def _end_now(notice: _Standing | None) -> None:
    if notice is not None:
        notice.end.cancel()
        await take_away(notice.message)
