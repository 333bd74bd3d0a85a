"""The state of the pretended Discord: who is where and what was said."""

from bot.sandbox.world.channels import Channel, ChannelType, Overwrite
from bot.sandbox.world.events import Event
from bot.sandbox.world.guilds import Guild, Member, Role
from bot.sandbox.world.interactions import CallbackType, ContextType, Interaction, InteractionType
from bot.sandbox.world.messages import Attachment, Message, MessageFlags, Pings
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World

__all__ = [
    "Application",
    "Attachment",
    "CallbackType",
    "Channel",
    "ChannelType",
    "ContextType",
    "Event",
    "Guild",
    "Interaction",
    "InteractionType",
    "Member",
    "Message",
    "MessageFlags",
    "Overwrite",
    "Pings",
    "Role",
    "User",
    "World",
]
