"""/channel: what a channel may speak of, for its moderators."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import discord
from discord import app_commands
from discord.ext import commands

from bot import audience, custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.cogs.follow import Asked, Following
from bot.cogs.guard.setting import set_guard
from bot.cogs.hours import offer_hours, offer_steps, offer_zones
from bot.cogs.log import write_log
from bot.cogs.parties import party_fields
from bot.custom_id import arguments
from bot.errors import NotInServerError, OptionError
from bot.ledger import Change, LedgerError
from bot.ledger.guards import GuildGuards
from bot.options import chosen, existing, linked_entry, read_position
from bot.permissions import require_moderator, require_server
from bot.places import find_channel, place_in
from bot.render.card import Button
from bot.render.cast import entry_card
from bot.render.guard import guard_field
from bot.render.moderation import (
    SHOWN_CHANGES,
    ceiling_set_card,
    ceiling_words,
    channel_card,
    dismissed_card,
    preview_card,
    preview_warning_card,
)
from facts.position import Position

log = logging.getLogger(__name__)

Target = app_commands.AppCommandChannel | app_commands.AppCommandThread


class AnyChannel(app_commands.Transformer):
    """A channel, category, thread or forum post of any type that there is."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord's own apps let users choose from."""
        return discord.AppCommandOptionType.channel

    async def transform(self, _interaction: discord.Interaction, value: Target, /) -> Target:
        """Take the channel as Discord resolved it, with the caller's permissions there."""
        if not isinstance(value, Target):
            raise OptionError  # an id alone, without the channel
        return value


