"""/server: a server's show, ceiling and log, and the message with the menu "how far are you?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.caller import Caller, find_show
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.cogs.hours import offer_zones
from bot.cogs.log import write_log
from bot.cogs.roles import season_roles
from bot.cogs.trivia.times import daily_set_up, offer_times
from bot.errors import NotInServerError, OutdatedButtonError
from bot.ledger import GuildSettings
from bot.ledger.daily import DailySettings
from bot.ledger.guards import GuildGuards
from bot.options import existing, read_position
from bot.permissions import require_manager, require_server
from bot.render.card import Card, Colour, Field
from bot.render.daily import daily_settings_card, daily_words
from bot.render.guard import guarded_fields
from bot.render.moderation import differences, settings_card
from bot.render.progress import panel_card
from bot.render.reports import reports_button
from bot.render.roles import member_button, summary
from bot.replies import hold, post


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class Server(commands.GroupCog, group_name="server", group_description="This server's settings (Manage Server)"):
    """A server's settings."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command()
    async def settings(self, interaction: discord.Interaction[Airlock]) -> None:
        """See all settings of this server."""
        caller, guild_id = await self._manager(interaction)
        daily, guards = await self.bot.patiently(interaction, self._read(guild_id))
        reports = await self.bot.patiently(interaction, self.bot.ledger.reports.open(guild_id))
        card = settings_card(caller.show, caller.settings)
        roles = (await self.bot.patiently(interaction, self.bot.ledger.roles.get(guild_id))).of(caller.show.id)
        guard = guarded_fields(guards, allowed=self.bot.intents.message_content)
        more = Field("Question of the day", daily_words(daily)), Field("Season roles", summary(caller.show, roles))
        card = replace(card, fields=(*card.fields, *more, *guard))
        # They wait here too, for servers without a log.
        await self.bot.send(interaction, card.with_rows((reports_button(len(reports)),) if reports else ()))

    @app_commands.command(name="set")
    @app_commands.autocomplete(show=completion.shows, ceiling=completion.ceilings)
    async def set_(
        self,
        interaction: discord.Interaction[Airlock],
        show: str | None = None,
        ceiling: str | None = None,
        log: discord.TextChannel | None = None,
    ) -> None:
        """Set this server's show, the ceiling of all its channels, and where changes are logged.

        Args:
            show: The show that this server is about.
            ceiling: Up to where I may speak in public, such as S3E4 or S3; inherit takes it away.
            log: The channel in which changes and reports are told.
        """
        caller, guild_id = await self._manager(interaction)
        # Everything is read before anything is written, so that one wrong option changes nothing.
        target = find_show(self.bot.views.shows(), show) if show else caller.show
        position = None
        if ceiling is not None and ceiling.strip().casefold() != completion.INHERIT:
            position = target.seasons.concrete(existing(target.title, target.seasons, read_position(ceiling)))
        if log is not None and log.guild.id != guild_id:
            raise NotInServerError
        _, after = await self.bot.patiently(
            interaction,
            self.bot.ledger.guilds.set_together(
                guild_id,
                by=caller.user_id,
                show=target.id if show else None,
                ceiling=None if ceiling is None else (target.id, position),
                log_channel=None if log is None else log.id,
            ),
        )
        self.bot.dispatch("ceilings_changed", guild_id, after)
        await self.bot.send(interaction, settings_card(target, after))
        await self._log(caller, after)

    @app_commands.command()
    async def panel(self, interaction: discord.Interaction[Airlock]) -> None:
        """Post a message with the menu "how far are you?", to be pinned."""
        caller, guild_id = await self._manager(interaction)
        roles = (await self.bot.patiently(interaction, self.bot.ledger.roles.get(guild_id))).of(caller.show.id)
        await hold(interaction)
        await post(interaction, panel_card(caller.show).with_rows((member_button(caller.show),) if roles.on else ()))
        await self.bot.send(
            interaction, Card(title="Posted", text="Pin it, so that newcomers find it.", colour=Colour.MODERATION)
        )

    @app_commands.command()
    @app_commands.autocomplete(show=completion.shows)
    async def roles(self, interaction: discord.Interaction[Airlock], show: str | None = None) -> None:
        """Roles for each season that members have watched, for those who want to be shown.

        Args:
            show: Which show, where there are several.
        """
        await season_roles(self.bot).overview(interaction, show or None)

    @app_commands.command()
    @app_commands.autocomplete(time=offer_times, zone=offer_zones)
    async def daily(
        self,
        interaction: discord.Interaction[Airlock],
        channel: discord.TextChannel | None = None,
        time: str | None = None,
        zone: str | None = None,
        off: bool = False,
    ) -> None:
        """Set up the question of the day, which I post up to its channel's ceiling.

        Args:
            channel: Where. Without it: where it is now, or else here.
            time: When, such as 18:00.
            zone: The time zone, such as Europe/Berlin.
            off: Post none any more.
        """
        caller, guild_id = await self._manager(interaction)
        if channel is not None and channel.guild.id != guild_id:
            raise NotInServerError
        before = await self.bot.patiently(interaction, self.bot.ledger.daily.settings(guild_id))
        if not off and channel is None and time is None and zone is None:
            await self.bot.send(interaction, daily_settings_card(before))
            return
        after = None if before is None else replace(before, enabled=False, next_at=None)
        if not off:
            after = await daily_set_up(interaction, caller.show.id, before, channel, time, zone)
        await self.bot.patiently(interaction, self.bot.ledger.daily.set(guild_id, after, by=caller.user_id))
        await self.bot.send(interaction, daily_settings_card(after, "Saved"))
        if after != before:
            line = f"Question of the day: {daily_words(before)} → {daily_words(after)}"
            await write_log(self.bot, caller.settings, caller.user_id, [line])

    def actions(self) -> Mapping[str, Action]:
        """The button that ends logging."""
        return {"unlog": self._unlog}

    async def _unlog(self, interaction: discord.Interaction, rest: str) -> None:
        if rest:
            raise OutdatedButtonError
        caller, guild_id = await self._manager(interaction)
        _, after = await self.bot.patiently(
            interaction, self.bot.ledger.guilds.set_log_channel(guild_id, None, by=caller.user_id)
        )
        await self.bot.send(interaction, settings_card(caller.show, after))
        await self._log(caller, after)

    async def _read(self, guild_id: int) -> tuple[DailySettings | None, GuildGuards]:
        """The question of the day, and where the guard is on."""
        return await self.bot.ledger.daily.settings(guild_id), await self.bot.ledger.guards.get(guild_id)

    async def _manager(self, interaction: discord.Interaction) -> tuple[Caller, int]:
        caller = await self.bot.caller(interaction)
        guild_id = require_server(caller)
        require_manager(interaction.permissions)
        return caller, guild_id

    async def _log(self, caller: Caller, after: GuildSettings) -> None:
        titles = {show.id: show.title for show in self.bot.views.shows()}
        lines = differences(caller.show, caller.settings, after, titles)
        if lines:
            # Where logging has just ended, the channel that has heard everything else hears that too.
            heard = after if after.log_channel is not None else caller.settings
            await write_log(self.bot, heard, caller.user_id, lines)
