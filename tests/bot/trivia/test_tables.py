"""Rounds are held until their channels are free; after that only their last question is known, and for a while."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.trivia.state import Round
from bot.trivia.table import Table
from bot.trivia.tables import REMEMBERED, Tables
from tests.support.rounds import Played

CHANNEL = Played().state.opened.channel
NOW = 5_000


def table(round_id: int, *, questions: int = 1) -> Table:
    """A round whose answers to so many questions have been shown."""
    played = Played()
    played.tick()
    for _ in range(questions):
        played.up_to_question()
        played.tick()
    made = Table(round_id, Round(played.state.opened))
    for event in played.log[1:]:
        made.apply(event)
    return made


@pytest.fixture
def tables() -> Tables:
    return Tables()


def test_round_that_is_read_again_takes_the_place_of_what_was_held(tables: Tables) -> None:
    first, again = table(1), table(1)
    tables.put(first)
    tables.put(again)
    assert (list(tables), tables.get(1), tables.last_in(CHANNEL)) == ([again], again, again)
    tables.drop(first)
    assert tables.get(1) is again
    tables.drop(again)
    assert (list(tables), tables.get(1), tables.last_in(CHANNEL)) == ([], None, None)


def test_nothing_is_held_of_a_round_whose_end_has_been_shown_but_its_last_question(tables: Tables) -> None:
    ended = table(1, questions=2)
    tables.put(ended)
    assert tables.last_asked(CHANNEL, NOW) == (1, 2)
    tables.close(ended, NOW)
    assert (list(tables), tables.last_in(CHANNEL)) == ([], None)
    assert tables.last_asked(CHANNEL, NOW + REMEMBERED) == (1, 2)
    assert tables.last_asked(CHANNEL, NOW + REMEMBERED + 1) is None
    assert tables.last_asked(CHANNEL + 1, NOW) is None


def test_last_question_is_that_of_the_round_before_until_the_next_has_shown_one(tables: Tables) -> None:
    tables.close(table(1), NOW)
    tables.put(table(2, questions=0))
    assert tables.last_asked(CHANNEL, NOW) == (1, 1)
    tables.put(table(2, questions=1))
    assert tables.last_asked(CHANNEL, NOW) == (2, 1)


def test_what_is_remembered_of_old_rounds_does_not_add_up(tables: Tables) -> None:
    for number in range(1, 100):
        ended = table(number)
        ended.state.opened = replace(ended.state.opened, channel=number)
        tables.close(ended, NOW + number * REMEMBERED // 10)
    assert len(tables._last) == 11
