"""Buttons, menus and the newer layout components as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from bot.sandbox.limits.components import SELECTS, ComponentType
from bot.sandbox.page import markdown
from bot.sandbox.page.markdown import Names
from bot.sandbox.world import Channel

Component = Mapping[str, Any]

_STYLES: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary"}


@dataclass(frozen=True)
class Context:
    """What drawing needs to know of the place: names, the addresses of files, and what is being waited for."""

    names: Names
    channel: Channel
    file_url: Callable[[str], str | None]
    """The address at which the page finds a picture that a message names; ``None`` where it is not here."""

    busy: frozenset[str] = frozenset()
    """The ``custom_id`` of what was pressed and not answered yet."""


def rows_html(components: list[dict[str, Any]], context: Context) -> str:
    """Return all components of a message."""
    return "".join(component_html(component, context) for component in components)


def component_html(component: Component, context: Context) -> str:
    """Return one component with what is inside it; empty for a kind that is not known."""
    kind = component["type"]
    if kind in SELECTS:
        return menu_html(component, context)
    draw = _DRAWN.get(kind)
    return draw(component, context) if draw is not None else ""


def menu_html(component: Component, context: Context, *, in_form: bool = False) -> str:
    """Return a menu; one of which several lines can be chosen has a button of its own."""
    low, high = _count(component, "min_values"), _count(component, "max_values")
    key = escape(str(component["custom_id"]))
    off = " disabled" if component.get("disabled") or component["custom_id"] in context.busy else ""
    label = escape(component.get("placeholder") or "Make a selection")
    options = menu_options(component, context)
    lines = "".join(_option(option) for option in options)
    several = high > 1
    kind = "multiple" if several else ""
    named = f'name="{key}"' if in_form else f'data-do="choose" data-value="{key}"'
    needed = " required" if in_form and low > 0 else ""
    chosen = any(option.get("default") for option in options)
    empty = "" if several else f'<option value="" {"" if chosen else "selected"}{" hidden" if needed else ""}>{label}'
    optional = " data-optional" if low == 0 else ""
    select = f'<select class="menu" {named} aria-label="{label}" {kind}{off}{needed}{optional}>{empty}{lines}</select>'
    if several and not in_form:
        choose = f'<button class="button secondary" data-do="choose-several" data-value="{key}"{off}>Choose</button>'
        return f'<div class="row">{select}{choose}</div>'
    return select if in_form else f'<div class="row">{select}</div>'


def menu_options(component: Component, context: Context) -> list[dict[str, Any]]:
    """Return the lines of a menu; those of menus for people, roles and channels come from the place."""
    kind = component["type"]
    if kind == ComponentType.SELECT:
        return list(component["options"])
    guild = context.channel.guild
    users = [member.user for member in guild.members.values()] if guild else context.channel.recipients
    found: list[tuple[str, int]] = []
    if kind in (ComponentType.USER_SELECT, ComponentType.MENTIONABLE_SELECT):
        found += [(f"@{user.display_name}", user.id) for user in users]
    if kind in (ComponentType.ROLE_SELECT, ComponentType.MENTIONABLE_SELECT) and guild:
        found += [(f"@{role.name.removeprefix('@')}", role.id) for role in guild.roles.values()]
    if kind == ComponentType.CHANNEL_SELECT and guild:
        allowed = component.get("channel_types")
        found += [(f"#{c.name}", c.id) for c in guild.channels.values() if not allowed or c.type in allowed]
    chosen = {str(one["id"]) for one in component.get("default_values") or ()}
    return [{"label": label, "value": str(key), "default": str(key) in chosen} for label, key in found]


def _option(option: Component) -> str:
    emoji = (option.get("emoji") or {}).get("name") or ""
    label = f"{emoji} {option['label']}".strip()
    detail = f"<small>{escape(option['description'])}</small>" if option.get("description") else ""
    selected = " selected" if option.get("default") else ""
    return f'<option value="{escape(str(option["value"]))}"{selected}><span>{escape(label)}</span>{detail}</option>'


def _button(button: Component, context: Context) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    words = escape(" ".join(part for part in (emoji, button.get("label") or "") if part))
    style = _STYLES.get(button.get("style", 2), "secondary")
    if style == "link":
        address = str(button.get("url", ""))
        if address.startswith(("https://", "http://")):
            return f'<span class="button secondary link">{markdown.link(address, words + " ↗")}</span>'
        return f'<button class="button secondary" disabled>{words}</button>'
    key = str(button.get("custom_id", ""))
    busy = ' aria-busy="true"' if key in context.busy else ""
    off = " disabled" if button.get("disabled") else ""
    does = f'data-do="press" data-value="{escape(key)}"'
    return f'<button type="button" class="button {style}" {does}{busy}{off}>{words}</button>'


def _row(row: Component, context: Context) -> str:
    children = row["components"]
    if any(child["type"] in SELECTS for child in children):
        return "".join(component_html(child, context) for child in children)
    return f'<div class="row">{"".join(component_html(child, context) for child in children)}</div>'


def _text(component: Component, context: Context) -> str:
    return f'<div class="prose">{markdown.to_html(component["content"], context.names)}</div>'


def _section(component: Component, context: Context) -> str:
    inside = "".join(component_html(child, context) for child in component["components"])
    beside = component_html(component["accessory"], context)
    return f'<div class="section"><div>{inside}</div><div>{beside}</div></div>'


def _container(component: Component, context: Context) -> str:
    inside = "".join(component_html(child, context) for child in component["components"])
    colour = component.get("accent_color")
    edge = f' style="--edge:#{int(colour):06x}"' if colour is not None else ""
    return f'<div class="embed"{edge}><div class="embed-text">{inside}</div></div>'


def _separator(component: Component, _context: Context) -> str:
    return '<hr class="separator">' if component.get("divider", True) else '<div class="gap"></div>'


def _gallery(component: Component, context: Context) -> str:
    return "".join(picture(item["media"]["url"], item.get("description"), context) for item in component["items"])


def _thumbnail(component: Component, context: Context) -> str:
    return picture(component["media"]["url"], component.get("description"), context, "thumbnail")


def _file(component: Component, context: Context) -> str:
    return picture(component["file"]["url"], None, context)


def picture(url: str, described: str | None, context: Context, kind: str = "picture") -> str:
    """Return a picture that came with the message; the page loads nothing from elsewhere, so others are named."""
    words = escape(described or "")
    address = context.file_url(url)
    if address is None:
        return f'<div class="elsewhere">Picture: {markdown.link(url, escape(url))}</div>' if "://" in url else ""
    return f'<img class="{kind}" src="{escape(address)}" alt="{words}" loading="lazy">'


def _count(component: Component, name: str) -> int:
    value = component.get(name)
    return 1 if value is None else int(value)


_DRAWN: Final[Mapping[int, Callable[[Component, Context], str]]] = {
    ComponentType.ROW: _row,
    ComponentType.BUTTON: _button,
    ComponentType.SECTION: _section,
    ComponentType.TEXT_DISPLAY: _text,
    ComponentType.THUMBNAIL: _thumbnail,
    ComponentType.MEDIA_GALLERY: _gallery,
    ComponentType.FILE: _file,
    ComponentType.SEPARATOR: _separator,
    ComponentType.CONTAINER: _container,
}
