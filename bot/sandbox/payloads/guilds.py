"""Guilds, roles and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.payloads.channels import channel
from bot.sandbox.payloads.common import Json
from bot.sandbox.payloads.users import user
from bot.sandbox.permissions import in_channel
from bot.sandbox.snowflakes import timestamp

if TYPE_CHECKING:
    from bot.sandbox.world.guilds import Guild, Member, Role


def role(role: Role) -> Json:
    """Return a role object."""
    data: Json = {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "color": role.colour,
        "colors": {"primary_color": role.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoisted,
        "icon": None,
        "unicode_emoji": None,
        "position": role.position,
        "permissions": str(int(role.permissions)),
        "managed": role.managed_by is not None,
        "mentionable": role.mentionable,
        "flags": 0,
    }
    if role.managed_by is not None:
        data["tags"] = {"bot_id": str(role.managed_by.id)}
    return data


def member(member: Member, *, with_user: bool = True) -> Json:
    """Return a member object."""
    data: Json = {
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": timestamp(member.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
        "unusual_dm_activity_until": None,
    }
    return data | {"user": user(member.user)} if with_user else data


def guild(guild: Guild) -> Json:
    """Return a guild object."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(guild.owner.id),
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [role(r) for r in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "max_presences": None,
        "max_members": 500_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "home_header": None,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "nsfw": guild.nsfw,
        "nsfw_level": 0,
        "incidents_data": None,
    }


def guild_create(guild: Guild) -> Json:
    """Return what GUILD_CREATE tells; the gateway removes members that a session may not know."""
    channels = list(guild.channels.values())
    bot = guild.world.bot
    return {
        **_dispatched(guild),
        "members": [member(m) for m in guild.members.values()],
        "channels": [channel(c) for c in channels if not c.is_thread],
        "threads": [channel(c) for c in channels if c.is_thread and not c.archived and in_channel(c, bot)],
    }


def _dispatched(subject: Guild) -> Json:
    bot = subject.world.bot
    return guild(subject) | {
        "joined_at": timestamp(subject.members[bot.id].joined_at),
        "large": len(subject.members) >= 250,
        "unavailable": False,
        "member_count": len(subject.members),
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
