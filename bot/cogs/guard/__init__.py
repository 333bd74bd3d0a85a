"""The guard: reads messages where moderators have asked for it, and notices what goes beyond the channel's ceiling.

What everybody sees of it is the same whatever was said. It reacts to what lies beyond the ceiling, as no other part of
the bot may; what it tells is one thing, "beyond" or not, and only of words that somebody has already said.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Protocol, cast

import discord
from discord.ext import commands

from bot import audience, custom_id
from bot.caller import Caller, settings_for
from bot.client import Action, Airlock
from bot.cogs.guard.notices import Notices, take_away
from bot.cogs.log import post_log
from bot.custom_id import arguments
from bot.hidden import Hidden, Noticed, Subject
from bot.ledger import GuildSettings
from bot.ledger.errors import LedgerError
from bot.ledger.guards import Guarding as Setting
from bot.ledger.guards import digest
from bot.permissions import is_moderator, require_moderator, require_server
from bot.places import place_in
from bot.render.guard import (
    confirm_card,
    gone_card,
    harmless_card,
    hidden_card,
    hidden_log_card,
    hidden_title_card,
    hint_card,
    look_card,
    others_card,
    pardoned_card,
    title_card,
    why_card,
)
from bot.replies import TROUBLE, hold
from facts.errors import FactsError
from facts.position import Position
from facts.store import LoadedShow

log = logging.getLogger(__name__)

_TELL_TITLES: Final = (discord.MessageType.thread_created, discord.MessageType.channel_name_change)
"""Messages of Discord's own that say a title: that of a new thread in its channel, a new one in the thread."""

SHOWN_SECONDS: Final = 120.0
"""How long a hint stays beside a message."""


class Gate(Protocol):
    """What posts a text behind a button."""

    async def save(self, message: discord.Message) -> None:
        """Keep what a message says, with its files, before it is deleted."""

    async def gate_saved(self, interaction: discord.Interaction, message: int, text: str) -> None:
        """Answer with the form for what was kept of a message, else for ``text``."""


class Watched(NamedTuple):
    """A place that is guarded, with what may be said there."""

    setting: Setting
    settings: GuildSettings
    show: LoadedShow
    ceiling: Position


