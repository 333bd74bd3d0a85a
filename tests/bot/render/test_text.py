"""Words and lengths that all cards share; above all, that what users typed is repeated harmlessly."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import AmbiguousError, BadPositionError, NoSuchShowError, NotFoundError
from bot.render.card import LABEL, Card
from bot.render.errors import error_card
from bot.render.facts import search_card
from bot.render.message import message_of
from bot.render.text import button_label, clip, counted, fact_line, join_lines, plain, position_words, quoted, weight
from facts.position import Position
from facts.view import View
from tests.support.cards import Made, assert_fits_discord
from tests.support.rooms import ROOMS, fact

unhurried = settings(deadline=None)

typed = st.text(st.characters(), max_size=80) | st.text(
    st.sampled_from("*_~`|>#[]()<@&!:-\\/ \n\r\t\u2028aé😀א\u202e\u200b\u200d\ufe0f\ud83d\ude00\x00"), max_size=80
)
"""Anything, surrogates included, and texts that are mostly markup, breaks and marks of direction."""

HARMFUL = (
    "@everyone",
    "<@123456789012345678>",
    "<@&1>",
    "<#1>",
    "</cast list:1>",
    "<t:0:R>",
    "<:x:1>",
    "[a link](https://example.org)",
    "https://example.org",
    "**bold** __under__ ~~gone~~ ||spoiler||",
    "```\ncode",
    "> quote\n# heading\n- list",
    "\\",
    "\u202eright to left",
    "\ud800",
)


@pytest.fixture(scope="module")
def rooms() -> View:
    return View.of(ROOMS, Position.parse("S3"))


def assert_harmless(repeated: str) -> None:
    """Fail where Discord would read more than plain characters in a text that was typed."""
    assert repeated[0] == "“"
    assert repeated[-1] == "”"
    inside = repeated[1:-1]
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in inside)
    # Without the characters that are escaped, nothing is left that Discord reads as markup.
    bare = re.sub(r"\\[\\*_~`|>#\[\]()<@:-]", "", inside)
    assert not re.search(r"[\\*_~`|>#\[\]()<@:-]", bare)
    repeated.encode()


@unhurried
@given(typed)
def test_quoted_text_is_harmless(text: str) -> None:
    assert_harmless(quoted(text))


@pytest.mark.parametrize("text", HARMFUL)
def test_quoted_text_that_was_meant_to_harm_is_harmless(text: str) -> None:
    assert_harmless(quoted(text))


@unhurried
@given(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=60))
def test_quoted_words_are_repeated_as_they_are(text: str) -> None:
    assert quoted(text) == f"“{text}”"


def test_quoted_text_is_short_and_never_cut_within_an_escape() -> None:
    assert quoted("x" * 6000) == "“" + "x" * 59 + "…”"
    assert quoted("*" * 6000) == "“" + r"\*" * 59 + "…”"


@unhurried
@given(typed)
def test_plain_text_is_one_line_that_can_be_sent(text: str) -> None:
    line = plain(text)
    line.encode()
    assert line == " ".join(line.split())
    assert plain(line) == line


@pytest.mark.parametrize("text", ["José O’Brien", "Привет", "שלום", "日本", "😀", "naïve"])
def test_plain_text_keeps_every_script(text: str) -> None:
    assert plain(f" {text}\n\u200b") == text


@unhurried
@given(typed)
def test_cards_that_repeat_what_was_typed_are_harmless(rooms: View, text: str) -> None:
    cards = [
        error_card(error, "1")
        for error in (
            NotFoundError(text),
            NotFoundError(text, "Tom"),
            AmbiguousError("rooms", text, (("tom", "Tom (character)"), ("boat", "Tom (vessel)"))),
            BadPositionError(text),
            NoSuchShowError(text, ("Rooms",)),
        )
    ]
    cards.append(search_card(rooms, text))
    for card in cards:
        first = card.text.partition("\n")[0]
        assert_harmless(first[first.index("“") : first.rindex("”") + 1])
        assert_fits_discord(Made(repr(text), card))
        assert not message_of(card)["allowed_mentions"].to_dict()["parse"]


@unhurried
@given(typed)
def test_search_finds_the_same_when_its_pages_are_turned(rooms: View, text: str) -> None:
    # A button carries what was asked as one line; that must be the same search.
    assert search_card(rooms, plain(text)) == search_card(rooms, text)


def test_messages_never_ping() -> None:
    mentions = message_of(Card("@everyone", "<@1>"))["allowed_mentions"].to_dict()
    assert mentions == {"parse": []}


@unhurried
@given(st.text(max_size=50), st.integers(1, 50))
def test_clipped_text_is_as_long_as_allowed(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or clipped.endswith("…")


@unhurried
@given(st.lists(st.text(max_size=20), max_size=10), st.integers(1, 60))
def test_joined_lines_are_the_first_that_fit(lines: list[str], limit: int) -> None:
    joined = join_lines(lines, limit)
    assert len(joined) <= limit
    whole = "\n".join(lines)
    if len(whole) <= limit:
        assert joined == whole


def test_button_label_keeps_what_tells_it_from_others() -> None:
    assert button_label("Tom (vessel)") == "Tom (vessel)"
    long = [button_label("N" * 80 + f" (vessel, {number})") for number in (1, 2)]
    assert long[0] != long[1]
    assert all(label.endswith(")") and len(label) <= LABEL for label in long)


@pytest.mark.parametrize(("number", "words"), [(0, "0 seasons"), (1, "1 season"), (2, "2 seasons")])
def test_counted_things_are_one_or_many(number: int, words: str) -> None:
    assert counted(number, "season") == words


@pytest.mark.parametrize(("position", "words"), [("S0", "nothing yet"), ("S3", "all of season 3"), ("S3E4", "S3E4")])
def test_position_in_words(position: str, words: str) -> None:
    assert position_words(Position.parse(position)) == words


def test_fact_line_says_where_it_is_from_but_not_that_everybody_may_know(rooms: View) -> None:
    assert fact_line(rooms, fact("a", "S1E2", "tom", "It rains.")) == "• It rains. *(S1E2 · The Guide)*"
    assert fact_line(rooms, fact("a", "S1E2", "tom", "It rains."), sourced=False) == "• It rains. *(S1E2)*"
    assert fact_line(rooms, fact("a", "S0", "tom", "It rains.")) == "• It rains. *(The Guide)*"
    assert fact_line(rooms, fact("a", "S0", "tom", "It rains."), sourced=False) == "• It rains."


def test_weight_of_a_fact_is_at_least_its_line(rooms: View) -> None:
    for known in rooms.facts:
        assert len(fact_line(rooms, known)) <= weight(known)
