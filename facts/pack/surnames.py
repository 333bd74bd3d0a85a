"""Words of characters' names: a surname alone can name somebody whom nobody has met."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Final, NamedTuple

from facts.mentions import Mention
from facts.model import Character, Pack, Thing
from facts.position import Position
from facts.seasons import Seasons

_WORD: Final = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}")


class Surname(NamedTuple):
    """A word of names, the first of these, and from when the word is known."""

    word: str
    name: str
    since: Position


class Surnames:
    """The capitalised words of all names, each with the earliest name that holds it."""

    def __init__(self, pack: Pack) -> None:
        seasons = Seasons(pack.show.episodes)
        self._known: dict[str, Surname] = {}
        for entry in chain[Character | Thing](pack.characters, pack.things):
            for name in entry.names:
                self._add(name.name, seasons.canonical(name.since))
        for person in pack.people:
            self._add(person.name, seasons.canonical(person.since))
        characters = {word for entry in pack.characters for name in entry.names for word in _words(name.name)}
        self._known = {word: known for word, known in self._known.items() if word in characters}

    def _add(self, name: str, since: Position) -> None:
        for word in _words(name):
            if word not in self._known or since < self._known[word].since:
                self._known[word] = Surname(word, name, since)

    def beyond(self, text: str, position: Position, mentions: Collection[Mention]) -> Iterator[Surname]:
        """Find words of names that are not known at ``position``, outside of what is mentioned in full."""
        for match in _WORD.finditer(text):
            known = self._known.get(match[0])
            if known is None or known.since <= position:
                continue
            if not any(mention.start <= match.start() < mention.end for mention in mentions):
                yield known


def _words(name: str) -> Iterator[str]:
    return (word for word in _WORD.findall(name) if word != "The")
