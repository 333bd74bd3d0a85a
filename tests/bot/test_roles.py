"""Which roles somebody has: never more than they have watched, and nothing but the bot's own changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import progress as moves
from bot.ledger import Progress
from bot.roles import Part, plan, seasons_watched
from facts.position import NOTHING, Position
from facts.seasons import Seasons

P = Position.parse
LENGTHS = st.lists(st.integers(1, 4), min_size=1, max_size=5).map(Seasons)
IDS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("watched", "seasons", "count"),
    [
        (None, (3, 2), 0),
        ("S0", (3, 2), 0),
        ("S1E1", (3, 2), 0),
        ("S1E2", (3, 2), 0),
        ("S1E3", (3, 2), 1),
        ("S2E1", (3, 2), 1),
        ("S2E2", (3, 2), 2),
        # It has grown since: what was all of it is so no more.
        ("S2E2", (3, 3), 1),
        ("S1E3", (4, 2), 0),
        ("S2E1", (4, 2), 1),
        # It has shrunk, or the show has.
        ("S1E3", (2, 2), 1),
        ("S2E2", (3,), 1),
        ("S1E1", (1,), 1),
    ],
)
def test_role_means_all_of_a_season(watched: str | None, seasons: tuple[int, ...], count: int) -> None:
    progress = Progress(None if watched is None else P(watched))
    assert seasons_watched(progress, Seasons(seasons)) == count


@given(LENGTHS, st.data())
def test_roles_are_those_of_seasons_whose_end_was_watched(seasons: Seasons, data: st.DataObject) -> None:
    watched = seasons.concrete(data.draw(st.sampled_from([*seasons.positions()])))
    count = seasons_watched(Progress(watched), seasons)
    for season in range(1, len(seasons) + 1):
        assert (season <= count) == (seasons.concrete(Position(season)) <= watched)


@given(LENGTHS, st.data())
def test_roles_follow_what_was_watched_and_not_the_rewatch(seasons: Seasons, data: st.DataObject) -> None:
    positions = [*seasons.positions()]
    before = moves.watched(Progress(), seasons, data.draw(st.sampled_from(positions)))
    again = data.draw(st.sampled_from([p for p in positions if p <= seasons.within(before.watched_through or NOTHING)]))
    rewatching = moves.rewatched(before, seasons, again)
    assert seasons_watched(rewatching, seasons) == seasons_watched(before, seasons)


@given(LENGTHS, st.lists(st.integers(1, 5), min_size=1, max_size=3), st.data())
def test_season_that_grows_gives_nobody_more(seasons: Seasons, more: list[int], data: st.DataObject) -> None:
    progress = Progress(seasons.concrete(data.draw(st.sampled_from([*seasons.positions()]))))
    grown = Seasons((*seasons[:-1], seasons[-1] + more[0], *more[1:]))
    assert seasons_watched(progress, grown) <= seasons_watched(progress, seasons)


@st.composite
def _parts(draw: st.DrawFn) -> list[Part]:
    ids = draw(st.lists(IDS, unique=True, max_size=8))
    cut = draw(st.integers(0, len(ids)))
    first, second = ids[:cut], ids[cut:]
    return [
        Part(dict(enumerate(some[: (len(some) + 1) // 2], 1)), draw(st.integers(0, 5)), some[(len(some) + 1) // 2 :])
        for some in (first, second)
    ]


@given(_parts(), st.sets(IDS))
def test_plan_leads_to_what_is_wanted_and_leaves_all_else_alone(parts: list[Part], held: set[int]) -> None:
    change = plan(parts, held)
    after = (held - set(change.take)) | set(change.give)
    wanted = {role for part in parts for season, role in part.roles.items() if season <= part.watched}
    managed = {role for part in parts for role in (*part.roles.values(), *part.retired)}
    assert after & managed == wanted
    assert after - managed == held - managed
    assert set(change.take) <= held
    assert not set(change.give) & held
    assert plan(parts, after) == plan([], ())


def test_who_takes_part_no_more_keeps_none_of_the_bots_roles() -> None:
    assert plan([Part({1: 11, 2: 12}, 0, (10,))], {10, 11, 12, 99}).take == (10, 11, 12)
