"""Whom a text mentions, and whom of them a message notifies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.permissions import Permission, in_channel
from bot.sandbox.world.messages import Message, MessageFlags, Pings

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

_USER: Final = re.compile(r"<@!?(\d+)>")
_ROLE: Final = re.compile(r"<@&(\d+)>")
_EVERYONE: Final = re.compile(r"@(?:everyone|here)\b")
_TEXT_DISPLAY: Final = 10


def resolve(world: World, message: Message, allowed: dict[str, Any] | None) -> None:
    """Fill in whom the message mentions and pings, as ``allowed_mentions`` permits.

    Embeds never ping; the text of new-style components does.
    """
    text = "\n".join(_texts(message))
    guild = message.channel.guild
    users = [world.users[int(key)] for key in _unique(_USER.findall(text)) if int(key) in world.users]
    roles = [guild.roles[int(key)] for key in _unique(_ROLE.findall(text)) if guild and int(key) in guild.roles]
    may_ping_all = bool(in_channel(message.channel, message.author) & Permission.MENTION_EVERYONE)

    parse = None if allowed is None else set(allowed.get("parse") or ())
    listed_users = _listed(allowed, "users")
    listed_roles = _listed(allowed, "roles")
    pinged = {user for user in users if parse is None or "users" in parse or user.id in listed_users}
    pinged_roles = {
        role
        for role in roles
        if (parse is None or "roles" in parse or role.id in listed_roles) and (role.mentionable or may_ping_all)
    }
    everyone = bool(_EVERYONE.search(text)) and may_ping_all and (parse is None or "everyone" in parse)
    if message.reply_to is not None:
        answered = message.reply_to.author
        if allowed is None or allowed.get("replied_user"):
            pinged.add(answered)
            if answered not in users:
                users.append(answered)
    if MessageFlags.SUPPRESS_NOTIFICATIONS in message.flags:
        pinged, pinged_roles, everyone = set(), set(), False
    message.mentions, message.mentioned_roles = users, roles
    message.pings = Pings(frozenset(pinged), frozenset(pinged_roles), everyone)


def _texts(message: Message) -> Iterator[str]:
    yield message.content
    waiting = list(message.components)
    while waiting:
        component = waiting.pop(0)
        if component["type"] == _TEXT_DISPLAY:
            yield component["content"]
        waiting = [*component.get("components", ()), *waiting]


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _listed(allowed: dict[str, Any] | None, key: str) -> set[int]:
    return {int(value) for value in (allowed or {}).get(key) or ()}
