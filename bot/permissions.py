"""Who may do what in a server. Discord's own command permissions are the defaults; the bot checks again."""

from __future__ import annotations

import discord

from bot.caller import Caller
from bot.errors import NeedsServerError, NotAllowedError


def require_server(caller: Caller) -> int:
    """The server's id; raise ``NeedsServerError`` where the bot itself is not a member."""
    if caller.place.guild_id is None or not caller.place.bot_is_here:
        raise NeedsServerError
    return caller.place.guild_id


def require_moderator(permissions: discord.Permissions) -> None:
    """Raise ``NotAllowedError`` for who may not manage messages in the channel the permissions are for."""
    if not (permissions.administrator or permissions.manage_messages):
        raise NotAllowedError("Manage Messages")


def require_manager(permissions: discord.Permissions) -> None:
    """Raise ``NotAllowedError`` for who may not manage the server."""
    if not (permissions.administrator or permissions.manage_guild):
        raise NotAllowedError("Manage Server")
