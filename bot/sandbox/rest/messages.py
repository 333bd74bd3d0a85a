"""Routes of messages in channels."""

from __future__ import annotations

from itertools import islice
from typing import Final

from bot.sandbox import payloads
from bot.sandbox.errors import Refusal
from bot.sandbox.limits.form import Form
from bot.sandbox.limits.messages import check_message, check_reference
from bot.sandbox.permissions import Permission
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler
from bot.sandbox.rest.channels import may_be_messaged
from bot.sandbox.snowflakes import timestamp
from bot.sandbox.world import ChannelType, posting
from bot.sandbox.world.messages import CHANNEL_NAME_CHANGE

_TWO_WEEKS: Final = 14 * 86_400
_MOST_PINS: Final = 250


def create_message(call: Call) -> Answer:
    """Post a message."""
    channel = call.channel()
    if not channel.has_messages:
        raise Refusal.NOT_A_TEXT_CHANNEL.error
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    channel = call.channel(needed)
    if call.uploads:
        call.channel(Permission.ATTACH_FILES)
    if call.form.get("embeds") or call.form.get("embed"):
        call.channel(Permission.EMBED_LINKS)
    if channel.type == ChannelType.DM:
        other = next(person for person in channel.recipients if person is not call.world.bot)
        if not may_be_messaged(call.world, other):
            raise Refusal.CANNOT_MESSAGE_USER.error
    if channel.archived:
        if channel.locked:
            raise Refusal.ARCHIVED.error
        channel.archive(archived=False)
    form = Form()
    check_reference(form.at("message_reference"), call.form.get("message_reference"), channel.messages)
    check_message(form, call.form, call.uploads)
    if call.form.get("enforce_nonce") and call.form.get("nonce") is not None:
        for message in reversed(channel.messages.values()):
            if message.nonce == call.form["nonce"] and message.author is call.world.bot:
                return 200, payloads.message(message)
    message = posting.create(call.world, channel, call.world.bot, call.form, call.uploads)
    return 200, payloads.message(message)


def get_messages(call: Call) -> Answer:
    """Return a channel's messages, newest first."""
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    form = Form()
    limit = int(call.query.get("limit", 50))
    form.at("limit").whole(limit, 1, 100)
    form.raise_errors()
    before = int(call.query.get("before", 1 << 63))
    after = int(call.query.get("after", 0))
    found = [m for key, m in channel.messages.items() if after < key < before and m.visible_to is None]
    chosen = found[:limit] if "after" in call.query else found[-limit:]
    return 200, [payloads.message(message) for message in reversed(chosen)]


def get_message(call: Call) -> Answer:
    """Return one message."""
    return 200, payloads.message(call.message(call.channel(Permission.READ_MESSAGE_HISTORY)))


def edit_message(call: Call) -> Answer:
    """Change a message of the bot's own."""
    message = call.message(call.channel())
    if message.author is not call.world.bot:
        raise Refusal.NOT_THE_AUTHOR.error
    check_message(Form(), call.form, call.uploads, message)
    posting.edit(call.world, message, call.form, call.uploads)
    return 200, payloads.message(message)


def delete_message(call: Call) -> Answer:
    """Delete a message."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        call.channel(Permission.MANAGE_MESSAGES)
    if message.type == CHANNEL_NAME_CHANGE:
        raise Refusal.SYSTEM_MESSAGE.error
    posting.delete(call.world, message)
    return NO_CONTENT


def bulk_delete(call: Call) -> Answer:
    """Delete up to a hundred messages that are not older than two weeks."""
    channel = call.channel(Permission.MANAGE_MESSAGES)
    ids = [int(key) for key in call.form.get("messages") or ()]
    if not 2 <= len(ids) <= 100:
        raise Refusal.WRONG_NUMBER_OF_MESSAGES.error
    messages = [channel.messages[key] for key in ids if key in channel.messages]
    if any(call.world.clock.now() - message.created_at > _TWO_WEEKS for message in messages):
        raise Refusal.TOO_OLD_TO_BULK_DELETE.error
    if any(message.type == CHANNEL_NAME_CHANGE for message in messages):
        raise Refusal.SYSTEM_MESSAGE.error
    posting.delete_many(call.world, channel, messages)
    return NO_CONTENT


def pin(call: Call) -> Answer:
    """Pin a message."""
    channel = call.channel(Permission.PIN_MESSAGES)
    posting.pin(call.world, call.message(channel), pinned=True)
    return NO_CONTENT


def unpin(call: Call) -> Answer:
    """Take a pinned message down."""
    channel = call.channel(Permission.PIN_MESSAGES)
    posting.pin(call.world, call.message(channel), pinned=False)
    return NO_CONTENT


def get_pins(call: Call) -> Answer:
    """Return a channel's pinned messages."""
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    pinned = islice((m for m in reversed(channel.messages.values()) if m.pinned), _MOST_PINS)
    items = [{"pinned_at": timestamp(m.created_at), "message": payloads.message(m)} for m in pinned]
    return 200, {"items": items, "has_more": False}


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/channels/{channel_id}/messages"): get_messages,
    ("POST", "/channels/{channel_id}/messages"): create_message,
    ("POST", "/channels/{channel_id}/messages/bulk-delete"): bulk_delete,
    ("GET", "/channels/{channel_id}/messages/pins"): get_pins,
    ("PUT", "/channels/{channel_id}/messages/pins/{message_id}"): pin,
    ("DELETE", "/channels/{channel_id}/messages/pins/{message_id}"): unpin,
    ("GET", "/channels/{channel_id}/messages/{message_id}"): get_message,
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): edit_message,
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): delete_message,
}
