"""Discord's markdown as HTML. Everything that is not markup of ours is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Final

_INLINE: Final = re.compile(
    r"""
    \\(?P<escaped>[^\sA-Za-z0-9])
  | (?P<ticks>`{1,2})(?P<code>(?:(?!(?P=ticks)).)+?)(?P=ticks)(?!`)
  | <t:(?P<time>-?\d{1,13})(?::(?P<style>[tTdDfFR]))?>
  | <(?P<mention>\#|@&|@!?)(?P<id>\d{1,20})>
  | </(?P<command>[^:<>\n]{1,100}):\d{1,20}>
  | <a?:(?P<emoji>\w{1,32}):\d{1,20}>
  | \[(?P<label>[^\[\]\n]+)\]\(<?(?P<target>https?://[^\s<>()]+)>?(?:\s"[^"\n]*")?\)
  | <(?P<bracketed>https?://[^\s<>]+)>
  | (?P<link>https?://[^\s<>|*]+[^\s<>|*.,:;"')\]!?])
  | \|\|(?P<spoiler>.+?)\|\|
  | \*\*\*(?P<both>.+?)\*\*\*
  | \*\*(?P<bold>.+?)\*\*(?!\*)
  | __(?P<underlined>.+?)__(?!_)
  | ~~(?P<struck>.+?)~~
  | \*(?P<starred>[^\s*](?:.*?[^\s*])??)\*(?!\*)
  | (?<![A-Za-z0-9])_(?P<underscored>[^\s_](?:.*?[^\s_])??)_(?![A-Za-z0-9])
    """,
    re.VERBOSE | re.DOTALL,
)
_TAGS: Final = {"bold": "strong", "underlined": "u", "struck": "s", "starred": "em", "underscored": "em"}
_BLOCK: Final = re.compile(r"```(?:(?P<language>[\w+#.-]+)\n)?\n?(?P<code>.*?)\n?```", re.DOTALL)
_HEADING: Final = re.compile(r"(#{1,3}|-\#)\s+(.+)")
_ITEM: Final = re.compile(r"(\s*)(?:[-*]|(\d{1,4})\.)\s+(.+)")


@dataclass(frozen=True)
class Names:
    """How mentions are read: given ``#``, ``@`` or ``@&`` and an id, what is shown, or ``None`` where unknown."""

    of: Callable[[str, int], str | None] = lambda _kind, _id: None


def to_html(text: str, names: Names) -> str:
    """Return a text of several lines as HTML."""
    parts: list[str] = []
    at = 0
    for block in _BLOCK.finditer(text):
        parts.append(_lines(text[at : block.start()].removesuffix("\n"), names))
        parts.append(f"<pre tabindex=0><code>{escape(block['code'])}</code></pre>")
        at = block.end() + text.startswith("\n", block.end())
    parts.append(_lines(text[at:], names))
    return "".join(parts)


def inline(text: str, names: Names) -> str:
    """Return a text as HTML without headings, quotes and lists."""
    parts: list[str] = []
    at = 0
    for match in _INLINE.finditer(text):
        parts.append(_broken(text[at : match.start()]))
        parts.append(_piece(match, names))
        at = match.end()
    parts.append(_broken(text[at:]))
    return "".join(parts)


def timestamp(seconds: int, style: str = "f") -> str:
    """Return a moment, in seconds since 1970, as an element whose words the page keeps right."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return escape(f"<t:{seconds}:{style}>")
    words = f"{moment:%d %B %Y %H:%M} UTC"
    return f'<time datetime="{moment.isoformat()}" data-t="{seconds}" data-style="{style}">{words}</time>'


def link(target: str, label: str) -> str:
    """Return a link that opens beside the page and tells the other side nothing; ``label`` is HTML."""
    return f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer nofollow">{label}</a>'


def _lines(text: str, names: Names) -> str:
    if not text:
        return ""
    parts: list[str] = []
    plain: list[str] = []
    quoted: list[str] = []
    items: list[re.Match[str]] = []

    def flush() -> None:
        if plain:
            parts.append(f"<p>{inline(chr(10).join(plain), names)}</p>")
        if quoted:
            parts.append(f"<blockquote>{_lines(chr(10).join(quoted), names)}</blockquote>")
        if items:
            parts.append(_listed(items, names))
        plain.clear()
        quoted.clear()
        items.clear()

    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(">>> "):
            flush()
            quoted.extend([line[4:], *lines[number + 1 :]])
            break
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        kind = quoted if line.startswith("> ") or line == ">" else items if item else plain
        if heading or any(others for others in (plain, quoted, items) if others is not kind):
            flush()
        if heading:
            level = len(heading[1])
            tag = "small" if heading[1] == "-#" else f"h{level + 2}"
            parts.append(f'<{tag} class="prose">{inline(heading[2], names)}</{tag}>')
        elif item and kind is items:
            items.append(item)
        else:
            (quoted if kind is quoted else plain).append(line[2:] if kind is quoted else line)
    flush()
    return "".join(parts)


def _listed(items: list[re.Match[str]], names: Names) -> str:
    numbered = items[0][2]
    tag, start = ("ol", f' start="{int(numbered)}"') if numbered else ("ul", "")
    rows = "".join(f"<li{' class=deeper' if len(item[1]) > 1 else ''}>{inline(item[3], names)}</li>" for item in items)
    return f"<{tag}{start}>{rows}</{tag}>"


def _piece(match: re.Match[str], names: Names) -> str:
    kind = match.lastgroup or ""
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    if "escaped" in found:
        return escape(found["escaped"])
    if "code" in found:
        return f"<code>{escape(found['code'].strip())}</code>"
    if "time" in found:
        return timestamp(int(found["time"]), found.get("style", "f"))
    if "mention" in found:
        sign = found["mention"].rstrip("!")
        name = names.of(sign, int(found["id"]))
        return f'<span class="mention">{escape(sign[0])}{escape(name if name is not None else "unknown")}</span>'
    if "command" in found:
        return f'<span class="mention">/{escape(found["command"])}</span>'
    if "emoji" in found:
        return f":{escape(found['emoji'])}:"
    if "target" in found:
        return link(found["target"], inline(found["label"], names))
    for name in ("bracketed", "link"):
        if name in found:
            return link(found[name], escape(found[name]))
    if "spoiler" in found:
        hidden = inline(found["spoiler"], names)
        return (
            '<span class="spoiler" role="button" tabindex="0" aria-expanded="false"'
            f' aria-label="Spoiler: press to show"><span>{hidden}</span></span>'
        )
    if "both" in found:
        return f"<strong><em>{inline(found['both'], names)}</em></strong>"
    return f"<{_TAGS[kind]}>{inline(match[kind], names)}</{_TAGS[kind]}>"


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")
