"""The sentences of a view: whom each names, and which of them may tell of the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from facts.model import Fact
from facts.questions.wording import GAP, content
from facts.view.relations import named


class Mention(NamedTuple):
    """A name in a text, ``text[start:end]``, and the ids that bear it."""

    start: int
    end: int
    ids: tuple[str, ...]


class Sentences:
    """The texts of some facts, which name entries by the names given for each id."""

    def __init__(self, facts: tuple[Fact, ...], names: Mapping[str, tuple[str, ...]]) -> None:
        self._facts = facts
        self._names = names
        self._like: dict[str, tuple[Fact, ...]] = {}
        self._mentions: dict[str, tuple[Mention, ...]] = {}

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the names in ``text``, of names inside each other only the longest."""
        found = self._mentions.get(text)
        if found is None:
            found = self._mentions[text] = tuple(self._find(text))
        return found

    def told(self, fact: Fact) -> Mapping[str, tuple[Mention, ...]] | None:
        """Return the entries that the text of a fact names, with the places; ``None`` where a name is ambiguous."""
        referred = set(named(fact))
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions(fact.text):
            ids = [id_ for id_ in mention.ids if id_ in referred] if len(mention.ids) > 1 else list(mention.ids)
            if len(ids) != 1:
                return None
            found.setdefault(ids[0], []).append(mention)
        return {id_: tuple(places) for id_, places in found.items()}

    def like(self, fact: Fact) -> tuple[Fact, ...]:
        """Return the other facts that may tell of the same: they have a good part of its words, names aside."""
        found = self._like.get(fact.id)
        if found is None:
            found = self._like[fact.id] = tuple(self._alike(fact))
        return found

    @cached_property
    def _bearers(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for id_, names in self._names.items():
            for name in names:
                found.setdefault(name, {})[id_] = None
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, tuple[str, ...]]:
        names = tuple(self._bearers)
        return AhoCorasick(names, store_patterns=False), names

    def _find(self, text: str) -> Iterable[Mention]:
        automaton, names = self._automaton
        matches = [
            (start, -end, names[index])
            for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
        ]
        furthest = -1
        for start, minus_end, name in sorted(matches):
            if -minus_end > furthest:
                furthest = -minus_end
                yield Mention(start, furthest, self._bearers[name])

    @cached_property
    def _content(self) -> Mapping[str, frozenset[str]]:
        return {fact.id: content(self._without_names(fact.text)) for fact in self._facts}

    def _without_names(self, text: str) -> str:
        for mention in reversed(self.mentions(text)):
            text = text[: mention.start] + " " + text[mention.end :]
        return text

    @cached_property
    def _with_word(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for number, fact in enumerate(self._facts):
            for word in sorted(self._content[fact.id]):
                found.setdefault(word, []).append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    def _alike(self, fact: Fact) -> Iterable[Fact]:
        words = self._content[fact.id]
        shared = Counter(chain.from_iterable(self._with_word[word] for word in words))
        enough = max(1, (2 * len(words) + 4) // 5)
        found = sorted(number for number, count in shared.items() if count >= enough)
        return (other for number in found if (other := self._facts[number]).id != fact.id)


def gapped(text: str, mentions: Iterable[Mention]) -> str:
    """Return ``text`` with a gap where ``mentions`` are."""
    for mention in sorted(mentions, reverse=True):
        text = text[: mention.start] + GAP + text[mention.end :]
    return text
