"""Letters that are read as Latin ones, of other scripts or in frames: a name written with them is still that name."""

from __future__ import annotations

import re
from typing import Final

_ALIKE: Final = str.maketrans(
    "АВЕІЈКМНОРСЅТУҮХаеіјкорсѕухһԁӏԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ" + "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢꜰꜱ",
    "ABEIJKMHOPCSTYYXaeijkopcsyxhdlqw" + "ABEZHIKMNOPTYXaikvopux" + "abcdeghijklmnoprtuvwyzfs",
)
"""Cyrillic, Greek, and small capitals."""
_FRAMES: Final = {
    **{
        first + number: letter
        for first in (0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6)
        for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    },
    **{
        first + number: digit
        for first in (0x2474, 0x24F5, 0x2776, 0x2780, 0x278A)
        for number, digit in enumerate("123456789")
    },
    **dict.fromkeys((0x24FF, 0x1F10B, 0x1F10C), "0"),
    **dict.fromkeys((0x20DD, 0x20DE, 0x20DF, 0x20E0, 0x20E2, 0x20E3, 0x20E4), ""),
}
"""In parentheses, circles, squares and keys, and what flags are made of: what Unicode's own forms leave framed."""
_FRAMED: Final = re.compile(f"[{''.join(map(chr, _FRAMES))}]")
_EMOJI: Final = "\ufe0f"
"""Stands between a digit and its key."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LAST_LATIN: Final = "\u024f"
_OTHER: Final = re.compile(r"[^\W\d_\x00-\u024f]")


def unframed(text: str) -> str:
    """Return a text with framed letters as letters, which may be meant as signs; the same object without any."""
    return text if text.isascii() or not _FRAMED.search(text) else text.replace(_EMOJI, "").translate(_FRAMES)


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
