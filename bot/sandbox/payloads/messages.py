"""Messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.sandbox.payloads.channels import channel
from bot.sandbox.payloads.common import Json
from bot.sandbox.payloads.users import user
from bot.sandbox.snowflakes import timestamp

if TYPE_CHECKING:
    from bot.sandbox.world.channels import Channel
    from bot.sandbox.world.interactions import Interaction
    from bot.sandbox.world.messages import Attachment, Message


def message(subject: Message, *, nested: bool = False) -> Json:
    """Return a message object; ``nested`` inside another, where what it replies to is left out."""
    data: Json = {
        "id": str(subject.id),
        "channel_id": str(subject.channel.id),
        "type": subject.type,
        "author": user(subject.author),
        "content": subject.content,
        "timestamp": timestamp(subject.created_at),
        "edited_timestamp": None if subject.edited_at is None else timestamp(subject.edited_at),
        "tts": subject.tts,
        "mention_everyone": subject.pings.everyone,
        "mentions": [user(person) for person in subject.mentions],
        "mention_roles": [str(mentioned.id) for mentioned in subject.mentioned_roles],
        "attachments": [attachment(file, subject.channel) for file in subject.attachments],
        "embeds": [_embed(embed, subject) for embed in subject.embeds],
        "components": subject.components,
        "pinned": subject.pinned,
        "flags": int(subject.flags),
    }
    if subject.nonce is not None:
        data["nonce"] = subject.nonce
    if subject.interaction is not None:
        application_id = str(subject.channel.world.application.id)
        data |= {"application_id": application_id, "webhook_id": application_id}
        data["interaction_metadata"] = metadata(subject.interaction)
        if subject.interaction.data.get("name"):
            data["interaction"] = {
                "id": str(subject.interaction.id),
                "type": int(subject.interaction.type),
                "name": subject.interaction.data["name"],
                "user": user(subject.interaction.user),
            }
    if subject.tells_of is not None:
        data["message_reference"] = {"type": 0, "channel_id": str(subject.tells_of.id)}
        if subject.channel.guild:
            data["message_reference"]["guild_id"] = str(subject.channel.guild.id)
    if subject.type == 19:
        data["message_reference"] = {"type": 0, "channel_id": str(subject.channel.id)}
        if subject.channel.guild:
            data["message_reference"]["guild_id"] = str(subject.channel.guild.id)
        if subject.reply_to is not None:
            data["message_reference"]["message_id"] = str(subject.reply_to.id)
        if not nested:
            gone = subject.reply_to is None or subject.reply_to.deleted
            data["referenced_message"] = (
                None if gone or subject.reply_to is None else message(subject.reply_to, nested=True)
            )
    if subject.thread is not None:
        data["thread"] = channel(subject.thread)
    return data


def attachment(file: Attachment, where: Channel) -> Json:
    """Return an attachment object; its address is one of the stand-in's own."""
    url = f"{where.world.cdn_url}/attachments/{where.id}/{file.id}/{quote(file.filename)}"
    data: Json = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.data),
        "url": url,
        "proxy_url": url,
    }
    if file.content_type:
        data["content_type"] = file.content_type
    if file.description:
        data["description"] = file.description
    return data


def metadata(interaction: Interaction) -> Json:
    """Return what a message says of the interaction that caused it."""
    data: Json = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "user": user(interaction.user),
        "authorizing_integration_owners": interaction.owners,
    }
    if interaction.data.get("name"):
        data["name"] = interaction.data["name"]
        data["command_type"] = interaction.data.get("type", 1)
    if interaction.source is not None:
        data["triggering_interaction_metadata"] = metadata(interaction.source)
    elif interaction.message is not None:
        data["interacted_message_id"] = str(interaction.message.id)
    if interaction.original is not None:
        data["original_response_message_id"] = str(interaction.original.id)
    return data


def _embed(embed: dict[str, Any], message: Message) -> Json:
    """Put the address of an uploaded file where the embed names the file."""
    files = {f"attachment://{file.filename}": attachment(file, message.channel)["url"] for file in message.attachments}
    if not files:
        return embed
    shown = dict(embed)
    for key in ("image", "thumbnail"):
        picture = embed.get(key)
        if picture and picture.get("url") in files:
            shown[key] = {**picture, "url": files[picture["url"]]}
    return shown
