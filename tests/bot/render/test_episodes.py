"""Cards of episodes, timelines and recaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.render.card import Card
from bot.render.episodes import RECAP_A_PAGE, ahead_card, episode_card, recap_card, timeline_card
from facts.model import Episode, Pack
from facts.position import Position
from facts.view import View
from tests.support.cards import buttons, menus, pages
from tests.support.rooms import ROOMS, fact

P = Position.parse


def view(position: str, pack: Pack = ROOMS) -> View:
    return View.of(pack, P(position))


def card_of(number: str, position: str, pack: Pack = ROOMS) -> Card:
    """The card of an episode that is known at a position."""
    known = view(position, pack)
    episode = known.episode(P(number))
    assert episode is not None
    return episode_card(known, episode)


def test_episode_card_tells_what_happens_and_who_enters() -> None:
    card = card_of("S1E1", "S3")
    assert card.title == "S1E1 · The door"
    assert [option.label for option in menus(card)[0].options] == ["The Masked Man", "Tom (Adam Actor)"]
    roof = card_of("S1E3", "S3")
    assert [(field.name, field.value) for field in roof.fields] == [("What we learn", "• Ellen marries Tom.")]


def test_episode_card_turns_pages_before_it_is_a_wall_of_text() -> None:
    told = [fact(f"e{number}", "S1E1", "tom", f"Event {number}. " + "x" * 90) for number in range(20)]
    told += [fact(f"w{number}", "S1E1", "tom", f"Turn {number}.", kind="world") for number in range(5)]
    known = view("S1", replace(ROOMS, facts=tuple(told)))
    episode = known.episode(P("S1E1"))
    assert episode is not None
    made = [card for _, card in pages("episode", lambda page: episode_card(known, episode, page))]
    assert len(made) == 2
    lines = [line for card in made for field in card.fields for line in field.value.splitlines()]
    assert [line.removeprefix("• ") for line in lines] == [one.text for one in told]
    assert [made[0].fields[0].name, made[1].fields[0].name] == ["What happens"] * 2
    assert made[1].fields[-1].name == "Where history differs"
    assert all(sum(len(field.value) for field in card.fields) <= 1500 for card in made)


def test_episode_card_leads_to_its_neighbours_as_far_as_they_are_known() -> None:
    assert [button.label for button in buttons(card_of("S1E3", "S1"))] == ["◀ S1E1"]
    assert [button.label for button in buttons(card_of("S1E3", "S2E1"))] == ["◀ S1E1", "▶ S2E1"]
    assert buttons(card_of("S1E1", "S1E1")) == []


def test_episode_card_orders_neighbours_by_watching_not_by_pack() -> None:
    turned = Pack(pack=1, show=ROOMS.show, episodes=tuple(reversed(ROOMS.episodes)))
    assert [button.label for button in buttons(card_of("S1E3", "S3", turned))] == ["◀ S1E1", "▶ S2E1"]


def test_episode_card_of_which_nothing_is_known_says_so() -> None:
    bare = Pack(pack=1, show=ROOMS.show, episodes=(Episode(since=P("S1E1")),))
    card = card_of("S1E1", "S1", bare)
    assert (card.title, card.text) == ("S1E1", "I know nothing about this episode.")


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (None, None, ["flashback", "launch", "then"]),
        ("S2E1", None, ["flashback", "then"]),
        ("S2E2", "S2E2", ["then"]),
        (None, "S1", ["launch"]),
        (None, "S1E3", ["launch"]),
        ("S1E3", "S1", []),
        ("S3", None, []),
    ],
)
def test_timeline_card_keeps_to_its_span(start: str | None, end: str | None, told: list[str]) -> None:
    known = view("S3")
    texts = {fact.id: fact.text for fact in known.facts}
    card = timeline_card(known, start and P(start), end and P(end))  # type: ignore[arg-type]  # no text is empty
    shown = [line.split("*(")[0].lstrip("• ").split("** ")[-1].strip() for line in card.text.splitlines()]
    assert shown == ([texts[id_] for id_ in told] or ["I know no events there."])


def test_timeline_card_takes_a_season_and_its_last_episode_for_one() -> None:
    facts = (fact("a", "S1E3", "tom", "Tagged as the episode."), fact("b", "S1", "tom", "Tagged as the season."))
    known = view("S3", Pack(pack=1, show=ROOMS.show, sources=ROOMS.sources, characters=ROOMS.characters, facts=facts))
    for position in (P("S1"), P("S1E3")):
        card = timeline_card(known, position, position)
        assert len(card.text.splitlines()) == 2


def test_recap_card_tells_all_events_of_a_season_by_episode() -> None:
    facts = tuple(
        fact(f"e{number}", f"S1E{1 + number % 3}", "tom", f"Event {number}." + "x" * 700) for number in range(40)
    )
    known = view("S1", replace(ROOMS, facts=facts))
    made = [card for _, card in pages("recap", lambda page: recap_card(known, 1, page))]
    assert made[0].title == "Rooms: recap of season 1"
    lines = [line for card in made for line in card.text.splitlines()]
    told = [line.split(".")[0].removeprefix("• ") for line in lines if line.startswith("•")]
    assert told == [f"Event {number}" for first in range(3) for number in range(first, 40, 3)]
    assert all(card.text.startswith("**S1E") for card in made)
    assert all(card.text.count("•") <= RECAP_A_PAGE for card in made)


@pytest.mark.parametrize(("position", "season"), [("S1", 4), ("S1", 9), ("S3", 3)])
def test_recap_card_of_a_season_of_which_nothing_is_known(position: str, season: int) -> None:
    card = recap_card(view(position), season)
    assert (card.text, card.rows, card.empty) == (f"I know nothing about season {season}.", (), True)


@pytest.mark.parametrize(
    ("position", "season", "told"),
    [
        ("S0", 1, "You are before the first episode; season 1 is ahead."),
        ("S1E2", 2, "You are at S1E2; season 2 is ahead."),
        ("S1", 2, "You are at the end of season 1; season 2 is ahead."),
        ("S2E3", 3, "You are at the end of season 2; season 3 is ahead."),
    ],
)
def test_recap_card_of_a_season_that_is_ahead_says_so(position: str, season: int, told: str) -> None:
    card = recap_card(view(position), season)
    assert (card.text, card.rows, card.empty) == (told, (), True)


@pytest.mark.parametrize("asked", ["S1E3", "S1", "S1E4", "S3E1", "S3"])
def test_ahead_card_is_for_what_the_show_has_beyond_the_position(asked: str) -> None:
    shows = {position: ahead_card(view(position), P(asked)) for position in ("S1E2", "S1E3", "S2", "S3E1")}
    ahead = {"S1E3": ["S1E2"], "S3E1": ["S1E2", "S1E3", "S2"], "S3": ["S1E2", "S1E3", "S2"]}
    assert [position for position, card in shows.items() if card] == ahead.get(asked, [])
