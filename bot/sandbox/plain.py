"""Messages as plain text for a terminal: embeds as cards, buttons and menus with numbers."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from bot.sandbox.components import interactive
from bot.sandbox.limits.components import SELECTS, ComponentType
from bot.sandbox.world import Message
from bot.sandbox.world.commands import Command

WIDTH: Final = 96
_HELD: Final = 40

_LINK_STYLE: Final = 5
_MENTION: Final = re.compile(r"<(#|@&|@!?)(\d+)>")
_MOMENT: Final = re.compile(r"<t:(\d{1,10})(?::([tTdDfFR]))?>")
_ESCAPED: Final = re.compile(r"\\([^\w\s])")
_UNITS: Final = ((86_400, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"))
_STYLES: Final = {"t": "%H:%M", "T": "%H:%M:%S", "d": "%d %b %Y", "D": "%d %B %Y", "F": "%A, %d %B %Y %H:%M"}


def message_lines(message: Message) -> Iterator[str]:
    """Yield a message as lines: who says it to whom, its text, its cards, and what can be pressed."""
    audience = f"only {message.visible_to.display_name} sees this" if message.visible_to else "everybody sees this"
    if message.channel.is_private:
        audience = "direct message"
    yield f"{message.author.display_name} ({audience}):"
    yield from _wrapped(_named(message, message.content), "  ")
    for embed in message.embeds:
        for line in _card_lines(embed):
            yield _named(message, line)
    for file in message.attachments:
        described = f": {file.description}" if file.description else ""
        yield f"  [file {file.filename}, {len(file.data)} bytes{described}]"
    for component in interactive(message.components, (ComponentType.TEXT_DISPLAY,)):
        yield from _wrapped(_named(message, component["content"]), "  ")
    yield from _component_lines(message)


def pressable(message: Message) -> list[dict[str, Any]]:
    """Return the buttons and menus of a message that can be used, in the order of their numbers."""
    found = interactive(message.components, (ComponentType.BUTTON, *SELECTS))
    return [component for component in found if not component.get("disabled") and "custom_id" in component]


def form_fields(modal: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields of a form as pairs of ``custom_id`` and label, with what stands in them already."""
    fields = []
    for row in modal["components"]:
        if row["type"] not in (ComponentType.LABEL, ComponentType.ROW):
            continue
        inner = row["component"] if row["type"] == ComponentType.LABEL else row["components"][0]
        label = row.get("label") or inner.get("label") or inner["custom_id"]
        held = textwrap.shorten(str(inner.get("value") or ""), _HELD, placeholder=" …")
        fields.append((inner["custom_id"], f"{label} [{held}]" if held else label))
    return fields


def usages(commands: Sequence[Command]) -> list[str]:
    """List slash commands, subcommands one by one, with their options."""
    found: list[str] = []

    def visit(path: str, node: dict[str, object]) -> None:
        options = _list(node.get("options"))
        children = [option for option in options if option["type"] in (1, 2)]
        for child in children:
            visit(f"{path} {child['name']}", child)
        if not children:
            shown = [f"{o['name']}:" if o.get("required") else f"[{o['name']}:]" for o in options]
            found.append(" ".join([f"  {path}", *shown]) + f"   {node.get('description') or ''}")

    for command in commands:
        if command["type"] == 1:
            visit(f"/{command['name']}", command)
    return found


def _card_lines(embed: dict[str, Any]) -> Iterator[str]:
    author = (embed.get("author") or {}).get("name")
    title = embed.get("title") or author or ""
    yield f"  ┌─ {title} ".rstrip()
    if author and author != title:
        yield from _wrapped(author, "  │ ")
    yield from _wrapped(embed.get("description") or "", "  │ ")
    for field in embed.get("fields") or ():
        yield "  │"
        yield from _wrapped(f"{field['name']}", "  │ ")
        yield from _wrapped(field["value"], "  │   ")
    image = (embed.get("image") or {}).get("url")
    if image:
        yield f"  │ [picture {image}]"
    footer = (embed.get("footer") or {}).get("text")
    if footer:
        yield "  │"
        yield from _wrapped(footer, "  │ ")
    yield "  └─"


def _component_lines(message: Message) -> Iterator[str]:
    numbers = {id(component): number for number, component in enumerate(pressable(message), 1)}
    for row in message.components:
        if row["type"] != ComponentType.ROW:
            continue
        shown = [_component(component, numbers.get(id(component))) for component in row["components"]]
        yield from _filled(shown)
        for component in row["components"]:
            for position, option in enumerate(component.get("options") or (), 1):
                description = f" – {option['description']}" if option.get("description") else ""
                chosen = " *" if option.get("default") else ""
                yield f"      {position}. {option['label']}{description}{chosen}"


def _component(component: dict[str, Any], number: int | None) -> str:
    emoji = (component.get("emoji") or {}).get("name") or ""
    label = " ".join(part for part in (emoji, component.get("label") or component.get("placeholder") or "") if part)
    if component.get("style") == _LINK_STYLE:
        return f"[{label}: {component['url']}]"
    return f"[{'-' if number is None else number}] {label or 'choose'}"


def _named(message: Message, text: str) -> str:
    """Put names where the text mentions users, roles and channels by id, and times in words of this time zone."""
    world, guild = message.channel.world, message.channel.guild

    def name(match: re.Match[str]) -> str:
        kind, key = match[1], int(match[2])
        if kind == "#" and key in world.channels:
            return f"#{world.channels[key].name}"
        if kind == "@&" and guild is not None and key in guild.roles:
            return f"@{guild.roles[key].name}"
        return f"@{world.users[key].display_name}" if key in world.users else match[0]

    def time(match: re.Match[str]) -> str:
        moment = datetime.fromtimestamp(int(match[1])).astimezone()
        if match[2] != "R":
            return f"{moment:{_STYLES.get(match[2], '%d %B %Y %H:%M')}}"
        seconds = round(int(match[1]) - world.clock.now())
        size, unit = next(
            (abs(seconds) // length, unit) for length, unit in _UNITS if abs(seconds) >= 2 * length or length == 1
        )
        if seconds == 0:
            return "now"
        unit = unit if size != 1 else unit[:-1]
        return f"in {size} {unit}" if seconds > 0 else f"{size} {unit} ago"

    return _ESCAPED.sub(r"\1", _MOMENT.sub(time, _MENTION.sub(name, text)))


def _filled(items: list[str]) -> Iterator[str]:
    """Put as many items on a line as fit, never breaking one."""
    line = ""
    for item in items:
        if line and len(line) + len(item) > WIDTH:
            yield line
            line = ""
        line += f"  {item}" if not line else f"   {item}"
    if line:
        yield line


def _wrapped(text: str, margin: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, WIDTH, initial_indent=margin, subsequent_indent=margin) or [margin.rstrip()]


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []
