"""A view by example: names, cast, relations, order."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import replace
from functools import cached_property

import pytest

from facts.errors import UnknownPositionError
from facts.model import Billing, Character, Person
from facts.position import Position
from facts.view import Suggestion, View
from tests.support.packs import as_pack, large_pack
from tests.support.rooms import ROOMS, billed, character, fact, name, played

P = Position.parse


def at(position: str) -> View:
    return View.of(ROOMS, P(position))


def test_view_holds_only_what_is_visible() -> None:
    view = at("S0")
    assert list(view.characters) == ["ellen", "tom"]
    assert list(view.people) == ["adam-actor", "anna-actor"]
    assert [n.name for n in view.characters["ellen"].names] == ["Ellen Waverly"]
    assert [f.id for f in view.facts] == ["made"]
    assert (view.things, view.episodes, view.questions) == ({}, (), ())
    assert [years.season for years in view.show.years] == [1]
    assert list(view.sources) == ["guide"]


def test_view_position_is_canonical() -> None:
    assert at("S1E3").position == at("S1").position == P("S1")
    assert [years.season for years in at("S1E3").show.years] == [1, 2]


@pytest.mark.parametrize("position", ["S4", "S1E4", "S99E1"])
def test_view_refuses_positions_beyond_the_show(position: str) -> None:
    with pytest.raises(UnknownPositionError):
        at(position)


def test_view_cannot_be_changed_copied_or_stored() -> None:
    view = at("S0")
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.position = P("S3")  # type: ignore[misc]
    with pytest.raises(TypeError):
        view.characters["masked"] = ROOMS.characters[0]  # type: ignore[index]
    with pytest.raises(TypeError):
        pickle.dumps(view)
    with pytest.raises(TypeError):
        view.facts[0] = ROOMS.facts[0]  # type: ignore[index]


def test_view_is_told_from_any_other_and_says_which_it_is() -> None:
    view = at("S1E3")
    assert len({view, at("S1E3"), view}) == 2
    assert view != at("S1E3")
    assert repr(view) == "<View of rooms at S1>"


def test_view_that_is_warm_has_every_index() -> None:
    view = at("S1")
    view.warm()
    indexes = {name for name, value in vars(View).items() if isinstance(value, cached_property)}
    assert indexes
    assert indexes <= vars(view).keys()
    assert {"_trigrams", "_words"} <= vars(view._names).keys()


def test_view_that_is_warm_is_ready_to_search_for_what_most_facts_say() -> None:
    facts = tuple(fact(f"fact-{number}", "S1E1", "tom", f"Lamp {number}.") for number in range(1001))
    view = View.of(replace(ROOMS, facts=facts, questions=()), P("S1"))
    view.warm()
    assert "lamp" in view._search._frequent


def test_view_drops_what_a_visible_fact_replaces_with_its_sources() -> None:
    assert [f.id for f in at("S2E2").facts if f.kind == "status"] == ["tom-alive"]
    assert [f.id for f in at("S2").facts if f.kind == "status"] == ["tom-dead"]
    assert list(at("S2E2").sources) == ["guide", "attic"]
    assert list(at("S2").sources) == ["guide", "finale"]
    assert at("S2E2").replaced == ()
    assert [f.id for f in at("S2").replaced] == ["tom-alive"]


def test_name_is_the_last_visible_that_is_not_also() -> None:
    assert at("S1").name("ellen") == "Ellen Waverly"
    assert at("S2E1").name("ellen") == "Ellen Wilson"
    assert at("S0").name("show") == "Rooms"
    with pytest.raises(KeyError):
        at("S0").name("masked")


@pytest.mark.parametrize(
    ("position", "text", "found"),
    [
        ("S0", "ellen", ["ellen"]),
        ("S0", "  ELLEN  wavérly ", ["ellen"]),
        ("S0", "waverly", ["ellen"]),
        ("S0", "aver", []),
        ("S0", "ellen wilson", []),
        ("S3", "ellen wilson", ["ellen"]),
        ("S3", "ellen waverly", ["ellen"]),
        ("S3", "the pilot", ["ellen"]),
        ("S1E1", "the pilot", []),
        ("S2", "jose obrien", ["newcomer"]),
        ("S1E1", "tom", ["tom"]),
        ("S1E2", "TOM!", ["tom", "boat"]),
        ("S1E1", "boat", []),
        ("S1E2", "boat", ["boat"]),
        ("S0", "", []),
        ("S0", "🚀", []),
        ("S0", "\u202etom\u202c", ["tom"]),
        ("S0", "to\x00m", []),
        ("S0", "tom " * 1500, []),
    ],
)
def test_find_takes_ids_and_visible_names(position: str, text: str, found: list[str]) -> None:
    assert [entry.id for entry in at(position).find(text)] == found


def test_find_prefers_an_id_and_keeps_to_a_section() -> None:
    view = at("S1E2")
    assert [entry.id for entry in view.find("tom")] == ["tom"]
    assert [entry.id for entry in view.find("tom", "things")] == ["boat"]
    assert [entry.id for entry in view.find("tom", "people")] == []
    assert [entry.id for entry in view.find("actor", "people")] == ["adam-actor", "anna-actor"]


def test_suggest_offers_the_main_cast_first_for_nothing() -> None:
    assert [s.value for s in at("S1E1").suggest("")] == ["ellen", "tom", "masked", "adam-actor", "anna-actor"]
    assert [s.value for s in at("S2").suggest("", "characters")] == ["masked", "ellen", "tom", "newcomer"]
    assert [s.value for s in at("S2").suggest("", limit=2)] == ["masked", "ellen"]


def test_suggest_offers_as_many_as_discord_shows() -> None:
    view = View.of(as_pack(large_pack(200)), P("S1E1"))
    assert len(view.characters) > 25
    assert len(view.suggest("")) == 25
    assert len(view.suggest("", limit=24)) == 24


def test_suggest_offers_people_by_the_best_billed_they_play_and_crew_last() -> None:
    def plays(id_: str, billing: Billing | None, *people: str) -> Character:
        cast = (billed("S0", billing),) if billing else ()
        return character(id_, "S0", name("S0", id_), cast=cast, played_by=tuple(played("S0", p) for p in people))

    people = tuple(
        Person(id=id_, since=P("S0"), name=id_.title()) for id_ in ("director", "extra", "twice", "star", "visitor")
    )
    characters = (
        plays("gates", None, "extra"),
        plays("hale", "guest", "visitor", "twice"),
        plays("iris", "recurring"),
        plays("jack", "main", "star", "twice"),
    )
    pack = replace(ROOMS, characters=characters, people=people, things=(), facts=(), questions=(), together=())
    offered = [suggestion.value for suggestion in View.of(pack, P("S0")).suggest("")]
    assert offered[:4] == ["jack", "iris", "hale", "gates"]
    assert offered[4:] == ["twice", "star", "visitor", "extra", "director"]


def test_label_tells_who_plays_a_character_now_and_what_people_do() -> None:
    two = (played("S0", "adam-actor"), played("S0", "anna-actor", as_="child"))
    characters = (
        character("one", "S0", name("S0", "Sam"), played_by=two),
        character("two", "S0", name("S0", "Sam"), played_by=(played("S0", "unknown-yet"),)),
    )
    crew = Person(id="sam-crew", since=P("S0"), name="Sam")
    actor = Person(id="sam-actor", since=P("S0"), name="Sam")
    third = character("three", "S0", name("S0", "Third"), played_by=(played("S0", "sam-actor"),))
    pack = replace(
        ROOMS, characters=(*characters, third), people=(*ROOMS.people, crew, actor), facts=(), questions=(), together=()
    )
    view = View.of(pack, P("S0"))
    labels = {id_: view.label(id_) for id_ in ("one", "two", "sam-crew", "sam-actor", "three")}
    assert labels == {
        "one": "Sam (Anna Actor)",
        "two": "Sam (character)",
        "sam-crew": "Sam (crew)",
        "sam-actor": "Sam (actor)",
        "three": "Third",
    }


def test_name_is_one_that_is_also_where_there_is_no_other() -> None:
    only = (character("ada", "S0", name("S0", "The Painter", also=True), name("S1E1", "The Potter", also=True)),)
    pack = replace(ROOMS, characters=only, people=(), things=(), facts=(), questions=(), together=())
    assert View.of(pack, P("S0")).name("ada") == "The Painter"
    assert View.of(pack, P("S1E1")).name("ada") == "The Potter"


def test_entry_without_a_visible_name_is_not_there() -> None:
    late = (character("ada", "S0", name("S1E2", "Ada")), character("ben", "S0", name("S0", "Ben")))
    pack = replace(ROOMS, characters=late, people=(), things=(), facts=(), questions=(), together=())
    assert list(View.of(pack, P("S1E1")).characters) == ["ben"]
    assert list(View.of(pack, P("S1E2")).characters) == ["ada", "ben"]


def test_suggest_tells_entries_of_one_name_apart() -> None:
    assert at("S1E1").suggest("to")[0] == Suggestion("Tom", "tom")
    assert at("S1E2").suggest("to")[:2] == (Suggestion("Tom (Adam Actor)", "tom"), Suggestion("Tom (vessel)", "boat"))


def test_suggest_keeps_to_a_section_however_few_bear_what_was_typed() -> None:
    view = at("S1E2")
    assert [s.value for s in view.suggest("tom", "characters")] == ["tom"]
    assert [s.value for s in view.suggest("actor", "characters")] == []
    assert view.nearest("Anna Actor", "characters") is None


def test_suggest_ranks_names_before_words_before_guesses() -> None:
    view = at("S2")
    assert view.suggest("wil")[0] == Suggestion("Ellen Wilson", "ellen")
    assert view.suggest("waver")[0] == Suggestion("Ellen Wilson", "ellen")
    assert view.suggest("elen wilsn")[0].value == "ellen"
    assert at("S1").suggest("wilson") == ()
    assert view.nearest("Elen Wilsn") == "Ellen Wilson"
    assert view.nearest("xyzzy") is None


@pytest.mark.parametrize("text", ["🚀🚀", "%" * 6000, "\u202e\u0000\u200d", "@everyone"])
def test_suggest_offers_nothing_for_garbage(text: str) -> None:
    assert at("S3").suggest(text) == ()
    assert at("S3").nearest(text) is None


def test_billing_and_actor_are_the_last_visible() -> None:
    assert at("S1").billing("masked") == "guest"
    assert at("S2").billing("masked") == "main"
    assert [p.person for p in at("S2E1").played_by("ellen")] == ["anna-actor"]
    assert [p.person for p in at("S2E2").played_by("ellen")] == ["anna-actor", "adam-actor"]
    assert {p.person for p in at("S2").played_by("ellen")} == {"guest-actor", "adam-actor"}
    assert [p.person for p in at("S2").played_by("ellen", 1)] == ["anna-actor"]


def test_cast_lists_a_season() -> None:
    def ids(position: str, season: int) -> list[str]:
        return [character.id for character, _ in at(position).cast(season)]

    assert ids("S0", 1) == ["ellen", "tom"]
    assert ids("S1E1", 1) == ["ellen", "tom", "masked"]
    assert ids("S1", 2) == []
    assert ids("S2E1", 2) == ["ellen", "tom", "masked"]
    assert ids("S2", 3) == ["masked", "newcomer"]
    assert ids("S2", 9) == []
    assert {one.id: billing for one, billing in at("S2").cast(1)}["masked"] == "guest"


def test_relations_go_both_ways_and_once() -> None:
    view = at("S2")
    assert [(r.kind, r.other, r.fact.id) for r in view.relations("tom")] == [
        ("spouse", "ellen", "tom-spouse"),
        ("child", "masked", "tom-child"),
    ]
    assert [(r.kind, r.other) for r in view.relations("masked")] == [("parent", "tom")]
    assert at("S1E1").relations("tom") == ()


def test_related_counts_visible_facts() -> None:
    assert at("S1").related("ellen", 5) == ("tom", "boat", "anna-actor")
    assert at("S2").related("ellen", 1) == ("masked",)
    assert at("S0").related("masked", 5) == ()
    assert at("S3").related("show", 5) == ()
    assert at("S3").relations("show") == ()
    view = at("S2")
    assert view.relations("nobody") == ()
    assert view.related("nobody", 5) == ()
    assert (view._relations, view._related) == ({}, {})  # ids that users made up are not kept
    assert view.relations("tom") is view.relations("tom")
    assert view.related("tom", 1) == view.related("tom", 5)[:1] != ()
    kept = view._related["tom"]
    assert view.related("tom", 0) == ()
    assert view._related["tom"] is kept
    assert view.related("adam-actor", 5) == ("ellen", "tom")
    assert "adam-actor" in view.related("tom", 5)


def test_same_joins_entries_once_revealed() -> None:
    assert at("S2E2").same("masked") == ()
    assert at("S2").same("masked") == ("tom",)
    assert at("S2").same("tom") == ("masked",)


def test_facts_of_an_entry_and_the_latest_of_a_kind() -> None:
    view = at("S2")
    assert [f.id for f in view.mainly("tom")] == ["tom-dead", "tom-spouse", "tom-child"]
    assert [f.id for f in view.about("tom")] == ["tom-dead", "tom-spouse", "tom-child", "ellen-spouse"]
    latest = view.latest("tom", "status")
    assert latest is not None
    assert latest.value == "dead"
    assert view.latest("tom", "rank") is None
    assert [f and f.id for f in (view.latest("masked", "event"), view.latest("ellen", "event"))] == ["then", None]


def test_latest_is_the_one_known_last_whatever_the_order_of_the_pack() -> None:
    facts = tuple(
        fact(id_, since, "tom", kind="status", value=id_)
        for id_, since in [("third", "S2E1"), ("first", "S1E1"), ("second", "S1E3"), ("also-second", "S1")]
    )
    pack = replace(ROOMS, facts=facts, questions=())
    found = [View.of(pack, P(position)).latest("tom", "status") for position in ("S1E2", "S1", "S3")]
    assert [f and f.id for f in found] == ["first", "also-second", "third"]


def test_search_finds_what_a_fact_says_and_whom_it_names() -> None:
    view = at("S2")
    assert {f.id for f in view.search("cellar")} == {"then"}
    assert {f.id for f in view.search("wilson")} == {"ellen-spouse", "tom-spouse", "launch", "flashback", "then"}
    assert view.search("pilot boat")[0].id == "launch"
    assert len(view.search("wilson", 2)) == 2
    assert at("S1").search("wilson") == ()


def test_first_episode_is_given_only_where_known() -> None:
    view = at("S3")
    assert view.first_episode("masked") == P("S1E1")
    assert view.first_episode("boat") == P("S1E2")
    assert view.first_episode("newcomer") is None
    assert view.first_episode("ellen") == P("S1E2")
    assert view.first_episode("adam-actor") is None
    assert at("S0").first_episode("ellen") is None
    assert at("S0").first_episode("masked") is None


def test_first_episode_is_that_of_a_name_or_a_casting_where_nothing_is_told_before() -> None:
    characters = (
        character("ada", "S0", name("S0", "Ada"), name("S1E2", "Baker")),
        character("ben", "S0", name("S0", "Ben"), played_by=(played("S1E1", "adam-actor"),)),
    )
    pack = replace(ROOMS, characters=characters, things=(), facts=(), questions=(), together=())
    view = View.of(pack, P("S3"))
    assert [view.first_episode(id_) for id_ in ("ada", "ben")] == [P("S1E2"), P("S1E1")]


def test_who_was_there_was_there_when_what_was_told_of_them_no_longer_holds() -> None:
    facts = (
        fact("engaged", "S1E2", "ada", kind="status", value="engaged"),
        fact("married", "S2E1", "ada", kind="status", value="married", replaces=("engaged",)),
    )
    characters = (character("ada", "S0", name("S0", "Ada")),)
    pack = replace(ROOMS, characters=characters, things=(), facts=facts, questions=(), together=())
    for position in ("S1E2", "S2E1", "S3"):
        view = View.of(pack, P(position))
        assert view.first_episode("ada") == P("S1E2")
        assert [one.id for one, _ in view.cast(1)] == ["ada"]
    assert View.of(pack, P("S1E1")).first_episode("ada") is None


def test_episode_and_reveals_take_either_form_of_a_position() -> None:
    view = at("S1")
    assert view.episode(P("S1E3")) == view.episode(P("S1")) == ROOMS.episodes[1]
    assert view.episode(P("S1E2")) is None
    assert view.episode(P("S2E1")) is None
    assert [f.id for f in view.reveals(P("S1E3"))] == [f.id for f in view.reveals(P("S1"))] == ["ellen-spouse"]
    assert view.reveals(P("S2E1")) == ()


def test_events_come_in_the_order_of_the_story() -> None:
    assert [f.id for f in at("S2").events()] == ["flashback", "launch", "then"]


def test_roles_hold_visible_castings() -> None:
    assert [(c.id, p.as_) for c, p in at("S2E1").roles("adam-actor")] == [("tom", None)]
    assert [(c.id, p.as_) for c, p in at("S2E2").roles("adam-actor")] == [("ellen", "child"), ("tom", None)]
    assert at("S2E2").roles("guest-actor") == ()
