"""What managers do with season roles: switch them on and off, choose them, see what is wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final, cast
from weakref import WeakValueDictionary

import discord

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.codes import MAXIMUM_ROLES_REACHED
from bot.cogs.log import write_log
from bot.cogs.roles.keeper import Keeper
from bot.cogs.roles.troubles import may_manage, trouble_of_choice, troubles_of
from bot.custom_id import MalformedError, arguments
from bot.errors import OutdatedButtonError, RoleRefusedError, RoleTakenError
from bot.ledger import RoleInUse, SeasonRole, ShowRoles
from bot.permissions import require_manager, require_server
from bot.render.card import Card, Colour
from bot.render.roles import choose_card, missing_seasons, off_card, offer_card, overview_card, pages, role_name
from bot.replies import hold, post
from bot.roles import Trouble

log = logging.getLogger(__name__)

_REASON: Final = "Season roles: /server roles"


class Managing:
    """The managers' half of season roles."""

    bot: Airlock
    keeper: Keeper

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def managers_actions(self) -> Mapping[str, Action]:
        """The managers' buttons and menus."""
        return {
            "roles-over": self._over,
            "roles-make": self._make,
            "roles-choose": self._choose,
            "roles-pick": self._pick,
            "roles-check": self._check,
            "roles-post": self._post,
            "roles-off": self._off,
            "roles-end": self._end,
        }

    async def overview(self, interaction: discord.Interaction, show: str | None, note: str = "") -> None:
        """Answer a manager with how season roles stand."""
        caller, guild = await self._manager(interaction, show)
        work = self.bot.ledger.roles.get(guild.id)
        roles = (await self.bot.patiently(interaction, work)).of(caller.show.id)
        participants = await self.bot.patiently(
            interaction, self.bot.ledger.role_members.count(guild.id, caller.show.id)
        )
        troubles = troubles_of(guild, roles)
        card = overview_card(caller.show, roles, troubles, participants, may_manage=may_manage(guild), note=note)
        await self.bot.send(interaction, card)

    async def _over(self, interaction: discord.Interaction, show: str) -> None:
        await self.overview(interaction, show)

    async def _make(self, interaction: discord.Interaction, show: str) -> None:
        caller, guild = await self._manager(interaction, show)
        if not may_manage(guild):
            raise RoleRefusedError(Trouble.NO_PERMISSION)
        await hold(interaction)
        async with self._turn(guild.id):
            before = await self._roles(guild, caller)
            after = before
            try:
                for season in missing_seasons(caller.show, before, troubles_of(guild, before)):
                    after = await self._made(guild, caller, after, season)
            finally:
                await self._log(caller, before, after)
        await self.overview(interaction, show, note="The roles are there." if after != before else "")

    async def _made(self, guild: discord.Guild, caller: Caller, roles: ShowRoles, season: int) -> ShowRoles:
        """Make the role of a season; each is noted before the next one, so that none is lost."""
        name = role_name(caller.show, season, several=len(self.bot.views.shows()) > 1)
        try:
            role = await guild.create_role(name=name, permissions=discord.Permissions.none(), reason=_REASON)
        except discord.Forbidden as error:
            raise RoleRefusedError(Trouble.NO_PERMISSION) from error
        except discord.HTTPException as error:
            if error.code == MAXIMUM_ROLES_REACHED:
                raise RoleRefusedError(Trouble.FULL) from error
            raise
        made = SeasonRole(role.id, made=True)
        _, after = await self.bot.ledger.roles.set_role(
            guild.id, caller.show.id, season, made, by=caller.user_id, gone=season in roles.seasons
        )
        return after

    async def _choose(self, interaction: discord.Interaction, rest: str) -> None:
        show, page = arguments(rest, 2)
        caller, guild = await self._manager(interaction, show)
        await self._show_choice(interaction, caller, guild, custom_id.number(page))

    async def _show_choice(
        self, interaction: discord.Interaction, caller: Caller, guild: discord.Guild, page: int, note: str = ""
    ) -> None:
        if page >= pages(caller.show):
            raise OutdatedButtonError
        roles = await self.bot.patiently(interaction, self._roles(guild, caller))
        there = frozenset(role.id for role in guild.roles)
        await self.bot.send(interaction, choose_card(caller.show, roles, there, page, note))

    async def _pick(self, interaction: discord.Interaction, rest: str) -> None:
        show, page, written = arguments(rest, 3)
        caller, guild = await self._manager(interaction, show)
        season, role_id = custom_id.number(written), _chosen_role(interaction)
        if not 1 <= season <= len(caller.show.seasons) or not isinstance(interaction.user, discord.Member):
            raise OutdatedButtonError
        role = None
        if role_id is not None:
            trouble = trouble_of_choice(guild, role_id, interaction.user)
            if trouble is not None:
                raise RoleRefusedError(trouble)
            role = SeasonRole(role_id)
        async with self._turn(guild.id):
            before = await self.bot.patiently(interaction, self._roles(guild, caller))
            old = before.seasons.get(season)
            gone = old is not None and guild.get_role(old.id) is None
            work = self.bot.ledger.roles.set_role(guild.id, caller.show.id, season, role, by=caller.user_id, gone=gone)
            try:
                _, after = await self.bot.patiently(interaction, work)
            except RoleInUse as error:
                raise RoleTakenError(error.season) from error
        note = f"Season {season}: {'no role' if role is None else f'<@&{role.id}>'}."
        await self._show_choice(interaction, caller, guild, custom_id.number(page), note)
        await self._log(caller, before, after)

    async def _check(self, interaction: discord.Interaction, show: str) -> None:
        _, guild = await self._manager(interaction, show)
        await self.bot.patiently(interaction, self.bot.ledger.role_members.mark(guild.id))
        # What is shown is what was so before: how far a look has got meanwhile is chance.
        await self.overview(interaction, show, note="I am looking at everybody who agreed to be shown.")
        self.keeper.hurry()

    async def _post(self, interaction: discord.Interaction, show: str) -> None:
        caller, guild = await self._manager(interaction, show)
        if not (await self.bot.patiently(interaction, self._roles(guild, caller))).on:
            raise OutdatedButtonError
        await hold(interaction)
        await post(interaction, offer_card(caller.show))
        await self.bot.send(
            interaction, Card(title="Posted", text="Pin it, so that newcomers find it.", colour=Colour.MODERATION)
        )

    async def _off(self, interaction: discord.Interaction, show: str) -> None:
        caller, guild = await self._manager(interaction, show)
        roles = await self.bot.patiently(interaction, self._roles(guild, caller))
        if not roles.on:
            await self.overview(interaction, show)
        else:
            await self.bot.send(interaction, off_card(caller.show, roles))

    async def _end(self, interaction: discord.Interaction, rest: str) -> None:
        show, how = arguments(rest, 2)
        if how not in ("keep", "delete"):
            raise MalformedError(rest)
        caller, guild = await self._manager(interaction, show)
        await hold(interaction)
        async with self._turn(guild.id):
            # Off first: what then happens to the roles is no trouble that anybody need be told of.
            before, after = await self.bot.ledger.roles.switch_off(guild.id, caller.show.id, by=caller.user_id)
            left = 0
            if how == "delete":
                left = await self._delete(guild, [role.id for role in before.seasons.values() if role.made])
            await self.bot.ledger.roles.tidy(guild.id)
        self.keeper.hurry()
        note = "Off. I take the roles from everybody who agreed to be shown."
        if left:
            note += f" I could not delete {left} of the roles that I made; delete them in the server's settings."
        await self.overview(interaction, show, note=note)
        await self._log(caller, before, after)

    async def _delete(self, guild: discord.Guild, roles: list[int]) -> int:
        """Delete roles of the bot's own making; return how many are still there."""
        gone = []
        for role in roles:
            try:
                await self.bot.http.delete_role(guild.id, role, reason=_REASON)
            except discord.NotFound:
                gone.append(role)
            except discord.HTTPException as error:
                log.info("a season role could not be deleted: %s", error)
            else:
                gone.append(role)
        await self.bot.ledger.roles.drop(guild.id, gone)
        return len(roles) - len(gone)

    async def _roles(self, guild: discord.Guild, caller: Caller) -> ShowRoles:
        return (await self.bot.ledger.roles.get(guild.id)).of(caller.show.id)

    async def _manager(self, interaction: discord.Interaction, show: str | None) -> tuple[Caller, discord.Guild]:
        caller = await self.bot.caller(interaction, show)
        guild_id = require_server(caller)
        require_manager(interaction.permissions)
        guild = self.bot.get_guild(guild_id)
        if guild is None:
            raise OutdatedButtonError
        return caller, guild

    def _turn(self, guild_id: int) -> asyncio.Lock:
        """One change of a server's roles at a time: two presses must not make each role twice."""
        return self._locks.setdefault(guild_id, asyncio.Lock())

    async def _log(self, caller: Caller, before: ShowRoles, after: ShowRoles) -> None:
        if before.on and not after.on:
            lines = [f"Season roles of {caller.show.title}: off"]
        else:
            lines = [
                f"Season roles of {caller.show.title}, season {season}: {_mention(before, season)} → "
                f"{_mention(after, season)}"
                for season in sorted({*before.seasons, *after.seasons})
                if before.ids.get(season) != after.ids.get(season)
            ]
        if lines:
            await write_log(self.bot, caller.settings, caller.user_id, lines)


def _mention(roles: ShowRoles, season: int) -> str:
    return f"<@&{roles.ids[season]}>" if season in roles.ids else "none"


def _chosen_role(interaction: discord.Interaction) -> int | None:
    """The role that was chosen, ``None`` where the menu was emptied."""
    values = cast("dict[str, Any]", interaction.data or {}).get("values")
    if values == []:
        return None
    if not isinstance(values, list) or len(values) != 1 or not str(values[0]).isdecimal() or len(str(values[0])) > 20:
        raise OutdatedButtonError
    return int(values[0])
