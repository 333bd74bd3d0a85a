"""What is written into a ``custom_id`` is read again; whatever else comes is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.custom_id import LIMIT, MalformedError, arguments, number, pack, position, unpack
from facts.position import NOTHING, WHOLE, Position

unhurried = settings(deadline=None)

words = st.text(st.characters(exclude_characters="|", codec="utf-8"), max_size=8)
anything = st.text(st.characters(codec="utf-8"), max_size=40)
positions = st.just(NOTHING) | st.builds(Position, st.integers(1, 99), st.integers(1, WHOLE))


@unhurried
@given(words, st.lists(words, max_size=4), anything)
def test_custom_id_is_read_as_it_was_written(action: str, first: list[str], last: str) -> None:
    read, rest = unpack(pack(action, *first, last))
    assert read == action
    assert arguments(rest, len(first) + 1) == [*first, last]


def test_custom_id_of_an_action_alone() -> None:
    assert unpack(pack("delete")) == ("delete", "")


def test_custom_id_takes_what_discord_takes_and_no_more() -> None:
    assert len(pack("a", "x" * (LIMIT - 2))) == LIMIT == 100
    with pytest.raises(ValueError, match="custom_id of 101 characters"):
        pack("a", "x" * (LIMIT - 1))


@pytest.mark.parametrize(("rest", "count"), [("", 2), ("a", 2), ("a|b", 3)])
def test_arguments_that_are_missing_are_malformed(rest: str, count: int) -> None:
    with pytest.raises(MalformedError):
        arguments(rest, count)


def test_arguments_leave_bars_to_the_last() -> None:
    assert arguments("a|b|c|d", 3) == ["a", "b", "c|d"]


@unhurried
@given(st.integers(0, 9999))
def test_number_is_read_as_it_was_written(written: int) -> None:
    assert number(str(written)) == written


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.", " 1", "1 ", "x", "²", "١", "1_0", "12345", "9" * 5000])
def test_number_of_another_form_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        number(text)


@unhurried
@given(positions)
def test_position_is_read_as_it_was_written(written: Position) -> None:
    assert position(str(written)) == written


@pytest.mark.parametrize(
    "text", ["", "-", "s3", "S3E", "S03", "S3E04", "S100", "S1E999", "S0E1", "S1E1 ", "S1\n", "S١"]
)
def test_position_of_another_form_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        position(text)


@unhurried
@given(st.text(max_size=100), st.integers(1, 5))
def test_custom_id_from_anywhere_is_read_or_malformed(text: str, count: int) -> None:
    action, rest = unpack(text)
    assert "|" not in action
    for read in (lambda: arguments(rest, count), lambda: number(rest), lambda: position(rest)):
        with suppress(MalformedError):
            read()
