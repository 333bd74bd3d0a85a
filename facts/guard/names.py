"""What the guard knows of a show: names, titles, years and pairs with the position each is known from, and no facts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from facts.rows import Row
from facts.seasons import Seasons

Kind = Literal["title", "person", "character", "thing"]


class Known(NamedTuple):
    """A name, known from a rank on; ``id`` is whose it is, none where it is a title."""

    name: str
    since: int
    kind: Kind
    id: str | None = None


class Pair(NamedTuple):
    """Ids that give something away when they are named together before a rank."""

    since: int
    ids: frozenset[str]


class Year(NamedTuple):
    """Years of the story, ends included, known from a rank on."""

    since: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Names:
    """All that a guard is made of."""

    seasons: Seasons
    known: tuple[Known, ...]
    together: tuple[Pair, ...] = ()
    years: tuple[Year, ...] = ()


def names_of(rows: Iterable[Row], seasons: Seasons) -> Names:
    """Keep the names, years and pairs of a show's rows, of every position; ``rows`` come in the pack's order."""
    known: list[Known] = []
    together: list[Pair] = []
    years: list[Year] = []
    entries: dict[int, tuple[Literal["character", "thing"], str]] = {}
    for row in rows:
        body: dict[str, Any] = json.loads(row.body)
        match row.kind:
            case "character" | "thing":
                entries[row.seq] = (row.kind, row.id or "")
            case "name" if row.parent in entries:
                kind, owner = entries[row.parent]
                known.append(Known(body["name"], row.since, kind, owner))
            case "person":
                known.append(Known(body["name"], row.since, "person", row.id))
            case "episode" if "title" in body:
                known.append(Known(body["title"], row.since, "title"))
            case "years":
                years.append(Year(row.since, body["from_"], body["to"]))
            case "together":
                together.append(Pair(row.since, frozenset(body["ids"])))
    return Names(seasons, tuple(known), tuple(together), tuple(years))