ChannelOption = app_commands.Transform[Target, AnyChannel]


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_messages=True)
class Channel(commands.GroupCog, group_name="channel", group_description="What a channel may speak of (moderators)"):
    """Ceilings."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.autocomplete(to=completion.ceilings)
    async def ceiling(
        self, interaction: discord.Interaction[Airlock], to: str, channel: ChannelOption | None = None
    ) -> None:
        """Set up to where I may speak in public in a channel or category.

        Args:
            to: A position such as S3E4 or S3; S0 for nothing; inherit for what holds above.
            channel: Which channel, thread, forum post or category. Without it: this one.
        """
        caller = await self.bot.caller(interaction)
        guild_id = require_server(caller)
        target = _target(interaction, guild_id, channel)
        show = caller.show
        position = None
        if to.strip().casefold() != completion.INHERIT:
            position = show.seasons.concrete(existing(show.title, show.seasons, read_position(to)))
        before, after = await self.bot.patiently(
            interaction,
            self.bot.ledger.guilds.set_ceiling(guild_id, show.id, position, by=caller.user_id, channel=target),
        )
        self.bot.dispatch("ceilings_changed", guild_id, after)
        old, new = before.ceilings.get(target), after.ceilings.get(target)
        await self.bot.send(interaction, ceiling_set_card(show, f"<#{target}>", old, new))
        if old != new:
            words = f"{ceiling_words(show, old)} → {ceiling_words(show, new)}"
            await write_log(self.bot, after, caller.user_id, [f"Ceiling of <#{target}>: {words}"])

    @app_commands.command()
    async def show(self, interaction: discord.Interaction[Airlock], channel: ChannelOption | None = None) -> None:
        """See what a channel may speak of, and which setting says so.

        Args:
            channel: Which channel, thread, forum post or category. Without it: this one.
        """
        caller = await self.bot.caller(interaction)
        guild_id = require_server(caller)
        target = _target(interaction, guild_id, channel)
        place = await self._place(interaction, caller, target) if channel is not None else caller.place
        levels = [(f"<#{level}>", caller.settings.ceilings.get(level)) for level in place.chain]
        levels.append(("This server", caller.settings.ceiling))
        effective = audience.ceiling(place, caller.settings, caller.show.seasons)
        guards, changes = await self.bot.patiently(interaction, self._read(guild_id))
        guard = guard_field(guards, place.chain, allowed=self.bot.intents.message_content)
        card = channel_card(caller.show, effective, levels, guard, changes)
        planned = await party_fields(self.bot, interaction, caller, place)
        await self.bot.send(interaction, replace(card, fields=(*planned, *card.fields)))

    @app_commands.command()
    @app_commands.rename(position="as")
    @app_commands.autocomplete(position=completion.positions)
    async def preview(self, interaction: discord.Interaction[Airlock], position: str) -> None:
        """See what a viewer at a position would see.

        Args:
            position: As whom to look: a position such as S3E4 or S3.
        """
        caller = await self.bot.caller(interaction)
        require_server(caller)
        require_moderator(interaction.permissions)
        asked = existing(caller.show.title, caller.show.seasons, read_position(position))
        await self._preview(interaction, caller, asked, confirmed=False)

    @app_commands.command()
    @app_commands.choices(
        mode=[
            app_commands.Choice(name="off", value="off"),
            app_commands.Choice(name="hint: point it out to the author", value="hint"),
            app_commands.Choice(name="hide: delete it, and offer to post it behind a button", value="hide"),
            app_commands.Choice(name="inherit: what holds above", value="inherit"),
        ]
    )
    async def guard(
        self,
        interaction: discord.Interaction[Airlock],
        mode: str,
        strict: bool | None = None,
        channel: ChannelOption | None = None,
    ) -> None:
        """Have messages noticed that go beyond the ceiling. I read messages only where this is on.

        Args:
            mode: What happens to such messages.
            strict: Also look behind spoiler bars. Without it: as it is now.
            channel: Which channel, thread, forum post or category. Without it: this one.
        """
        caller = await self.bot.caller(interaction)
        guild_id = require_server(caller)
        await set_guard(self.bot, interaction, caller, _target(interaction, guild_id, channel), mode, strict)

    @app_commands.command()
    @app_commands.autocomplete(to=offer_steps, when=offer_hours, zone=offer_zones)
    async def follow(
        self,
        interaction: discord.Interaction[Airlock],
        to: str | None = None,
        when: str | None = None,
        zone: str | None = None,
        channel: ChannelOption | None = None,
        off: bool = False,
    ) -> None:
        """Announce a watch party: at an hour that you name I may speak of the next episode, and no further.

        Args:
            to: Up to which episode, such as S3E4. Without it: the one after the ceiling.
            when: When people have watched it, such as 20:00, friday 8pm, 2026-12-01 20:00 or in 2 hours.
            zone: Your time zone, such as Europe/Berlin or UTC+1; I remember it.
            channel: Which channel, thread, forum post or category. Without it: this one.
            off: Call off what is planned.
        """
        caller = await self.bot.caller(interaction)
        target = _target(interaction, require_server(caller), channel)
        following = cast("Following", self.bot.get_cog("Following"))
        await following.ask(interaction, caller, target, Asked(to, when, zone, off))

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """A channel that is moved to another category may have another ceiling."""
        if before.category_id == after.category_id:
            return
        try:
            settings = await self.bot.ledger.guilds.get(after.guild.id)
        except LedgerError as error:
            log.warning("a channel was moved, and what is said there is looked at later: %s", error)
            return
        self.bot.dispatch("ceilings_changed", after.guild.id, settings)

    def actions(self) -> Mapping[str, Action]:
        """Looking as somebody else: confirming it, opening entries, leaving it."""
        return {"preview": self._confirmed, "peek": self._peek, "dismiss": self._dismiss}

    async def _confirmed(self, interaction: discord.Interaction, rest: str) -> None:
        caller, position, confirmed = await self._looking(interaction, rest)
        await self._preview(interaction, caller, position, confirmed=confirmed)

    async def _peek(self, interaction: discord.Interaction, rest: str) -> None:
        caller, position, confirmed = await self._looking(interaction, rest)
        entry_id = chosen(interaction)
        if not confirmed:
            await self._preview(interaction, caller, position, confirmed=False)
            return
        view = await self.bot.view(interaction, caller.show, position)
        back = Button("Back", custom_id.pack("preview", caller.show.id, str(position), str(caller.own)))
        card = entry_card(view, linked_entry(view, entry_id))
        await self.bot.send(interaction, card.without_rows().with_rows((back,)))

    async def _dismiss(self, interaction: discord.Interaction, _rest: str) -> None:
        await self.bot.send(interaction, dismissed_card())

    async def _looking(self, interaction: discord.Interaction, rest: str) -> tuple[Caller, Position, bool]:
        """Who looks, from where, and whether they have confirmed it: from a later progress than now does not count."""
        show, position, own = arguments(rest, 3)
        caller = await self.bot.caller(interaction, show)
        require_server(caller)
        require_moderator(interaction.permissions)
        asked = existing(caller.show.title, caller.show.seasons, custom_id.position(position))
        return caller, asked, caller.own >= custom_id.position(own)

    async def _preview(
        self, interaction: discord.Interaction, caller: Caller, asked: Position, *, confirmed: bool
    ) -> None:
        position = audience.preview_position(asked, caller.progress, caller.show.seasons, confirmed=confirmed)
        if position is None:
            await self.bot.send(interaction, preview_warning_card(caller.show, asked, caller.own))
        else:
            view = await self.bot.view(interaction, caller.show, position)
            await self.bot.send(interaction, preview_card(view, caller.own))

    async def _read(self, guild_id: int) -> tuple[GuildGuards, tuple[Change, ...]]:
        """Where the guard is on, and what was changed last."""
        guards = await self.bot.ledger.guards.get(guild_id)
        return guards, await self.bot.ledger.guilds.changes(guild_id, SHOWN_CHANGES)

    async def _place(self, interaction: discord.Interaction, caller: Caller, channel_id: int) -> audience.Place:
        guild = self.bot.get_guild(caller.place.guild_id or 0)
        if guild is None:
            raise NotInServerError
        channel = await self.bot.patiently(interaction, find_channel(guild, channel_id, interaction))
        if channel is None:
            raise NotInServerError
        return place_in(guild, channel)


def _target(interaction: discord.Interaction, guild_id: int, channel: Target | None) -> int:
    """The channel meant, of which the caller must be a moderator."""
    if channel is None:
        require_moderator(interaction.permissions)
        if interaction.channel_id is None:
            raise NotInServerError
        return interaction.channel_id
    if channel.guild_id != guild_id:
        raise NotInServerError
    require_moderator(channel.permissions)
    return channel.id
