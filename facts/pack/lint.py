"""Hold a pack's words against the one rule: an item mentions only what is known at its own position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

from facts.mentions import Mention, Mentions
from facts.model import Character, Fact, Pack, Question, Ref, Thing
from facts.pack.foretold import Foretelling
from facts.pack.problem import Problem, shown
from facts.pack.read import Reading, read
from facts.pack.references import SERIES
from facts.pack.shape import Path as DataPath
from facts.pack.surnames import Surnames
from facts.pack.trajectory import Trajectory
from facts.position import NOTHING, Position
from facts.seasons import Seasons

_YEAR: Final = re.compile(r"(?<![\d.,#-])(1[0-9]{3}|2[0-9]{3})(s)?(?![\d%]|[.,]\d)")
_ID_YEAR: Final = re.compile(r"(?<!\d)(1[0-9]{3}|2[0-9]{3})()(?!\d)")
_OUTSIDE_STORY: Final = frozenset({"production", "award"})
"""Kinds of facts that speak of our world, whose years are our years."""


@dataclass(slots=True)
class Words:
    """One text of an item."""

    path: DataPath
    text: str
    is_id: bool = False
    is_name: bool = False
    prose: bool = False
    """Whether it says something, so that trajectory words count."""
    our_years: bool = False
    """Whether its years are those of our world."""


@dataclass(slots=True)
class Item:
    """What lint looks at together: a mapping with its position, its texts and the entries that it refers to."""

    since: Position
    texts: list[Words]
    refers: set[str] = field(default_factory=set)
    path: DataPath = ()


def lint(folder: Path) -> Reading:
    """Read the pack in ``folder`` and check its words; ``problems`` of the reading holds everything, sorted."""
    reading = read(folder)
    if reading.pack is not None:
        reading.problems += Lint(reading.pack, reading).check()
    reading.problems = sorted(set(reading.problems))
    return reading


class Lint:
    """The checks of one pack's words."""

    def __init__(self, pack: Pack, reading: Reading) -> None:
        self.pack = pack
        self.at = reading.at
        self.seasons = Seasons(pack.show.episodes)
        self._canonical = lru_cache(self.seasons.canonical)
        self.mentions = Mentions(pack)
        self.surnames = Surnames(pack)
        self.trajectory = Trajectory()
        self.foretelling = Foretelling(pack)
        self.spans = [(self.seasons.canonical(y.since), y.from_, y.to) for y in pack.show.years]
        self.together = [(self.seasons.canonical(t.since), frozenset(t.ids)) for t in pack.together]

    def check(self) -> Iterator[Problem]:
        """Yield every text that says what is not known yet, and what else looks wrong."""
        for item in items(self.pack):
            yield from self.item(item)
        for index, fact in enumerate(self.pack.facts):
            yield from self._dated(("facts", index), fact)
            if fact.kind == "status" and fact.value == "alive" and not fact.replaces:
                message = f"{fact.id} says “alive” of somebody whom nobody thought dead"
                hint = "who has no status then stands out; leave it out, or say what it replaces"
                yield self.at("facts", index, "value").problem(message, hint, warning=True)

    def item(self, item: Item) -> Iterator[Problem]:
        """Yield what the texts of one mapping say too early."""
        since = self._canonical(item.since)
        mentioned = set(item.refers)
        for words in item.texts:
            mentions = self.mentions.find(words.text, any_case=words.is_id)
            for mention in mentions:
                mentioned |= mention.ids
                if mention.since > since:
                    yield self._early(words, mention, item.since)
            if words.is_name:
                for mention in self.mentions.inside(words.text):
                    if mention.since > since:
                        yield self._early(words, mention, item.since)
            yield from self._years(words, since, item.since)
            if words.prose:
                yield from self._trajectory(words)
                yield from self._surnames(words, since, mentions)
                yield from self._foretold(words, since, item.since, mentions)
        yield from self._together(item, since, mentioned)

    def _early(self, words: Words, mention: Mention, since: Position) -> Problem:
        message = f"{words.path[-1] if isinstance(words.path[-1], str) else words.path[-2]}: "
        message += f"{shown(mention.name)} is known from {mention.since}, but this is shown from {since}"
        return self.at(*words.path).problem(
            message, f"say it without that word, or tag the item “since: {mention.since}”"
        )

    def _surnames(self, words: Words, since: Position, mentions: tuple[Mention, ...]) -> Iterator[Problem]:
        for word, name, known in self.surnames.beyond(words.text, since, mentions):
            message = f"“{word}” is part of the name {shown(name)}, which is known from {known}"
            yield self.at(*words.path).problem(message, "fine where it means somebody else", warning=True)

    def _foretold(
        self, words: Words, since: Position, written: Position, mentions: tuple[Mention, ...]
    ) -> Iterator[Problem]:
        for said in self.foretelling.beyond(words.text, since, mentions):
            message = f"{shown(said.words)} of {shown(said.name)} is known from {said.since}, but this is shown from "
            hint = f"say what they are at this position, or tag the item “since: {said.since}”"
            yield self.at(*words.path).problem(f"{message}{written}", hint)

    def _years(self, words: Words, since: Position, written: Position) -> Iterator[Problem]:
        if words.our_years:
            return
        for match in (_ID_YEAR if words.is_id else _YEAR).finditer(words.text):
            first = int(match[1])
            yield from self._year(
                words.path, range(first, first + 10 if match[2] else first + 1), match[0], since, written
            )

    def _year(self, path: DataPath, years: range, found: str, since: Position, written: Position) -> Iterator[Problem]:
        spans = [known for known, first, last in self.spans if first < years.stop and last >= years.start]
        if spans and min(spans) > since:
            key = path[-1] if isinstance(path[-1], str) else path[-2]
            message = (
                f"{key}: that the story reaches {found} is known from {min(spans)}, but this is shown from {written}"
            )
            yield self.at(*path).problem(message, f"leave the year out, or tag the item “since: {min(spans)}”")

    def _dated(self, path: DataPath, fact: Fact) -> Iterator[Problem]:
        if fact.kind in _OUTSIDE_STORY:
            return
        since = self.seasons.canonical(fact.since)
        for key, year in (("year", fact.year), ("date", fact.date.year if fact.date else None)):
            if year is not None:
                yield from self._year((*path, key), range(year, year + 1), str(year), since, fact.since)

    def _trajectory(self, words: Words) -> Iterator[Problem]:
        for phrase in self.trajectory.clear(words.text):
            hint = "say what is so at this position, and nothing of what comes"
            yield self.at(*words.path).problem(f"{shown(phrase)} tells that something is to come", hint)
        for phrase in self.trajectory.doubtful(words.text):
            hint = "fine where it speaks of the past only"
            yield self.at(*words.path).problem(
                f"{shown(phrase)} may tell that something is to come", hint, warning=True
            )

    def _together(self, item: Item, since: Position, mentioned: set[str]) -> Iterator[Problem]:
        for known, ids in self.together:
            if since < known and ids <= mentioned:
                message = f"{' and '.join(sorted(ids))} are named together, which is a spoiler before {known}"
                yield self.at(*item.path).problem(message, f"this is shown from {item.since}")


