"""Events without the person in them: taken apart and put together they are the same."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger.bodies import Body, put, take

ME = 10**18
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=5))
NAMES = st.sampled_from(["at", "number", "question", "option"])
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
FIELDS = st.dictionaries(NAMES, VALUES, max_size=4)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    fields: dict[str, Any] = draw(FIELDS) | {draw(st.sampled_from(["player", "host"])): ME}
    if draw(st.booleans()):
        fields["text"] = draw(st.text(max_size=20))
    return fields if draw(st.booleans()) else [1, "answered", fields]


@settings(deadline=None)
@given(bodies())
def test_put_is_the_inverse_of_take(body: Body) -> None:
    text, words = take(body, ME)
    assert put(text, ME, words) == body


@settings(deadline=None)
@given(FIELDS, st.text("qxyz", min_size=6, max_size=20))
def test_take_leaves_neither_the_person_nor_their_words(fields: dict[str, Any], typed: str) -> None:
    text, words = take([1, "answered", {"player": ME, "text": typed, **fields}], ME)
    assert words == typed
    assert typed not in text
    assert str(ME) not in text


def test_put_gives_a_stand_in_and_no_words() -> None:
    text, words = take([1, "answered", {"player": ME, "text": "Molly Cobb", "right": True}], ME)
    assert words == "Molly Cobb"
    assert put(text, -3, None) == [1, "answered", {"player": -3, "text": None, "right": True}]


@pytest.mark.parametrize(("body", "user"), [({"player": ME}, None), ({"player": ME + 1}, ME), ([1, {"host": ME}], 5)])
def test_take_refuses_to_name_anybody_else(body: Body, user: int | None) -> None:
    with pytest.raises(ValueError, match="the event is of"):
        take(body, user)


def test_take_leaves_what_nobody_did_as_it_is() -> None:
    body: Body = [1, "drawn", {"question": {"ask": "Who?", "text": "of a question"}}]
    text, words = take(body, None)
    assert (orjson.loads(text), words) == (body, None)
    assert put(text, None, None) == body
