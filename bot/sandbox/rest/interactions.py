"""Routes by which interactions are answered: the callback and the webhook that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.sandbox import payloads
from bot.sandbox.errors import ApiError, Refusal
from bot.sandbox.limits.callbacks import check_choices, check_modal, check_type
from bot.sandbox.limits.form import Form
from bot.sandbox.limits.messages import check_message
from bot.sandbox.permissions import Permission, in_channel
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler
from bot.sandbox.world import CallbackType, Interaction, Message, MessageFlags, User, World, posting
from bot.sandbox.world.interactions import ANSWER_WITHIN, MOST_FOLLOWUPS_WITHOUT_GUILD_INSTALL, TOKEN_LIFETIME
from bot.sandbox.world.messages import NO_FLAGS


def answer(call: Call) -> Answer:
    """Give an interaction its first answer."""
    interaction = call.world.interactions.get(call.id("interaction_id"))
    if interaction is None or interaction.token != call.params["interaction_token"]:
        raise Refusal.UNKNOWN_INTERACTION.error
    _answer(call, interaction)
    interaction.changed()
    if call.query.get("with_response") in ("1", "true", "True"):
        return 200, payloads.callback(interaction)
    return NO_CONTENT


def note_refusal(world: World, params: Mapping[str, str], error: ApiError) -> None:
    """Remember with an interaction that an answer to it was refused."""
    key = params["interaction_id"]
    interaction = world.interactions.get(int(key)) if key.isdecimal() else None
    if interaction is not None:
        interaction.refused.append(error)
        interaction.changed()


def follow_up(call: Call) -> Answer:
    """Send a further message; the first after a deferred answer takes its place."""
    interaction = _interaction(call)
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        check_message(Form(), call.form, call.uploads)
        # Its visibility was decided when the answer was deferred.
        body = {key: value for key, value in call.form.items() if key != "flags"}
        flags = int(call.form.get("flags") or 0) & MessageFlags.COMPONENTS_V2
        return _edited(call, interaction, original, body | ({"flags": flags} if flags else {}))
    if interaction.only_user_installed and len(interaction.followups) >= MOST_FOLLOWUPS_WITHOUT_GUILD_INSTALL:
        raise Refusal.TOO_MANY_FOLLOWUPS.error
    check_message(Form(), call.form, call.uploads)
    message = _post(call, interaction, call.form)
    interaction.followups.append(message)
    interaction.changed()
    return 200, payloads.message(message)


def get_reply(call: Call) -> Answer:
    """Return one of an interaction's messages."""
    return 200, payloads.message(_message(call, _interaction(call)))


def edit_reply(call: Call) -> Answer:
    """Change one of an interaction's messages."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    check_message(Form(), call.form, call.uploads, message)
    return _edited(call, interaction, message, call.form)


def delete_reply(call: Call) -> Answer:
    """Delete one of an interaction's messages."""
    interaction = _interaction(call)
    posting.delete(call.world, _message(call, interaction))
    interaction.changed()
    return NO_CONTENT


def _answer(call: Call, interaction: Interaction) -> None:
    now = call.world.clock.monotonic()
    if interaction.answered:
        raise Refusal.ALREADY_ACKNOWLEDGED.error
    if now - interaction.created > ANSWER_WITHIN:
        raise Refusal.UNKNOWN_INTERACTION.error
    form = Form()
    kind = check_type(form, call.form.get("type"), interaction)
    data: dict[str, Any] = call.form.get("data") or {}
    here = form.at("data")
    if kind is CallbackType.CHOICES:
        check_choices(here.at("choices"), data.get("choices"), _focused_type(interaction))
        form.raise_errors()
        interaction.choices = list(data.get("choices") or [])
    elif kind is CallbackType.MODAL:
        check_modal(here, data)
        form.raise_errors()
        interaction.modal = data
    elif kind is CallbackType.MESSAGE:
        check_message(here, data, call.uploads)
        interaction.original = _post(call, interaction, data)
    elif kind is CallbackType.DEFERRED_MESSAGE:
        flags = {"flags": int(data.get("flags") or 0) & MessageFlags.EPHEMERAL}
        interaction.original = _post(call, interaction, flags, MessageFlags.LOADING)
    else:
        interaction.original = interaction.message
        if kind is CallbackType.UPDATE and interaction.message is not None:
            if interaction.message.deleted:
                raise Refusal.UNKNOWN_MESSAGE.error
            check_message(here, data, call.uploads, interaction.message)
            posting.edit(call.world, interaction.message, data, call.uploads)
            interaction.edits.append(data)
    interaction.callback = kind
    interaction.answered_at = now


def _post(call: Call, interaction: Interaction, body: dict[str, Any], flags: MessageFlags = NO_FLAGS) -> Message:
    visible_to: User | None = None
    if int(body.get("flags") or 0) & MessageFlags.EPHEMERAL or _must_be_ephemeral(interaction):
        visible_to = interaction.user
    return posting.create(
        call.world,
        interaction.channel,
        call.world.bot,
        body,
        call.uploads,
        interaction=interaction,
        visible_to=visible_to,
        flags=flags,
    )


def _must_be_ephemeral(interaction: Interaction) -> bool:
    """Whether the guild keeps what users' own applications say to themselves."""
    if interaction.channel.guild is None or not interaction.only_user_installed:
        return False
    return not in_channel(interaction.channel, interaction.user) & Permission.USE_EXTERNAL_APPS


def _edited(call: Call, interaction: Interaction, message: Message, body: dict[str, Any]) -> Answer:
    posting.edit(call.world, message, body, call.uploads)
    interaction.edits.append(body)
    interaction.changed()
    return 200, payloads.message(message)


def _interaction(call: Call) -> Interaction:
    """Return whose token this is; raise unless it was answered less than a quarter of an hour ago."""
    if call.id("webhook_id") != call.world.application.id:
        raise Refusal.UNKNOWN_WEBHOOK.error
    interaction = call.world.interaction_with(call.params["webhook_token"])
    if interaction is None or call.world.clock.monotonic() - interaction.created > TOKEN_LIFETIME:
        raise Refusal.INVALID_WEBHOOK_TOKEN.error
    if not interaction.answered:
        raise Refusal.UNKNOWN_WEBHOOK.error
    if interaction.channel.id not in call.world.channels:
        raise Refusal.UNKNOWN_CHANNEL.error
    return interaction


def _message(call: Call, interaction: Interaction) -> Message:
    message: Message | None
    if call.params["message_id"] == "@original":
        message = interaction.original
    else:
        wanted = call.id("message_id")
        own = [interaction.original, interaction.message, *interaction.followups]
        message = next((m for m in own if m is not None and m.id == wanted), None)
    if message is None or message.deleted:
        raise Refusal.UNKNOWN_MESSAGE.error
    return message


def _focused_type(interaction: Interaction) -> int:
    options = list(interaction.data.get("options") or [])
    while options:
        option = options.pop()
        if option.get("focused"):
            return int(option["type"])
        options += option.get("options") or []
    return 3


_MESSAGES: Final = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"

CALLBACK: Final = "/interactions/{interaction_id}/{interaction_token}/callback"

ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", CALLBACK): answer,
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): follow_up,
    ("GET", _MESSAGES): get_reply,
    ("PATCH", _MESSAGES): edit_reply,
    ("DELETE", _MESSAGES): delete_reply,
}
