"""Finding entries by name: folding, an index of word beginnings, and the nearest spelling.

Every index is made of the names of one view and knows no others.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple

LONGEST: Final = 100
"""Characters of a typed text that are looked at: no name is as long, and Discord lets 6,000 be typed."""

ENOUGH: Final = 5
"""With this many hits by the beginnings of words, nothing is guessed."""

MOST: Final = 25
"""Choices an autocomplete may offer."""

_CANDIDATES: Final = 16
_LOOKED_AT: Final = 1000
_SIMILAR: Final = 70.0
_OF_WORD: Final = 0.95
_REMEMBERED: Final = 256
_END: Final = "\U0010ffff"
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = str.maketrans(
    {**dict.fromkeys("’‘ʼ`´", ""), "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Apostrophes, and letters that decomposing leaves as they are."""
_ASCII: Final = {code: None if chr(code) == "'" else " " for code in range(128) if not chr(code).isalnum()}


class Suggestion(NamedTuple):
    """A choice of an autocomplete: what is shown, at most 100 characters, and the id it stands for."""

    label: str
    value: str


class Named(NamedTuple):
    """An entry as the index takes it: id, the label it is offered under, and every name that finds it."""

    id: str
    label: str
    names: tuple[str, ...]


def split(text: str) -> list[str]:
    """Return the words of ``text`` without case, accents and punctuation; an apostrophe divides no word."""
    if text.isascii():
        return text.lower().translate(_ASCII).split()  # the same as below, five times as fast
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    text = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return _WORD.findall(text.replace("'", "").lower())


def fold(text: str) -> str:
    """Return the words of ``text`` as ``split`` gives them, separated by single spaces."""
    return " ".join(split(text))


