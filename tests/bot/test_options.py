"""What users type into options: read, or refused with an error that they are told."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import (
    AmbiguousError,
    BadPositionError,
    NoSuchPositionError,
    NotFoundError,
    NothingHereError,
    TooLongError,
)
from bot.options import NAME, existing, linked_entry, one_entry, read_position, read_season_and_episode
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.view import View
from tests.support.rooms import ROOMS

unhurried = settings(deadline=None)

P = Position.parse

SEASONS = Seasons(ROOMS.show.episodes)


@pytest.fixture(scope="module")
def rooms() -> View:
    return View.of(ROOMS, P("S2E1"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("S3E4", "S3E4"),
        ("s03e04", "S3E4"),
        ("  S3 E4 ", "S3E4"),
        ("3x4", "S3E4"),
        ("03X004", "S3E4"),
        ("s3", "S3"),
        ("3", "S3"),
        ("S12E10", "S12E10"),
        ("S99E998", "S99E998"),
        ("S0", "S0"),
        ("0", "S0"),
        ("00", "S0"),
    ],
)
def test_position_is_read_in_the_forms_that_people_write(typed: str, expected: str) -> None:
    assert read_position(typed) == P(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "S", "E4", "S3E", "S3E0", "S0E1", "S3E999", "S100", "S3E1000", "S-1", "3.4", "S3E4E5", "season 3",
        "Ⅲ", "S٣", "S3\u200bE4", "😀", "S" + "3" * 200, "0" * 6000, "<@1>",
    ],
)  # fmt: skip
def test_position_of_another_form_is_refused(typed: str) -> None:
    with pytest.raises(BadPositionError) as refused:
        read_position(typed)
    assert refused.value.asked == typed


@unhurried
@given(st.text(max_size=30))
def test_position_typed_is_read_or_refused(typed: str) -> None:
    try:
        position = read_position(typed)
    except BadPositionError:
        return
    assert P(str(position)) == position


@unhurried
@given(st.integers(-(2**53), 2**53), st.none() | st.integers(-(2**53), 2**53))
def test_season_and_episode_are_read_or_refused(season: int, episode: int | None) -> None:
    try:
        position = read_season_and_episode(season, episode)
    except BadPositionError:
        assert not (1 <= season <= 99 and (episode is None or 1 <= episode <= 998))
        assert (season, episode) != (0, None)
        return
    assert P(str(position)) == position
    assert position.season == season
    assert position == NOTHING or position.whole is (episode is None)


@pytest.mark.parametrize(("asked", "found"), [("S0", "S0"), ("S1E2", "S1E2"), ("S1E3", "S1"), ("S3", "S3")])
def test_existing_position_is_canonical(asked: str, found: str) -> None:
    assert existing("Rooms", SEASONS, P(asked)) == P(found)


@pytest.mark.parametrize("asked", ["S1E4", "S4", "S4E1", "S9E99"])
def test_position_that_the_show_lacks_is_refused_with_its_lengths(asked: str) -> None:
    with pytest.raises(NoSuchPositionError) as refused:
        existing("Rooms", SEASONS, P(asked))
    assert (refused.value.title, refused.value.episodes, refused.value.position) == ("Rooms", (3, 3, 2), P(asked))


def test_entry_is_found_by_id_and_by_any_name(rooms: View) -> None:
    for asked in ("ellen", "Ellen Wilson", "ellen waverly", "THE PILOT", " wilson "):
        assert one_entry(rooms, asked, "characters").id == "ellen"


def test_entry_of_another_kind_is_found_where_none_of_that_kind_bears_the_name(rooms: View) -> None:
    assert one_entry(rooms, "anna-actor", "characters").id == "anna-actor"
    assert one_entry(rooms, "Tom", "characters").id == "tom"
    assert one_entry(rooms, "Tom", "things").id == "boat"


def test_entry_that_is_ambiguous_comes_with_choices_told_apart(rooms: View) -> None:
    with pytest.raises(AmbiguousError) as refused:
        one_entry(rooms, "Tom")
    assert refused.value.show == "rooms"
    assert dict(refused.value.choices).keys() == {"tom", "boat"}
    assert len({label for _, label in refused.value.choices}) == len(refused.value.choices)


@pytest.mark.parametrize(
    "asked", ["newcomer", "José O’Brien", "guest-actor", "Gwen Guest", "tom-dead", "nobody", "", "\u200b"]
)
def test_entry_that_is_hidden_or_nonexistent_is_not_found(rooms: View, asked: str) -> None:
    with pytest.raises(NotFoundError) as refused:
        one_entry(rooms, asked)
    assert refused.value.asked == asked
    names = {rooms.name(id_) for id_ in (*rooms.characters, *rooms.things, *rooms.people)}
    assert refused.value.nearest in {None, *names}


def test_entry_that_is_misspelt_comes_with_the_nearest(rooms: View) -> None:
    with pytest.raises(NotFoundError) as refused:
        one_entry(rooms, "Ellen Wlson")
    assert refused.value.nearest == "Ellen Wilson"


def test_entry_of_too_long_a_name_is_refused(rooms: View) -> None:
    with pytest.raises(TooLongError) as refused:
        one_entry(rooms, "x" * (NAME + 1))
    assert (refused.value.option, refused.value.limit) == ("name", 100)
    with pytest.raises(NotFoundError):
        one_entry(rooms, "x" * NAME)


@unhurried
@given(st.text(max_size=120))
def test_entry_typed_is_found_or_refused(rooms: View, asked: str) -> None:
    known = {*rooms.characters, *rooms.things, *rooms.people}
    with suppress(NotFoundError, AmbiguousError, TooLongError):
        assert one_entry(rooms, asked).id in known


def test_entry_behind_a_button_is_in_the_view_or_nothing_is_there(rooms: View) -> None:
    assert linked_entry(rooms, "masked").id == "masked"
    for gone in ("newcomer", "nobody", "", "The Masked Man"):
        with pytest.raises(NothingHereError):
            linked_entry(rooms, gone)
