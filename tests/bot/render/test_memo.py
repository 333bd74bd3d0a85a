"""Cards that are kept belong to one view, and go with it."""

from __future__ import annotations

import gc
import weakref

from bot.render.card import Card
from bot.render.memo import KEPT, kept_by_view
from facts.position import Position
from facts.view import View
from tests.support.rooms import ROOMS


def view(position: str) -> View:
    return View.of(ROOMS, Position.parse(position))


class Maker:
    """Makes cards, and counts how often it had to."""

    def __init__(self) -> None:
        self.made = 0
        self.card = kept_by_view(self._card)

    def _card(self, view: View, number: int, page: int = 1) -> Card:
        self.made += 1
        return Card(f"{view.position} {number} {page}")


def test_card_is_made_once_a_view_and_question() -> None:
    maker, one = Maker(), view("S1")
    assert maker.card(one, 1) is maker.card(one, 1)
    assert maker.card(one, 2).title == "S1 2 1"
    assert maker.card(one, 1, page=2).title == "S1 1 2"
    assert maker.made == 3


def test_card_of_another_view_is_another() -> None:
    maker, one, other = Maker(), view("S1"), view("S2")
    assert maker.card(one, 1).title == "S1 1 1"
    assert maker.card(other, 1).title == "S2 1 1"
    # A pack that is loaded again has other views of the same positions.
    assert maker.card(view("S1"), 1) is not maker.card(one, 1)


def test_cards_are_given_up_oldest_first() -> None:
    maker, one = Maker(), view("S1")
    for number in range(KEPT + 1):
        maker.card(one, number)
    maker.card(one, KEPT)
    assert maker.made == KEPT + 1
    maker.card(one, 0)
    assert maker.made == KEPT + 2


def test_cards_of_all_views_together_are_no_more() -> None:
    maker, one, other = Maker(), view("S1"), view("S2")
    maker.card(one, 1)
    for number in range(KEPT):
        maker.card(other, number)
    maker.card(one, 1)
    assert maker.made == KEPT + 2
    del other
    gc.collect()
    for number in range(KEPT):
        maker.card(one, number)  # what makes room is of a view that is gone
    assert maker.made == 2 * KEPT + 1


def test_cards_go_with_their_view() -> None:
    maker, one = Maker(), view("S1")
    maker.card(one, 1)
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None
