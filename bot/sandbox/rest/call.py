"""One request of the bot, read and made convenient, and how its subjects are found."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError, Refusal
from bot.sandbox.limits.form import Form
from bot.sandbox.permissions import Permission, in_channel, in_guild
from bot.sandbox.world import Channel, Guild, Member, Message, User, World
from bot.sandbox.world.posting import Upload

Answer = tuple[int, Any]
"""A status and the JSON body; None for no body."""

NO_CONTENT: Final[Answer] = (204, None)


@dataclass(frozen=True)
class Call:
    """A request whose token, where it needs one, was found right."""

    world: World
    method: str
    template: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    uploads: Sequence[Upload]

    @property
    def form(self) -> dict[str, Any]:
        """The body, which must be an object."""
        if not isinstance(self.body, dict):
            raise ApiError(400, 50035, "Invalid Form Body", {"_errors": [_NOT_AN_OBJECT]})
        return self.body

    def id(self, name: str) -> int:
        """Return an id from the path; raise 50035 if it is no snowflake."""
        text = self.params[name]
        if not text.isdecimal():
            form = Form()
            form.at(name).add("NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
            form.raise_errors()
        return int(text)

    def channel(self, needed: int = 0) -> Channel:
        """Return the channel of the path; raise if the bot does not see it or may not do what is needed."""
        channel = self.world.channels.get(self.id("channel_id"))
        if channel is None:
            raise Refusal.UNKNOWN_CHANNEL.error
        permissions = in_channel(channel, self.world.bot)
        if not permissions & Permission.VIEW_CHANNEL:
            raise Refusal.MISSING_ACCESS.error
        if needed & ~permissions:
            raise Refusal.MISSING_PERMISSIONS.error
        return channel

    def message(self, channel: Channel) -> Message:
        """Return the message of the path, if the bot can read it."""
        message = channel.messages.get(self.id("message_id"))
        if message is None or message.visible_to is not None:
            raise Refusal.UNKNOWN_MESSAGE.error
        return message

    def guild(self, needed: int = 0) -> Guild:
        """Return the guild of the path; raise if the bot is not in it or may not do what is needed."""
        guild = self.world.guilds.get(self.id("guild_id"))
        if guild is None:
            raise Refusal.UNKNOWN_GUILD.error
        if not guild.bot_installed:
            raise Refusal.MISSING_ACCESS.error
        if needed & ~in_guild(guild, self.world.bot):
            raise Refusal.MISSING_PERMISSIONS.error
        return guild

    def member(self, guild: Guild) -> Member:
        """Return the member of a guild that the path names."""
        member = guild.members.get(self.user().id)
        if member is None:
            raise Refusal.UNKNOWN_MEMBER.error
        return member

    def user(self, name: str = "user_id") -> User:
        """Return the user of the path."""
        user = self.world.users.get(self.world.bot.id if self.params[name] == "@me" else self.id(name))
        if user is None:
            raise Refusal.UNKNOWN_USER.error
        return user

    def require_own_application(self) -> None:
        """Raise if the path names another application."""
        if self.id("application_id") != self.world.application.id:
            raise Refusal.UNKNOWN_APPLICATION.error


Handler = Callable[[Call], Awaitable[Answer] | Answer]

_NOT_AN_OBJECT: Final = {"code": "DICT_TYPE_CONVERT", "message": "Only dictionaries may be used in a DictType"}


async def read_body(request: web.Request) -> tuple[Any, list[Upload]]:
    """Read JSON, or ``payload_json`` and files; raise as Discord does for anything else.

    An empty body without a content type is None.
    """
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    raw = await request.read()
    if not raw:
        return None, []
    if request.headers.get("Content-Type") != "application/json":
        form = Form()
        content_type = request.headers.get("Content-Type")
        form.add(
            "CONTENT_TYPE_INVALID",
            f"Expected \"Content-Type\" header to be one of {{'application/json'}}, got {content_type}.",
        )
        form.raise_errors()
    return _parse(raw), []


async def _read_multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = {}
    uploads = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Refusal.INVALID_JSON.error
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = _parse(data)
        elif part.name and part.name.startswith("files["):
            number = int(part.name[len("files[") : -1])
            uploads.append(Upload(number, part.filename or "unknown", data, part.headers.get("Content-Type")))
        elif part.filename:
            uploads.append(Upload(len(uploads), part.filename, data, part.headers.get("Content-Type")))
    return body, uploads


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal.INVALID_JSON.error from None
