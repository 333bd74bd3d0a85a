"""Season roles: members who agree to it get a role for each season that they have watched to its end.

Consent is for one server and one show. It ends with pressing the button again, with the roles themselves, with one's
data, and with leaving the server; then the roles are taken, and only once they are is it forgotten that there was any.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import cast

import discord
from discord.ext import commands

from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs.log import post_log
from bot.cogs.roles.keeper import Keeper
from bot.cogs.roles.managing import Managing
from bot.cogs.roles.troubles import trouble_of
from bot.ledger import LedgerError, ShowRoles
from bot.permissions import require_server
from bot.render.roles import deleted_notice, joined_card, left_card, member_card, none_card
from bot.roles import PREVENTS_TAKING, seasons_watched

log = logging.getLogger(__name__)


class SeasonRoles(Managing, commands.Cog):
    """Roles that follow progress. Nobody is shown who has not agreed to it, in that server and for that show."""

    def __init__(self, bot: Airlock) -> None:
        super().__init__()
        self.bot = bot
        self.keeper = Keeper(bot)

    async def cog_load(self) -> None:
        """Follow changes of progress from now on."""
        self.keeper.follow()

    async def cog_unload(self) -> None:
        """Stop; what waits is in the ledger."""
        await self.keeper.close()

    @commands.Cog.listener("on_ready")
    async def start_looking(self) -> None:
        """See to what waits, once the servers are known."""
        self.keeper.start()

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Tell moderators of a role that is missed, and forget one that was to go anyway."""
        try:
            known = await self.bot.ledger.roles.get(role.guild.id)
            if role.id in known.retired:
                await self.bot.ledger.roles.drop(role.guild.id, [role.id])
            used = known.season_of(role.id)
            if used is None:
                return
            titles = {show.id: show.title for show in self.bot.views.shows()}
            settings = await self.bot.ledger.guilds.get(role.guild.id)
        except LedgerError as error:
            log.warning("a season role was deleted, which is noticed later: %s", error)
            return
        await post_log(self.bot, settings, deleted_notice(used[1], titles.get(used[0], used[0])))

    def actions(self) -> Mapping[str, Action]:
        """Buttons and menus, of members and of managers."""
        return {
            "roles": self.show,
            "roles-join": self._join,
            "roles-leave": self._leave,
            **self.managers_actions(),
        }

    async def show(self, interaction: discord.Interaction, show: str | None) -> None:
        """Answer a member with what taking part means and whether they do; by itself it changes nothing."""
        caller, roles = await self._member(interaction, show)
        if not roles.on:
            await self.bot.send(interaction, none_card())
            return
        taking = await self.bot.patiently(
            interaction, self.bot.ledger.role_members.of(caller.place.guild_id or 0, caller.user_id)
        )
        mine = next((one for one in taking if one.show == caller.show.id and not one.leaving), None)
        card = member_card(
            caller.show,
            roles,
            _watched(caller),
            shown=mine is not None,
            rewatching=caller.progress.view_as_of is not None,
            stuck=mine is not None and mine.stuck,
        )
        await self.bot.send(interaction, card)

    async def _join(self, interaction: discord.Interaction, show: str) -> None:
        caller, roles = await self._member(interaction, show)
        if not roles.on:
            await self.bot.send(interaction, none_card())
            return
        guild_id = require_server(caller)
        work = self.bot.ledger.role_members.join(guild_id, caller.user_id, caller.show.id)
        await self.bot.patiently(interaction, work)
        self.keeper.wake(caller.user_id)
        watched = _watched(caller)
        guild = self.bot.get_guild(guild_id)
        mine = [role for season, role in roles.ids.items() if season <= watched]
        card = joined_card(
            caller.show,
            roles,
            watched,
            rewatching=caller.progress.view_as_of is not None,
            stuck=guild is not None and any(trouble_of(guild, role) is not None for role in mine),
        )
        await self.bot.send(interaction, card)

    async def _leave(self, interaction: discord.Interaction, show: str) -> None:
        caller, roles = await self._member(interaction, show)
        guild_id = require_server(caller)
        work = self.bot.ledger.role_members.leave(guild_id, caller.user_id, caller.show.id)
        await self.bot.patiently(interaction, work)
        self.keeper.wake(caller.user_id)
        guild = self.bot.get_guild(guild_id)
        known = [role for season, role in roles.ids.items() if season <= _watched(caller)]
        stuck = guild is not None and any(trouble_of(guild, role) in PREVENTS_TAKING for role in known)
        await self.bot.send(interaction, left_card(stuck=stuck))

    async def _member(self, interaction: discord.Interaction, show: str | None) -> tuple[Caller, ShowRoles]:
        caller = await self.bot.caller(interaction, show)
        guild_id = require_server(caller)
        known = self.bot.ledger.roles.peek(guild_id)
        if known is None:
            known = await self.bot.patiently(interaction, self.bot.ledger.roles.get(guild_id))
        return caller, known.of(caller.show.id)


def season_roles(bot: Airlock) -> SeasonRoles:
    """The cog, for commands that belong to other groups."""
    return cast("SeasonRoles", bot.get_cog(SeasonRoles.__name__))


def _watched(caller: Caller) -> int:
    return seasons_watched(caller.progress, caller.show.seasons)
