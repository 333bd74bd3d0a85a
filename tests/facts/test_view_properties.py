"""What holds for every pack: a view is a function of what is visible, and of nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.model import Pack
from facts.position import Position
from facts.seasons import Seasons
from facts.view import View
from tests.support.packs import Data, Pair, as_pack, packs, pairs
from tests.support.rooms import ROOMS
from tests.support.views import snapshot

thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def truncated(data: Any, position: Position, seasons: Seasons) -> Any:
    """Return plain data without the mappings revealed after ``position``."""
    if isinstance(data, dict):
        return {key: truncated(value, position, seasons) for key, value in data.items()}
    if isinstance(data, list):
        return [truncated(part, position, seasons) for part in data if not later(part, position, seasons)]
    return data


def later(part: Any, position: Position, seasons: Seasons) -> bool:
    return isinstance(part, dict) and "since" in part and canonical(part["since"], seasons) > position


def canonical(since: str, seasons: Seasons) -> Position:
    return seasons.canonical(Position.parse(since))


def texts(*packs: Data) -> list[str]:
    """Return every id and name in ``packs``, whenever it is revealed."""
    entries = [entry for data in packs for key in ("characters", "things", "people") for entry in data[key]]
    names = [name["name"] for entry in entries for name in entry.get("names", [entry])]
    return list(dict.fromkeys([entry["id"] for entry in entries] + names))


def items(value: Any) -> Iterator[Any]:
    """Yield every item within a view's fields, nested ones too."""
    if hasattr(value, "since"):
        yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from items(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from items(part)
    elif hasattr(value, "values"):
        yield from items(list(value.values()))


@thorough
@given(pairs())
def test_view_is_the_same_whatever_the_future(pair: Pair) -> None:
    asked = texts(pair.one, pair.other)
    one, other = (View.of(as_pack(data), pair.position) for data in (pair.one, pair.other))
    assert snapshot(one, asked) == snapshot(other, asked)


@thorough
@given(packs(), st.data())
def test_view_of_a_truncated_pack_is_the_view(data: Data, draw: st.DataObject) -> None:
    seasons = Seasons(data["show"]["episodes"])
    position = draw.draw(st.sampled_from(list(seasons.positions())))
    cut = as_pack(truncated(data, position, seasons))
    assert snapshot(View.of(as_pack(data), position), texts(data)) == snapshot(View.of(cut, position), texts(data))


@thorough
@given(packs(most=20))
def test_view_holds_what_is_visible_and_current_and_nothing_else(data: Data) -> None:
    pack = as_pack(data)
    seasons = Seasons(pack.show.episodes)
    for position in seasons.positions():
        view = View.of(pack, position)
        assert all(seasons.canonical(item.since) <= position for item in items(view))
        visible = [fact for fact in pack.facts if seasons.canonical(fact.since) <= position]
        replaced = {old for fact in visible for old in fact.replaces}
        assert list(view.facts) == [fact for fact in visible if fact.id not in replaced]
        for section in ("characters", "things", "people"):
            entries = getattr(pack, section)
            expected = [entry.id for entry in entries if seasons.canonical(entry.since) <= position]
            assert list(getattr(view, section)) == expected
        citing = [source for fact in view.facts for source in fact.sources]
        citing += [source for question in view.questions for source in question.sources]
        assert list(view.sources) == [source.id for source in pack.sources if source.id in citing]


@thorough
@given(packs(most=20))
def test_view_only_grows_but_for_what_is_replaced(data: Data) -> None:
    pack = as_pack(data)
    earlier: View | None = None
    for position in Seasons(pack.show.episodes).positions():
        view = View.of(pack, position)
        if earlier is not None:
            assert earlier.characters.keys() <= view.characters.keys()
            assert earlier.things.keys() <= view.things.keys()
            assert earlier.people.keys() <= view.people.keys()
            gone = {fact.id for fact in earlier.facts} - {fact.id for fact in view.facts}
            replaces = {old for fact in all_visible(pack, position) for old in fact.replaces}
            assert gone <= replaces
        earlier = view


def all_visible(pack: Pack, position: Position) -> list[Any]:
    seasons = Seasons(pack.show.episodes)
    return [fact for fact in pack.facts if seasons.canonical(fact.since) <= position]


@thorough
@given(packs(most=20))
def test_view_labels_are_unique_and_fit_discord(data: Data) -> None:
    pack = as_pack(data)
    view = View.of(pack, list(Seasons(pack.show.episodes).positions())[-1])
    labels = [view.label(id_) for id_ in (*view.characters, *view.things, *view.people)]
    assert len(labels) == len(set(labels))
    assert all(1 <= len(label) <= 100 for label in labels)
    for id_ in view.characters:
        assert [entry.id for entry in view.find(id_)] == [id_]
        assert id_ in [entry.id for entry in view.find(view.name(id_), "characters")]
        assert id_ in [suggestion.value for suggestion in view.suggest(view.name(id_))]


@pytest.fixture(scope="module")
def rooms() -> View:
    return View.of(ROOMS, Position.parse("S3"))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300))
def test_view_takes_anything_typed(rooms: View, text: str) -> None:
    known = {*rooms.characters, *rooms.things, *rooms.people}
    assert {entry.id for entry in rooms.find(text)} <= known
    assert {suggestion.value for suggestion in rooms.suggest(text)} <= known
    assert rooms.nearest(text) in {None, *map(rooms.name, known)}
    assert set(rooms.search(text)) <= set(rooms.facts)
