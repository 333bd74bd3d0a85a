"""Cards of entries and cast lists say what is known at a position, as it is known there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.render.card import Card
from bot.render.cast import cast_card, entry_card
from facts.model import Pack, Ref
from facts.position import Position
from facts.view import View
from tests.support.cards import buttons, menus
from tests.support.rooms import ROOMS, character, fact, name

P = Position.parse


def view(position: str) -> View:
    return View.of(ROOMS, P(position))


def card_of(entry_id: str, position: str, pack: Pack = ROOMS) -> Card:
    """The card of an entry that is known at a position."""
    known = View.of(pack, P(position))
    entry = known.entry(entry_id)
    assert entry is not None
    return entry_card(known, entry)


def fields(card: Card) -> dict[str, str]:
    """A card's fields by heading."""
    return {field.name: field.value for field in card.fields}


def test_character_card_grows_with_the_position() -> None:
    assert card_of("ellen", "S0").title == "Ellen Waverly"
    assert fields(card_of("ellen", "S0")) == {"Played by": "Anna Actor"}
    later = card_of("ellen", "S2E2")
    assert later.title == "Ellen Wilson"
    assert set(fields(later)["Played by"].split(", ")) == {"Anna Actor", "Adam Actor (child)"}
    assert fields(later)["Relations"] == "Spouse: Tom"
    assert set(fields(card_of("ellen", "S2"))["Played by"].split(", ")) == {"Gwen Guest", "Adam Actor (child)"}


def test_character_card_names_former_names_but_none_that_are_only_to_be_found() -> None:
    assert fields(card_of("ellen", "S3"))["Also known as"] == "Ellen Waverly"
    assert "Also known as" not in fields(card_of("ellen", "S1"))


def test_character_card_shows_the_status_that_holds_and_no_trace_of_the_last() -> None:
    assert fields(card_of("tom", "S2E2"))["Status"] == "alive"
    end = card_of("tom", "S3")
    assert fields(end)["Status"] == "dead"
    assert "alive" not in str(end)
    assert "attic" not in str(end)


def test_character_card_tells_who_is_the_same_person_once_it_is_known() -> None:
    assert "The same person as" not in fields(card_of("tom", "S2E2"))
    assert fields(card_of("tom", "S3"))["The same person as"] == "The Masked Man"
    assert fields(card_of("masked", "S3"))["The same person as"] == "Tom"


def test_character_card_counts_relations_in_words() -> None:
    more = tuple(
        fact(f"more-{number}", "S1E1", "ellen", kind=kind, value=Ref(id=other))
        for number, (kind, other) in enumerate(
            [("friend", "tom"), ("friend", "masked"), ("child", "masked"), ("mentor", "tom")]
        )
    )
    pack = replace(ROOMS, facts=more)
    assert fields(card_of("ellen", "S1", pack))["Relations"].splitlines() == [
        "Friends: Tom, The Masked Man",
        "Child: The Masked Man",
        "Mentor: Tom",
    ]
    assert fields(card_of("tom", "S1", pack))["Relations"].splitlines() == [
        "Friend: Ellen Waverly",
        "Protégé: Ellen Waverly",
    ]


def test_character_card_shows_the_latest_facts_in_order_of_watching() -> None:
    told = tuple(
        fact(f"told-{number}", since, "ellen", f"In {since}.")
        for number, since in enumerate(["S2E1", "S1E1", "S3E1", "S1", "S2", "S1E2", "S1E3"])
    )
    made = (
        fact("made", "S3", "ellen", "Behind the scenes.", kind="production"),
        fact("rank", "S3", "ellen", "She is a captain.", kind="rank", value="captain"),
        fact("married", "S3", "ellen", "She marries.", kind="spouse", value=Ref(id="tom")),
    )
    pack = replace(ROOMS, facts=(*made, *told))
    lines = fields(card_of("ellen", "S3", pack))["Facts"].splitlines()
    assert [line.split()[2] for line in lines] == ["S1E3.", "S1.", "S2E1.", "S2.", "S3E1."]


