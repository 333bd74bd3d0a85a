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
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import truediv
from typing import Final, NamedTuple

from facts.names import split

MOST: Final = 250
"""Hits returned at most."""

_K1: Final = 1.2
_B: Final = 0.75
_TERMS: Final = 12
_TYPED: Final = 1000
_CONSIDERED: Final = 1000
_WEIGHED: Final = 300
_POSSESSIVE: Final = re.compile(r"[’']s\b")
_COMMON: Final = frozenset(
    """a an and are as at be but by did do does for from had has have he her his how in into is it its of on or she
    that the their them they this to was were what when where which who whom why will with""".split()  # noqa: SIM905
)


class _Terms(dict[str, str]):
    """Words as they are compared, by words as they are written; nothing for the commonest."""

    def __missing__(self, word: str) -> str:
        term = self[word] = _singular(word)
        return term


class Words:
    """Split texts into words as they are compared: folded, without possessives, plurals and the commonest words."""

    def __init__(self) -> None:
        self._known = _Terms.fromkeys(_COMMON, "")

    def of(self, text: str) -> list[str]:
        """Return the words of ``text`` in its order."""
        if "'" in text or "’" in text:
            text = _POSSESSIVE.sub("", text)
        return [term for term in map(self._known.__getitem__, split(text)) if term]


class _Postings(NamedTuple):
    """The texts that hold a word, in order, and how often each does; and the likeliest of them, best first."""

    numbers: array[int]
    counts: array[int]
    likeliest: Sequence[int]
    rarity: float

    def held_by(self, number: int) -> int:
        """Return how often a text holds the word."""
        at = bisect_left(self.numbers, number)
        return self.counts[at] if at < len(self.numbers) and self.numbers[at] == number else 0


class _Adders(dict[str, Callable[[int], None]]):
    """How to note the number of a text that holds a word: calls that are looked up once a word, not once a use."""

    def __init__(self, held: dict[str, array[int]]) -> None:
        super().__init__()
        self._held = held

    def __missing__(self, word: str) -> Callable[[int], None]:
        numbers = self._held[word] = array("I")
        add = self[word] = numbers.append
        return add


class Search:
    """An inverted index of texts, each given by its words; texts are known by their number."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        lengths = array("I")
        self._held: dict[str, array[int]] = {}
        adder = _Adders(self._held).__getitem__
        for number, text in enumerate(texts):
            lengths.append(len(text))
            for add in map(adder, text):
                add(number)
        mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
        self._norms = array("d", (_K1 * (1 - _B + _B * length / mean) for length in lengths))
        self._frequent: dict[str, _Postings] = {}

    def warm(self) -> None:
        """Prepare the words that many texts hold, which otherwise is done when each is first looked for."""
        for word, numbers in self._held.items():
            if len(numbers) > _CONSIDERED:
                self._postings(word)

    def find(self, text: str, limit: int | None = None) -> list[int]:
        """Return the numbers of texts that hold any word of ``text``: all its words first, best first, ties in order.

        Of a word that very many texts hold only the likeliest are considered, so that common words cost no more.
        """
        terms = self._terms(text)
        if not terms:
            return []
        scores = dict.fromkeys(self._candidates(terms), 0.0)
        held = dict.fromkeys(scores, 0)
        for term in terms:
            for number in scores:
                count = term.held_by(number)
                if count:
                    scores[number] += term.rarity * count * (_K1 + 1) / (count + self._norms[number])
                    held[number] += 1
        ranked = sorted(scores, key=lambda number: (-held[number], -scores[number], number))
        return ranked[: MOST if limit is None else min(limit, MOST)]

    def _terms(self, text: str) -> list[_Postings]:
        """Return the words of ``text`` that the index knows, the rarest first."""
        typed = dict.fromkeys(Words().of(text[:_TYPED]))
        known = sorted((word for word in typed if word in self._held), key=lambda word: len(self._held[word]))
        return [self._postings(word) for word in known[:_TERMS]]

    def _postings(self, word: str) -> _Postings:
        found = self._frequent.get(word)
        if found is None:
            counted = Counter(self._held[word])
            numbers, counts = array("I", counted), array("I", counted.values())
            rarity = math.log(1 + (len(self._norms) - len(numbers) + 0.5) / (len(numbers) + 0.5))
            if len(numbers) <= _CONSIDERED:
                return _Postings(numbers, counts, numbers, rarity)
            # In the order of the word's weight in each text, which falls as norm / count rises.
            weights = map(truediv, map(self._norms.__getitem__, numbers), counts)
            likeliest = array(
                "I", (number for _, number in heapq.nsmallest(_CONSIDERED, zip(weights, numbers, strict=True)))
            )
            found = self._frequent[word] = _Postings(numbers, counts, likeliest, rarity)
        return found

    def _candidates(self, terms: list[_Postings]) -> list[int]:
        """Return the texts to weigh: those with all terms, then the likeliest of each."""
        rarest, *others = terms
        together = (number for number in rarest.likeliest if all(other.held_by(number) for other in others))
        found = dict.fromkeys(islice(together, _WEIGHED))
        for term in terms:
            found.update(dict.fromkeys(term.likeliest[: _WEIGHED - len(found)]))
        return list(found)


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]
