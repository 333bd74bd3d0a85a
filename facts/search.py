"""Full-text search over the facts of one view, ranked by Okapi BM25.

How rare a word is, how long facts are and which names belong to which entry is all taken from that view: statistics of
anything wider would move results by what is hidden.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from facts.names import fold

MOST: Final = 250
"""Hits returned at most."""

_K1: Final = 1.2
_B: Final = 0.75
_WORDS: Final = 32
_TYPED: Final = 1000
_SCORED: Final = 2000
_SPLIT: Final = re.compile(r"[’']s\b")
_COMMON: Final = frozenset(
    """a an and are as at be but by did do does for from had has have he her his how in into is it its of on or she
    that the their them they this to was were what when where which who whom why will with""".split()  # noqa: SIM905
)


def words(text: str) -> list[str]:
    """Return the words of ``text`` as they are compared: folded, without possessives, plurals and the commonest."""
    return [_singular(word) for word in fold(_SPLIT.sub("", text)).split() if word not in _COMMON]


class Search:
    """An inverted index of texts, each given by its words; texts are known by their number."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        lengths = array("H")
        numbers: dict[str, array[int]] = {}
        counts: dict[str, array[int]] = {}
        for number, text in enumerate(texts):
            lengths.append(min(len(text), 0xFFFF))
            for word, count in Counter(text).items():
                if word not in numbers:
                    numbers[word] = array("I")
                    counts[word] = array("B")
                numbers[word].append(number)
                counts[word].append(min(count, 0xFF))
        self._numbers = numbers
        self._counts = counts
        self._lengths = lengths
        self._mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._best: dict[str, array[int]] = {}

    def find(self, text: str, limit: int | None = None) -> list[int]:
        """Return the numbers of texts that hold any word of ``text``: all its words first, best first, ties in order.

        Where very many texts hold the words, only the likeliest are weighed, so that common words cost no more.
        """
        typed = dict.fromkeys(words(text[:_TYPED]))
        terms = sorted((word for word in typed if word in self._numbers), key=lambda word: len(self._numbers[word]))
        terms = terms[:_WORDS]
        if not terms:
            return []
        scores: dict[int, float] = dict.fromkeys(self._candidates(terms), 0.0)
        held: dict[int, int] = dict.fromkeys(scores, 0)
        for term in terms:
            for number, score in self._scored(term, scores):
                scores[number] += score
                held[number] += 1
        ranked = sorted(scores, key=lambda number: (-held[number], -scores[number], number))
        return ranked[: min(MOST, limit if limit is not None else MOST)]

    def _candidates(self, terms: list[str]) -> list[int]:
        together = set(self._numbers[terms[0]])
        for term in terms[1:]:
            together.intersection_update(self._numbers[term])
        found = dict.fromkeys(sorted(together)[:_SCORED])
        for term in terms:
            if len(found) >= _SCORED:
                break
            found.update(dict.fromkeys(self._likeliest(term)[: _SCORED - len(found)]))
        return list(found)

    def _likeliest(self, term: str) -> array[int]:
        numbers = self._numbers[term]
        if len(numbers) <= _SCORED:
            return numbers
        best = self._best.get(term)
        if best is None:
            weights = [self._weight(number, count) for number, count in zip(numbers, self._counts[term], strict=True)]
            order = sorted(range(len(numbers)), key=lambda at: (-weights[at], at))[:_SCORED]
            best = self._best[term] = array("I", (numbers[at] for at in order))
        return best

    def _scored(self, term: str, among: dict[int, float]) -> Iterable[tuple[int, float]]:
        numbers, counts = self._numbers[term], self._counts[term]
        rarity = math.log(1 + (len(self._lengths) - len(numbers) + 0.5) / (len(numbers) + 0.5))
        if len(numbers) <= 4 * len(among):
            for number, count in zip(numbers, counts, strict=True):
                if number in among:
                    yield number, rarity * self._weight(number, count)
            return
        for wanted in among:
            at = bisect_left(numbers, wanted)
            if at < len(numbers) and numbers[at] == wanted:
                yield wanted, rarity * self._weight(wanted, counts[at])

    def _weight(self, number: int, count: int) -> float:
        return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * self._lengths[number] / self._mean))


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]
