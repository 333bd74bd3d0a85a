"""How progress moves, held against a model that counts episodes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import RewatchTooFarError
from bot.ledger import Progress
from bot.progress import advanced, is_large_step, rewatched, watched
from facts.position import NOTHING, Position
from facts.seasons import Seasons

unhurried = settings(deadline=None)

P = Position.parse

SEASONS = Seasons((3, 3, 2))


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        ("S0", "S1E1", False),
        ("S0", "S1", False),
        ("S0", "S2E1", True),
        ("S1E1", "S2E1", False),
        ("S1E1", "S2E2", True),
        ("S1E2", "S2E2", False),
        ("S1E2", "S2", True),
        ("S1", "S2", False),
        ("S1E3", "S2E3", False),
        ("S1", "S3E1", True),
        ("S2E2", "S3", False),  # season 3 is shorter: its end is as far as one season leads
        ("S2E1", "S3", True),
        ("S3E1", "S3", False),
        ("S3", "S1E1", False),
        ("S2", "S2", False),
    ],
)
def test_step_of_more_than_one_season_is_large(before: str, after: str, large: bool) -> None:
    assert is_large_step(SEASONS, P(before), P(after)) is large


def test_watched_stores_the_last_episode_of_a_season() -> None:
    assert watched(Progress(), SEASONS, P("S2")) == Progress(P("S2E3"))
    assert watched(Progress(P("S2E3")), SEASONS, NOTHING) == Progress(NOTHING)


def test_watched_leaves_a_rewatch_of_earlier_episodes_going() -> None:
    assert watched(Progress(P("S2E3"), P("S1E1")), SEASONS, P("S3E1")) == Progress(P("S3E1"), P("S1E1"))


@pytest.mark.parametrize("position", ["S1E3", "S1", "S1E2", "S0"])
def test_watched_through_what_has_been_rewatched_ends_the_rewatch(position: str) -> None:
    now = watched(Progress(P("S2E3"), P("S1E3")), SEASONS, P(position))
    assert now == Progress(SEASONS.concrete(P(position)))


def test_rewatch_begins_anywhere_in_what_has_been_watched() -> None:
    assert rewatched(Progress(P("S2E1")), SEASONS, NOTHING) == Progress(P("S2E1"), NOTHING)
    assert rewatched(Progress(P("S2E1")), SEASONS, P("S1")) == Progress(P("S2E1"), P("S1E3"))


@pytest.mark.parametrize("watched_through", [None, "S0", "S1E2"])
def test_rewatch_beyond_what_has_been_watched_is_refused(watched_through: str | None) -> None:
    before = Progress(P(watched_through) if watched_through else None)
    with pytest.raises(RewatchTooFarError) as refused:
        rewatched(before, SEASONS, P("S1E3"))
    assert refused.value.watched == P(watched_through or "S0")


def test_rewatch_that_has_caught_up_is_over() -> None:
    assert rewatched(Progress(P("S1E3"), P("S1E1")), SEASONS, P("S1")) == Progress(P("S1E3"))
    assert advanced(Progress(P("S1E3"), P("S1E2")), SEASONS, P("S1E3")) == Progress(P("S1E3"))


def test_next_moves_the_rewatch_and_leaves_what_was_watched() -> None:
    assert advanced(Progress(P("S2E1"), P("S1E1")), SEASONS, P("S1E2")) == Progress(P("S2E1"), P("S1E2"))


def test_next_after_seasons_have_shrunk_goes_on_for_the_first_time() -> None:
    # Somebody was rewatching S1E4 and had seen S1E5, of a season that then lost both episodes.
    now = advanced(Progress(P("S1E5"), P("S1E4")), SEASONS, P("S2E1"))
    assert now == Progress(P("S2E1"))


class Watching(RuleBasedStateMachine):
    """Somebody who watches, rewatches and corrects themselves; the model knows only numbers of episodes."""

    seasons: Seasons
    episodes: list[Position]

    @initialize(lengths=st.lists(st.integers(1, 4), min_size=1, max_size=4))
    def begin(self, lengths: list[int]) -> None:
        self.seasons = Seasons(lengths)
        self.episodes = [NOTHING, *self.seasons.episodes()]
        self.progress = Progress()
        self.seen: int | None = None
        self.again: int | None = None

    def position(self, number: int) -> Position:
        return self.episodes[number]

    @rule(data=st.data(), whole=st.booleans())
    def set(self, data: st.DataObject, whole: bool) -> None:
        number = data.draw(st.integers(0, len(self.episodes) - 1))
        asked = self.seasons.canonical(self.position(number)) if whole else self.position(number)
        self.progress = watched(self.progress, self.seasons, asked)
        self.seen = number
        if self.again is not None and self.again >= number:
            self.again = None

    @rule(data=st.data(), whole=st.booleans())
    def rewatch(self, data: st.DataObject, whole: bool) -> None:
        number = data.draw(st.integers(0, len(self.episodes) - 1))
        asked = self.seasons.canonical(self.position(number)) if whole else self.position(number)
        if number > (self.seen or 0):
            with pytest.raises(RewatchTooFarError):
                rewatched(self.progress, self.seasons, asked)
            return
        self.progress = rewatched(self.progress, self.seasons, asked)
        self.again = None if number == (self.seen or 0) else number

    @precondition(lambda self: self.here + 1 < len(self.episodes))
    @rule()
    def next(self) -> None:
        following = self.seasons.after(self.seasons.within(self.progress.position))
        assert following == self.position(self.here + 1)
        self.progress = advanced(self.progress, self.seasons, following)
        if self.again is None:
            self.seen = self.here + 1
        else:
            self.again = None if self.again + 1 == self.seen else self.again + 1

    @rule()
    def stop_rewatching(self) -> None:
        self.progress = Progress(watched_through=self.progress.watched_through)
        self.again = None

    @property
    def here(self) -> int:
        if not hasattr(self, "episodes"):
            return 0
        return self.again if self.again is not None else self.seen or 0

    @invariant()
    def agrees_with_the_model(self) -> None:
        if not hasattr(self, "episodes"):
            return
        assert self.progress.watched_through == (None if self.seen is None else self.position(self.seen))
        assert self.progress.view_as_of == (None if self.again is None else self.position(self.again))

    @invariant()
    def rewatches_only_what_was_watched(self) -> None:
        if hasattr(self, "episodes") and self.progress.view_as_of is not None:
            assert self.progress.view_as_of < (self.progress.watched_through or NOTHING)


TestWatching = Watching.TestCase
TestWatching.settings = settings(deadline=None, max_examples=50)


lengths_of_shows = st.lists(st.integers(1, 5), min_size=1, max_size=4).map(Seasons)


@unhurried
@given(lengths_of_shows, st.data())
def test_step_is_large_from_one_episode_of_a_season_to_a_later_one_of_the_next(
    seasons: Seasons, data: st.DataObject
) -> None:
    places = [NOTHING, *seasons.episodes()]
    before, after = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))
    finished = before == NOTHING or before.episode == seasons.episodes_in(before.season)
    ahead = after.season - before.season
    further = after.episode > before.episode and not finished
    assert is_large_step(seasons, before, after) is (ahead > 1 or (ahead == 1 and further))
    assert is_large_step(seasons, seasons.canonical(before), seasons.canonical(after)) is (
        is_large_step(seasons, before, after)
    )


@unhurried
@given(lengths_of_shows, st.data())
def test_step_that_is_large_stays_large_further_on(seasons: Seasons, data: st.DataObject) -> None:
    places = list(seasons.positions())
    before = data.draw(st.sampled_from(places))
    large = [is_large_step(seasons, before, after) for after in places]
    assert large == sorted(large)


@unhurried
@given(
    lengths_of_shows,
    st.builds(Position, st.integers(1, 6), st.integers(1, 8)) | st.just(NOTHING),
    st.data(),
)
def test_step_from_a_position_that_the_show_no_longer_has_counts_from_its_nearest(
    seasons: Seasons, before: Position, data: st.DataObject
) -> None:
    after = data.draw(st.sampled_from(list(seasons.positions())))
    assert is_large_step(seasons, before, after) is is_large_step(seasons, seasons.within(before), after)
