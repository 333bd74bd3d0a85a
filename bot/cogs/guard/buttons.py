"""The buttons of the guard's notices: what its author and moderators may ask of what was noticed, and decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import discord

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs.guard.gate import gate_of
from bot.cogs.guard.notices import Notices, take_away
from bot.cogs.guard.watch import Watched, goes_beyond, watched_at
from bot.custom_id import arguments
from bot.hidden import Hidden, Noticed, Subject
from bot.ledger.guards import digest
from bot.permissions import is_moderator, require_moderator, require_server
from bot.render.guard import (
    confirm_card,
    gone_card,
    harmless_card,
    look_card,
    others_card,
    pardoned_card,
    why_card,
)
from bot.replies import hold


class Buttons:
    """What is done where one is pressed."""

    def __init__(self, bot: Airlock, hidden: Hidden, notices: Notices) -> None:
        self._bot = bot
        self._hidden = hidden
        self._notices = notices

    def actions(self) -> Mapping[str, Action]:
        """The buttons by the names of what they do."""
        return {
            "guard-why": self._why,
            "guard-harmless": self._harmless,
            "guard-gate": self._gate,
            "guard-look": self._look,
        }

    async def _why(self, interaction: discord.Interaction, rest: str) -> None:
        caller, noticed = await self._asked(interaction, rest)
        if noticed is None:
            await self._gone(interaction)
        elif caller.user_id == noticed.author:
            watched = await self._watched(interaction)
            strict = watched.setting.strict if watched is not None else False
            await self._bot.send(interaction, why_card(caller.show, caller.ceiling, noticed, strict=strict))
        elif is_moderator(interaction.permissions):
            await self._show(interaction, caller, noticed, confirmed=False)
        else:
            await self._bot.send(interaction, others_card())

    async def _look(self, interaction: discord.Interaction, rest: str) -> None:
        subject, own = arguments(rest, 2)
        caller, noticed = await self._asked(interaction, subject)
        require_moderator(interaction.permissions)
        if noticed is None:
            await self._bot.send(interaction, gone_card())
        else:
            await self._show(interaction, caller, noticed, confirmed=caller.own >= custom_id.position(own))

    async def _show(
        self, interaction: discord.Interaction, caller: Caller, noticed: Noticed, *, confirmed: bool
    ) -> None:
        """Show a moderator what was hidden, where they are far enough for it or have said that they want to see it."""
        if not confirmed:
            finding = goes_beyond(self._bot, caller.show.id, noticed.text, caller.own, strict=True)
            if await self._bot.patiently(interaction, finding):
                await self._bot.send(interaction, confirm_card(noticed.subject, caller.own))
                return
        await self._bot.send(interaction, look_card(noticed.text))

    async def _harmless(self, interaction: discord.Interaction, rest: str) -> None:
        caller, noticed = await self._asked(interaction, rest)
        guild_id = require_server(caller)
        require_moderator(interaction.permissions)
        if noticed is None:
            await self._gone(interaction)
            return
        work = self._bot.ledger.guards.pardon(guild_id, noticed.channel, digest(noticed.channel, noticed.text))
        await self._bot.patiently(interaction, work)
        self._hidden.pardon(noticed.subject)
        stands = not noticed.hidden
        if noticed.hidden and noticed.subject.title:
            await hold(interaction)
            stands = await self._notices.restore_title(interaction.channel, noticed.text, caller.settings)
        await self._bot.send(interaction, harmless_card(noticed, stands=stands))
        if stands:
            self._hidden.drop(noticed.subject)
            await self._notices.withdraw(noticed.subject)
        else:
            await self._notices.change(noticed.subject, pardoned_card(noticed.subject))

    async def _gate(self, interaction: discord.Interaction, rest: str) -> None:
        _, noticed = await self._asked(interaction, rest)
        gate = gate_of(self._bot)
        if noticed is None or noticed.subject.title or noticed.author != interaction.user.id or gate is None:
            await self._bot.send(interaction, gone_card())
            return
        await gate.gate_saved(interaction, noticed.subject.id, noticed.text)

    async def _gone(self, interaction: discord.Interaction) -> None:
        """Say that it is too late, and take the notice away that says otherwise."""
        await self._bot.send(interaction, gone_card())
        notice = _notice(interaction)
        if notice is not None:
            await take_away(notice)

    async def _asked(self, interaction: discord.Interaction, rest: str) -> tuple[Caller, Noticed | None]:
        """Who asks, and what about, if it is still kept and of this channel."""
        subject = Subject.read(rest)
        caller = await self._bot.caller(interaction)
        require_server(caller)
        noticed = self._hidden.get(subject)
        if noticed is not None and noticed.channel != interaction.channel_id:
            noticed = None
        return caller, noticed

    async def _watched(self, interaction: discord.Interaction) -> Watched | None:
        channel = interaction.channel
        if interaction.guild is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return None
        return await watched_at(self._bot, interaction.guild, channel)


def _notice(interaction: discord.Interaction) -> discord.Message | None:
    """The notice whose button was pressed, ``None`` where that was no public message that bears the button."""
    message, pressed = interaction.message, cast("dict[str, object]", interaction.data or {}).get("custom_id")
    if message is None or message.flags.ephemeral:
        return None
    rows = (row.children for row in message.components if isinstance(row, discord.ActionRow))
    return message if any(item.custom_id == pressed for row in rows for item in row) else None
