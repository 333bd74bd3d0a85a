"""Interactions as the gateway sends them, and the answer to their callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.sandbox.payloads.channels import partial_channel
from bot.sandbox.payloads.common import Json
from bot.sandbox.payloads.guilds import member
from bot.sandbox.payloads.messages import message
from bot.sandbox.payloads.users import user
from bot.sandbox.permissions import in_channel

if TYPE_CHECKING:
    from bot.sandbox.world.interactions import Interaction

FILE_SIZE_LIMIT: Final = 10 * 1024 * 1024
"""Bytes that one uploaded file may have where nobody has paid for more."""


_PRIVATE_CHANNEL: Final = 2


def interaction(interaction: Interaction) -> Json:
    """Return the interaction as INTERACTION_CREATE tells it."""
    channel = interaction.channel
    world = channel.world
    permissions = in_channel(channel, interaction.user)
    # The bot is not part of others' direct messages, so they are shown as the user sees them.
    viewer = interaction.user if interaction.context == _PRIVATE_CHANNEL else None
    shown = partial_channel(channel, permissions, viewer)
    data: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": shown,
        "locale": interaction.user.locale,
        "context": int(interaction.context),
        "authorizing_integration_owners": interaction.owners,
        "app_permissions": str(world.app_permissions(channel)),
        "attachment_size_limit": FILE_SIZE_LIMIT,
        "entitlements": [],
        "entitlement_sku_ids": [],
    }
    guild = channel.guild
    if guild is None:
        data["user"] = user(interaction.user)
    else:
        data["guild_id"] = str(guild.id)
        data["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        data["guild_locale"] = guild.locale
        data["member"] = member(guild.members[interaction.user.id]) | {"permissions": str(permissions)}
    if interaction.message is not None:
        data["message"] = message(interaction.message)
    return data


def callback(interaction: Interaction) -> Json:
    """Return the answer to a callback that asked for it with ``with_response``."""
    data: Json = {"interaction": {"id": str(interaction.id), "type": int(interaction.type)}}
    original = interaction.original
    if original is not None:
        data["interaction"] |= {
            "response_message_id": str(original.id),
            "response_message_loading": original.loading,
            "response_message_ephemeral": original.ephemeral,
        }
        if interaction.callback in (4, 7):
            data["resource"] = {"type": int(interaction.callback), "message": message(original)}
    return data
