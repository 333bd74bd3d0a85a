"""The names of a view, as the judge knows them."""

from __future__ import annotations

import pytest

from bot.trivia.known import Entry, Known
from bot.trivia.spelling import spell
from facts.position import Position
from facts.view import View
from tests.support.rooms import ROOMS


def known(position: str) -> Known:
    return Known.of(View.of(ROOMS, Position.parse(position)))


def test_known_are_all_entries_of_a_view_with_all_their_names() -> None:
    assert known("S0").entries == (
        Entry("characters", "Ellen Waverly", ("Ellen Waverly",)),
        Entry("characters", "Tom", ("Tom",)),
        Entry("people", "Adam Actor", ("Adam Actor",)),
        Entry("people", "Anna Actor", ("Anna Actor",)),
    )
    assert known("S1").entries[1:4] == (
        Entry("characters", "Ellen Waverly", ("Ellen Waverly", "The Pilot")),
        Entry("characters", "Tom (Adam Actor)", ("Tom",)),
        Entry("things", "Tom (vessel)", ("Tom",)),
    )


def test_who_turned_out_to_be_one_person_is_one_entry() -> None:
    assert [entry.label for entry in known("S2E2").entries][:3] == [
        "The Masked Man",
        "Ellen Wilson",
        "Tom (Adam Actor)",
    ]
    assert known("S2").entries[0] == Entry("characters", "The Masked Man", ("The Masked Man", "Tom"))
    assert [entry.label for entry in known("S2").entries if entry.kind == "characters"] == [
        *("The Masked Man", "Ellen Wilson", "José O’Brien")
    ]


CREW = Known([Entry("characters", "Tom Marsh", ("Tom Marsh", "Nine of Ten")), Entry("things", "Marsh", ("Marsh",))])


@pytest.mark.parametrize(
    ("typed", "named", "part"),
    [
        ("tom marsh", {0}, {0}),
        ("TomMarsh", {0}, set()),
        ("9 of 10", {0}, {0}),
        ("marsh", {1}, {0, 1}),
        ("nine of", set(), {0}),
        ("of ten", set(), {0}),
        ("of", set(), {0}),
        ("nine ten", set(), set()),
        ("9of10", {0}, set()),
        ("", set(), set()),
    ],
)
def test_known_by_name_and_by_words_of_a_name(typed: str, named: set[int], part: set[int]) -> None:
    assert CREW.named(spell(typed)) == named
    assert CREW.part(spell(typed)) == part


@pytest.mark.parametrize("typed", ["mash", "marssh", "harsh", "marsh", "amrsh"])
def test_near_is_what_differs_in_one_letter(typed: str) -> None:
    assert [(spelt.text, whose) for spelt, whose in CREW.near(spell(typed))] == [("marsh", {0, 1})]


@pytest.mark.parametrize("typed", ["mrs", "marshall", "harst", "zzz"])
def test_near_is_nothing_that_differs_in_more(typed: str) -> None:
    assert list(CREW.near(spell(typed))) == []


def test_near_is_all_that_differs_in_one_letter() -> None:
    many = Known(Entry("things", name, (name,)) for name in ("Marsa", "Marsb", "Marsc", "Marsd", "Marse", "Marsf"))
    assert [whose for _, whose in many.near(spell("Marsx"))] == [{0}, {1}, {2}, {3}, {4}, {5}]


def test_known_by_name_is_not_who_has_the_same_digits_parted_elsewhere() -> None:
    unit = Known([Entry("things", "Unit 1 21", ("Unit 1 21",))])
    assert unit.named(spell("Unit 1-21")) == unit.named(spell("unit1 21")) == {0}
    assert unit.named(spell("Unit 12 1")) == set()


def test_known_by_name_is_first_who_is_written_so() -> None:
    two = Known([Entry("characters", "Marshall", ("Marshall",)), Entry("characters", "Marsh All", ("Marsh All",))])
    assert two.named(spell("marshall")) == {0}
    assert two.named(spell("marsh all")) == {1}
