"""Routes of channels, threads and direct messages."""

from __future__ import annotations

from bot.sandbox import payloads
from bot.sandbox.errors import Refusal
from bot.sandbox.limits.form import Form
from bot.sandbox.limits.messages import check_message
from bot.sandbox.permissions import Permission
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler
from bot.sandbox.world import ChannelType, User, World, posting
from bot.sandbox.world.events import DIRECT_MESSAGE_TYPING, GUILD_MESSAGE_TYPING


def get_channel(call: Call) -> Answer:
    """Return a channel."""
    return 200, payloads.channel(call.channel())


def edit_channel(call: Call) -> Answer:
    """Rename a channel, move it, or archive a thread."""
    needed = Permission.MANAGE_THREADS if call.channel().is_thread else Permission.MANAGE_CHANNELS
    channel = call.channel(needed)
    body = call.form
    form = Form()
    form.at("name").text(body.get("name"), 1, 100)
    form.at("topic").text(body.get("topic"), 0, 4096 if channel.type == ChannelType.FORUM else 1024)
    form.raise_errors()
    if "topic" in body:
        channel.topic = body["topic"]
    if body.get("name"):
        channel.rename(body["name"], call.world.bot)
    if "archived" in body:
        channel.archive(bool(body["archived"]), locked=bool(body.get("locked")))
    if "parent_id" in body and not channel.is_thread:
        channel.move(call.world.channels.get(int(body["parent_id"] or 0)))
    return 200, payloads.channel(channel)


def delete_channel(call: Call) -> Answer:
    """Delete a channel or thread."""
    channel = call.channel()
    if channel.is_private:
        return 200, payloads.channel(channel)
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    channel = call.channel(needed)
    answer = payloads.channel(channel)
    channel.delete()
    return 200, answer


def trigger_typing(call: Call) -> Answer:
    """Show that the bot is typing."""
    channel = call.channel(Permission.SEND_MESSAGES)
    data: payloads.Json = {
        "channel_id": str(channel.id),
        "user_id": str(call.world.bot.id),
        "timestamp": int(call.world.clock.now()),
    }
    if channel.guild:
        data["guild_id"] = str(channel.guild.id)
    intents = GUILD_MESSAGE_TYPING if channel.guild else DIRECT_MESSAGE_TYPING
    call.world.emit("TYPING_START", data, intents=intents, guild=channel.guild, channel=channel)
    return NO_CONTENT


def open_dm(call: Call) -> Answer:
    """Open direct messages with a user."""
    recipient = str(call.form.get("recipient_id", ""))
    user = call.world.users.get(int(recipient)) if recipient.isdecimal() else None
    if user is None or user is call.world.bot:
        form = Form()
        form.at("recipient_id").add("USER_ID_INVALID", "User could not be found")
        form.raise_errors()
        raise Refusal.UNKNOWN_USER.error
    return 200, payloads.channel(call.world.dm(user))


def start_thread_from_message(call: Call) -> Answer:
    """Open a thread under a message."""
    channel = call.channel(Permission.CREATE_PUBLIC_THREADS)
    message = call.message(channel)
    if channel.type not in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
        raise Refusal.WRONG_CHANNEL_TYPE.error
    if message.thread is not None:
        raise Refusal.THREAD_EXISTS.error
    thread = channel.add_thread(_thread_name(call), call.world.bot, message=message)
    return 201, payloads.channel(thread)


def start_thread(call: Call) -> Answer:
    """Open a thread without a message, or a post in a forum."""
    channel = call.channel()
    if channel.type == ChannelType.FORUM:
        channel = call.channel(Permission.SEND_MESSAGES)
        name = _thread_name(call)
        body = call.form.get("message") or {}
        check_message(Form(("message",)), body, call.uploads)
        post = channel.add_thread(name, call.world.bot)
        message = posting.create(call.world, post, call.world.bot, body, call.uploads, message_id=post.id)
        return 201, payloads.channel(post) | {"message": payloads.message(message)}
    if channel.type not in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
        raise Refusal.WRONG_CHANNEL_TYPE.error
    private = call.form.get("type", ChannelType.PRIVATE_THREAD) == ChannelType.PRIVATE_THREAD
    channel = call.channel(Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    thread = channel.add_thread(_thread_name(call), call.world.bot, private=private)
    return 201, payloads.channel(thread)


def join_thread(call: Call) -> Answer:
    """Make somebody a member of a thread."""
    thread = call.channel()
    if not thread.is_thread:
        raise Refusal.WRONG_CHANNEL_TYPE.error
    thread.joined.setdefault(call.user().id, call.world.clock.now())
    return NO_CONTENT


def leave_thread(call: Call) -> Answer:
    """Take somebody out of a thread."""
    thread = call.channel()
    if not thread.is_thread:
        raise Refusal.WRONG_CHANNEL_TYPE.error
    thread.joined.pop(call.user().id, None)
    return NO_CONTENT


def may_be_messaged(world: World, user: User) -> bool:
    """Whether a user takes direct messages from the bot: it needs a guild in common, or to be installed."""
    return user.accepts_messages and (world.shares_guild(user) or user.installed)


def _thread_name(call: Call) -> str:
    form = Form()
    name = call.form.get("name")
    form.at("name").required_text(name, 1, 100)
    form.raise_errors()
    return str(name)


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/channels/{channel_id}"): get_channel,
    ("PATCH", "/channels/{channel_id}"): edit_channel,
    ("DELETE", "/channels/{channel_id}"): delete_channel,
    ("POST", "/channels/{channel_id}/typing"): trigger_typing,
    ("POST", "/channels/{channel_id}/threads"): start_thread,
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"): start_thread_from_message,
    ("PUT", "/channels/{channel_id}/thread-members/{user_id}"): join_thread,
    ("DELETE", "/channels/{channel_id}/thread-members/{user_id}"): leave_thread,
    ("POST", "/users/@me/channels"): open_dm,
}
