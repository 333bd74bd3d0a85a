"""Whether a message names what lies beyond a position, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.guard import Guard, Known, Names, Pair, Year, names_of
from facts.guard.clean import clean
from facts.model import Together, Years
from facts.position import Position
from facts.rows import rows_of
from facts.seasons import Seasons
from tests.support.guard import LOTS, messages, shipped_guard
from tests.support.rooms import ROOMS

P = Position.parse
SEASONS = Seasons((10, 10))


def rank(position: str) -> int:
    return SEASONS.canonical(P(position)).rank


GUARD = Guard(
    Names(
        SEASONS,
        (
            Known("Margo Madison", 0, "character", "margo"),
            Known("Margo", 0, "character", "margo"),
            Known("Alexei Leonov", rank("S1E1"), "character", "leonov"),
            Known("Alexei", rank("S2E1"), "character", "alexei"),
            Known("Ramón Peña", rank("S2E1"), "character", "pena"),
            Known("Rich", rank("S2E1"), "character", "rich"),
            Known("Zvezda", rank("S2E1"), "thing", "zvezda"),
            Known("The Grey", rank("S2E1"), "title"),
            Known("Kuznetsov", rank("S2E1"), "character", "kuz"),
            Known("Sea Dragon", rank("S2E1"), "thing", "dragon"),
            Known("Moscow", 0, "thing", "moscow"),
        ),
        (Pair(rank("S2E2"), frozenset({"margo", "moscow"})),),
        (Year(0, 1969, 1974), Year(rank("S1"), 1983, 1983)),
    )
)


def beyond(text: str, position: str = "S1", *, strict: bool = False) -> bool:
    return GUARD.beyond(text, P(position), strict=strict)


@pytest.mark.parametrize(
    "text",
    [
        "they reach Zvezda",
        "they reach zvezda",
        "ZVEZDA",
        "the zvezda's crew",
        "all the Zvezdas",
        "**Zvezda**!",
        "**Z**vezda",
        "Z*vez*da",
        "Zvez__da__",
        "**🅉**vezda",
        "_Zvezda_",
        "~~Zvezda~~ no",
        "`Zvezda`",
        "```\nZvezda\n```",
        "> Zvezda",
        "# Zvezda",
        "Zvez\u200bda",
        "Zvézda",
        "𝐙𝐯𝐞𝐳𝐝𝐚",
        "Zv\u3164ezda",
        "Zv\uffa0ezda",
        "Zv\U0001d173ezda",
        "Zvеzdа",
        "Ζvezda",
        "ᴢᴠᴇᴢᴅᴀ",
        "🅉🅅🄴🅉🄳🄰",
        "🆉🆅🅴🆉🅳🅰",
        "🆉️🆅️🅴️🆉️🅳️🅰️",
        "🅩🅥🅔🅩🅓🅐",
        "Ⓩⓥⓔⓩⓓⓐ",
        "🄩🄥🄔🄩🄓🄐",
        "(z)(v)(e)(z)(d)(a)",
        "🇿🇻🇪🇿🇩🇦",
        "🇿 🇻 🇪 🇿 🇩 🇦",
        "🇿\u200b🇻\u200b🇪\u200b🇿\u200b🇩\u200b🇦",
        "🆉vezda",
        "Z⃞v⃞e⃞z⃞d⃞a⃞",
        "z - v - e - z - d - a",
        "Zvezda🅿️",
        "🇷🇺Zvezda🇷🇺",
        "(Zvezda)",
        "Zvezda😭",
        "see https://example.com/wiki/Zvezda_(base)",
        "[look](https://example.com/zvezda)",
        "`||Zvezda||` is no bar in code",
        r"\||Zvezda\||",
        "||so|| Zvezda ||yes||",
        "Ramon Pena",
        "RAMÓN PEÑA",
        "Pena's coat",
    ],
)
def test_guard_finds_a_name_however_it_is_written(text: str) -> None:
    assert beyond(text)
    assert not beyond(text, "S2E1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zvezdaplatz",
        "🇺🇸🇷🇺 🇺🇸 against 🇷🇺",
        "my blood is 🅰️, yours 🅾️ or 🆎, no 🅱️",
        "🆗 🆒 🆕 🆘 🆓 🆙",
        "🅿️ lots by the harbour, 🅱ig ones",
        "a<:zvezda:123456789012345678>b",
        "<@123456789012345678> <#123456789012345678> <t:1700000000:R> </zvezda:123456789012345678>",
        "||Zvezda||",
        "|| the\nZvezda || oh",
        "https://zvezda.example.com/",
        "Zvez da",
        "Alexei Leonov waves",
        "how rich they are",
        "Rich people problems",
        "my friend Rich told me",
        "hey Rich",
        "the grey sky",
        "The grey sky",
        "Margo",
        "born in 1983",
    ],
)
def test_guard_lets_everything_else_through(text: str) -> None:
    assert not beyond(text)


@pytest.mark.parametrize(
    "text",
    ["Z v e z d a", "z.v.e.z.d.a", "Zv3zda", "Alexei Le0nov", "Kuznestov", "kuznetsof"],
)
def test_names_are_found_that_are_spelled_out_or_misspelled(text: str) -> None:
    assert beyond(text, "S0")


@pytest.mark.parametrize("text", ["a b c d e f g", "I'm a b c d kind of person", "c0ffee", "leotard", "neonlight"])
def test_nothing_is_made_of_words_that_are_near_no_name(text: str) -> None:
    assert not beyond(text, "S0")


def test_name_of_two_words_is_found_as_one() -> None:
    assert beyond("SeaDragon goes up") == beyond("Sea Dragon goes up") is True


def test_member_of_the_chat_who_bears_a_name_is_not_taken_for_somebody_of_the_story() -> None:
    for text in (
        "good night Alexei",
        "Alexei said it better",
        "me and Alexei",
        "where is Alexei?",
        "named after Alexei",
    ):
        assert not beyond(text), text
    assert beyond("Alexei lies to Margo")


def test_strict_guard_looks_behind_bars() -> None:
    assert beyond("well ||Zvezda|| well", strict=True)


def test_names_that_are_everyday_words_count_where_they_are_names() -> None:
    assert beyond("they beat up Rich")
    assert beyond('I finished "The Grey" last night')
    assert beyond("the episode The Grey")


def test_known_name_covers_the_later_one_inside_it() -> None:
    assert not beyond("Alexei Leonov", "S1E1")
    assert beyond("Alexei is there", "S1E1")


def test_pair_counts_only_together() -> None:
    assert not beyond("Margo has a plan")
    assert not beyond("Moscow has a plan")
    assert beyond("Margo is in Moscow")
    assert not beyond("Margo is in Moscow", "S2E2")


def test_year_of_the_story_counts_where_it_is_the_storys() -> None:
    assert beyond("the second season is set in 1983", "S1E2")
    assert not beyond("I was born in 1983", "S1E2")
    assert not beyond("the first season is set in 1969", "S1E2")
    assert not beyond("the second season is set in 1983", "S1")


def test_position_beyond_the_show_is_its_end() -> None:
    assert not beyond("Zvezda", "S9E9")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_cleaned_and_looked_at(text: str) -> None:
    clean(text)
    shipped_guard().beyond(text, P("S0"))


def test_nothing_is_beyond_the_end_of_the_show() -> None:
    for said in (*messages("harmful", *LOTS), *messages("harmless", *LOTS)):
        assert not shipped_guard().beyond(said.text, P("S5")), said


def test_names_are_all_that_a_guard_is_made_of() -> None:
    names = names_of(rows_of(ROOMS), Seasons(ROOMS.show.episodes))
    said = {name.name for name in names.known}
    assert {name.name for character in ROOMS.characters for name in character.names} <= said
    assert {name.name for thing in ROOMS.things for name in thing.names} <= said
    assert {person.name for person in ROOMS.people} <= said
    assert not said & {fact.text for fact in ROOMS.facts}
    assert len(names.years) == len(ROOMS.show.years)
    assert {pair.ids for pair in names.together} == {frozenset(pair.ids) for pair in ROOMS.together}
    assert not any(isinstance(one, Together | Years) for one in (*names.together, *names.years))
