"""From the rows somebody may see to the parts of a view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from facts.model import Character, Episode, Fact, Person, Question, Source, Thing, Together, Years
from facts.rows import Items, Row


@dataclass(slots=True)
class Parts:
    """What a view holds, in pack order."""

    years: list[Years] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    characters: dict[str, Character] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    replaced: list[Fact] = field(default_factory=list)
    together: list[Together] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def assemble(rows: Iterable[Row], items: Items) -> Parts:
    """Return the parts made of ``rows``, which are in order of ``seq`` and hold only what may be known.

    An entry of which no name is visible is left out.
    """
    parts = Parts()
    into: dict[str, list[Any]] = {
        "years": parts.years,
        "episode": parts.episodes,
        "fact": parts.facts,
        "together": parts.together,
        "question": parts.questions,
    }
    by_id: dict[str, dict[str, Any]] = {
        "source": parts.sources,
        "person": parts.people,
        "character": parts.characters,
        "thing": parts.things,
    }
    for row, item in items.decode(rows):
        if row.kind in into:
            into[row.kind].append(item)
        elif row.kind == "person" or row.kind == "source" or item.names:
            by_id[row.kind][item.id] = item

    _drop_replaced(parts)
    _drop_uncited(parts)
    return parts


def _drop_replaced(parts: Parts) -> None:
    replaced = {old for fact in parts.facts for old in fact.replaces}
    parts.replaced = [fact for fact in parts.facts if fact.id in replaced]
    parts.facts = [fact for fact in parts.facts if fact.id not in replaced]


def _drop_uncited(parts: Parts) -> None:
    citing: list[Fact | Question] = [*parts.facts, *parts.questions]
    cited = {source for item in citing for source in item.sources}
    parts.sources = {source.id: source for source in parts.sources.values() if source.id in cited}
