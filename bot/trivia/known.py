"""The names of one view, for the judge: it knows no others, so nothing that it says can hint at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from bot.trivia.spelling import Spelt, same, spell
from facts.model import Character, Person, Thing
from facts.view import View


class Entry(NamedTuple):
    """Somebody or something that an answer may name; ``label`` is what is shown."""

    kind: str
    label: str
    names: tuple[str, ...]


class Known:
    """Entries by their names and by the words of their names; make it once a view and keep it beside that."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: Final = tuple(entries)
        self._names: dict[str, set[int]] = {}
        self._parts: dict[str, set[int]] = {}
        for number, entry in enumerate(self.entries):
            for name in entry.names:
                spelt = spell(name)
                self._names.setdefault(spelt.text, set()).add(number)
                for part in _parts(spelt.plain):
                    self._parts.setdefault(spell(part).text, set()).add(number)
        self._spelt: Final = {text: spell(text) for text in {**self._names, **self._parts}}
        self._by_length: dict[int, list[str]] = {}
        for text in self._spelt:
            self._by_length.setdefault(len(text), []).append(text)
        self._joined: Final = {self._spelt[text].joined: text for text in self._names}

    @classmethod
    def of(cls, view: View) -> Known:
        """Return the names of a view; those who turned out to be one person are one entry."""
        entries: list[Entry] = []
        seen: set[str] = set()
        sections: tuple[tuple[str, Mapping[str, Character | Thing | Person]], ...]
        sections = (("characters", view.characters), ("things", view.things), ("people", view.people))
        for kind, section in sections:
            for id_ in section:
                if id_ not in seen:
                    ids = (id_, *view.same(id_))
                    seen.update(ids)
                    names = (name for one in ids for name in _names(section[one]))
                    entries.append(Entry(kind, view.label(id_), tuple(dict.fromkeys(names))))
        return cls(entries)

    def named(self, spelt: Spelt) -> set[int]:
        """Return the entries of that name, by their places in ``entries``."""
        text = spelt.text if spelt.text in self._names else self._joined.get(spelt.joined)
        return self._names[text] if text is not None and same(spelt, self._spelt[text]) else set()

    def part(self, spelt: Spelt) -> set[int]:
        """Return the entries that have these words in a name."""
        return self._parts.get(spelt.text, set())

    def near(self, spelt: Spelt) -> Iterator[tuple[Spelt, set[int]]]:
        """Yield what differs from ``spelt`` in one letter: names, and words of names, and whose they are."""
        from rapidfuzz import process  # only typed answers need it, and no start should pay for it
        from rapidfuzz.distance import OSA

        length = len(spelt.text)
        for texts in (self._by_length.get(of, ()) for of in (length - 1, length, length + 1)):
            for text, _, _ in process.extract(spelt.text, texts, scorer=OSA.distance, score_cutoff=1, limit=None):
                yield self._spelt[text], self._names.get(text, set()) | self._parts.get(text, set())


def _parts(name: str) -> Iterator[str]:
    words = name.split(" ")
    for start, end in combinations(range(len(words) + 1), 2):
        yield " ".join(words[start:end])


def _names(entry: Character | Thing | Person) -> tuple[str, ...]:
    return (entry.name,) if isinstance(entry, Person) else tuple(name.name for name in entry.names)
