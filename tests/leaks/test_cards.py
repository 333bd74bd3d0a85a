"""Progress non-interference of the cards: what is revealed after a position changes none that is made at it.

Exhaustive where it is cheap: at every position of the shipped pack, against its truncation and another future, all
cards of the show are compared, and those of entries in turns, so that each is compared at many positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from bot.settings import SHIPPED_PACKS
from facts.model import Pack
from facts.pack.read import read_pack
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.view import Entry, View
from tests.support.cards import Made, cards_of_entries, cards_of_show, cards_of_texts, every_card, message, unlocked
from tests.support.futures import later_texts, with_other_future, without_future
from tests.support.packs import Pair, as_pack, pairs

ENTRIES_IN_TURNS = 4
MESSAGES_IN_TURNS = 25
TEXTS = 10


@cache
def shipped() -> Pack:
    """The pack that ships."""
    return read_pack(SHIPPED_PACKS / "for-all-mankind")


@cache
def before() -> View:
    """What everybody knows before the first episode."""
    return View.of(shipped(), NOTHING)


POSITIONS = [str(position) for position in Seasons((10, 10, 10, 10, 10)).positions()]


def cards(view: View, turn: int, texts: list[str]) -> Iterator[Made]:
    """The cards compared at one position: entries and texts by turns, and everything else."""
    entries: list[Entry] = [*view.characters.values(), *view.things.values(), *view.people.values()]
    yield from cards_of_entries(view, entries[turn % ENTRIES_IN_TURNS :: ENTRIES_IN_TURNS])
    yield from cards_of_texts(view, texts)
    yield from cards_of_show(view)
    yield unlocked(before(), view)


def spread(texts: list[str], turn: int) -> list[str]:
    """Some of many texts, others each turn."""
    step = max(1, len(texts) // TEXTS)
    return texts[turn % step :: step][:TEXTS]


def assert_same(mine: Iterator[Made], other: Iterator[Made], turn: int = 0) -> int:
    """Compare cards one by one, and some as what Discord gets; return how many there were."""
    count = 0
    for count, (one, two) in enumerate(zip(mine, other, strict=True), start=1):
        assert one == two
        if (count + turn) % MESSAGES_IN_TURNS == 0:
            assert message(one.card) == message(two.card), one.asked
    return count


def test_positions_are_those_of_the_shipped_pack() -> None:
    assert [str(position) for position in Seasons(shipped().show.episodes).positions()] == POSITIONS


@pytest.mark.parametrize("written", POSITIONS)
def test_cards_of_the_shipped_pack_are_the_same_whatever_comes_later(written: str) -> None:
    pack, position = shipped(), Position.parse(written)
    turn = POSITIONS.index(written)
    texts = [*spread(later_texts(pack, position), turn), "ed baldwyn", "nobody at all"]
    packs = (pack, without_future(pack, position), with_other_future(pack, position))
    whole, cut, other = (list(cards(View.of(each, position), turn, texts)) for each in packs)
    assert assert_same(iter(whole), iter(cut), turn) > 150
    assert_same(iter(whole), iter(other), turn)


@pytest.mark.parametrize("written", POSITIONS[:-1:7])
def test_futures_that_are_compared_differ(written: str) -> None:
    # Without this, the comparison above could be of equals.
    pack, position = shipped(), Position.parse(written)
    end = Position(len(pack.show.episodes))
    whole, cut, other = (
        View.of(each, end) for each in (pack, without_future(pack, position), with_other_future(pack, position))
    )
    assert [*whole.facts] != [*cut.facts] != [*other.facts] != [*whole.facts]
    names = [{view.name(id_) for id_ in view.characters} for view in (whole, cut, other)]
    assert names[0] != names[2] != names[1]
    assert len(later_texts(pack, position)) > TEXTS or written.startswith("S5")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_cards_of_any_pack_are_the_same_whatever_comes_later(pair: Pair) -> None:
    one, other = as_pack(pair.one), as_pack(pair.other)
    texts = list(dict.fromkeys((*later_texts(one, pair.position), *later_texts(other, pair.position))))[:TEXTS]
    views = [View.of(pack, pair.position) for pack in (one, other, without_future(one, pair.position))]
    for view in views[1:]:
        assert_same(every_card(views[0], texts), every_card(view, texts))
