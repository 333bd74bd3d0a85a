"""Hold a pack's items against each other: ids, references, and the order of what is revealed.

It works on what the files say, not on the model, so that a mistake in an item does not hide another one in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from facts.model import VALUELESS, FactKind
from facts.pack.problem import Problem, did_you_mean, shown
from facts.pack.tree import Node
from facts.position import NOTHING, Position
from facts.seasons import Seasons

SERIES: Final = "show"
"""Stands for the series itself in ``about``; no entry may have it as id."""

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""How an id looks: lower-case words joined by hyphens."""

ENTRIES: Final = ("characters", "people", "things")
CALLED: Final = {
    "characters": "a character",
    "people": "a person",
    "things": "a thing",
    "facts": "a fact",
    "questions": "a question",
    "sources": "a source",
}
"""The lists whose items have ids."""


_VALUED: Final = tuple(kind for kind in get_args(FactKind) if kind not in VALUELESS)
_ONE_LINE: Final = frozenset({"name", "title", "publisher", "answer", "accept", "wrong", "value"})


@dataclass(frozen=True, slots=True)
class Known:
    """An id that exists: in which list, since when (``None`` where that cannot be told), and where it is written."""

    kind: str
    since: Position | None
    node: Node


def check_references(root: Node, seasons: Seasons, unread: frozenset[str]) -> Iterator[Problem]:
    """Yield everything that does not fit together; ``unread`` are ids of which nobody can say that they are unknown."""
    known: dict[str, dict[str, Known]] = {}
    clock = _Clock(seasons)
    yield from _ids(root, clock, known)
    yield from _References(root, clock, known, unread).check()


class _Clock:
    """Reads the positions of mappings; a pack writes the same few again and again."""

    def __init__(self, seasons: Seasons) -> None:
        self.seasons = seasons
        self._read: dict[str, Position | None] = {}

    def written(self, node: Node | None) -> Position | None:
        """Read a position as it is written; ``None`` where it is none."""
        if node is None or not isinstance(node.plain, str):
            return None
        if node.plain not in self._read:
            try:
                self._read[node.plain] = Position.parse(node.plain)
            except ValueError:
                self._read[node.plain] = None
        return self._read[node.plain]

    def position(self, item: Node) -> Position | None:
        """Read the canonical position of a mapping; ``None`` where it has none that can be read."""
        position = self.written(item.parts.get("since"))
        return None if position is None else self.seasons.canonical(position)


def _ids(root: Node, clock: _Clock, known: dict[str, dict[str, Known]]) -> Iterator[Problem]:
    """Collect every id by kind into ``known``; yield those that are there twice or misshapen."""
    entries: dict[str, Known] = {}
    for kind in CALLED:
        here = known.setdefault(kind, {})
        seen = entries if kind in ENTRIES else here
        for item in _items(root, kind):
            for node, written in _texts(item, "id"):
                yield from _shape(node, written)
                if written == SERIES and kind in ENTRIES:
                    yield node.problem("id: found “show”, which stands for the series itself, expected another")
                if written in seen:
                    first = seen[written]
                    place = f"{first.node.file}:{first.node.line}"
                    yield node.problem(f"id: {shown(written)} is {CALLED[first.kind]} already, in {place}")
                else:
                    seen[written] = here[written] = Known(kind, clock.position(item), node)
    for node, written in _texts(root.parts["show"], "id") if "show" in root.parts else ():
        yield from _shape(node, written)


def _shape(node: Node, written: str) -> Iterator[Problem]:
    if not ID.fullmatch(written):
        likely = "-".join(re.findall(r"[a-z0-9]+", written.lower()))
        hint = f"did you mean {likely}?" if likely else ""
        yield node.problem(f"id: found {shown(written)}, expected lower-case words joined by hyphens", hint)


