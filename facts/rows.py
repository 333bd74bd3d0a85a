"""A pack as rows, one a mapping that bears ``since``, and rows as items again.

This is the only form in which facts reach a view: rows are stored, selected by position, and decoded here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from facts.model import (
    Cast,
    Character,
    Episode,
    Fact,
    Name,
    Pack,
    Person,
    PlayedBy,
    Question,
    Ref,
    SameAs,
    Source,
    Thing,
    Together,
    Years,
)
from facts.position import Position
from facts.seasons import Seasons

TYPES: Final[dict[str, type[Any]]] = {
    "years": Years,
    "source": Source,
    "episode": Episode,
    "person": Person,
    "character": Character,
    "thing": Thing,
    "name": Name,
    "cast": Cast,
    "played_by": PlayedBy,
    "same_as": SameAs,
    "fact": Fact,
    "together": Together,
    "question": Question,
}
"""What a row's ``kind`` may be."""

NESTED: Final[dict[str, dict[str, str]]] = {
    "character": {"names": "name", "cast": "cast", "played_by": "played_by", "same_as": "same_as"},
    "thing": {"names": "name"},
}
"""Fields whose items are rows of their own, with the kind of those rows."""

_PARSED_AT_ONCE: Final = 500


class Row(NamedTuple):
    """One mapping: ``seq`` is its place in the pack, ``since`` the rank of its canonical position."""

    seq: int
    kind: str
    parent: int | None
    id: str | None
    since: int
    body: str


def rows_of(pack: Pack) -> list[Row]:
    """Return the pack's rows, a parent before what is nested in it.

    A source has no ``since``: it is as early as the first item that cites it, and has no row when nothing does.
    """
    seasons = Seasons(pack.show.episodes)
    cited: dict[str, int] = {}
    citing: tuple[Fact | Question, ...] = (*pack.facts, *pack.questions)
    for item in citing:
        rank = seasons.canonical(item.since).rank
        for id_ in item.sources:
            cited[id_] = min(rank, cited.get(id_, rank))

    rows: list[Row] = []

    def add(kind: str, item: Any, since: int | None = None, parent: int | None = None) -> None:
        seq = len(rows)
        rank = seasons.canonical(item.since).rank if since is None else since
        rows.append(Row(seq, kind, parent, getattr(item, "id", None), rank, _encode(kind, item)))
        for field, nested_kind in NESTED.get(kind, {}).items():
            for nested in getattr(item, field):
                add(nested_kind, nested, parent=seq)

    for source in pack.sources:
        if source.id in cited:
            add("source", source, since=cited[source.id])
    for kind, items in _sections(pack):
        for item in items:
            add(kind, item)
    return rows


class Items:
    """Decode rows, each one once, so that the views of one pack version share their items."""

    def __init__(self) -> None:
        self._decoded: dict[tuple[int, ...], Any] = {}
        self._positions: dict[str, Position] = {}

    def decode(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Any]]:
        """Yield the rows that are nested in no other with their items, each holding what is nested in it.

        A row whose parent is not among ``rows`` is left out.
        """
        top: list[Row] = []
        nested: dict[int, list[Row]] = {}
        for row in rows:
            if row.parent is None:
                top.append(row)
            else:
                nested.setdefault(row.parent, []).append(row)
        keyed = [(row, (row.seq, *(child.seq for child in nested.get(row.seq, ())))) for row in top]
        new = [(row, key) for row, key in keyed if key not in self._decoded]
        wanted = [child for row, _ in new for child in nested.get(row.seq, ()) if (child.seq,) not in self._decoded]
        for row, values in zip(wanted, _parsed(wanted), strict=True):
            self._decoded.setdefault((row.seq,), self._make(row, values))
        for (row, key), values in zip(new, _parsed([row for row, _ in new]), strict=True):
            children = [(child.kind, self._decoded[(child.seq,)]) for child in nested.get(row.seq, ())]
            for field, kind in NESTED.get(row.kind, {}).items():
                values[field] = tuple(item for child, item in children if child == kind)
            self._decoded.setdefault(key, self._make(row, values))
        return ((row, self._decoded[key]) for row, key in keyed)

    def _make(self, row: Row, values: dict[str, Any]) -> Any:
        for name, read in _READ[row.kind]:
            if name in values:
                values[name] = read(values[name])
        since = values.get("since")
        if since is not None:
            position = self._positions.get(since)
            if position is None:
                position = self._positions[since] = Position.parse(since)
            values["since"] = position
        return TYPES[row.kind](**values)


def _value(value: Any) -> Any:
    return Ref(**value) if isinstance(value, dict) else value


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "date": dt.date.fromisoformat,
    "aired": dt.date.fromisoformat,
    "value": _value,
    "about": tuple,
    "sources": tuple,
    "replaces": tuple,
    "ids": tuple,
    "wrong": tuple,
    "accept": tuple,
}
"""Fields that JSON has no type for."""

_READ: Final = {
    kind: [(field.name, _READERS[field.name]) for field in dataclasses.fields(type_) if field.name in _READERS]
    for kind, type_ in TYPES.items()
}
"""The same by kind of row."""


def _parsed(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Read the bodies of ``rows``, many as one JSON text: faster than one by one, and no stall for other threads."""
    for at in range(0, len(rows), _PARSED_AT_ONCE):
        yield from json.loads(f"[{','.join(row.body for row in rows[at : at + _PARSED_AT_ONCE])}]")


def _sections(pack: Pack) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield "years", pack.show.years
    yield "episode", pack.episodes
    yield "person", pack.people
    yield "character", pack.characters
    yield "thing", pack.things
    yield "fact", pack.facts
    yield "together", pack.together
    yield "question", pack.questions


def _encode(kind: str, item: Any) -> str:
    skipped = NESTED.get(kind, {})
    body: dict[str, Any] = {}
    for field in dataclasses.fields(item):
        value = getattr(item, field.name)
        if field.name in skipped or value is None or value == field.default:
            continue
        if isinstance(value, Position):
            value = str(value)
        elif isinstance(value, dt.date):
            value = value.isoformat()
        elif isinstance(value, Ref):
            value = {"id": value.id}
        body[field.name] = value
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
