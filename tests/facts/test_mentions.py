"""Who and what texts mention: word borders, cases, endings, and names inside names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.mentions import Mentions
from facts.position import Position
from tests.support.packs import Data, as_pack, packs, small_pack

S0 = Position(0, 0)
S1E1 = Position(1, 1)
S1 = Position(1)


@pytest.fixture(scope="module")
def mentions() -> Mentions:
    return Mentions(as_pack(small_pack()))


def names(mentions: Mentions, text: str, *, any_case: bool = False) -> list[str]:
    return [mention.name for mention in mentions.find(text, any_case=any_case)]


def with_names(*pairs: tuple[str, str]) -> Mentions:
    """Make mentions of characters, each of a position and a name."""
    data: Data = small_pack() | {"facts": [], "questions": [], "together": [], "things": []}
    data["show"]["episodes"] = [3, 2]
    data["episodes"] = []
    data["characters"] = [
        {"id": f"somebody-{number}", "since": since, "names": [{"since": since, "name": name}]}
        for number, (since, name) in enumerate(pairs)
    ]
    return Mentions(as_pack(data))


@pytest.mark.parametrize(
    "text",
    [
        "Ellen Wilson",
        "then Ellen Wilson left",
        "Ellen Wilson's house",
        "Ellen Wilson’s house",
        "the Ellen Wilsons of this world",
        "(Ellen Wilson)",
        "“Ellen Wilson”",
        "Ellen  Wilson",
        "Ellen\nWilson",
        "Ellen\u00a0Wilson",
        "Ellen\u200b Wil\u00adson",
        "Ellen-Wilson",
        "Éllen Wilson",
        "ELLEN WILSON",
        "Ellen Wilson—yes",
    ],
)
def test_mentions_finds_a_name_however_it_is_set(mentions: Mentions, text: str) -> None:
    assert [mention.ids for mention in mentions.find(text)] == [frozenset({"ellen-waverly"})]


@pytest.mark.parametrize("text", ["Helen Wilson", "Ellen Wilsonian", "ellen wilson", "Ellen Wil son", "Ellen, Wilson"])
def test_mentions_leaves_other_words_alone(mentions: Mentions, text: str) -> None:
    assert names(mentions, text) == []


def test_mentions_tells_where_a_name_stands(mentions: Mentions) -> None:
    text = "Çà et là: Karen\u00a0 Stevens’ boat"
    (mention,) = mentions.find(text)
    assert text[mention.start : mention.end] == mention.name == "Karen\u00a0 Stevens"
    assert mention.since == S1E1


@pytest.mark.parametrize("text", ["She is rich.", "the best-laid plans of mice", "a low tide"])
def test_mentions_takes_everyday_words_for_everyday_words(mentions: Mentions, text: str) -> None:
    assert names(mentions, text) == []


def test_mentions_finds_titles_with_their_capitals(mentions: Mentions) -> None:
    assert names(mentions, "She saw Rich and Best-Laid Plans.") == ["Rich", "Best-Laid Plans"]


def test_mentions_ignores_case_where_asked(mentions: Mentions) -> None:
    assert names(mentions, "rich, and karen stevens", any_case=True) == ["rich", "karen stevens"]


def test_mentions_finds_ids_in_prose_only_with_their_hyphens(mentions: Mentions) -> None:
    assert names(mentions, "see dev-ayesa") == ["dev-ayesa"]
    assert names(mentions, "see dev ayesa") == []
    assert names(mentions, "karen sees it") == []
    assert names(mentions, "karen sees it", any_case=True) == ["karen"]


def test_mentions_knows_an_ids_words_no_earlier_than_they_are_a_name() -> None:
    data = small_pack()
    data["characters"][0]["id"] = "ellen-wilson"
    mentions = Mentions(as_pack(data | {"facts": [], "questions": []}))
    assert [mention.since for mention in mentions.find("ellen-wilson")] == [Position(1, 2)]


def test_mentions_judges_a_name_inside_another_by_the_longer() -> None:
    mentions = with_names(("S2", "Ellen Wilson"), ("S1E1", "Ellen Wilson's Diner"))
    assert mentions.beyond("at Ellen Wilson's Diner", S1E1) == ()
    assert [mention.name for mention in mentions.beyond("with Ellen Wilson", S1E1)] == ["Ellen Wilson"]


def test_mentions_does_not_excuse_a_longer_name_by_a_shorter() -> None:
    mentions = with_names(("S1E1", "Ed"), ("S2", "Ed Baldwin"))
    assert [mention.name for mention in mentions.beyond("Ed Baldwin's dog", S1E1)] == ["Ed Baldwin"]
    assert mentions.beyond("Ed and Eden", S1E1) == ()


def test_mentions_takes_a_plural_that_is_a_name_for_that_name() -> None:
    mentions = with_names(("S1E1", "Mar"), ("S2", "Mars"))
    assert [mention.name for mention in mentions.beyond("off to Mars", S1E1)] == ["Mars"]


def test_mentions_inside_a_name_are_names_of_several_words() -> None:
    mentions = with_names(("S1E1", "Sergei Ed Baldwin"), ("S2", "Sergei"), ("S2", "Ed Baldwin"))
    assert [mention.name for mention in mentions.inside("Sergei Ed Baldwin")] == ["Ed Baldwin"]


def test_mentions_keeps_names_that_overlap() -> None:
    mentions = with_names(("S1E1", "Anna Bell"), ("S2", "Bell Harbour"))
    assert names(mentions, "Anna Bell Harbour") == ["Anna Bell", "Bell Harbour"]


@pytest.mark.parametrize("text", ["the Outpost", "The Outpost", "an Outpost regular", "Outposts"])
def test_mentions_does_not_need_a_names_article(text: str) -> None:
    assert len(with_names(("S1E1", "The Outpost")).find(text)) == 1


@pytest.mark.parametrize("text", ["the Stevenses", "Stevens'", "Stevens's"])
def test_mentions_knows_families(text: str) -> None:
    assert names(with_names(("S1E1", "Stevens")), text) == ["Stevens"]


def test_mentions_knows_a_name_from_the_earliest_that_bears_it() -> None:
    mentions = with_names(("S2", "Polaris"), ("S1E1", "Polaris"))
    (mention,) = mentions.find("Polaris")
    assert (mention.since, mention.ids) == (S1E1, frozenset({"somebody-0", "somebody-1"}))


def test_mentions_compares_canonical_positions() -> None:
    mentions = with_names(("S1E3", "Zoe"), ("S1", "Yann"))
    assert mentions.beyond("Zoe and Yann", S1) == mentions.beyond("Zoe and Yann", Position(1, 3)) == ()
    assert len(mentions.beyond("Zoe and Yann", Position(1, 2))) == 2


@settings(deadline=None)
@given(st.text(max_size=60))
def test_mentions_survives_any_text(text: str) -> None:
    mentions = with_names(("S1E1", "Élan Vital"), ("S1E1", "ß"), ("S1E1", "Ed"))
    for mention in mentions.find(text, any_case=True):
        assert text[mention.start : mention.end] == mention.name


@settings(max_examples=40, deadline=None)
@given(packs())
def test_mentions_finds_every_name_of_a_pack(data: Data) -> None:
    mentions = Mentions(as_pack(data))
    for kind in ("characters", "things"):
        for entry in data[kind]:
            for name in entry["names"]:
                (mention,) = mentions.find(f"So {name['name']}'s end came.")
                assert entry["id"] in mention.ids
                assert mention.name in name["name"]