class _References:
    """The checks of one pack."""

    def __init__(
        self, root: Node, clock: _Clock, known: Mapping[str, Mapping[str, Known]], unread: frozenset[str]
    ) -> None:
        self.root = root
        self.clock = clock
        self.seasons = clock.seasons
        self.known = known
        self.unread = unread

    def check(self) -> Iterator[Problem]:
        if "show" in self.root.parts:
            yield from self._years(self.root.parts["show"])
        for kind, part in self.root.parts.items():
            for item in _mappings(part) if kind not in ("pack", "show") else ():
                yield from self._anywhere(item)
        yield from self._episodes()
        for kind in ("characters", "things"):
            for item in _items(self.root, kind):
                yield from self._entry(item)
        for fact in _items(self.root, "facts"):
            yield from self._fact(fact)
        for question in _items(self.root, "questions"):
            yield from self._question(question)
        for together in _items(self.root, "together"):
            yield from self._refer(self.clock.position(together), together, "ids", *ENTRIES)

    def _anywhere(self, item: Node) -> Iterator[Problem]:
        """Yield what can be wrong in any item: positions that the show does not have, names of several lines."""
        for key in _ONE_LINE.intersection(item.parts):
            for node, text in _texts(item, key):
                if "\n" in text:
                    yield node.problem(f"{key}: found a line break in {shown(text)}, expected one line")
        for key, part in item.parts.items():
            if key == "since" and (position := self.clock.written(part)) is not None and not self.seasons.has(position):
                count = len(self.seasons)
                expected = f"S0 to S{count}"
                if 1 <= position.season <= count:
                    expected = f"S{position.season}E1 to S{position.season}E{self.seasons[position.season - 1]}"
                message = f"since: found {position}, expected {expected} (show.episodes says how long the seasons are)"
                yield part.problem(message)
            for nested in _mappings(part):
                yield from self._anywhere(nested)

    def _years(self, show: Node) -> Iterator[Problem]:
        for years in _items(show, "years"):
            yield from self._anywhere(years)
            season, first, last = (years.plain.get(key) for key in ("season", "from", "to"))
            if isinstance(season, int) and season > len(self.seasons):
                yield years.parts["season"].problem(f"season: found {season}, expected 1 to {len(self.seasons)}")
            if isinstance(first, int) and isinstance(last, int) and first > last:
                yield years.parts["to"].problem(f"to: found {last}, expected {first} or later")

    def _episodes(self) -> Iterator[Problem]:
        seen: dict[Position, Node] = {}
        for episode in _items(self.root, "episodes"):
            node = episode.parts.get("since")
            position = self.clock.written(node)
            if node is None or position is None:
                continue
            if position.whole or position == NOTHING:
                yield node.problem(f"since: found {position}, expected the episode itself, such as S1E1")
            elif position in seen:
                yield node.problem(
                    f"since: {position} is there already, in {seen[position].file}:{seen[position].line}"
                )
            seen.setdefault(position, node)

    def _entry(self, entry: Node) -> Iterator[Problem]:
        since = self.clock.position(entry)
        for key in ("names", "cast", "played_by", "same_as"):
            for nested in _items(entry, key):
                inner = self.clock.position(nested)
                if since is not None and inner is not None and inner < since:
                    message = f"since: found {inner}, expected {since} or later, since when the entry is known"
                    yield nested.parts["since"].problem(message)
                yield from self._refer(inner, nested, "person", "people")
                yield from self._refer(inner, nested, "character", "characters")
                for node, written in _texts(nested, "character"):
                    if written == entry.plain.get("id"):
                        yield node.problem(f"character: {written} is the entry itself, expected another")
        names = [(self.clock.position(name), name.plain.get("also")) for name in _items(entry, "names")]
        if since is None or not names or any(known is None for known, _ in names):
            return
        if not any(known is not None and known <= since and not also for known, also in names):
            message = f"names: the entry is known since {since}, but none of its names is"
            yield entry.parts["names"].problem(message, f"one name needs “since: {since}” and no “also”")

    def _fact(self, fact: Node) -> Iterator[Problem]:
        since = self.clock.position(fact)
        yield from self._refer(since, fact, "about", *ENTRIES)
        yield from self._refer(since, fact, "speaker", *ENTRIES)
        yield from self._refer(since, fact, "sources", "sources")
        kind, value = fact.plain.get("kind"), fact.parts.get("value")
        if value is not None and isinstance(value.parts, dict):
            yield from self._refer(since, value, "id", *ENTRIES)
        elif fact.plain.get("value") is None and kind in _VALUED:
            message = f"this fact has no “value”, which the kind {kind} needs"
            yield fact.problem(message, "a word, or {id: …} for an entry of the pack")
        if kind == "quote" and "speaker" not in fact.parts:
            yield fact.problem("this quote has no “speaker”", warning=True)
        year, date = fact.plain.get("year"), fact.plain.get("date")
        if isinstance(year, int) and isinstance(date, str) and not date.startswith(f"{year}-"):
            yield fact.parts["year"].problem(f"year: found {year}, but the date says {date}")
        yield from self._refer(since, fact, "replaces", "facts", strictly=True)

    def _question(self, question: Node) -> Iterator[Problem]:
        since = self.clock.position(question)
        yield from self._refer(since, question, "about", *ENTRIES)
        yield from self._refer(since, question, "sources", "sources")
        taken = {text.casefold() for key in ("answer", "accept") for _, text in _texts(question, key)}
        wrong: set[str] = set()
        for node, text in _texts(question, "wrong"):
            if text.casefold() in taken:
                yield node.problem(f"wrong: {shown(text)} is a right answer too")
            if text.casefold() in wrong:
                yield node.problem(f"wrong: {shown(text)} is there twice")
            wrong.add(text.casefold())

    def _refer(
        self, since: Position | None, place: Node, key: str, *kinds: str, strictly: bool = False
    ) -> Iterator[Problem]:
        """Check the ids under ``key`` of ``place``, which is shown from ``since``."""
        seen: set[str] = set()
        label = "value" if key == "id" else key
        for node, written in _texts(place, key):
            if written in seen:
                yield node.problem(f"{label}: {written} is there twice")
            seen.add(written)
            if written == SERIES and key == "about":
                continue
            found = next((self.known[kind][written] for kind in kinds if written in self.known[kind]), None)
            if found is None:
                if written not in self.unread:
                    yield self._unknown(node, label, written, kinds)
            elif since is None or found.since is None:
                continue
            elif strictly and found.since >= since:
                message = f"{label}: {written} is known since {found.since}, expected a fact older than {since}"
                yield node.problem(message, "leave it out: who sees the one sees the other")
            elif found.since > since:
                message = f"{label}: {written} is known since {found.since}, but this is shown from {since}"
                yield node.problem(message, f"tag this “since: {found.since}”, or leave it out")

    def _unknown(self, node: Node, label: str, written: str, kinds: tuple[str, ...]) -> Problem:
        expected = " or ".join(CALLED[kind] for kind in kinds)
        other = next((kind for kind, ids in self.known.items() if written in ids), None)
        if other is not None:
            return node.problem(f"{label}: found {written}, which is {CALLED[other]}, expected {expected}")
        valid = [id_ for kind in kinds for id_ in self.known[kind]]
        if label == "about":
            valid.append(SERIES)
        message = f"{label}: found the unknown id {shown(written)}, expected {expected}"
        return node.problem(message, did_you_mean(written, valid))


def _mappings(part: Node) -> Iterator[Node]:
    """Yield the mappings of a list."""
    if isinstance(part.parts, list):
        for item in part.parts:
            if isinstance(item.parts, dict):
                yield item


def _items(node: Node, key: str) -> Iterator[Node]:
    """Yield the mappings of the list under ``key``."""
    if isinstance(node.parts, dict) and key in node.parts:
        yield from _mappings(node.parts[key])


def _texts(node: Node, key: str) -> Iterator[tuple[Node, str]]:
    """Yield the texts under ``key``, one or a list, that are not empty."""
    part = node.parts.get(key) if isinstance(node.parts, dict) else None
    if part is not None:
        for found in part.parts if isinstance(part.parts, list) else (part,):
            if isinstance(found.plain, str) and (text := found.plain.strip()):
                yield found, text
