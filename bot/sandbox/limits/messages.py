"""Limits on messages: text, embeds, files and mentions."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, Final

from bot.sandbox.errors import Refusal
from bot.sandbox.limits.components import check_components, is_v2
from bot.sandbox.limits.form import Form, mapping, optional_mapping
from bot.sandbox.payloads.interactions import FILE_SIZE_LIMIT
from bot.sandbox.world.messages import Message, MessageFlags
from bot.sandbox.world.posting import Upload

CONTENT: Final = 2000
EMBEDS: Final = 10
EMBED_TOTAL: Final = 6000
FILES: Final = 10
MENTIONS: Final = 100

_IMAGE_SCHEMES: Final = ("http://", "https://", "attachment://")


def check_message(
    form: Form, body: Mapping[str, Any], uploads: Sequence[Upload], edited: Message | None = None
) -> None:
    """Report what is wrong with a message or, if ``edited`` is given, with a change to it.

    Raise at once what Discord does not answer with a form: an empty message, or files too large.
    """
    if any(len(upload.data) > FILE_SIZE_LIMIT for upload in uploads):
        raise Refusal.TOO_LARGE.error
    form.at("content").text(body.get("content"), 0, CONTENT)
    if not isinstance(body.get("nonce"), int):
        form.at("nonce").text(body.get("nonce"), 0, 25)
    embeds = body.get("embeds")
    if embeds is None and body.get("embed"):
        embeds = [body["embed"]]
    check_embeds(form.at("embeds"), embeds)
    flags = form.at("flags").bits(body.get("flags"))
    v2 = is_v2(flags) or (edited is not None and MessageFlags.COMPONENTS_V2 in edited.flags)
    if v2:
        for key in ("content", "embeds"):
            if body.get(key):
                form.at(key).add(
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    check_components(form.at("components"), body.get("components"), v2=v2)
    _check_attachments(form.at("attachments"), body, uploads)
    check_mentions(form.at("allowed_mentions"), body.get("allowed_mentions"))
    form.raise_errors()
    if is_empty(body, uploads, edited, v2=v2):
        raise Refusal.EMPTY_MESSAGE.error


def is_empty(body: Mapping[str, Any], uploads: Sequence[Upload], edited: Message | None, *, v2: bool) -> bool:
    """Whether nothing would be left to show; buttons alone are nothing."""

    def left(key: str) -> Any:
        return body.get(key) if key in body or edited is None else getattr(edited, key)

    if v2:
        return not left("components")
    content = str(left("content") or "").strip()
    embeds = left("embeds") or body.get("embed")
    files = uploads or left("attachments")
    return not (content or embeds or files or body.get("sticker_ids") or body.get("poll"))


def check_embeds(form: Form, embeds: Any) -> None:
    """Report what is wrong with the embeds of one message."""
    total = 0
    for index, item in enumerate(form.count(embeds, 0, EMBEDS)):
        total += _check_embed(form.at(index), mapping(form.at(index), item))
    if total > EMBED_TOTAL:
        form.add("MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_TOTAL}")


def check_mentions(form: Form, allowed: Any) -> None:
    """Report what is wrong with ``allowed_mentions``."""
    if allowed is None:
        return
    allowed = mapping(form, allowed)
    for kind in ("users", "roles"):
        for index, key in enumerate(form.at(kind).count(allowed.get(kind), 0, MENTIONS)):
            check_id(form.at(kind, index), key)
    parse = form.at("parse").count(allowed.get("parse"), 0, MENTIONS)
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            form.at("parse", index).add("BASE_TYPE_CHOICES", "Value must be one of ('users', 'roles', 'everyone').")
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in parse:
            form.add(
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def check_id(form: Form, value: Any) -> None:
    """Report what is no id."""
    if isinstance(value, bool) or not str(value).isdecimal():
        form.add("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def check_reference(form: Form, reference: Any, known: Container[int]) -> None:
    """Report a reply to a message that is not among those known."""
    reference = optional_mapping(form, reference)
    if reference:
        check_id(form.at("message_id"), reference.get("message_id"))
        form.raise_errors()
        if reference.get("fail_if_not_exists", True) and int(reference["message_id"]) not in known:
            form.add("REPLIES_UNKNOWN_MESSAGE", "Unknown message")


def _check_embed(form: Form, embed: dict[str, Any]) -> int:
    """Report what is wrong with an embed; return how many characters it has in all."""
    form.at("title").text(embed.get("title"), 0, 256)
    form.at("description").text(embed.get("description"), 0, 4096)
    form.at("color").whole(embed.get("color"), 0, 0xFFFFFF)
    _check_url(form.at("url"), embed.get("url"), ("http://", "https://"))
    total = _size(embed.get("title")) + _size(embed.get("description"))
    footer = optional_mapping(form.at("footer"), embed.get("footer"))
    form.at("footer", "text").text(footer.get("text"), 0, 2048)
    author = optional_mapping(form.at("author"), embed.get("author"))
    if author:
        form.at("author", "name").required_text(author.get("name"), 0, 256)
        _check_url(form.at("author", "url"), author.get("url"), ("http://", "https://"))
    total += _size(footer.get("text")) + _size(author.get("name"))
    for key in ("image", "thumbnail"):
        picture = optional_mapping(form.at(key), embed.get(key))
        _check_url(form.at(key, "url"), picture.get("url"), _IMAGE_SCHEMES)
    for index, field in enumerate(form.at("fields").count(embed.get("fields"), 0, 25)):
        here = form.at("fields", index)
        field = mapping(here, field)
        here.at("name").required_text(field.get("name"), 0, 256)
        here.at("value").required_text(field.get("value"), 0, 1024)
        total += _size(field.get("name")) + _size(field.get("value"))
    return total


def _check_attachments(form: Form, body: Mapping[str, Any], uploads: Sequence[Upload]) -> None:
    listed = form.count(body.get("attachments"), 0, FILES)
    if len(uploads) > FILES:
        form.add("BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    for index, item in enumerate(listed):
        named = mapping(form.at(index), item)
        check_id(form.at(index, "id"), named.get("id"))
        form.at(index, "filename").text(named.get("filename"), 0, 1024)
        form.at(index, "description").text(named.get("description"), 0, 1024)


def _check_url(form: Form, url: Any, schemes: tuple[str, ...]) -> None:
    if url and not str(url).startswith(schemes):
        wanted = tuple(scheme.removesuffix("://") for scheme in schemes)
        form.add(
            "URL_TYPE_INVALID_SCHEME",
            f'Scheme "{str(url).partition(":")[0]}" is not supported. Scheme must be one of {wanted}.',
        )
    elif url and len(str(url)) > 2048:
        form.add("BASE_TYPE_MAX_LENGTH", "Must be 2048 or fewer in length.")


def _size(text: Any) -> int:
    return len(text) if isinstance(text, str) else 0
