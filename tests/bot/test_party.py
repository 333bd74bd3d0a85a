"""What comes of a watch party, by what moderators have done meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.audience import Place, ceiling
from bot.ledger import GuildSettings, Outcome, Party
from bot.party import episodes_between, may_speak_of, next_step, outcome
from facts.position import NOTHING, Position
from facts.seasons import Seasons

P = Position.parse
SEASONS = Seasons((3, 3, 2))
GUILD, THREAD, CHANNEL, CATEGORY = 1, 30, 20, 10
HERE = Place(GUILD, bot_is_here=True, chain=(THREAD, CHANNEL, CATEGORY))
PARTY = Party(7, GUILD, THREAD, "show", P("S2E2"), P("S2E1"), datetime(2026, 12, 1, tzinfo=UTC), by=5, told_in=THREAD)


def server(ceiling: str | None = None, show: str | None = "show", **channels: str) -> GuildSettings:
    ids = {"thread": THREAD, "channel": CHANNEL, "category": CATEGORY}
    return GuildSettings(
        show, None if ceiling is None else P(ceiling), None, {ids[name]: P(to) for name, to in channels.items()}
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (server("S2E1"), Outcome.RISES),
        (server(category="S2E1"), Outcome.RISES),
        (server(channel="S2E1"), Outcome.RISES),
        (server(thread="S2E1", channel="S1E1"), Outcome.RISES),
        (server("S2E1", show=None), Outcome.RISES),
        (server("S2E2"), Outcome.THERE),
        (server("S3E2"), Outcome.THERE),
        (server("S3E2", thread="S1E1"), Outcome.LOWERED),
        (server("S1E3"), Outcome.LOWERED),
        (server(), Outcome.LOWERED),
        (server("S2E1", show="other"), Outcome.OTHER_SHOW),
        (server("S3E2", show="other"), Outcome.OTHER_SHOW),
    ],
)
def test_outcome_is_that_of_the_settings_that_hold_now(now: GuildSettings, expected: Outcome) -> None:
    assert outcome(PARTY, HERE, now, SEASONS) is expected
    assert may_speak_of(PARTY, HERE, now, SEASONS) == (expected is Outcome.THERE)


def test_outcome_after_the_pack_has_changed() -> None:
    assert outcome(PARTY, HERE, server("S2E1"), Seasons((3, 1))) is Outcome.NO_EPISODE
    assert outcome(PARTY, HERE, server("S2E1"), Seasons((3,))) is Outcome.NO_EPISODE
    last = replace(PARTY, ceiling=P("S2E3"))
    assert outcome(last, HERE, server("S2E1"), SEASONS) is Outcome.RISES
    # The season has grown: what was announced was its last episode then, and is that episode still.
    assert outcome(last, HERE, server("S2E3"), Seasons((3, 9, 2))) is Outcome.THERE
    assert outcome(last, HERE, server("S2E1"), Seasons((3, 9, 2))) is Outcome.RISES


def test_place_that_is_not_known_raises_nothing() -> None:
    lost = Place(GUILD, bot_is_here=True, chain=(), complete=False)
    assert outcome(PARTY, lost, server("S2E1"), SEASONS) is Outcome.LOWERED


positions = st.sampled_from(list(SEASONS.positions()))


@settings(max_examples=200, deadline=None)
@given(positions, positions, st.one_of(st.none(), positions), st.one_of(st.none(), positions), st.booleans())
def test_ceiling_rises_to_what_was_announced_or_stays(
    to: Position, above: Position, server_now: Position | None, thread_now: Position | None, follows: bool
) -> None:
    party = replace(PARTY, ceiling=SEASONS.concrete(to), above=SEASONS.concrete(above))
    ceilings = {} if thread_now is None else {THREAD: SEASONS.concrete(thread_now)}
    whole = None if server_now is None else SEASONS.concrete(server_now)
    now = GuildSettings("show" if follows else "other", whole, None, ceilings)
    here = ceiling(HERE, now, SEASONS)
    came = outcome(party, HERE, now, SEASONS)
    if came is Outcome.RISES:
        assert above <= here < to
        after = replace(now, ceilings={**ceilings, THREAD: party.ceiling})
        assert ceiling(HERE, after, SEASONS) == to
        assert outcome(party, HERE, after, SEASONS) is Outcome.THERE
    elif came is Outcome.THERE:
        assert here >= to
    else:
        assert not follows or here < above


def test_next_step_is_one_episode() -> None:
    assert next_step(NOTHING, SEASONS) == P("S1E1")
    assert next_step(P("S1E2"), SEASONS) == P("S1")
    assert next_step(P("S1"), SEASONS) == P("S2E1")
    assert next_step(P("S3"), SEASONS) is None
    for here in SEASONS.positions():
        following = next_step(here, SEASONS)
        assert following is None or episodes_between(here, following, SEASONS) == 1
    assert episodes_between(P("S1E2"), P("S3"), SEASONS) == 6