class Names:
    """The names of some entries, those offered first coming first; ``among`` is a range of their places."""

    def __init__(self, entries: Iterable[Named]) -> None:
        self._entries: tuple[Named, ...] = tuple(entries)
        self._all = range(len(self._entries))
        self._suggestions = tuple(Suggestion(entry.label, entry.id) for entry in self._entries)
        self._offered: dict[tuple[str, range], tuple[Suggestion, ...]] = {}
        self._exact: dict[str, list[int]] = {}
        self._folded: list[tuple[str, int]] = []
        for place, entry in enumerate(self._entries):
            for name in dict.fromkeys(map(fold, entry.names)):
                self._exact.setdefault(name, []).append(place)
                self._folded.append((name, place))
        self._starts = _Beginnings(self._folded)

    @cached_property
    def _words(self) -> _Beginnings:
        return _Beginnings([(name[at + 1 :], place) for name, place in self._folded for at in _spaces(name)])

    @cached_property
    def _trigrams(self) -> dict[str, array[int]]:
        found: dict[str, array[int]] = {}
        for number, (name, _) in enumerate(self._folded):
            for gram in _grams(name):
                if gram in found:
                    found[gram].append(number)
                else:
                    found[gram] = array("I", (number,))
        return found

    def warm(self) -> None:
        """Build what is otherwise built when it is first needed."""
        self.nearest("warm")

    def find(self, text: str, among: range | None = None) -> tuple[str, ...]:
        """Return the ids of the entries of that name, or else of those that bear it as whole words of a name."""
        folded = fold(text) if len(text) <= 2 * LONGEST else ""
        if not folded:
            return ()
        within = self._all if among is None else among
        found = [place for place in self._exact.get(folded, ()) if place in within]
        if not found:
            whole = {*self._starts.whole(folded), *self._words.whole(folded)}
            found = sorted(place for place in whole if place in within)
        return tuple(self._entries[place].id for place in found)

    def suggest(self, text: str, limit: int, among: range | None = None) -> tuple[Suggestion, ...]:
        """Return at most ``limit`` (at most 25) choices for what has been typed so far; the first for nothing."""
        within = self._all if among is None else among
        key = (text[:LONGEST], within)
        offered = self._offered.get(key)
        if offered is None:
            typed = text[:LONGEST].strip()
            places = self._ranked(fold(typed), within) if typed else within
            offered = tuple(self._suggestions[place] for place in places[:MOST])
            if len(self._offered) >= _REMEMBERED:
                self._offered.clear()
            self._offered[key] = offered
        return offered[:limit]

    def nearest(self, text: str, among: range | None = None) -> str | None:
        """Return the id of the entry whose name is most like ``text``, if any is like it."""
        ranked = self._ranked(fold(text[:LONGEST]), self._all if among is None else among)
        return self._entries[ranked[0]].id if ranked else None

    def _ranked(self, folded: str, within: range) -> list[int]:
        if not folded:
            return []
        found = dict.fromkeys(place for place in self._exact.get(folded, ()) if place in within)
        found.update(dict.fromkeys(self._starts.first(folded, within)))
        found.update(dict.fromkeys(self._words.first(folded, within)))
        if len(found) < ENOUGH:
            found.update(dict.fromkeys(self._similar(folded, within)))
        return list(found)

    def _similar(self, folded: str, within: range) -> list[int]:
        # Imported when first needed: most of what is typed is spelt right, and the bot's start should not pay.
        from rapidfuzz.fuzz import WRatio, ratio
        from rapidfuzz.process import extract

        near = [self._folded[number] for number in self._sharing(_grams(folded), within)]
        whole = extract(folded, [name for name, _ in near], scorer=WRatio, limit=None, score_cutoff=_SIMILAR)
        scores = {near[at][1]: score for _, score, at in reversed(whole)}  # the best of an entry's names last
        words = [(word, place) for name, place in near for word in name.split()]
        least = _SIMILAR / _OF_WORD
        for _, score, at in extract(folded, [w for w, _ in words], scorer=ratio, limit=None, score_cutoff=least):
            place = words[at][1]
            scores[place] = max(_OF_WORD * score, scores.get(place, 0.0))
        return sorted(scores, key=lambda place: (-scores[place], place))

    def _sharing(self, grams: set[str], within: range) -> list[int]:
        """Return the numbers of the names that share most trigrams; the commonest trigrams only if need be."""
        known = sorted((len(self._trigrams[gram]), gram) for gram in grams if gram in self._trigrams)
        shared: Counter[int] = Counter()
        looked_at = 0
        for length, gram in known:
            if looked_at and looked_at + length > _LOOKED_AT:
                break
            shared.update(self._trigrams[gram])
            looked_at += length
        found = sorted(shared, key=shared.__getitem__, reverse=True)
        if within != self._all:
            found = [number for number in found if self._folded[number][1] in within]
        return found[:_CANDIDATES]


class _Beginnings:
    """Sorted texts with the entries they belong to, for finding what begins with something."""

    def __init__(self, texts: list[tuple[str, int]]) -> None:
        texts = sorted(texts)
        self._texts = [text for text, _ in texts]
        self._places = array("I", (place for _, place in texts))

    def first(self, start: str, within: range) -> list[int]:
        """Return the first 25 entries ``within`` that have a text beginning with ``start``."""
        low = bisect_left(self._texts, start)
        high = bisect_right(self._texts, start + _END, lo=low)
        return heapq.nsmallest(MOST, {place for place in self._places[low:high] if place in within})

    def whole(self, words: str) -> list[int]:
        """Return the entries that have a text beginning with these words, the last one complete."""
        low = bisect_left(self._texts, words)
        high = bisect_right(self._texts, words + _END, lo=low)
        found = []
        for number in range(low, high):
            text = self._texts[number]
            if len(text) == len(words) or text[len(words)] == " ":
                found.append(self._places[number])
        return found


def _spaces(name: str) -> Iterable[int]:
    at = name.find(" ")
    while at >= 0:
        yield at
        at = name.find(" ", at + 1)


def _grams(folded: str) -> set[str]:
    padded = f" {folded} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
