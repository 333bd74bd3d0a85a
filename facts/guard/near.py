"""Names that are written to be missed, or by mistake: spelled out, with digits for letters, with a wrong letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Final

from facts.guard.words import is_everyday

_SHORTEST: Final = 7
"""The fewest letters of a word that is known with one of them wrong."""
_REMEMBERED: Final = 50_000
"""Words of messages that are remembered to be like no name."""
_SPELLED: Final = re.compile(r" \w(?: +\w){4,}(?= )")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_SEVERAL: Final = 3
"""The fewest different letters that stand alone where a name is spelled out."""
_DIGITS: Final = str.maketrans("01345789", "oieastbg")
_MIXED: Final = re.compile(r"(?=\d*[a-z])(?=[a-z]*\d)[a-z0-9]{5,}")


class Near:
    """The words of names, found where a message has them almost right."""

    __slots__ = ("_far", "_shortened", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shortened: dict[str, str] = {}
        for word in sorted(self._words):
            if len(word) >= _SHORTEST and not is_everyday(word):
                self._shortened.update((short, word) for short in (word, *_shortenings(word)))
        self._far: set[str] = set()

    def unlike(self, words: Set[str]) -> Set[str]:
        """Those of a message's words that may be like names, or have digits; few, and mostly none."""
        return words - self._far

    def spell(self, cased: str, folded: str, words: Set[str]) -> str:
        """Return a text with names that are spelled out, or with digits, as they are; the same object without any."""
        if len(words & _LETTERS) >= _SEVERAL:
            for found in _SPELLED.finditer(folded):
                word = found[0].replace(" ", "")
                if word in self._words:
                    cased = _replaced(cased, r"\W+".join(word), word)
        return cased

    def mend(self, cased: str, words: Set[str]) -> str:
        """Return a text with names of which one letter is wrong put right; the same object where there are none."""
        for word in words:
            if not word.isalpha():
                continue
            meant = self._meant(word)
            if meant is not None:
                cased = _replaced(cased, word, meant)
                continue
            if len(self._far) >= _REMEMBERED:
                self._far.clear()
            self._far.add(word)
        return cased

    def read_digits(self, cased: str, words: Set[str]) -> str:
        """Return a text with names in which digits stand for letters as they are; the same object without any."""
        for word in words:
            if _MIXED.fullmatch(word):
                read = word.translate(_DIGITS)
                if read in self._words:
                    cased = _replaced(cased, word, read)
        return cased

    def _meant(self, word: str) -> str | None:
        if len(word) < _SHORTEST - 1 or word in self._words or not word.isalpha() or is_everyday(word):
            return None
        for short in (word, *_shortenings(word)):
            meant = self._shortened.get(short)
            if meant is not None and not word.startswith(meant) and not meant.startswith(word):
                return meant
        return None


def _replaced(cased: str, pattern: str, word: str) -> str:
    """Put a word in the place of another, with a capital where that has one."""
    return re.sub(
        rf"(?<!\w){pattern}(?!\w)",
        lambda found: word if found[0][:1].islower() else word.capitalize(),
        cased,
        flags=re.IGNORECASE,
    )


def _shortenings(word: str) -> Iterator[str]:
    """A word without one of its letters, the first excepted."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))
