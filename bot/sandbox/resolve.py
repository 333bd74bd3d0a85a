"""What an interaction tells about the users, roles, channels and messages that its options name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.commandline import ATTACHMENT, CHANNEL, MENTIONABLE, ROLE, USER, NotOfferedError
from bot.sandbox.permissions import Permission, in_channel
from bot.sandbox.world import Attachment, Channel, Message, Role, User


class Resolved:
    """The ``resolved`` part of an interaction at a place."""

    def __init__(self, where: Channel) -> None:
        self.where = where
        self.data: dict[str, dict[str, Any]] = {}

    def add_user(self, user: User) -> None:
        """Tell about a user, and what they are in the guild."""
        self._put("users", user.id, payloads.user(user))
        member = self.where.guild.members.get(user.id) if self.where.guild else None
        if member is not None:
            about = payloads.member(member, with_user=False)
            about |= {"permissions": str(in_channel(self.where, user))}
            self._put("members", user.id, about)

    def add_role(self, role: Role) -> None:
        """Tell about a role."""
        self._put("roles", role.id, payloads.role(role))

    def add_channel(self, channel: Channel, user: User | None = None) -> None:
        """Tell about a channel, and what the user may do there."""
        permissions = in_channel(channel, user) if user else in_channel(channel, channel.world.bot)
        self._put("channels", channel.id, payloads.partial_channel(channel, permissions))

    def add_file(self, file: Attachment) -> None:
        """Tell about a file that was chosen."""
        self._put("attachments", file.id, payloads.attachment(file, self.where))

    def _put(self, kind: str, key: int, data: dict[str, Any]) -> None:
        self.data.setdefault(kind, {})[str(key)] = data


def resolve_option(resolved: Resolved, option: Mapping[str, Any], value: Any, user: User | None = None) -> Any:
    """Return the value to send; users, roles and channels may be given as such, as names or as ids.

    Files are given as uploaded.
    """
    kind = option["type"]
    if kind == ATTACHMENT and isinstance(value, Attachment):
        resolved.add_file(value)
        return str(value.id)
    guild = resolved.where.guild
    if kind in (USER, MENTIONABLE) and (found := _user(resolved, value)):
        resolved.add_user(found)
        return str(found.id)
    if kind in (ROLE, MENTIONABLE) and guild is not None:
        for role in guild.roles.values():
            if value is role or str(value).strip("@<&>") in (role.name, str(role.id)):
                resolved.add_role(role)
                return str(role.id)
    if kind == CHANNEL and guild is not None:
        for channel in guild.channels.values():
            if value is channel or str(value).strip("#<>") in (channel.name, str(channel.id)):
                _check_channel_type(option, channel)
                if user is not None and not in_channel(channel, user) & Permission.VIEW_CHANNEL:
                    break
                resolved.add_channel(channel, user)
                return str(channel.id)
    if kind in (USER, ROLE, MENTIONABLE, CHANNEL, ATTACHMENT):
        raise NotOfferedError(f"{option['name']} finds no {value!r}")
    return value


def resolved_message(message: Message) -> dict[str, Any]:
    """Return what is told about the message whose menu was used."""
    data = payloads.message(message)
    if message.channel.guild is not None:
        data["guild_id"] = str(message.channel.guild.id)
    return {"messages": {str(message.id): data}}


def _user(resolved: Resolved, value: Any) -> User | None:
    world = resolved.where.world
    if isinstance(value, User):
        return value
    text = str(value).strip("@<!>")
    return next((user for user in world.users.values() if text in (user.name, str(user.id))), None)


def _check_channel_type(option: Mapping[str, Any], channel: Channel) -> None:
    types = option.get("channel_types")
    if types and channel.type not in types:
        raise NotOfferedError(f"{option['name']} cannot be a channel of that kind")
