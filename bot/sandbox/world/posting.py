"""Making, changing and removing messages from the bodies of requests that were found valid."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox import payloads
from bot.sandbox.world import mentions
from bot.sandbox.world.events import DIRECT_MESSAGES, GUILD_MESSAGES
from bot.sandbox.world.messages import NO_FLAGS, Attachment, Message, MessageFlags

if TYPE_CHECKING:
    from bot.sandbox.world.channels import Channel
    from bot.sandbox.world.interactions import Interaction
    from bot.sandbox.world.users import User
    from bot.sandbox.world.world import World


_SELECT: Final = {"min_values": 1, "max_values": 1, "disabled": False}
_DEFAULTS: Final[Mapping[int, Mapping[str, Any]]] = {
    3: _SELECT,
    5: _SELECT,
    6: _SELECT,
    7: _SELECT,
    8: _SELECT,
    14: {"divider": True, "spacing": 1},
    17: {"accent_color": None, "spoiler": False},
}
"""Keys of components that Discord fills in, by kind."""


@dataclass(frozen=True)
class Upload:
    """A file of a request, under the number by which ``attachments`` refers to it."""

    number: int
    filename: str
    data: bytes
    content_type: str | None


def create(
    world: World,
    channel: Channel,
    author: User,
    body: Mapping[str, Any],
    uploads: Sequence[Upload] = (),
    *,
    interaction: Interaction | None = None,
    visible_to: User | None = None,
    flags: MessageFlags = NO_FLAGS,
    message_id: int | None = None,
) -> Message:
    """Post a message and tell the gateway."""
    message = Message(
        message_id or world.ids.next(),
        channel,
        author,
        world.clock.now(),
        interaction=interaction,
        visible_to=visible_to,
    )
    message.flags = MessageFlags(int(body.get("flags") or 0)) | flags
    if visible_to is not None:
        message.flags |= MessageFlags.EPHEMERAL
    message.tts = bool(body.get("tts"))
    message.nonce = body.get("nonce")
    reference = body.get("message_reference")
    if reference:
        message.reply_to = channel.messages.get(int(reference["message_id"]))
        message.type = 19
    elif interaction is not None and interaction.data.get("name") and interaction.original is None:
        message.type = 20 if interaction.data.get("type", 1) == 1 else 23
    _fill(world, message, body, uploads)
    channel.messages[message.id] = message
    channel.message_count += 1
    if visible_to is None:
        channel.last_message_id = message.id
    _emit(world, "MESSAGE_CREATE", message)
    return message


def tell(
    world: World, channel: Channel, author: User, kind: int, content: str, *, tells_of: Channel | None = None
) -> Message:
    """Post a message of Discord's own about what somebody did, and tell the gateway."""
    message = Message(world.ids.next(), channel, author, world.clock.now(), type=kind, content=content)
    message.tells_of = tells_of
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    _emit(world, "MESSAGE_CREATE", message)
    return message


def edit(world: World, message: Message, body: Mapping[str, Any], uploads: Sequence[Upload] = ()) -> None:
    """Change what the body names and nothing else."""
    message.history.append({"content": message.content, "embeds": message.embeds, "components": message.components})
    if MessageFlags.LOADING in message.flags:
        message.flags &= ~MessageFlags.LOADING
    else:
        message.edited_at = world.clock.now()
    if body.get("flags") is not None:
        settable = MessageFlags.SUPPRESS_EMBEDS | MessageFlags.COMPONENTS_V2
        message.flags = message.flags & ~MessageFlags.SUPPRESS_EMBEDS | MessageFlags(int(body["flags"])) & settable
    _fill(world, message, body, uploads)
    _emit(world, "MESSAGE_UPDATE", message)


def delete(world: World, message: Message) -> None:
    """Remove a message for everybody."""
    message.deleted = True
    message.channel.messages.pop(message.id, None)
    channel = message.channel
    data = {"id": str(message.id), "channel_id": str(channel.id)}
    if channel.guild:
        data["guild_id"] = str(channel.guild.id)
    if message.visible_to is None:
        world.emit("MESSAGE_DELETE", data, intents=_intents(channel), guild=channel.guild, channel=channel)


def delete_many(world: World, channel: Channel, messages: Sequence[Message]) -> None:
    """Remove several messages of a guild's channel at once."""
    for message in messages:
        message.deleted = True
        del channel.messages[message.id]
    data = {"ids": [str(message.id) for message in messages], "channel_id": str(channel.id)}
    if channel.guild:
        data["guild_id"] = str(channel.guild.id)
    world.emit("MESSAGE_DELETE_BULK", data, intents=GUILD_MESSAGES, guild=channel.guild, channel=channel)


def pin(world: World, message: Message, pinned: bool) -> None:
    """Pin a message or take it down."""
    message.pinned = pinned
    channel = message.channel
    data: payloads.Json = {"channel_id": str(channel.id)}
    if channel.guild:
        data["guild_id"] = str(channel.guild.id)
    world.emit("CHANNEL_PINS_UPDATE", data, intents=_intents(channel), guild=channel.guild, channel=channel)


def _fill(world: World, message: Message, body: Mapping[str, Any], uploads: Sequence[Upload]) -> None:
    if "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body or "embed" in body:
        embeds = body.get("embeds") or ([body["embed"]] if body.get("embed") else [])
        message.embeds = [_embed(embed) for embed in embeds]
    if "components" in body:
        message.components = _numbered(body["components"] or [])
    if "attachments" in body or uploads:
        message.attachments = _attachments(world, message, body.get("attachments"), uploads)
    mentions.resolve(world, message, body.get("allowed_mentions"))


def _attachments(
    world: World, message: Message, named: Sequence[Mapping[str, Any]] | None, uploads: Sequence[Upload]
) -> list[Attachment]:
    described = {int(item["id"]): item for item in named or ()}
    kept = [a for a in message.attachments if named is None or a.id in described]
    new = [
        world.upload(
            described.get(upload.number, {}).get("filename") or upload.filename,
            upload.data,
            upload.content_type,
            described.get(upload.number, {}).get("description"),
        )
        for upload in uploads
    ]
    return kept + new


def _embed(embed: Mapping[str, Any]) -> dict[str, Any]:
    """Add what Discord adds to an embed."""
    fields = [{"inline": False} | field for field in embed.get("fields") or ()]
    given = {key: copy.deepcopy(value) for key, value in embed.items() if value is not None}
    return {"type": "rich", **given} | ({"fields": fields} if fields else {})


def _numbered(components: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add what Discord adds to components: an ``id`` where the bot named none, and defaults."""
    count = 0

    def number(component: Mapping[str, Any]) -> dict[str, Any]:
        nonlocal count
        count += 1
        given = {key: value for key, value in component.items() if value is not None}
        numbered = {**_DEFAULTS.get(component["type"], {}), **given, "id": component.get("id") or count}
        if "components" in component:
            numbered["components"] = [number(child) for child in component["components"]]
        for key in ("accessory", "component"):
            if key in component:
                numbered[key] = number(component[key])
        return numbered

    return [number(component) for component in components]


def _intents(channel: Channel) -> int:
    return GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES


def _emit(world: World, name: str, message: Message) -> None:
    # Ephemeral messages never reach the gateway.
    if message.visible_to is not None:
        return
    channel = message.channel
    data = payloads.message(message)
    if channel.guild:
        data["guild_id"] = str(channel.guild.id)
        member = channel.guild.members.get(message.author.id)
        if member:
            data["member"] = payloads.member(member, with_user=False)
    world.emit(name, data, intents=_intents(channel), guild=channel.guild, channel=channel, message=message)
