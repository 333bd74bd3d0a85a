"""Cards of the watched-through setting, for shows of any size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import custom_id
from bot.ledger import Progress
from bot.render.card import Card
from bot.render.progress import (
    ask_card,
    confirm_card,
    end_card,
    kept_card,
    moved_card,
    panel_card,
    progress_card,
    unlocked,
    welcome,
)
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.store import LoadedShow
from facts.view import View
from tests.support.cards import Made, assert_fits_discord, buttons, menus
from tests.support.rooms import ROOMS, character, name

P = Position.parse

ROOMS_SHOW = LoadedShow("rooms", "Rooms", Seasons((3, 3, 2)))
shows = st.builds(
    LoadedShow,
    st.text("abc-", min_size=1, max_size=30),
    st.text("Ab ", min_size=1, max_size=80).filter(str.strip),
    st.lists(st.integers(1, 200), min_size=1, max_size=99).map(Seasons),
)


def cards(show: LoadedShow, progress: Progress, target: Position) -> list[Card]:
    """All cards about somebody's progress."""
    words, menu = welcome(show)
    return [
        ask_card(show, "set"),
        ask_card(show, "rewatch"),
        *(ask_card(show, "set", season) for season in (1, len(show.seasons))),
        panel_card(show),
        progress_card(show, progress),
        moved_card(show, progress),
        moved_card(show, progress, undone=True),
        kept_card(show, progress),
        end_card(show),
        confirm_card(show, target),
        Card("A card", "of anything").noted(words).with_rows(*menu),
    ]


@settings(deadline=None, max_examples=60)
@given(shows, st.data())
def test_cards_of_progress_fit_discord_and_lead_to_positions_that_there_are(
    show: LoadedShow, data: st.DataObject
) -> None:
    places = st.sampled_from([NOTHING, *show.seasons.episodes()])
    progress = Progress(data.draw(st.none() | places), data.draw(st.none() | places))
    for number, card in enumerate(cards(show, progress, data.draw(places))):
        assert_fits_discord(Made(f"card {number}", card))
        for button in buttons(card):
            action, rest = custom_id.unpack(button.custom_id)
            if action in ("watched", "confirm"):
                assert show.seasons.has(custom_id.position(custom_id.arguments(rest, 2)[1]))
        for menu in menus(card):
            action, rest = custom_id.unpack(menu.custom_id)
            assert custom_id.arguments(rest, 3)[:1] == [show.id]
            for option in menu.options:
                where = Position(int(option.value)) if action == "season" else custom_id.position(option.value)
                assert option.value == "0" or show.seasons.has(where)


@settings(deadline=None, max_examples=30)
@given(shows, st.data())
def test_menus_offer_every_season_and_every_episode_once(show: LoadedShow, data: st.DataObject) -> None:
    offered = [option.value for menu in menus(ask_card(show, "set")) for option in menu.options]
    assert offered == [str(season) for season in range(len(show.seasons) + 1)]
    season = data.draw(st.integers(1, len(show.seasons)))
    listed = [
        custom_id.position(option.value) for menu in menus(ask_card(show, "set", season)) for option in menu.options
    ]
    episodes = [Position(season, number) for number in range(1, show.seasons.episodes_in(season) + 1)]
    assert len(set(listed)) == len(listed)
    # The end of the season is offered first, whatever else has no room.
    assert listed[0] == episodes[-1]
    assert sorted(listed) == sorted([*episodes[:-1][: 4 * 25 - 1], episodes[-1]])
    assert ("use `/progress set`" in ask_card(show, "set", season).text) is (len(episodes) > 100)


