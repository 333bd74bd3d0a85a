"""Who may do what in a server. Discord's own command permissions are the defaults; the bot checks again."""

from __future__ import annotations

import discord

from bot.caller import Caller
from bot.errors import NeedsServerError, NotAllowedError
from bot.places import Somewhere


def is_moderator(permissions: discord.Permissions) -> bool:
    """Whether these are the permissions of a moderator: of who may manage messages in the channel they are for."""
    return permissions.administrator or permissions.manage_messages


def is_manager(permissions: discord.Permissions) -> bool:
    """Whether these are the permissions of who may manage the server."""
    return permissions.administrator or permissions.manage_guild


def moderates_all(interaction: discord.Interaction) -> bool:
    """Whether the caller moderates, by a role, the server as a whole, or manages it."""
    if is_manager(interaction.permissions):
        return True
    return isinstance(interaction.user, discord.Member) and is_moderator(interaction.user.guild_permissions)


def permissions_in(interaction: discord.Interaction, channel_id: int) -> discord.Permissions:
    """What the caller may do in a channel of their server; nothing where it is gone, or a thread that is asleep."""
    if channel_id == interaction.channel_id:
        return interaction.permissions
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild is not None else None
    if channel is None or not isinstance(interaction.user, discord.Member):
        return discord.Permissions.none()
    return held_in(channel, interaction.user)


def held_in(channel: Somewhere, member: discord.Member) -> discord.Permissions:
    """What a member may do in a channel; nothing in a thread whose channel is not known, which says what."""
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return discord.Permissions.none()
    return channel.permissions_for(member)


def lacking(held: discord.Permissions, *, in_thread: bool) -> list[str]:
    """What the bot needs to post cards with these permissions and does not have, as Discord names it."""
    needed = {
        "View Channel": held.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": (
            held.send_messages_in_threads if in_thread else held.send_messages
        ),
        "Embed Links": held.embed_links,
    }
    return [name for name, has in needed.items() if not has]


def require_server(caller: Caller) -> int:
    """The server's id; raise ``NeedsServerError`` where the bot itself is not a member."""
    if caller.place.guild_id is None or not caller.place.bot_is_here:
        raise NeedsServerError
    return caller.place.guild_id


def require_moderator(permissions: discord.Permissions) -> None:
    """Raise ``NotAllowedError`` for who is no moderator of the channel the permissions are for."""
    if not is_moderator(permissions):
        raise NotAllowedError("Manage Messages")


def require_manager(permissions: discord.Permissions) -> None:
    """Raise ``NotAllowedError`` for who may not manage the server."""
    if not is_manager(permissions):
        raise NotAllowedError("Manage Server")


def require_speaking(held: discord.Permissions, *, in_thread: bool, files: bool) -> None:
    """Raise ``NotAllowedError`` for who may not write, or attach files, where the bot is to post for them."""
    if held.administrator:
        return
    if not (held.send_messages_in_threads if in_thread else held.send_messages):
        raise NotAllowedError("Send Messages in Threads" if in_thread else "Send Messages")
    if files and not held.attach_files:
        raise NotAllowedError("Attach Files")
