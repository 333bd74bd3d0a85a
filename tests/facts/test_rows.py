"""A pack as rows, and rows as items again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from facts.model import Pack, Question, Source, Together
from facts.position import Position
from facts.rows import Items, Row, rows_of
from tests.support.packs import as_pack, large_pack
from tests.support.rooms import ROOMS, fact

P = Position.parse

FULL = replace(
    ROOMS,
    episodes=(replace(ROOMS.episodes[0], aired=dt.date(2019, 11, 1)), *ROOMS.episodes[1:]),
    facts=(
        *ROOMS.facts,
        fact("dated", "S1E3", "tom ellen", "A “day”.", date=dt.date(1969, 7, 20), real="Not so.", speaker="tom"),
    ),
    together=(Together(since=P("S2E3"), ids=("tom", "masked"), why="One man."),),
    questions=(replace(ROOMS.questions[0], accept=("Tom the boat",), explain="It floats.", difficulty=1),),
)


def read(rows: list[Row], items: Items | None = None) -> list[Any]:
    return [item for _, item in (items or Items()).decode(rows)]


def everything(pack: Pack) -> list[Any]:
    return [
        *pack.sources,
        *pack.show.years,
        *pack.episodes,
        *pack.people,
        *pack.characters,
        *pack.things,
        *pack.facts,
        *pack.together,
        *pack.questions,
    ]


def test_items_are_read_as_they_were_written() -> None:
    assert read(rows_of(FULL)) == everything(FULL)


def test_many_items_are_read_as_they_were_written() -> None:
    pack = as_pack(large_pack(1200))
    rows = rows_of(pack)
    assert len(rows) > 1500
    sources = {source.id for source in pack.sources} & {id_ for f in pack.facts for id_ in f.sources}
    assert read(rows) == [item for item in everything(pack) if not isinstance(item, Source) or item.id in sources]


def test_each_mapping_with_since_is_a_row_after_what_it_is_nested_in() -> None:
    rows = rows_of(ROOMS)
    assert [row.seq for row in rows] == list(range(len(rows)))
    ellen = next(row for row in rows if row.id == "ellen")
    nested = [row for row in rows if row.parent == ellen.seq]
    assert [(row.seq - ellen.seq, row.kind) for row in nested] == [
        *((1, "name"), (2, "name"), (3, "name"), (4, "cast"), (5, "played_by"), (6, "played_by"), (7, "played_by"))
    ]
    assert {row.kind for row in rows if row.parent is None} == {
        *("source", "years", "episode", "person", "character", "thing", "fact", "question")
    }
    boat = next(row for row in rows if row.id == "boat")
    assert [row.kind for row in rows if row.parent == boat.seq] == ["name"]
    assert all(
        row.id is None for row in rows if row.kind in ("years", "episode", "name", "cast", "played_by", "same_as")
    )


def test_row_bears_the_rank_of_the_canonical_position() -> None:
    ranks = {row.id: row.since for row in rows_of(ROOMS) if row.kind == "fact"}
    assert ranks["tom-alive"] == P("S1E1").rank
    assert ranks["ellen-spouse"] == P("S1").rank
    assert ranks["made"] == 0


def test_body_holds_only_what_differs_from_what_is_usual() -> None:
    bodies = {row.id: row.body for row in rows_of(FULL) if row.id}
    assert json.loads(bodies["ellen"]) == {"id": "ellen", "since": "S0"}
    assert json.loads(bodies["made"]) == {
        "id": "made",
        "since": "S0",
        "about": ["show"],
        "kind": "production",
        "text": "Filming began.",
        "sources": ["guide"],
    }
    assert bodies["dated"].startswith('{"id":"dated","since":"S1E3",')
    assert '"text":"A “day”."' in bodies["dated"]
    assert json.loads(bodies["ellen-spouse"])["value"] == {"id": "tom"}
    assert json.loads(bodies["dated"])["date"] == "1969-07-20"


def test_source_is_as_early_as_what_cites_it_first() -> None:
    guide, *_ = ROOMS.sources
    only = [replace(guide, id=id_) for id_ in ("late-first", "asked", "both", "last", "never")]
    pack = replace(
        ROOMS,
        sources=tuple(only),
        facts=(
            fact("one", "S2E1", "tom", sources=("late-first", "both")),
            fact("two", "S1E2", "tom", sources=("late-first",)),
            fact("three", "S2E2", "tom", sources=("late-first",)),
            fact("four", "S1E3", "tom", sources=("last",)),
        ),
        questions=(
            Question(
                id="q", since=P("S1E1"), about=("tom",), ask="Who?", answer="A", wrong=("B",), sources=("asked", "both")
            ),
        ),
    )
    assert {row.id: row.since for row in rows_of(pack) if row.kind == "source"} == {
        "late-first": P("S1E2").rank,
        "asked": P("S1E1").rank,
        "both": P("S1E1").rank,
        "last": P("S1").rank,
    }


def test_what_is_nested_in_nothing_that_is_there_is_left_out() -> None:
    rows = rows_of(ROOMS)
    ellen = next(row.seq for row in rows if row.id == "ellen")
    found = read([row for row in rows if row.seq != ellen])
    assert found == [item for item in everything(ROOMS) if getattr(item, "id", None) != "ellen"]


def test_item_holds_what_of_it_is_among_the_rows() -> None:
    def ellen(position: str) -> Any:
        rows = [row for row in rows_of(ROOMS) if row.since <= P(position).rank]
        return next(item for item in read(rows, items) if getattr(item, "id", None) == "ellen")

    items = Items()
    late, early, again = ellen("S3"), ellen("S0"), ellen("S1E1")
    assert [name.name for name in early.names] == ["Ellen Waverly"]
    assert [name.name for name in late.names] == ["Ellen Waverly", "The Pilot", "Ellen Wilson"]
    assert again is early
    assert late.names[0] is early.names[0]
    assert late.cast[0] is early.cast[0]


def test_items_are_read_once() -> None:
    items = Items()
    rows = rows_of(ROOMS)
    assert all(one is other for one, other in zip(read(rows, items), read(rows, items), strict=True))
    assert all(one is not other for one, other in zip(read(rows), read(rows), strict=True))


def test_items_share_positions() -> None:
    early = [item.since for item in read(rows_of(ROOMS)) if getattr(item, "since", None) == P("S1E1")]
    assert len(early) > 1
    assert len({id(position) for position in early}) == 1


def test_row_that_holds_more_than_one_mapping_is_refused() -> None:
    def doubled(row: Row) -> Row:
        return row._replace(body=f"{row.body},{row.body}")

    rows = rows_of(ROOMS)
    boat = next(row for row in rows if row.id == "boat")
    name = next(row for row in rows if row.parent == boat.seq)
    for broken in ([doubled(boat)], [boat, doubled(name)]):
        with pytest.raises(ValueError, match="longer"):
            read(broken)
