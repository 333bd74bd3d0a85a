"""Cards of watch parties: they fit Discord, and name a position, an hour and nothing else of the episode."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.ledger import Outcome, Party
from bot.render.card import Card
from bot.render.party import (
    announced_card,
    called_off_card,
    confirm_card,
    ended_line,
    party_field,
    planned_card,
    raised_card,
)
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.store import LoadedShow
from tests.support.cards import Made, assert_fits_discord, buttons

SHOW = LoadedShow("x" * 60, "A show", Seasons((12,) * 99))
PARTY = Party(
    2**63 - 1,
    *(2**63 - 1, 2**63 - 1),
    SHOW.id,
    Position(99, 12),
    NOTHING,
    datetime(2199, 1, 1, tzinfo=UTC),
    2**63 - 1,
    2**63 - 1,
)


def cards() -> list[Card]:
    step = (NOTHING, Position(99), 99 * 12)
    return [
        confirm_card(SHOW, PARTY.channel, PARTY.told_in, step, PARTY.at, "America/Argentina/ComodRivadavia", PARTY),
        announced_card(SHOW, PARTY, PARTY),
        raised_card(SHOW, PARTY),
        called_off_card(PARTY),
        *(planned_card(SHOW, PARTY.channel, PARTY, outcome) for outcome in Outcome),
        planned_card(SHOW, PARTY.channel, None),
    ]


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.title)
def test_card_fits_discord_with_the_longest_ids_there_are(card: Card) -> None:
    assert_fits_discord(Made(card.title, card))


def test_public_cards_say_the_whole_season_where_it_is_one_and_mention_the_channel_where_it_is_another() -> None:
    assert "all of season 99" in announced_card(SHOW, PARTY).text
    assert "this channel" in announced_card(SHOW, PARTY).text
    assert "<#5>" in raised_card(SHOW, replace(PARTY, channel=5)).text
    assert [button.label for button in buttons(raised_card(SHOW, PARTY))] == ["I have watched it"]
    assert not buttons(announced_card(SHOW, PARTY))


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in (Outcome.RISES, Outcome.THERE)])
def test_moderators_are_told_why_nothing_rises(outcome: Outcome) -> None:
    (field,) = party_field([(PARTY, outcome)])
    why = ended_line(PARTY, outcome).partition("nothing: ")[2].partition(". `")[0]
    assert len(why) > 10
    assert why in field.value
    assert why in planned_card(SHOW, 1, PARTY, outcome).text
    assert why not in planned_card(SHOW, 1, PARTY, Outcome.RISES).text
