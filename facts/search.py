"""Full-text search over the facts of one view, ranked by Okapi BM25.

How rare a word is, how long facts are and which names belong to which entry is all taken from that view: statistics of
anything wider would move results by what is hidden.
"""

from __future__ import annotations

import heapq
import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from facts.names import split

MOST: Final = 250
"""Hits returned at most."""

_K1: Final = 1.2
_B: Final = 0.75
_TERMS: Final = 32
_TYPED: Final = 1000
_WEIGHED: Final = 2000
_POSSESSIVE: Final = re.compile(r"[’']s\b")
_COMMON: Final = frozenset(
    """a an and are as at be but by did do does for from had has have he her his how in into is it its of on or she
    that the their them they this to was were what when where which who whom why will with""".split()  # noqa: SIM905
)


class Words:
    """Split texts into words as they are compared: folded, without possessives, plurals and the commonest words."""

    def __init__(self) -> None:
        self._known: dict[str, str] = dict.fromkeys(_COMMON, "")

    def of(self, text: str) -> list[str]:
        """Return the words of ``text`` in its order."""
        known = self._known
        found = []
        for word in split(_POSSESSIVE.sub("", text)):
            term = known.get(word)
            if term is None:
                term = known[word] = _singular(word)
            if term:
                found.append(term)
        return found


class _Postings(NamedTuple):
    """The texts that hold a word, and how often each does."""

    numbers: array[int]
    counts: array[int]


class Search:
    """An inverted index of texts, each given by its words; texts are known by their number."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        lengths = array("I")
        held: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        for number, text in enumerate(texts):
            lengths.append(len(text))
            for word in text:
                held[word].append(number)
        self._held = dict(held)
        self._lengths = lengths
        self._mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._frequent: dict[str, _Postings] = {}
        self._best: dict[str, array[int]] = {}

    def find(self, text: str, limit: int | None = None) -> list[int]:
        """Return the numbers of texts that hold any word of ``text``: all its words first, best first, ties in order.

        Where very many texts hold the words, only the likeliest are weighed, so that common words cost no more.
        """
        terms = self._terms(text)
        if not terms:
            return []
        scores = dict.fromkeys(self._candidates(terms), 0.0)
        held = dict.fromkeys(scores, 0)
        for postings in terms.values():
            rarity = self._rarity(postings)
            for number, count in _among(scores, postings):
                scores[number] += rarity * self._weight(number, count)
                held[number] += 1
        ranked = sorted(scores, key=lambda number: (-held[number], -scores[number], number))
        return ranked[: MOST if limit is None else min(limit, MOST)]

    def _terms(self, text: str) -> dict[str, _Postings]:
        """Return the words of ``text`` that the index knows, the rarest first."""
        typed = dict.fromkeys(Words().of(text[:_TYPED]))
        known = sorted((word for word in typed if word in self._held), key=lambda word: len(self._held[word]))
        return {word: self._postings(word) for word in known[:_TERMS]}

    def _postings(self, word: str) -> _Postings:
        found = self._frequent.get(word)
        if found is None:
            counted = Counter(self._held[word])
            found = _Postings(array("I", counted), array("I", counted.values()))
            if len(counted) > _WEIGHED:
                self._frequent[word] = found
        return found

    def _candidates(self, terms: dict[str, _Postings]) -> list[int]:
        """Return the texts to weigh: those with all terms, then the likeliest of each."""
        rarest, *others = terms.values()
        together = set(rarest.numbers)
        for postings in others:
            together.intersection_update(postings.numbers)
        found = dict.fromkeys(heapq.nsmallest(_WEIGHED, together))
        for word, postings in terms.items():
            found.update(dict.fromkeys(self._likeliest(word, postings)[: _WEIGHED - len(found)]))
        return list(found)

    def _likeliest(self, word: str, postings: _Postings) -> array[int]:
        if len(postings.numbers) <= _WEIGHED:
            return postings.numbers
        best = self._best.get(word)
        if best is None:
            weighed = ((-self._weight(number, count), number) for number, count in zip(*postings, strict=True))
            best = self._best[word] = array("I", (number for _, number in heapq.nsmallest(_WEIGHED, weighed)))
        return best

    def _rarity(self, postings: _Postings) -> float:
        holding = len(postings.numbers)
        return math.log(1 + (len(self._lengths) - holding + 0.5) / (holding + 0.5))

    def _weight(self, number: int, count: int) -> float:
        return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * self._lengths[number] / self._mean))


def _among(wanted: Mapping[int, object], postings: _Postings) -> Iterator[tuple[int, int]]:
    """Yield those postings that are wanted, by whichever of the two is the shorter."""
    numbers, counts = postings
    if len(numbers) <= 4 * len(wanted):
        yield from (pair for pair in zip(numbers, counts, strict=True) if pair[0] in wanted)
        return
    for number in wanted:
        at = bisect_left(numbers, number)
        if at < len(numbers) and numbers[at] == number:
            yield number, counts[at]


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]
