"""What follows from how long seasons are: which positions there are, and what they are the same as."""

from __future__ import annotations

import pytest

from facts.position import NOTHING, WHOLE, Position
from facts.seasons import Seasons

SEASONS = Seasons((3, 1, 2))
P = Position.parse


def test_seasons_tell_how_long_each_is() -> None:
    assert [SEASONS.episodes_in(season) for season in (1, 2, 3)] == [3, 1, 2]
    for season in (-1, 0, 4):
        with pytest.raises(IndexError):
            SEASONS.episodes_in(season)


@pytest.mark.parametrize(
    ("position", "has"),
    [
        *((P(text), True) for text in ("S0", "S1E1", "S1E3", "S1", "S2E1", "S2", "S3E2", "S3")),
        *((P(text), False) for text in ("S1E4", "S2E2", "S3E3", "S4", "S4E1", "S99")),
        *((Position(*pair), False) for pair in ((0, 1), (0, WHOLE), (1, 0), (1, -1), (-1, 1), (-1, WHOLE), (2, 1000))),
    ],
)
def test_show_gets_as_far_as_its_last_episode(position: Position, has: bool) -> None:
    assert SEASONS.has(position) is has


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("S0", "S0"), ("S1E1", "S1E1"), ("S1E2", "S1E2"), ("S1E3", "S1"), ("S1", "S1"), ("S2E1", "S2"), ("S3E2", "S3")],
)
def test_position_has_one_canonical_form(written: str, canonical: str) -> None:
    assert SEASONS.canonical(P(written)) == P(canonical)
    assert SEASONS.within(P(written)) == P(canonical)


@pytest.mark.parametrize("beyond", ["S1E4", "S4", "S4E1"])
def test_position_beyond_the_show_has_no_other_form(beyond: str) -> None:
    assert SEASONS.canonical(P(beyond)) == P(beyond)


@pytest.mark.parametrize(
    ("stored", "within"),
    [("S1E4", "S1"), ("S1E900", "S1"), ("S2E2", "S2"), ("S3E3", "S3"), ("S4E1", "S3"), ("S4", "S3"), ("S99E1", "S3")],
)
def test_what_was_stored_beyond_an_end_is_that_end(stored: str, within: str) -> None:
    assert SEASONS.within(P(stored)) == P(within)


def test_show_without_seasons_has_nothing_to_have_watched() -> None:
    none = Seasons(())
    assert list(none.positions()) == [NOTHING]
    assert none.within(NOTHING) == NOTHING
    assert none.after(NOTHING) is None


@pytest.mark.parametrize(
    ("position", "concrete"),
    [("S0", "S0"), ("S1", "S1E3"), ("S2", "S2E1"), ("S3", "S3E2"), ("S1E2", "S1E2"), ("S3E2", "S3E2"), ("S4", "S4")],
)
def test_what_is_stored_names_an_episode(position: str, concrete: str) -> None:
    # Of a season that has grown since, whoever had watched all has still watched no more than that.
    assert SEASONS.concrete(P(position)) == P(concrete)


def test_next_episode_follows_to_the_end_of_the_show() -> None:
    seen = [NOTHING]
    while (at := SEASONS.after(seen[-1])) is not None:
        seen.append(at)
    assert seen == [NOTHING, *SEASONS.episodes()]
    assert SEASONS.after(P("S1")) == P("S2E1")
    assert SEASONS.after(P("S2")) == P("S3E1")
    assert SEASONS.after(P("S3")) is None


def test_positions_are_one_an_episode_and_nothing() -> None:
    assert [str(episode) for episode in SEASONS.episodes()] == ["S1E1", "S1E2", "S1E3", "S2E1", "S3E1", "S3E2"]
    assert [str(position) for position in SEASONS.positions()] == ["S0", "S1E1", "S1E2", "S1", "S2", "S3E1", "S3"]
