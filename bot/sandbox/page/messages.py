"""Messages as HTML, as one user sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.sandbox.page import markdown
from bot.sandbox.page.components import Context, picture, rows_html
from bot.sandbox.page.people import colour_of, face, names
from bot.sandbox.world import Attachment, Message, User
from bot.sandbox.world.messages import THREAD_CREATED

FileUrl = Callable[[Attachment], str]
"""The address at which the page serves a file."""


@dataclass(frozen=True)
class Shown:
    """How a message is shown to its reader: what they wait for, what failed, which commands a message's menu has."""

    reader: User
    file_url: FileUrl
    busy: frozenset[str] = frozenset()
    failed: bool = False
    apps: Sequence[str] = ()
    continued: bool = False
    """Whether it follows one of the same author so closely that the author is not named again."""


def message_html(message: Message, shown: Shown) -> str:
    """Return a message: who says it, its text and cards, what can be pressed, and who sees it."""
    context = _context(message, shown)
    pinged = shown.reader in message.pings.users or message.pings.everyone
    kinds = " ".join(kind for kind, on in (("ephemeral", message.ephemeral), ("pinged", pinged)) if on)
    head = "" if shown.continued else _head(message)
    if message.loading:
        body = f'<p class="thinking">{escape(message.author.display_name)} is thinking<i>…</i></p>'
    else:
        body = _body(message, context, shown)
    failed = '<p class="failed" role="status">This interaction failed</p>' if shown.failed else ""
    foot = ""
    if message.ephemeral:
        foot = (
            '<p class="only-you"><span aria-hidden="true">◉</span> Only you can see this'
            ' <span aria-hidden="true">·</span> <button type="button" data-do="dismiss">Dismiss message</button></p>'
        )
    side = "" if shown.continued else face(message.author)
    return (
        f'<article class="message {kinds}{" continued" if shown.continued else ""}" data-message="{message.id}">'
        f'{_above(message)}<div class="side">{side}</div>'
        f'<div class="main">{head}{body}{failed}{foot}</div>{_tools(message, shown)}</article>'
    )


def notice_html(text: str, command: str, reader: User) -> str:
    """Return what Discord's own client says where no answer came."""
    return (
        '<article class="message ephemeral notice"><div class="side"></div><div class="main">'
        f'<p class="above-line">{escape(reader.display_name)} used <b>{escape(command)}</b></p>'
        f'<p class="failed" role="status">{escape(text)}</p></div></article>'
    )


def embed_html(embed: Mapping[str, Any], context: Context) -> str:
    """Return a card."""
    parts = []
    author = embed.get("author") or {}
    if author.get("name"):
        parts.append(f'<div class="embed-author">{escape(author["name"])}</div>')
    if embed.get("title"):
        title = markdown.inline(embed["title"], context.names)
        address = str(embed.get("url") or "")
        title = markdown.link(address, title) if address.startswith(("http://", "https://")) else title
        parts.append(f'<h3 class="embed-title">{title}</h3>')
    if embed.get("description"):
        parts.append(f'<div class="prose">{markdown.to_html(embed["description"], context.names)}</div>')
    if embed.get("fields"):
        parts.append(f'<dl class="fields">{"".join(_field(field, context) for field in embed["fields"])}</dl>')
    image = (embed.get("image") or {}).get("url")
    if image:
        parts.append(picture(image, (embed.get("image") or {}).get("description"), context))
    footer = [escape((embed.get("footer") or {}).get("text") or "")]
    if embed.get("timestamp"):
        footer.append(escape(str(embed["timestamp"])))
    if any(footer):
        parts.append(f'<footer class="embed-footer">{" • ".join(part for part in footer if part)}</footer>')
    thumbnail = (embed.get("thumbnail") or {}).get("url")
    beside = picture(thumbnail, None, context, "thumbnail") if thumbnail else ""
    colour = embed.get("color")
    edge = f' style="--edge:#{int(colour):06x}"' if colour is not None else ""
    return f'<section class="embed"{edge}><div class="embed-text">{"".join(parts)}</div>{beside}</section>'


