"""The world's things as the JSON that Discord sends."""

from bot.sandbox.payloads.channels import channel, deleted_thread, partial_channel
from bot.sandbox.payloads.common import Json
from bot.sandbox.payloads.guilds import guild, guild_create, member, role
from bot.sandbox.payloads.interactions import callback, interaction
from bot.sandbox.payloads.messages import attachment, message
from bot.sandbox.payloads.users import application, user

__all__ = [
    "Json",
    "application",
    "attachment",
    "callback",
    "channel",
    "deleted_thread",
    "guild",
    "guild_create",
    "interaction",
    "member",
    "message",
    "partial_channel",
    "role",
    "user",
]
