"""Letters of other scripts that are read as Latin ones: a name that is written with some of them is still that name."""

from __future__ import annotations

import re
from typing import Final

_ALIKE: Final = str.maketrans(
    "АВЕІЈКМНОРСЅТУҮХаеіјкорсѕухһԁӏԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ" + "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢꜰꜱ",
    "ABEIJKMHOPCSTYYXaeijkopcsyxhdlqw" + "ABEZHIKMNOPTYXaikvopux" + "abcdeghijklmnoprtuvwyzfs",
)
"""Cyrillic, Greek, and small capitals."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LAST_LATIN: Final = "\u024f"
_OTHER: Final = re.compile(r"[^\W\d_\x00-\u024f]")


def latin(text: str) -> str:
    """Return a text, as long as it was, with letters that look like Latin ones as those.

    Where some letter looks like no Latin one, the text may really be in another script: then only words that have Latin
    letters, too, are read so.
    """
    if text.isascii():
        return text
    read = text.translate(_ALIKE)
    if _OTHER.search(read):
        return _WORD.sub(lambda word: _mixed(word[0]), text)
    return read


def _mixed(word: str) -> str:
    return word.translate(_ALIKE) if min(word) <= _LAST_LATIN else word
