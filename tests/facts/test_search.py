"""Search finds the words of facts, and ranks by nothing but the view."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.position import Position
from facts.search import MOST, Search, Words
from facts.view import View
from tests.support.rooms import ROOMS, fact

P = Position.parse


def at(position: str) -> View:
    return View.of(ROOMS, P(position))


def found(view: View, text: str) -> list[str]:
    return [fact.id for fact in view.search(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Moon's two bases", ["moon", "two", "base"]),
        ("Élan, élan! ELAN’S", ["elan", "elan", "elan"]),
        ("glass buses cities boss Texas", ["glass", "buse", "city", "boss", "texa"]),
        ("is it as was 🚀", []),
        ("gas", ["gas"]),
        ("O'Brien", ["obrien"]),
    ],
)
def test_words_forgive_case_accents_plurals_and_possessives(text: str, words: list[str]) -> None:
    assert Words().of(text) == words


def test_search_finds_words_in_any_form() -> None:
    assert found(at("S1"), "Attics") == ["tom-alive"]
    assert found(at("S1"), "MARRY marries") == ["ellen-spouse"]
    assert found(at("S1"), "cellar") == []


def test_search_finds_facts_by_the_names_of_those_they_name() -> None:
    assert set(found(at("S1"), "waverly")) == {"ellen-spouse", "launch"}
    assert "launch" in found(at("S2E1"), "wilson")
    assert found(at("S1"), "wilson") == []


def test_search_puts_facts_with_all_words_first() -> None:
    view = at("S2")
    assert found(view, "cellar floods")[0] == "then"
    assert found(view, "boat launched house")[0] == "launch"
    assert set(found(view, "boat house")) == {"launch", "flashback"}


def test_search_of_nothing_known_finds_nothing() -> None:
    for text in ("", "   ", "the of and", "🚀", "xyzzy", "\x00\u202e"):
        assert found(at("S3"), text) == []


def test_search_takes_a_limit() -> None:
    assert len(at("S3").search("tom")) > 2
    assert at("S3").search("tom", 2) == at("S3").search("tom")[:2]
    assert at("S3").search("tom", 0) == ()


def test_search_ranks_by_the_words_of_the_view_alone() -> None:
    # In the wider pack one of the two words becomes much more common than the other; here both are as rare.
    past = (
        fact("with-lamp", "S1E1", "show", "A lamp is lit tonight."),
        fact("with-rope", "S1E1", "show", "A rope is cut tonight."),
    )
    lamps = tuple(fact(f"later-{n}", "S2", "show", "A lamp, a lamp, a lamp.") for n in range(50))
    pack = replace(ROOMS, facts=(*lamps, *past))
    assert found(View.of(pack, P("S1")), "rope lamp") == ["with-lamp", "with-rope"]
    assert found(View.of(pack, P("S2")), "rope lamp")[0] == "with-rope"


def test_search_prefers_rare_words_and_short_texts() -> None:
    search = Search([["moon", "red"], ["moon", "moon"], ["moon"], ["red", "blue", "green", "moon"], ["sky"]])
    assert search.find("sky moon")[0] == 4
    assert search.find("moon") == [1, 2, 0, 3]
    assert search.find("blue moon") == [3, 1, 2, 0]


def test_search_finds_all_words_among_very_many_texts() -> None:
    texts = [["moon", "base"] if number % 2 else ["moon", f"x{number}"] for number in range(6000)]
    texts[4000] = ["moon", "base", "needle"]
    search = Search(texts)
    assert search.find("needle")[0] == 4000
    assert search.find("moon needle")[0] == 4000
    assert len(search.find("moon")) == MOST
    assert search.find("moon base")[:3] == [1, 3, 5]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=6), max_size=12), st.lists(st.sampled_from("abcd")))
def test_search_agrees_with_plain_counting(texts: list[list[str]], query: list[str]) -> None:
    names = {"a": "apple", "b": "berry", "c": "cedar", "d": "date"}
    search = Search([[names[word] for word in text] for text in texts])
    held = {number: len(set(text) & set(query)) for number, text in enumerate(texts)}
    hits = search.find(" ".join(names[word] for word in query))
    assert set(hits) == {number for number, count in held.items() if count}
    assert [held[number] for number in hits] == sorted((held[number] for number in hits), reverse=True)