def test_card_of_whom_only_the_name_is_known() -> None:
    pack = Pack(pack=1, show=ROOMS.show, characters=(character("al", "S0", name("S0", "Al")),))
    card = card_of("al", "S0", pack)
    assert (card.title, card.text, card.fields, card.rows) == ("Al", "I know the name and nothing else.", (), ())


def test_character_card_tells_of_love_and_not_of_friendship_besides() -> None:
    kinds = [("friend", "tom"), ("partner", "tom"), ("friend", "masked")]
    more = tuple(fact(k + o, "S1E1", "ellen", kind=k, value=Ref(id=o)) for k, o in kinds)
    told = fields(card_of("ellen", "S1", replace(ROOMS, facts=more)))["Relations"]
    assert told.splitlines() == ["Partner: Tom", "Friend: The Masked Man"]


def test_cards_do_not_say_again_who_plays_whom() -> None:
    casting = (
        fact("plays", "S1E1", "adam-actor tom", "Adam Actor plays Tom.", kind="production"),
        fact("played", "S1E1", "tom adam-actor", "Tom is played by Adam Actor.", kind="note"),
        fact("young", "S1E1", "adam-actor tom", "Adam Actor plays the grown-up Tom.", kind="production"),
    )
    told = fact("known", "S1E1", "adam-actor tom", "Adam Actor plays Tom, a sailor.", kind="production")
    pack = replace(ROOMS, facts=(*casting, told))
    assert fields(card_of("adam-actor", "S1", pack))["Facts"] == "• Adam Actor plays Tom, a sailor. *(S1E1)*"
    for entry_id in ("adam-actor", "tom"):
        assert "Facts" not in fields(card_of(entry_id, "S1", replace(ROOMS, facts=casting)))


def test_actor_card_lists_roles() -> None:
    assert fields(card_of("adam-actor", "S0"))["Plays"] == "• **Tom**"
    assert fields(card_of("adam-actor", "S3"))["Plays"].splitlines() == ["• **Ellen Wilson** (child)", "• **Tom**"]


def test_thing_card_says_what_it_is() -> None:
    card = card_of("boat", "S1E2")
    assert card.text == "*Vessel*"
    assert fields(card)["First seen"] == "S1E2"


def test_entry_cards_lead_to_those_that_share_most() -> None:
    labels = [button.label for button in buttons(card_of("tom", "S3"))]
    assert "Ellen Wilson" in labels
    assert "José O’Brien" not in labels


def test_cast_card_heads_by_billing_and_opens_each() -> None:
    card = cast_card(view("S1E1"), 1)
    assert card.title == "Rooms: cast of season 1"
    assert fields(card) == {
        "Main cast": "**Ellen Waverly** — Anna Actor\n**Tom** — Adam Actor",
        "Guests": "**The Masked Man**",
    }
    assert [option.value for option in menus(card)[0].options] == ["ellen", "tom", "masked"]


def test_cast_card_shows_a_season_as_it_was() -> None:
    for position in ("S1", "S3"):
        known = fields(cast_card(view(position), 1))
        assert known["Guests"] == "**The Masked Man**"
        assert "Anna Actor" in known["Main cast"]
        assert "Gwen Guest" not in known["Main cast"]


@pytest.mark.parametrize("season", [-1, 0, 4, 10**12])
def test_cast_card_of_a_season_of_which_nothing_is_known(season: int) -> None:
    card = cast_card(view("S1E1"), season)
    assert card.text == f"I know nothing about the cast of season {season}."
    assert (card.rows, card.fields, card.empty) == ((), (), True)


def test_cast_card_of_a_season_that_is_ahead_says_so() -> None:
    card = cast_card(view("S1E1"), 3)
    assert card.text == "You are at S1E1; season 3 is ahead."
    assert (card.rows, card.fields, card.empty) == ((), (), True)
    assert not cast_card(view("S1E1"), 1).empty
