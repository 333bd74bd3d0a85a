"""A message as people see it: without markup, links, mentions and what is behind spoiler bars."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from facts.lookalikes import latin

_MARKED: Final = re.compile(r"[|`<*_~\\\n]")
_BARS_OR_CODE: Final = re.compile(r"(```.*?```|``.*?``|`[^`\n]*`)|(?<!\\)\|\|.*?(?<!\\)\|\|", re.DOTALL)
_TAGS: Final = re.compile(r"<(?:@[!&]?|#|a?:\w{1,40}:|t:|/[^:<>]{1,100}:|id:)[\w:.+-]*>")
_LINK: Final = re.compile(r"\(?<?https?://[^\s/]*([^\s<>)]*)>?\)?", re.IGNORECASE)
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)
_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ß": "ss",
        "…": " . ",
    }
)
_EMPHASIS: Final = re.compile(r"(?<![^\W_])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![^\W_])")
_INSIDE: Final = re.compile(r"(?<=[^\W\d_])(?:\*{1,3}|__)(?=[^\W\d_])")
_STRUCK: Final = re.compile(r"~~|[`*]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n[\n >#-]*")

BREAK: Final = " . "
"""Stands where a line ends, or something is hidden: no name goes on beyond it."""


def clean(text: str, *, strict: bool = False) -> str:
    """Return what a message says, in plain letters; with ``strict`` also what is behind spoiler bars.

    Emphasis becomes quotation marks, and nothing within a word. Case stays, and so does punctuation.
    """
    if text.isascii() and not _MARKED.search(text) and "  " not in text and "://" not in text:
        return text
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
            text = latin("".join(c for c in text if not unicodedata.combining(c)))
    if "<" in text:
        text = _TAGS.sub(" ", text)
    if "|" in text:
        text = text.replace("||", " ") if strict else _BARS_OR_CODE.sub(lambda found: found[1] or BREAK, text)
    if "://" in text:
        text = _LINK.sub(lambda found: f" {re.sub(r'[^A-Za-z0-9]+', ' ', found[1]).lower()} ", text)
    text = text.replace("\\", "")
    if "*" in text or "_" in text or "`" in text or "~" in text:
        text = _STRUCK.sub("", _EMPHASIS.sub('"', _INSIDE.sub("", text))).replace("_", " ")
    return _LINES.sub(BREAK, _SPACES.sub(" ", text)).strip()