def items(pack: Pack) -> Iterator[Item]:
    """Yield every mapping that has texts, nested ones too."""
    yield Item(NOTHING, [Words(("show", "premise"), pack.show.premise, prose=True)], path=("show",))
    yield from _publishers(pack)
    for index, episode in enumerate(pack.episodes):
        if episode.title is not None:
            yield Item(
                episode.since,
                [Words(("episodes", index, "title"), episode.title, is_name=True)],
                path=("episodes", index),
            )
    for index, person in enumerate(pack.people):
        path: DataPath = ("people", index)
        texts = [Words((*path, "id"), person.id, is_id=True), Words((*path, "name"), person.name, is_name=True)]
        yield Item(person.since, texts, {person.id}, path)
    for index, character in enumerate(pack.characters):
        yield from _entry(("characters", index), character)
    for index, thing in enumerate(pack.things):
        yield from _entry(("things", index), thing)
    for index, fact in enumerate(pack.facts):
        yield _fact(("facts", index), fact)
    for index, question in enumerate(pack.questions):
        yield _question(("questions", index), question)
    for index, together in enumerate(pack.together):
        if together.why is not None:
            path = ("together", index)
            yield Item(together.since, [Words((*path, "why"), together.why)], set(together.ids), path)


def _publishers(pack: Pack) -> Iterator[Item]:
    """Users see a source's publisher from the first item that cites it."""
    cited: dict[str, Position] = {}
    for item in chain[Fact | Question](pack.facts, pack.questions):
        for id_ in item.sources:
            cited[id_] = min(item.since, cited.get(id_, item.since))
    for index, source in enumerate(pack.sources):
        if source.id in cited:
            words = Words(("sources", index, "publisher"), source.publisher, our_years=True)
            yield Item(cited[source.id], [words], path=("sources", index))


def _entry(path: DataPath, entry: Character | Thing) -> Iterator[Item]:
    yield Item(entry.since, [Words((*path, "id"), entry.id, is_id=True)], {entry.id}, path)
    for index, name in enumerate(entry.names):
        here = (*path, "names", index)
        yield Item(name.since, [Words((*here, "name"), name.name, is_name=True)], {entry.id}, here)
    if isinstance(entry, Character):
        for index, role in enumerate(entry.played_by):
            yield Item(role.since, [], {entry.id, role.person}, (*path, "played_by", index))
        for index, same in enumerate(entry.same_as):
            yield Item(same.since, [], {entry.id, same.character}, (*path, "same_as", index))


def _fact(path: DataPath, fact: Fact) -> Item:
    ours = fact.kind in _OUTSIDE_STORY
    texts = [
        Words((*path, "id"), fact.id, is_id=True, our_years=ours),
        Words((*path, "text"), fact.text, prose=not ours, our_years=ours),
    ]
    refers = set(fact.about)
    if isinstance(fact.value, Ref):
        refers.add(fact.value.id)
    elif fact.value is not None:
        texts.append(Words((*path, "value"), fact.value, our_years=ours))
    if fact.real is not None:
        texts.append(Words((*path, "real"), fact.real, our_years=True))
    if fact.speaker is not None:
        refers.add(fact.speaker)
    return Item(fact.since, texts, refers - {SERIES}, path)


def _question(path: DataPath, question: Question) -> Item:
    texts = [
        Words((*path, "id"), question.id, is_id=True),
        Words((*path, "ask"), question.ask, prose=True),
        Words((*path, "answer"), question.answer, prose=True),
    ]
    for key, answers in (("accept", question.accept), ("wrong", question.wrong)):
        texts += [Words((*path, key, index), answer) for index, answer in enumerate(answers)]
    if question.explain is not None:
        texts.append(Words((*path, "explain"), question.explain, prose=True))
    return Item(question.since, texts, set(question.about) - {SERIES}, path)
