"""Permission bits and how roles and overwrites add up to what somebody may do in a channel."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.sandbox.world import Channel, Guild, User


class Permission(IntFlag):
    """The bits that the stand-in knows, with Discord's numbers."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51


ALL: Final = (1 << 53) - 1

# Plain integers: these are asked for with every interaction, and flags are slow to combine.
_ADMINISTRATOR: Final = int(Permission.ADMINISTRATOR)
_VIEW_CHANNEL: Final = int(Permission.VIEW_CHANNEL)
_MANAGE_THREADS: Final = int(Permission.MANAGE_THREADS)

READ: Final = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY

WRITE: Final = (
    Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.USE_EXTERNAL_EMOJIS
)

EVERYONE: Final = (
    READ
    | WRITE
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.USE_EXTERNAL_APPS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.MENTION_EVERYONE
)
"""What ``@everyone`` may do in a new guild."""

IN_PRIVATE_CHANNELS: Final = READ | WRITE | Permission.MENTION_EVERYONE | Permission.USE_APPLICATION_COMMANDS
"""What people may do in direct messages, where there are no roles."""


def in_guild(guild: Guild, user: User) -> int:
    """Return what a member may do before overwrites; 0 for who is no member."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if guild.owner is user:
        return ALL
    permissions = guild.everyone.permissions
    for role in member.roles:
        permissions |= role.permissions
    return ALL if permissions & _ADMINISTRATOR else permissions


def in_channel(channel: Channel, user: User) -> int:
    """Return what somebody may do in a channel; 0 for who cannot see it."""
    guild = channel.guild
    if guild is None:
        return int(IN_PRIVATE_CHANNELS) if user in channel.recipients else 0
    permissions = in_guild(guild, user)
    if permissions == ALL or permissions == 0:
        return permissions
    # Threads have no overwrites of their own.
    overwrites = (channel.parent if channel.is_thread and channel.parent else channel).overwrites
    member = guild.members[user.id]
    roles = [role.id for role in member.roles]
    for layer in ([guild.id], roles, [user.id]):
        found = [overwrites[target] for target in layer if target in overwrites]
        for overwrite in found:
            permissions &= ~overwrite.deny
        for overwrite in found:
            permissions |= overwrite.allow
    if not permissions & _VIEW_CHANNEL:
        return 0
    if channel.is_private_thread and not permissions & _MANAGE_THREADS and user.id not in channel.joined:
        return 0
    return permissions


def may_write(channel: Channel, user: User) -> bool:
    """Whether somebody may post there."""
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return bool(in_channel(channel, user) & needed)