def test_menus_never_show_titles() -> None:
    assert [option.label for menu in menus(ask_card(ROOMS_SHOW, "set", 3)) for option in menu.options] == [
        "All of season 3",
        "Through S3E1",
    ]


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress(), "I do not know how far you have watched Rooms; you get what is safe before the first episode."),
        (Progress(NOTHING), "You have watched nothing yet."),
        (Progress(P("S2E1")), "You have watched through S2E1."),
        (Progress(P("S2E3")), "You have watched all of season 2."),
        (
            Progress(P("S2E3"), P("S1E2")),
            "You are rewatching, and have watched again: through S1E2. I remember how far you were: all of season 2.",
        ),
    ],
)
def test_moved_card_says_where_one_is(progress: Progress, text: str) -> None:
    assert moved_card(ROOMS_SHOW, progress).text == text


def test_moved_card_is_headed_by_what_was_done() -> None:
    assert moved_card(ROOMS_SHOW, Progress(P("S1"))).title == "Saved"
    assert moved_card(ROOMS_SHOW, Progress()).title == "Forgotten"
    assert [button.label for button in buttons(moved_card(ROOMS_SHOW, Progress()))] == ["Undo"]
    undone = moved_card(ROOMS_SHOW, Progress(), undone=True)
    assert (undone.title, undone.rows) == ("Undone", ())
    assert buttons(moved_card(ROOMS_SHOW, Progress(P("S1")), undone=True))


def test_rewatch_begins_at_the_beginning() -> None:
    firsts = [menus(ask_card(ROOMS_SHOW, mode))[0].options[0] for mode in ("set", "rewatch")]
    assert [(option.label, option.value) for option in firsts] == [("Nothing yet", "0"), ("From the beginning", "0")]


def test_moved_card_offers_the_next_episode_and_the_way_back() -> None:
    assert [button.label for button in buttons(moved_card(ROOMS_SHOW, Progress(P("S1E3"))))] == ["Watched S2E1", "Undo"]
    rewatching = moved_card(ROOMS_SHOW, Progress(P("S2E3"), P("S1E2")))
    assert [button.label for button in buttons(rewatching)] == ["Watched S1E3", "Stop rewatching", "Undo"]
    assert [button.label for button in buttons(moved_card(ROOMS_SHOW, Progress(P("S3E2"))))] == ["Undo"]


@pytest.mark.parametrize(
    ("watched", "bar"), [("S0", "▱" * 10), ("S1E1", "▰" + "▱" * 9), ("S3E1", "▰" * 8 + "▱" * 2), ("S3E2", "▰" * 10)]
)
def test_progress_card_is_full_only_at_the_end(watched: str, bar: str) -> None:
    field = progress_card(ROOMS_SHOW, Progress(P(watched))).fields[0]
    assert field.value.splitlines()[1].split()[0] == bar


def test_confirm_card_says_what_is_confirmed() -> None:
    card = confirm_card(ROOMS_SHOW, P("S3"))
    assert "you will have watched all of season 3" in card.text
    assert [button.label for button in buttons(card)] == ["Yes, I have watched all of season 3", "No, leave it"]


def test_unlocked_counts_what_is_new_and_opens_whom_one_has_met() -> None:
    before, after = View.of(ROOMS, P("S0")), View.of(ROOMS, P("S1E2"))
    card = unlocked(Card("Saved"), before, after)
    assert card.fields[0].value == "1 character, 1 event, 1 other fact, 1 episode"
    assert [option.value for option in menus(card)[0].options] == ["masked"]


def test_unlocked_menu_says_where_it_is_not_all() -> None:
    roomful = replace(ROOMS, characters=tuple(character(f"no-{n}", "S1E1", name("S1E1", f"No {n}")) for n in range(26)))
    before, after = (View.of(replace(roomful, facts=()), P(at)) for at in ("S0", "S1E1"))
    assert menus(unlocked(Card("Saved"), before, after))[0].placeholder == "Whom you have met: 25 of 26"
    fewer = View.of(replace(roomful, characters=roomful.characters[:25], facts=()), P("S1E1"))
    assert menus(unlocked(Card("Saved"), before, fewer))[0].placeholder == "Whom you have met"


def test_unlocked_of_nothing_new_says_nothing() -> None:
    view = View.of(ROOMS, P("S1E2"))
    assert unlocked(Card("Saved"), view, view) == Card("Saved")