def _context(message: Message, shown: Shown) -> Context:
    files = {file.filename: file for file in message.attachments}

    def file_url(url: str) -> str | None:
        file = files.get(url.rsplit("/", 1)[-1])
        return shown.file_url(file) if file is not None else None

    channel = message.channel
    return Context(names(channel.world, channel.guild), channel, file_url, shown.busy)


def _tools(message: Message, shown: Shown) -> str:
    """Return the commands of the message's menu; private messages and those that are not there yet have none."""
    if message.ephemeral or message.loading or not shown.apps:
        return ""
    apps = (
        f'<button type="button" data-do="app" data-value="{escape(name)}">{escape(name)}</button>'
        for name in shown.apps
    )
    return f'<div class="tools" role="group" aria-label="Apps">{"".join(apps)}</div>'


def _above(message: Message) -> str:
    if message.reply_to is not None:
        said = escape(message.reply_to.content[:80] or "a message")
        return f'<p class="above">↱ <b>{escape(message.reply_to.author.display_name)}</b> {said}</p>'
    if message.is_system:
        done = "started a thread" if message.type == THREAD_CREATED else "changed the title"
        return f'<p class="above">↱ {done}</p>'
    if message.type in (20, 23) and message.interaction is not None:
        user, name = message.interaction.user, message.interaction.data["name"]
        sign = "/" if message.type == 20 else ""
        who = f'<b style="--own:{colour_of(user)}">{escape(user.display_name)}</b>'
        return f'<p class="above">↱ {who} used <span class="mention">{sign}{escape(_path(name, message))}</span></p>'
    return ""


def _path(name: str, message: Message) -> str:
    """Return the command with its group and subcommand, as it is echoed; options are not."""
    path, options = [name], (message.interaction.data.get("options") if message.interaction else None) or []
    while options and options[0]["type"] in (1, 2):
        path.append(options[0]["name"])
        options = options[0].get("options") or []
    return " ".join(path)


def _head(message: Message) -> str:
    author = message.author
    tag = '<span class="app">APP</span>' if author.bot else ""
    when = markdown.timestamp(int(message.created_at), "t")
    style = "" if author.bot else f' style="--own:{colour_of(author)}"'
    name = f'<b class="author"{style}>{escape(author.display_name)}</b>'
    return f'<header>{name}{tag}<span class="when">{when}</span></header>'


def _body(message: Message, context: Context, shown: Shown) -> str:
    parts = []
    if message.content:
        said = markdown.to_html(message.content, context.names)
        if message.edited_at is not None:
            body = said.removesuffix("</p>")
            said = f'{body} <span class="edited">(edited)</span>{said[len(body) :]}'
        parts.append(f'<div class="prose">{said}</div>')
    parts += [embed_html(embed, context) for embed in message.embeds]
    embedded = {str((embed.get(kind) or {}).get("url")) for embed in message.embeds for kind in ("image", "thumbnail")}
    parts += [
        _file(file, shown.file_url(file))
        for file in message.attachments
        if f"attachment://{file.filename}" not in embedded and not _in_layout(message, file)
    ]
    if message.components:
        parts.append(f'<div class="components">{rows_html(message.components, context)}</div>')
    return "".join(parts)


def _in_layout(message: Message, file: Attachment) -> bool:
    return f"attachment://{file.filename}" in str(message.components)


def _file(file: Attachment, address: str) -> str:
    if (file.content_type or "").startswith("image/"):
        return f'<img class="picture" src="{escape(address)}" alt="{escape(file.description or "")}" loading="lazy">'
    size = f"{len(file.data) / 1024:.1f} KB" if len(file.data) >= 1024 else f"{len(file.data)} bytes"
    return (
        f'<a class="file" href="{escape(address)}" download="{escape(file.filename)}">'
        f"<b>{escape(file.filename)}</b> <small>{size}</small></a>"
    )


def _field(field: Mapping[str, Any], context: Context) -> str:
    kind = "field inline" if field.get("inline") else "field"
    name, value = markdown.inline(field["name"], context.names), markdown.to_html(field["value"], context.names)
    return f'<div class="{kind}"><dt>{name}</dt><dd class="prose">{value}</dd></div>'
