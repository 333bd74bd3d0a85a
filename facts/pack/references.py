"""Hold a pack's items against each other: ids, references, and the order of what is revealed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from facts.model import VALUELESS, Character, Fact, Pack, Question, Ref, Thing
from facts.pack.problem import Problem, did_you_mean, shown
from facts.pack.shape import Path
from facts.pack.tree import Node
from facts.position import NOTHING, Position
from facts.seasons import Seasons

SERIES: Final = "show"
"""Stands for the series itself in ``about``; no entry may have it as id."""

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ENTRIES: Final = ("characters", "people", "things")
_CALLED: Final = {
    "characters": "a character",
    "people": "a person",
    "things": "a thing",
    "facts": "a fact",
    "questions": "a question",
    "sources": "a source",
}


@dataclass(frozen=True, slots=True)
class Known:
    """An id that exists: in which list, since when (``None`` where that cannot be told), and where it is written."""

    kind: str
    since: Position | None
    node: Node


def known_ids(root: Node, seasons: Seasons) -> tuple[dict[str, dict[str, Known]], list[Problem]]:
    """Collect every id by kind, of broken items too, and say which are twice there or misshapen."""
    known: dict[str, dict[str, Known]] = {}
    problems: list[Problem] = []
    entries: dict[str, Known] = {}
    for kind in _CALLED:
        here = known.setdefault(kind, {})
        seen = entries if kind in _ENTRIES else here
        for item in (root.parts.get(kind).parts or ()) if kind in root.parts else ():
            node = item.parts.get("id") if isinstance(item.parts, dict) else None
            if node is None or not isinstance(node.plain, str) or not (written := node.plain.strip()):
                continue
            if not _ID.fullmatch(written):
                message = f"id: found {shown(written)}, expected lower-case words joined by hyphens"
                problems.append(node.problem(message, _as_id(written)))
            if written == SERIES and kind in _ENTRIES:
                problems.append(node.problem("id: found “show”, which stands for the series itself; choose another"))
            if written in seen:
                first = seen[written]
                place = f"{first.node.file}:{first.node.line}"
                problems.append(node.problem(f"id: {shown(written)} is {_CALLED[first.kind]} already, in {place}"))
                continue
            seen[written] = here[written] = Known(kind, _since(item, seasons), node)
    show = root.parts.get("show")
    node = show.parts.get("id") if show is not None and isinstance(show.parts, dict) else None
    if node is not None and isinstance(node.plain, str) and not _ID.fullmatch(node.plain.strip() or "x"):
        message = f"id: found {shown(node.plain)}, expected lower-case words joined by hyphens"
        problems.append(node.problem(message, _as_id(node.plain)))
    return known, problems


def _as_id(written: str) -> str:
    words = re.findall(r"[a-z0-9]+", written.lower())
    return f"did you mean {'-'.join(words)}?" if words else ""


def _since(item: Node, seasons: Seasons) -> Position | None:
    node = item.parts.get("since")
    try:
        return seasons.canonical(Position.parse(node.plain.strip()))
    except (AttributeError, TypeError, ValueError):
        return None


class Places:
    """Where the items of a pack are written, though broken ones were left out of it."""

    def __init__(self, root: Node, kept: Mapping[str, list[int]]) -> None:
        self.root = root
        self.kept = kept

    def __call__(self, *path: str | int) -> Node:
        """Find the node at ``path`` in the pack, or the nearest around it."""
        steps = list(path)
        if len(steps) > 1 and steps[0] in self.kept and isinstance(steps[1], int):
            steps[1] = self.kept[str(steps[0])][steps[1]]
        node = self.root
        for step in steps:
            try:
                node = node.parts[step]
            except (KeyError, IndexError, TypeError):
                break
        return node

    def sinces(self) -> Iterator[tuple[Node, Position]]:
        """Yield every position that can be read, those of broken items too, with its node."""
        for kind, part in self.root.parts.items():
            items = part.parts or () if kind != "show" else _items(part, "years")
            for item in items:
                yield from _sinces(item)


def _items(node: Node, key: str) -> Iterator[Node]:
    part = node.parts.get(key) if isinstance(node.parts, dict) else None
    yield from (part.parts or ()) if part is not None else ()


def _sinces(item: Node) -> Iterator[tuple[Node, Position]]:
    if not isinstance(item.parts, dict):
        return
    for key, part in item.parts.items():
        if key == "since" and isinstance(part.plain, str):
            with contextlib.suppress(ValueError):
                yield part, Position.parse(part.plain.strip())
        elif isinstance(part.parts, list) and part.parts and isinstance(part.parts[0].parts, dict):
            for nested in part.parts:
                yield from _sinces(nested)


class References:
    """The checks of one pack; ``at`` finds the node of an item by its place in the pack."""

    def __init__(
        self, pack: Pack, at: Places, known: Mapping[str, Mapping[str, Known]], unread: frozenset[str]
    ) -> None:
        self.pack = pack
        self.seasons = Seasons(pack.show.episodes)
        self.at = at
        self.known = known
        self.unread = unread
        """Ids in files that could not be read to the end: nobody can say that they are unknown."""
        self.entries = {id_: found for kind in _ENTRIES for id_, found in known[kind].items()}

    def check(self) -> Iterator[Problem]:
        """Yield everything that does not fit together."""
        yield from self._positions()
        yield from self._years()
        yield from self._episodes()
        for kind in ("characters", "things"):
            for index, entry in enumerate(getattr(self.pack, kind)):
                yield from self._entry((kind, index), entry)
        for index, fact in enumerate(self.pack.facts):
            yield from self._fact(("facts", index), fact)
        for index, question in enumerate(self.pack.questions):
            yield from self._question(("questions", index), question)
        for index, together in enumerate(self.pack.together):
            yield from self._entries(("together", index), "ids", together.ids, together.since)

    def _positions(self) -> Iterator[Problem]:
        for node, position in self.at.sinces():
            if not self.seasons.has(position):
                count = len(self.seasons)
                expected = f"S0 to S{count}"
                if 1 <= position.season <= count:
                    expected = f"S{position.season}E1 to S{position.season}E{self.seasons[position.season - 1]}"
                message = f"since: found {position}, expected {expected} (show.episodes says how long the seasons are)"
                yield node.problem(message)

    def _years(self) -> Iterator[Problem]:
        for index, years in enumerate(self.pack.show.years):
            if years.season > len(self.seasons):
                message = f"season: found {years.season}, expected 1 to {len(self.seasons)}"
                yield self.at("show", "years", index, "season").problem(message)
            if years.from_ > years.to:
                message = f"to: found {years.to}, expected {years.from_} or later"
                yield self.at("show", "years", index, "to").problem(message)

    def _episodes(self) -> Iterator[Problem]:
        seen: dict[Position, int] = {}
        for index, episode in enumerate(self.pack.episodes):
            node = self.at("episodes", index, "since")
            if episode.since.whole or episode.since == NOTHING:
                yield node.problem(f"since: found {episode.since}, expected the episode itself, such as S1E1")
            elif episode.since in seen:
                first = self.at("episodes", seen[episode.since], "since")
                yield node.problem(f"since: {episode.since} is there already, in {first.file}:{first.line}")
            seen.setdefault(episode.since, index)

    def _entry(self, path: Path, entry: Character | Thing) -> Iterator[Problem]:
        since = self.seasons.canonical(entry.since)
        for key in ("names", "cast", "played_by", "same_as"):
            for index, nested in enumerate(getattr(entry, key, ())):
                if self.seasons.canonical(nested.since) < since:
                    message = f"since: found {nested.since}, expected {entry.since} or later, as {entry.id} has it"
                    yield self.at(*path, key, index, "since").problem(message)
        if not any(not name.also and self.seasons.canonical(name.since) <= since for name in entry.names):
            message = f"{entry.id} is known since {entry.since}, but none of its names is"
            hint = f"one name needs “since: {entry.since}” and no “also”"
            yield self.at(*path, "names").problem(message, hint)
        if isinstance(entry, Character):
            for index, role in enumerate(entry.played_by):
                yield from self._one((*path, "played_by", index, "person"), role.person, role.since, "people")
            for index, same in enumerate(entry.same_as):
                place = (*path, "same_as", index, "character")
                yield from self._one(place, same.character, same.since, "characters")
                if same.character == entry.id:
                    yield self.at(*place).problem(f"character: {entry.id} is the entry itself, expected another")

    def _fact(self, path: Path, fact: Fact) -> Iterator[Problem]:
        yield from self._entries(path, "about", fact.about, fact.since, series=True)
        yield from self._sources(path, fact.sources)
        if isinstance(fact.value, Ref):
            yield from self._one((*path, "value", "id"), fact.value.id, fact.since, *_ENTRIES)
        elif fact.value is None and fact.kind not in VALUELESS:
            message = f"{fact.id} has no “value”, which the kind {fact.kind} needs"
            yield self.at(*path).problem(message, "a word, or {id: …} for an entry of the pack")
        if fact.speaker is not None:
            yield from self._one((*path, "speaker"), fact.speaker, fact.since, *_ENTRIES)
        elif fact.kind == "quote":
            yield self.at(*path).problem(f"{fact.id} is a quote without a “speaker”", warning=True)
        if fact.year is not None and fact.date is not None and fact.date.year != fact.year:
            yield self.at(*path, "year").problem(f"year: found {fact.year}, but the date says {fact.date.year}")
        for index, old in enumerate(fact.replaces):
            place = (*path, "replaces", index)
            known = self.known["facts"].get(old)
            if known is None:
                yield from self._one(place, old, fact.since, "facts")
            elif known.since is not None and known.since >= self.seasons.canonical(fact.since):
                message = f"replaces: {old} is known since {known.since}, expected a fact older than {fact.since}"
                yield self.at(*place).problem(message)

    def _question(self, path: Path, question: Question) -> Iterator[Problem]:
        yield from self._entries(path, "about", question.about, question.since, series=True)
        yield from self._sources(path, question.sources)
        right = {answer.casefold() for answer in (question.answer, *question.accept)}
        seen: set[str] = set()
        for index, wrong in enumerate(question.wrong):
            if wrong.casefold() in right:
                yield self.at(*path, "wrong", index).problem(f"wrong: {shown(wrong)} is a right answer too")
            if wrong.casefold() in seen:
                yield self.at(*path, "wrong", index).problem(f"wrong: {shown(wrong)} is there twice")
            seen.add(wrong.casefold())

    def _entries(
        self, path: Path, key: str, ids: tuple[str, ...], since: Position, *, series: bool = False
    ) -> Iterator[Problem]:
        for index, id_ in enumerate(ids):
            if not (series and id_ == SERIES):
                yield from self._one((*path, key, index), id_, since, *_ENTRIES)
            if id_ in ids[:index]:
                yield self.at(*path, key, index).problem(f"{key}: {id_} is there twice")

    def _sources(self, path: Path, ids: tuple[str, ...]) -> Iterator[Problem]:
        for index, id_ in enumerate(ids):
            yield from self._one((*path, "sources", index), id_, None, "sources")

    def _one(self, path: Path, id_: str, since: Position | None, *kinds: str) -> Iterator[Problem]:
        key = next(step for step in reversed(path) if isinstance(step, str) and step != "id")
        expected = " or ".join(_CALLED[kind] for kind in kinds)
        for kind in kinds:
            if (known := self.known[kind].get(id_)) is not None:
                if since is not None and known.since is not None and self.seasons.canonical(since) < known.since:
                    message = f"{key}: {id_} is known since {known.since}, but this is shown from {since}"
                    yield self.at(*path).problem(message, f"“since: {known.since}” here, or leave it out")
                return
        if id_ in self.unread:
            return
        if id_ in self.entries:
            found = f"{id_}, which is {_CALLED[self.entries[id_].kind]}"
            yield self.at(*path).problem(f"{key}: found {found}, expected {expected}")
            return
        valid = [valid for kind in kinds for valid in self.known[kind]]
        yield self.at(*path).problem(
            f"{key}: found the unknown id {shown(id_)}, expected {expected}", did_you_mean(id_, valid)
        )
