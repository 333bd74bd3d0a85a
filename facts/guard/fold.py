"""The one way in which names and messages are made alike: small letters, words apart by spaces."""

from __future__ import annotations

import re
from typing import Final

_SMALL: Final = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_OTHER: Final = re.compile(r"[^\w ]|_")


def fold(text: str) -> str:
    """Fold case and make a space of all that is neither letter nor digit; as long as ``text``."""
    if text.isascii():
        return text.encode().translate(_SMALL).decode()  # a tenth of the time that str.translate takes
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OTHER.sub(" ", folded)
