"""Finding entries by name: folding, an index of word beginnings, and the nearest spelling.

Every index is made of the names of one view and knows no others.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, NamedTuple

LONGEST: Final = 100
"""Characters of a typed text that are looked at: no name is as long, and Discord lets 6,000 be typed."""

ENOUGH: Final = 5
"""With this many hits by the beginnings of words, nothing is guessed."""

_CANDIDATES: Final = 48
_SIMILAR: Final = 70.0
_REMEMBERED: Final = 256
_END: Final = "\U0010ffff"
_NOT_WORDS: Final = re.compile(r"[^\w]+|_+")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼ`´"))
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


class Suggestion(NamedTuple):
    """A choice of an autocomplete: what is shown, at most 100 characters, and the id it stands for."""

    label: str
    value: str


class Named(NamedTuple):
    """An entry as the index takes it: id, the label it is offered under, and every name that finds it."""

    id: str
    label: str
    names: tuple[str, ...]


def fold(text: str) -> str:
    """Return ``text`` without case, accents and punctuation, its words separated by single spaces."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf")).translate(_LETTERS)
    return _NOT_WORDS.sub(" ", text.lower()).strip()


class Names:
    """The names of some entries, those offered first coming first."""

    def __init__(self, entries: Iterable[Named]) -> None:
        self._entries: tuple[Named, ...] = tuple(entries)
        self._remembered: dict[str, tuple[int, ...]] = {}
        exact: dict[str, list[int]] = {}
        starts: list[tuple[str, int]] = []
        for index, entry in enumerate(self._entries):
            for name in dict.fromkeys(map(fold, entry.names)):
                exact.setdefault(name, []).append(index)
                starts.append((name, index))
        self._exact = exact
        self._folded = starts
        self._starts = _Beginnings(starts)

    @cached_property
    def _words(self) -> _Beginnings:
        return _Beginnings([(name[at + 1 :], index) for name, index in self._folded for at in _spaces(name)])

    @cached_property
    def _trigrams(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(self._folded):
            for gram in _grams(name):
                found.setdefault(gram, []).append(number)
        return found

    def warm(self) -> None:
        """Build what is otherwise built when it is first needed."""
        self.suggest("a", 1)
        self.nearest("zzz")

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the entries of that name, or else of those that bear it as whole words of a name."""
        if len(text) > 2 * LONGEST:
            return ()
        folded = fold(text)
        if not folded:
            return ()
        found = self._exact.get(folded)
        if found is None:
            found = sorted({*self._starts.whole(folded), *self._words.whole(folded)})
        return tuple(self._entries[index].id for index in found)

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most ``limit`` choices for what has been typed so far; all comers where that is nothing."""
        text = text[:LONGEST].strip()
        if not text:
            found: Sequence[int] = range(min(limit, len(self._entries)))
        else:
            found = self._ranked(fold(text))[:limit]
        return tuple(Suggestion(self._entries[index].label, self._entries[index].id) for index in found)

    def nearest(self, text: str) -> str | None:
        """Return the id of the entry whose name is most like ``text``, if any is like it."""
        ranked = self._ranked(fold(text[:LONGEST]))
        return self._entries[ranked[0]].id if ranked else None

    def _ranked(self, folded: str) -> tuple[int, ...]:
        if not folded:
            return ()
        known = self._remembered.get(folded)
        if known is not None:
            return known
        found = dict.fromkeys(self._exact.get(folded, ()))
        found.update(dict.fromkeys(self._starts.first(folded)))
        found.update(dict.fromkeys(self._words.first(folded)))
        if len(found) < ENOUGH:
            found.update(dict.fromkeys(self._similar(folded)))
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        ranked = tuple(found)
        self._remembered[folded] = ranked
        return ranked

    def _similar(self, folded: str) -> list[int]:
        # Imported when first needed: most of what is typed is spelt right, and the bot's start should not pay.
        from rapidfuzz import fuzz

        shared: Counter[int] = Counter()
        for gram in _grams(folded):
            shared.update(self._trigrams.get(gram, ()))
        candidates = heapq.nsmallest(_CANDIDATES, shared.items(), key=lambda item: (-item[1], item[0]))
        scored = ((fuzz.WRatio(folded, self._folded[number][0]), self._folded[number][1]) for number, _ in candidates)
        return [index for _, index in sorted((-score, index) for score, index in scored if score >= _SIMILAR)]


class _Beginnings:
    """Sorted texts with the entries they belong to, for finding what begins with something."""

    def __init__(self, texts: list[tuple[str, int]]) -> None:
        texts = sorted(texts)
        self._texts = [text for text, _ in texts]
        self._indices = [index for _, index in texts]

    def first(self, start: str) -> list[int]:
        """Return the first 25 entries that have a text beginning with ``start``."""
        low = bisect_left(self._texts, start)
        high = bisect_right(self._texts, start + _END, lo=low)
        return heapq.nsmallest(25, set(self._indices[low:high]))

    def whole(self, words: str) -> list[int]:
        """Return the entries that have a text beginning with these words, the last one complete."""
        low = bisect_left(self._texts, words)
        high = bisect_right(self._texts, words + _END, lo=low)
        found = []
        for number in range(low, high):
            text = self._texts[number]
            if len(text) == len(words) or text[len(words)] == " ":
                found.append(self._indices[number])
        return found


def _spaces(name: str) -> Iterable[int]:
    at = name.find(" ")
    while at >= 0:
        yield at
        at = name.find(" ", at + 1)


def _grams(folded: str) -> set[str]:
    padded = f" {folded} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
