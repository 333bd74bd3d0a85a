"""What is wrong with a server's roles just now, as Discord has told it; nothing is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord

from bot.ledger import ShowRoles
from bot.roles import Trouble

_ELEVATED: Final = discord.Permissions.elevated() | discord.Permissions(
    mention_everyone=True, view_audit_log=True, manage_nicknames=True, manage_events=True, move_members=True
)
"""What nobody may give to themselves."""


def trouble_of(guild: discord.Guild, role_id: int) -> Trouble | None:
    """Why the bot cannot give a role or does not want to, ``None`` where it can."""
    if not may_manage(guild):
        return Trouble.NO_PERMISSION
    role = guild.get_role(role_id)
    if role is None:
        return Trouble.GONE
    if role.is_default():
        return Trouble.EVERYONE
    if role.managed:
        return Trouble.MANAGED
    if role >= guild.me.top_role and guild.owner_id != guild.me.id:
        return Trouble.ABOVE
    return Trouble.DANGEROUS if role.permissions.value & _ELEVATED.value else None


def trouble_of_choice(guild: discord.Guild, role_id: int, by: discord.Member) -> Trouble | None:
    """Why a manager cannot choose a role: what the bot finds, or that they may not give it to anybody themselves."""
    found = trouble_of(guild, role_id)
    role = guild.get_role(role_id)
    if found is not None or role is None:
        return found
    # Else somebody could give themselves, by way of the bot, what Discord does not let them give.
    if by.id == guild.owner_id:
        return None
    return None if by.guild_permissions.manage_roles and role < by.top_role else Trouble.ABOVE_YOU


def troubles_of(guild: discord.Guild, roles: ShowRoles) -> Mapping[int, Trouble]:
    """What is wrong with a show's roles, by season."""
    found = ((season, trouble_of(guild, role.id)) for season, role in roles.seasons.items())
    return {season: trouble for season, trouble in found if trouble is not None}


def may_manage(guild: discord.Guild) -> bool:
    """Whether the bot may manage roles at all."""
    return guild.me.guild_permissions.manage_roles