class Guarding(commands.Cog):
    """Guarded channels. ``now`` gives seconds, for how long what was hidden is kept."""

    def __init__(self, bot: Airlock, now: Callable[[], float] = time.monotonic, shown: float = SHOWN_SECONDS) -> None:
        self.bot = bot
        self.hidden = Hidden(now)
        self._notices = Notices(bot, now, shown)

    async def cog_unload(self) -> None:
        """Take notices away: what they are about is forgotten."""
        await self._notices.close()

    def actions(self) -> Mapping[str, Action]:
        """The buttons of notices."""
        return {
            "guard-why": self._why,
            "guard-harmless": self._harmless,
            "guard-gate": self._gate,
            "guard-look": self._look,
        }

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
        watched = await self._watched(message.guild, channel)
        if watched is None or _is_moderator(channel, message.author):
            return
        subject, text = Subject(message.id), text_of(message)
        if text:
            self.bot.counted["guard_read", watched.setting.mode] += 1
        if not text or not await self._goes_too_far(watched, channel, text, strict=watched.setting.strict):
            await self._over(subject)
            return
        before = self.hidden.get(subject)
        if before is not None and before.text == text:
            return  # noticed already
        self.bot.counted["guard_noticed", watched.setting.mode] += 1
        if not await self._notices.may_post(channel, watched.settings):
            return
        gate = self.bot.get_cog("Spoilers")
        if watched.setting.mode == "hide" and gate is not None:
            await cast("Gate", gate).save(message)
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
        watched = await self._watched(thread.guild, thread)
        if watched is None:
            return
        self.bot.counted["guard_read", watched.setting.mode] += 1
        if not await self._goes_too_far(watched, thread, name, strict=True):  # titles show what is behind bars
            await self._over(subject)
            return
        if thread.owner_id is None or await self._is_let_alone(thread, thread.owner_id):
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
        watched = await self._watched(message.guild, channel) if self.bot.intents.message_content else None
        if watched is None or watched.setting.mode != "hide" or not self._notices.can_post_in_thread(channel):
            return
        if not await self._goes_too_far(watched, channel, message.content, strict=True):
            return
        owner = channel.owner_id if isinstance(channel, discord.Thread) else message.author.id
        if owner is not None and not await self._is_let_alone(channel, owner):
            await self._notices.delete(message, watched.settings)

    async def _over(self, subject: Subject) -> None:
        """Forget what was pointed out and is not there any more, and its notice; what was hidden is kept."""
        noticed = self.hidden.get(subject)
        if noticed is not None and not noticed.hidden:
            self.hidden.drop(subject)
            await self._notices.withdraw(subject)

    async def _goes_too_far(
        self, watched: Watched, channel: discord.abc.GuildChannel | discord.Thread, text: str, *, strict: bool
    ) -> bool:
        guard = self.bot.guards.get(watched.show.id) or await self.bot.guards.load(watched.show.id)
        if not guard.beyond(text, watched.ceiling, strict=strict):
            return False
        known = await self.bot.ledger.guards.get(channel.guild.id)
        return digest(channel.id, text) not in known.pardons.get(channel.id, ())

    async def _watched(
        self, guild: discord.Guild, channel: discord.abc.GuildChannel | discord.Thread
    ) -> Watched | None:
        """What holds in a channel, ``None`` where nobody has asked for its messages to be read."""
        guards = self.bot.ledger.guards.peek(guild.id) or await self.bot.ledger.guards.get(guild.id)
        if not guards.channels:
            return None
        place = place_in(guild, channel)
        setting = guards.at(place.chain)
        if setting.mode == "off":
            return None
        settings = self.bot.ledger.guilds.peek(guild.id) or await self.bot.ledger.guilds.get(guild.id)
        show = self.bot.views.find(settings.show) or self.bot.views.shows()[0]
        return Watched(setting, settings, show, audience.ceiling(place, settings_for(settings, show), show.seasons))

    async def _is_let_alone(self, channel: discord.abc.GuildChannel | discord.Thread, user: int) -> bool:
        """Whether titles of somebody are not guarded: those of bots and moderators."""
        if self.bot.user is not None and user == self.bot.user.id:
            return True
        try:
            owner = channel.guild.get_member(user) or await channel.guild.fetch_member(user)
        except discord.NotFound:
            return False
        return owner.bot or _is_moderator(channel, owner)

    # Buttons

    async def _why(self, interaction: discord.Interaction, rest: str) -> None:
        caller, noticed = await self._asked(interaction, rest)
        if noticed is None:
            await self._gone(interaction)
        elif caller.user_id == noticed.author:
            watched = await self._here(interaction)
            strict = watched.setting.strict if watched is not None else False
            await self.bot.send(interaction, why_card(caller.show, caller.ceiling, noticed, strict=strict))
        elif _may_moderate(interaction):
            await self._show(interaction, caller, noticed, confirmed=False)
        else:
            await self.bot.send(interaction, others_card())

    async def _look(self, interaction: discord.Interaction, rest: str) -> None:
        subject, own = arguments(rest, 2)
        caller, noticed = await self._asked(interaction, subject)
        require_moderator(interaction.permissions)
        if noticed is None:
            await self.bot.send(interaction, gone_card())
        else:
            await self._show(interaction, caller, noticed, confirmed=caller.own >= custom_id.position(own))

    async def _show(
        self, interaction: discord.Interaction, caller: Caller, noticed: Noticed, *, confirmed: bool
    ) -> None:
        """Show a moderator what was hidden, where they are far enough for it or have said that they want to see it."""
        if not confirmed:
            guard = await self.bot.patiently(interaction, self.bot.guards.load(caller.show.id))
            if guard.beyond(noticed.text, caller.own, strict=True):
                await self.bot.send(interaction, confirm_card(noticed.subject, caller.own))
                return
        await self.bot.send(interaction, look_card(noticed.text))

    async def _harmless(self, interaction: discord.Interaction, rest: str) -> None:
        caller, noticed = await self._asked(interaction, rest)
        guild_id = require_server(caller)
        require_moderator(interaction.permissions)
        if noticed is None:
            await self._gone(interaction)
            return
        work = self.bot.ledger.guards.pardon(guild_id, noticed.channel, digest(noticed.channel, noticed.text))
        await self.bot.patiently(interaction, work)
        self.hidden.pardon(noticed.subject)
        stands = not noticed.hidden
        if noticed.hidden and noticed.subject.title:
            await hold(interaction)
            stands = await self._notices.restore_title(interaction.channel, noticed.text, caller.settings)
        await self.bot.send(interaction, harmless_card(noticed, stands=stands))
        if stands:
            self.hidden.drop(noticed.subject)
            await self._notices.withdraw(noticed.subject)
        else:
            await self._notices.change(noticed.subject, pardoned_card(noticed.subject))

    async def _gate(self, interaction: discord.Interaction, rest: str) -> None:
        _, noticed = await self._asked(interaction, rest)
        gate = self.bot.get_cog("Spoilers")
        if noticed is None or noticed.subject.title or noticed.author != interaction.user.id or gate is None:
            await self.bot.send(interaction, gone_card())
            return
        await cast("Gate", gate).gate_saved(interaction, noticed.subject.id, noticed.text)

    async def _gone(self, interaction: discord.Interaction) -> None:
        """Say that it is too late, and take the notice away that says otherwise."""
        await self.bot.send(interaction, gone_card())
        notice = _notice(interaction)
        if notice is not None:
            await take_away(notice)

    async def _asked(self, interaction: discord.Interaction, rest: str) -> tuple[Caller, Noticed | None]:
        """Who asks, and what about, if it is still kept and of this channel."""
        subject = Subject.read(rest)
        caller = await self.bot.caller(interaction)
        require_server(caller)
        noticed = self.hidden.get(subject)
        if noticed is not None and noticed.channel != interaction.channel_id:
            noticed = None
        return caller, noticed

    async def _here(self, interaction: discord.Interaction) -> Watched | None:
        channel = interaction.channel
        if interaction.guild is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return None
        return await self._watched(interaction.guild, channel)


def text_of(message: discord.Message) -> str:
    """All that a message says: its words, the names of its files, its poll and what it forwards."""
    parts = [message.content]
    parts += [part for file in message.attachments for part in (file.title or file.filename, file.description) if part]
    if message.poll is not None:
        parts += [str(message.poll.question), *(answer.text for answer in message.poll.answers)]
    parts += [snapshot.content for snapshot in message.message_snapshots]
    return "\n".join(part for part in parts if part)


def _is_moderator(channel: discord.abc.GuildChannel | discord.Thread, who: discord.User | discord.Member) -> bool:
    if not isinstance(who, discord.Member):
        return False
    return is_moderator(channel.permissions_for(who))


def _may_moderate(interaction: discord.Interaction) -> bool:
    return is_moderator(interaction.permissions)


def _notice(interaction: discord.Interaction) -> discord.Message | None:
    """The notice whose button was pressed, ``None`` where that was no public message that bears the button."""
    message, pressed = interaction.message, cast("dict[str, object]", interaction.data or {}).get("custom_id")
    if message is None or message.flags.ephemeral:
        return None
    rows = (row.children for row in message.components if isinstance(row, discord.ActionRow))
    return message if any(item.custom_id == pressed for row in rows for item in row) else None
