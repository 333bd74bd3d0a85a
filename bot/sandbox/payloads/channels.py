"""Channels, threads and direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.sandbox.payloads.common import Json, optional_id
from bot.sandbox.payloads.users import user
from bot.sandbox.snowflakes import timestamp

if TYPE_CHECKING:
    from bot.sandbox.world.channels import Channel
    from bot.sandbox.world.users import User

_DM: Final = 1
_VOICE: Final = 2
_FORUM: Final = 15


def channel(subject: Channel, viewer: User | None = None) -> Json:
    """Return a channel object; of direct messages, as the viewer (by default the bot) sees them."""
    if subject.is_private:
        return _private(subject, viewer or subject.world.bot)
    if subject.is_thread:
        return _thread(subject)
    return _guild_channel(subject)


def partial_channel(subject: Channel, permissions: int, viewer: User | None = None) -> Json:
    """Return a channel as interactions resolve it: with what the user may do there."""
    data = channel(subject, viewer) | {"permissions": str(permissions)}
    for key in ("permission_overwrites", "member"):
        data.pop(key, None)
    return data


def deleted_thread(thread: Channel) -> Json:
    """Return what THREAD_DELETE tells."""
    return {
        "id": str(thread.id),
        "guild_id": optional_id(thread.guild.id if thread.guild else None),
        "parent_id": optional_id(thread.parent.id if thread.parent else None),
        "type": int(thread.type),
    }


def _private(channel: Channel, viewer: User) -> Json:
    # Nobody is listed in their own direct messages.
    others = [person for person in channel.recipients if person is not viewer]
    data: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "flags": 0,
        "last_message_id": optional_id(channel.last_message_id),
        "recipients": [user(person) for person in others],
    }
    if channel.type != _DM:
        data |= {
            "name": channel.name,
            "icon": None,
            "owner_id": optional_id(channel.owner.id if channel.owner else None),
        }
    return data


def _guild_channel(channel: Channel) -> Json:
    data: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "guild_id": optional_id(channel.guild.id if channel.guild else None),
        "name": channel.name,
        "position": channel.position,
        "parent_id": optional_id(channel.parent.id if channel.parent else None),
        "permission_overwrites": [
            {"id": str(key), "type": 0 if o.for_role else 1, "allow": str(o.allow), "deny": str(o.deny)}
            for key, o in channel.overwrites.items()
        ],
        "nsfw": False,
        "flags": 0,
        "rate_limit_per_user": 0,
        "topic": channel.topic,
        "last_message_id": optional_id(channel.last_message_id),
    }
    if channel.type == _VOICE:
        data |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    if channel.type == _FORUM:
        data |= {
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return data


def _thread(thread: Channel) -> Json:
    data: Json = {
        "id": str(thread.id),
        "type": int(thread.type),
        "guild_id": optional_id(thread.guild.id if thread.guild else None),
        "parent_id": optional_id(thread.parent.id if thread.parent else None),
        "owner_id": optional_id(thread.owner.id if thread.owner else None),
        "name": thread.name,
        "last_message_id": optional_id(thread.last_message_id),
        "message_count": thread.message_count,
        "total_message_sent": thread.message_count,
        "member_count": len(thread.joined),
        "rate_limit_per_user": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": thread.archived,
            "auto_archive_duration": 4320,
            "archive_timestamp": timestamp(thread.created_at),
            "locked": thread.locked,
            "create_timestamp": timestamp(thread.created_at),
        },
    }
    if thread.is_private_thread:
        data["thread_metadata"]["invitable"] = True
    if thread.parent is not None and thread.parent.type == _FORUM:
        data["applied_tags"] = []
    bot = thread.world.bot
    if bot.id in thread.joined:
        data["member"] = {
            "id": str(thread.id),
            "user_id": str(bot.id),
            "join_timestamp": timestamp(thread.joined[bot.id]),
            "flags": 0,
        }
    return data
