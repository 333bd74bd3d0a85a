"""Leaderboards and statistics as cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import BoardRow, KindScore, Stats
from bot.render.boards import ROWS, Period, board_card, boards_privacy_card, first_row, span, stats_card
from bot.render.card import Button
from bot.render.message import components_of, embed_of
from facts.questions import KINDS
from facts.seasons import Seasons
from facts.store import LoadedShow

SHOW = LoadedShow("for-all-mankind", "For All Mankind", Seasons((10, 10)))


def row(rank: int, user: int = 10**18, points: int = 100) -> BoardRow:
    return BoardRow(rank, user, points, right=3, answered=5, rounds=2, best_streak=3)


def stats(**more: object) -> Stats:
    given = {
        "points": 1234,
        "right": 3,
        "answered": 5,
        "rounds": 2,
        "best_streak": 3,
        "ms": 6000,
        "kinds": {},
        "rank": 2,
    }
    return Stats(**{**given, **more})  # type: ignore[arg-type]


def test_board_shows_ranks_names_and_points() -> None:
    card = board_card(SHOW, "week", [row(1, 7, 1200), row(1, 8, 1200), row(3, 9, 1)], 3, 1, row(3, 9, 1))
    lines = card.text.splitlines()
    assert lines[0].startswith("🥇 <@7> **1,200 points**")
    assert lines[1].startswith("🥇 <@8>")
    assert lines[2].startswith("🥉 <@9> **1 point**")
    assert lines[-1] == "You are number **3** with 1 point."
    assert card.footer == "the last 7 days"
    assert card.rows == ()


def test_no_points_win_no_medal() -> None:
    card = board_card(SHOW, "week", [row(1, 7, 5), row(2, 8, 0)], 2, 1)
    assert [line.split()[0] for line in card.text.splitlines()] == ["🥇", "2."]


def test_board_without_anybody_says_so() -> None:
    assert board_card(SHOW, "all time", [], 0, 1).text == "Nobody has played here yet."


@given(st.integers(0, 500), st.integers(0, 9999))
def test_first_row_is_that_of_a_page_that_there_is(total: int, page: int) -> None:
    first = first_row(total, page)
    assert first % ROWS == 0
    assert 0 <= first <= max(0, total - 1)


@pytest.mark.parametrize("period", ["all time", "month", "week"])
def test_pages_lead_to_their_neighbours_in_the_same_period(period: Period) -> None:
    card = board_card(SHOW, period, [row(number) for number in range(11, 21)], 35, 2)
    (buttons,) = card.rows
    assert isinstance(buttons, tuple)
    assert all(isinstance(button, Button) for button in buttons)
    assert [button.custom_id for button in buttons][::2] == [
        f"board|for-all-mankind|{period}|1",
        f"board|for-all-mankind|{period}|3",
    ]


def test_periods_reach_back() -> None:
    assert span("all time") is None
    week, month = span("week"), span("month")
    assert week is not None
    assert month is not None
    assert (week.days, month.days) == (7, 30)


def test_statistics_are_shown_with_accuracy_and_by_kind_of_most_answers() -> None:
    kinds = {"who": KindScore(2, 1, 100), "played_by": KindScore(3, 2, 150)}
    card = stats_card(SHOW, stats(kinds=kinds))
    said = {field.name: field.value for field in card.fields}
    assert said["Points"] == "1,234"
    assert said["Right"] == "3 of 5 (60 %)"
    assert said["Time to a right answer"] == "2.0 s"
    assert said["Rank in this server"] == "2"
    assert said["By kind"].splitlines() == [
        "Who plays this character: 2 of 3 (67 %)",
        "Who or what is missing: 1 of 2 (50 %)",
    ]


def test_statistics_of_who_was_never_right_or_never_played() -> None:
    said = {field.name for field in stats_card(SHOW, stats(right=0, ms=0, rank=None)).fields}
    assert "Time to a right answer" not in said
    assert "Rank in this server" not in said
    assert stats_card(SHOW, stats(answered=0, right=0)).fields == ()


def test_fullest_cards_fit_a_message() -> None:
    big = 2**62
    for card in (
        board_card(SHOW, "all time", [row(big, big, big)] * ROWS, big, 1, row(big, big, big)),
        stats_card(SHOW, stats(kinds={kind: KindScore(big, big, big) for kind in KINDS}, points=big, rank=big)),
        boards_privacy_card(left=True),
        boards_privacy_card(left=False),
    ):
        assert len(embed_of(card)) <= 6000
        components_of(card)
