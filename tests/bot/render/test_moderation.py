"""Cards for moderators: ceilings in words, settings at a glance, previews."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import Change, GuildSettings
from bot.render.card import Field
from bot.render.help import help_card
from bot.render.moderation import (
    ceiling_set_card,
    ceiling_words,
    change_line,
    change_notice,
    channel_card,
    differences,
    dismissed_card,
    preview_card,
    preview_warning_card,
    settings_card,
)
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.store import LoadedShow
from facts.view import View
from tests.support.cards import Made, assert_fits_discord, menus
from tests.support.rooms import ROOMS

P = Position.parse

GUARD = Field("Guard", "off")
SHOW = LoadedShow("rooms", "Rooms", Seasons((3, 3, 2)))
AT = datetime(2026, 1, 2, tzinfo=UTC)
CHANNELS = st.integers(10**17, 10**19)


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (None, "not set"),
        (NOTHING, "nothing but what is safe before the first episode"),
        (P("S1E3"), "all of season 1"),
        (P("S2E1"), "S2E1"),
        (P("S9E9"), "all of season 3"),
    ],
)
def test_ceiling_in_words(position: Position | None, words: str) -> None:
    assert ceiling_words(SHOW, position) == words


def test_ceiling_set_card_says_what_holds_and_what_held() -> None:
    assert ceiling_set_card(SHOW, "<#1>", None, P("S2E1")).text == (
        "In <#1> I speak in public of Rooms up to: **S2E1**.\nBefore: not set."
    )
    removed = ceiling_set_card(SHOW, "<#1>", P("S1E3"), None).text
    assert removed.splitlines()[1] == "Before: all of season 1."


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(CHANNELS, st.sampled_from(list(SHOW.seasons.episodes())), max_size=80), CHANNELS)
def test_settings_card_lists_ceilings_or_says_how_many_more(ceilings: dict[int, Position], log: int) -> None:
    card = settings_card(SHOW, GuildSettings("rooms", P("S1E3"), log, ceilings))
    assert_fits_discord(Made("settings", card))
    told = "\n".join(field.value for field in card.fields[3:])
    left = int(told.split("… and ")[1].split()[0]) if "… and " in told else 0
    assert sum(f"<#{channel}>" in told for channel in ceilings) + left == len(ceilings)
    assert told != "none" or not ceilings


def test_settings_card_of_a_new_server() -> None:
    card = settings_card(SHOW, GuildSettings())
    assert [field.value for field in card.fields] == ["Rooms (the default)", "not set", "not set", "none"]
    assert card.rows == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(AT, 5, "ceiling", "rooms", 7, "S1E3", "S2E1"), "<@5>: ceiling of <#7>, S1 → S2E1"),
        (Change(AT, None, "show", "rooms", None, None, "rooms"), "somebody: show, not set → Rooms"),
        (Change(AT, 5, "show", "rooms", None, "other", "rooms"), "<@5>: show, other → Rooms"),
        (Change(AT, 5, "log_channel", None, None, "7", None), "<@5>: log channel, <#7> → not set"),
    ],
)
def test_change_in_words(change: Change, words: str) -> None:
    assert change_line(SHOW, change) == f"<t:{int(AT.timestamp())}:d> {words}"


def test_differences_are_what_has_changed() -> None:
    before = GuildSettings("rooms", P("S1E3"), None, {})
    after = GuildSettings("lamps", P("S2E1"), 7, {})
    titles = {"rooms": "Rooms", "lamps": "Lamps"}
    assert differences(SHOW, before, after, titles) == [
        "Show: Rooms → Lamps",
        "Ceiling: all of season 1 → S2E1",
        "Log: not set → <#7>",
    ]
    assert differences(SHOW, before, before, titles) == []


@pytest.mark.parametrize("position", [str(position) for position in SHOW.seasons.positions()])
def test_preview_card_opens_whom_a_viewer_knows(position: str) -> None:
    view = View.of(ROOMS, P(position))
    card = preview_card(view, P("S1"))
    assert [option.value for option in menus(card)[0].options] == list(view.characters)
    assert menus(card)[0].custom_id == f"peek|rooms|{view.position}|S1"


def test_cards_for_moderators_fit_discord() -> None:
    changes = [Change(AT, 10**19, "ceiling", "rooms", 10**19, "S1E1", "S2E1")] * 10
    for card in (
        ceiling_set_card(SHOW, "<#1>", None, None),
        channel_card(SHOW, P("S2E1"), [("<#1>", None), ("This server", P("S2E1"))], GUARD, changes),
        channel_card(SHOW, NOTHING, [("This server", None)], GUARD, []),
        preview_warning_card(SHOW, P("S3"), P("S1E2")),
        change_notice(10**19, ["Ceiling: not set → S2E1"]),
        dismissed_card(),
        help_card({f"Heading {n}": [("/a command", "what it does " * 7)] * 12 for n in range(4)}),
    ):
        assert_fits_discord(Made(card.title, card))


def test_help_card_lists_every_command() -> None:
    listed = [(f"/command {number}", "words " * 15) for number in range(25)]
    card = help_card({"All": listed})
    text = "\n".join(field.value for field in card.fields)
    assert all(f"`{command}`" in text for command, _ in listed)
