"""Who sees a reply and from which position it is made: every rule of the design, then what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.audience import (
    Audience,
    Place,
    WhyPrivate,
    audience,
    autocomplete_position,
    ceiling,
    own_position,
    preview_position,
)
from bot.ledger import GuildSettings, Progress
from facts.position import NOTHING, Position
from facts.seasons import Seasons

unhurried = hypothesis_settings(deadline=None)

P = Position.parse

SEASONS = Seasons((3, 3, 2))
GUILD, THREAD, CHANNEL, CATEGORY = 1, 30, 20, 10

IN_CHANNEL = Place(GUILD, bot_is_here=True, chain=(CHANNEL, CATEGORY))
IN_THREAD = Place(GUILD, bot_is_here=True, chain=(THREAD, CHANNEL, CATEGORY))
NOT_INSTALLED = Place(GUILD, bot_is_here=False)
DIRECT = Place(None, bot_is_here=True)
OTHER_DIRECT = Place(None, bot_is_here=False)
EVERYWHERE = (IN_CHANNEL, IN_THREAD, NOT_INSTALLED, DIRECT, OTHER_DIRECT)


def server(ceiling: str | None = None, **ceilings: str) -> GuildSettings:
    """A server's settings; ``ceilings`` are given by the name of what bears them."""
    ids = {"thread": THREAD, "channel": CHANNEL, "category": CATEGORY, "elsewhere": 99}
    return GuildSettings(
        "rooms", P(ceiling) if ceiling else None, None, {ids[name]: P(text) for name, text in ceilings.items()}
    )


def at(watched: str | None = None, again: str | None = None) -> Progress:
    """Somebody's progress."""
    return Progress(P(watched) if watched else None, P(again) if again else None)


# A user's position


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (at(), "S0"),
        (at("S0"), "S0"),
        (at("S2E1"), "S2E1"),
        (at("S1E3"), "S1"),
        (at("S3E2", "S1E2"), "S1E2"),
        (at("S3E2", "S0"), "S0"),
    ],
)
def test_own_position_is_the_rewatch_or_what_was_watched_or_nothing(progress: Progress, expected: str) -> None:
    assert own_position(progress, SEASONS) == P(expected)


@pytest.mark.parametrize(
    ("stored", "seasons", "expected"),
    [
        ("S1E3", (3, 3), "S1"),
        ("S1E3", (5, 3), "S1E3"),  # the season grew: nobody is moved
        ("S1E3", (2, 3), "S1"),  # the season shrank
        ("S3E2", (3, 3), "S2"),  # the season is gone
        ("S1E3", (3, 3, 4), "S1"),  # another season
    ],
)
def test_own_position_follows_seasons_without_moving_anybody_forward(
    stored: str, seasons: tuple[int, ...], expected: str
) -> None:
    assert own_position(at(stored), Seasons(seasons)) == P(expected)


# Ceilings


@pytest.mark.parametrize(
    ("settings", "in_thread", "in_channel"),
    [
        (server(), "S0", "S0"),
        (server("S2"), "S2", "S2"),
        (server("S2", category="S1E2"), "S1E2", "S1E2"),
        (server("S1", category="S2"), "S2", "S2"),
        (server("S2", category="S1E2", channel="S3"), "S3", "S3"),
        (server("S2", category="S1E2", channel="S3", thread="S1E1"), "S1E1", "S3"),
        (server("S2", thread="S0"), "S0", "S2"),
        (server("S2", channel="S0"), "S0", "S0"),
        (server("S2", elsewhere="S3"), "S2", "S2"),
    ],
)
def test_ceiling_is_the_nearest_that_is_set(settings: GuildSettings, in_thread: str, in_channel: str) -> None:
    assert ceiling(IN_THREAD, settings, SEASONS) == P(in_thread)
    assert ceiling(IN_CHANNEL, settings, SEASONS) == P(in_channel)


def test_ceiling_of_a_chain_that_breaks_off_is_nothing_unless_set_before_the_break() -> None:
    broken = IN_THREAD._replace(chain=(THREAD, CHANNEL), complete=False)
    assert ceiling(broken, server("S3", category="S3"), SEASONS) == NOTHING
    assert ceiling(broken, server("S3", channel="S2"), SEASONS) == P("S2")
    assert ceiling(broken._replace(chain=()), server("S3"), SEASONS) == NOTHING


@pytest.mark.parametrize("place", [NOT_INSTALLED, DIRECT, OTHER_DIRECT])
def test_ceiling_is_nothing_outside_servers_that_have_the_bot(place: Place) -> None:
    settings = server("S3", channel="S3")
    assert ceiling(place, settings, SEASONS) == NOTHING
    assert ceiling(place._replace(chain=(CHANNEL,)), settings, SEASONS) == NOTHING


def test_ceiling_never_rises_with_a_season_that_grows_or_comes_out() -> None:
    # What was all of season 2 is stored as its last episode.
    for settings in (server("S2E3"), server(channel="S2E3")):
        assert ceiling(IN_CHANNEL, settings, Seasons((3, 3))) == P("S2")
        assert ceiling(IN_CHANNEL, settings, Seasons((3, 4, 2))) == P("S2E3")


def test_ceiling_beyond_a_show_that_shrank_is_its_end() -> None:
    assert ceiling(IN_CHANNEL, server("S3E2"), Seasons((3, 3))) == P("S2")


# Who sees it


@pytest.mark.parametrize("place", EVERYWHERE)
def test_audience_is_private_at_the_own_position_unless_shared(place: Place) -> None:
    assert audience(place, at("S1E2"), server("S3"), SEASONS) == Audience(P("S1E2"))
    assert audience(place, at("S3", "S1E1"), server("S3"), SEASONS) == Audience(P("S1E1"))
    assert audience(place, at(), server("S3"), SEASONS) == Audience(NOTHING)


@pytest.mark.parametrize("place", [IN_CHANNEL, IN_THREAD])
@pytest.mark.parametrize("watched", ["S1E2", "S2E1", "S3"])
def test_audience_of_a_shared_reply_is_public_at_the_ceiling(place: Place, watched: str) -> None:
    found = audience(place, at(watched), server("S1E2"), SEASONS, share=True)
    assert found == Audience(P("S1E2"), public=True)


def test_audience_of_who_has_set_nothing_is_public_only_at_nothing() -> None:
    assert audience(IN_CHANNEL, at(), server(), SEASONS, share=True) == Audience(NOTHING, public=True)
    behind = audience(IN_CHANNEL, at(), server("S1E1"), SEASONS, share=True)
    assert behind == Audience(NOTHING, why_private=WhyPrivate.BEHIND)


@pytest.mark.parametrize("progress", [at("S1E3"), at("S3E2", "S1E3"), at("S1E1")])
def test_audience_behind_the_ceiling_is_private_and_told_why(progress: Progress) -> None:
    found = audience(IN_CHANNEL, progress, server("S2"), SEASONS, share=True)
    assert found == Audience(own_position(progress, SEASONS), why_private=WhyPrivate.BEHIND)


def test_audience_of_a_season_and_its_last_episode_is_one() -> None:
    # Stored as the episode, set as the season: neither is behind the other.
    assert audience(IN_CHANNEL, at("S1E3"), server("S1"), SEASONS, share=True) == Audience(P("S1"), public=True)
    assert audience(IN_CHANNEL, at("S1"), server("S1E3"), SEASONS, share=True) == Audience(P("S1"), public=True)


def test_audience_in_the_direct_message_with_the_bot_is_always_private() -> None:
    assert audience(DIRECT, at("S2"), server("S1"), SEASONS, share=True) == Audience(P("S2"))


@pytest.mark.parametrize("place", [NOT_INSTALLED, OTHER_DIRECT])
@pytest.mark.parametrize("watched", [None, "S2E1", "S3"])
def test_audience_where_only_the_user_brought_the_bot_is_private_and_told_why(
    place: Place, watched: str | None
) -> None:
    found = audience(place, at(watched), server("S3", channel="S3"), SEASONS, share=True)
    assert found == Audience(P(watched or "S0"), why_private=WhyPrivate.NOT_INSTALLED)


# Autocomplete and previews


@pytest.mark.parametrize(
    ("watched", "top", "share", "expected"),
    [
        ("S2E1", "S1", False, "S2E1"),
        ("S2E1", "S1", True, "S1"),
        ("S1E1", "S2", False, "S1E1"),
        ("S1E1", "S2", True, "S1E1"),
        ("S1E3", "S1", True, "S1"),
    ],
)
def test_autocomplete_offers_what_the_reply_may_say(watched: str, top: str, share: bool, expected: str) -> None:
    assert autocomplete_position(IN_CHANNEL, at(watched), server(top), SEASONS, share=share) == P(expected)


@pytest.mark.parametrize(
    ("asked", "confirmed", "expected"),
    [
        ("S1E2", False, "S1E2"),
        ("S2E1", False, "S2E1"),
        ("S2E2", False, None),
        ("S2E2", True, "S2E2"),
        ("S1E3", False, "S1"),
        ("S0", False, "S0"),
    ],
)
def test_preview_beyond_ones_own_progress_asks_first(asked: str, confirmed: bool, expected: str | None) -> None:
    found = preview_position(P(asked), at("S2E1"), SEASONS, confirmed=confirmed)
    assert found == (P(expected) if expected else None)


def test_preview_while_rewatching_is_held_to_the_rewatch() -> None:
    assert preview_position(P("S2"), at("S3", "S1"), SEASONS) is None


def test_place_and_audience_are_what_they_were_when_they_were_decided() -> None:
    assert len({IN_CHANNEL, Place(*IN_CHANNEL), Audience(NOTHING), Audience(NOTHING)}) == 2
    with pytest.raises(AttributeError):
        IN_CHANNEL.complete = True  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Audience(NOTHING).public = True  # type: ignore[misc]


# What holds for every place, progress, ceiling and show

seasons_of_shows = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(Seasons)
stored = st.one_of(st.just(NOTHING), st.builds(Position, st.integers(1, 5), st.integers(1, 5)))
"""Positions as they were once stored: of a show that may have had more seasons, and longer ones."""
progresses = st.builds(Progress, st.none() | stored, st.none() | stored)
places = st.builds(
    Place,
    st.none() | st.just(GUILD),
    bot_is_here=st.booleans(),
    chain=st.lists(st.sampled_from([THREAD, CHANNEL, CATEGORY]), unique=True).map(tuple),
    complete=st.booleans(),
)
servers = st.builds(
    GuildSettings,
    show=st.just("rooms"),
    ceiling=st.none() | stored,
    log_channel=st.none(),
    ceilings=st.dictionaries(st.sampled_from([THREAD, CHANNEL, CATEGORY]), stored),
)
shared = st.booleans()


def at_home(place: Place) -> Place:
    """The same place in a server that has the bot."""
    return place._replace(guild_id=GUILD, bot_is_here=True)


@unhurried
@given(places, progresses, servers, seasons_of_shows, shared)
def test_audience_is_never_beyond_the_own_position(
    place: Place, progress: Progress, settings: GuildSettings, seasons: Seasons, share: bool
) -> None:
    own = own_position(progress, seasons)
    found = audience(place, progress, settings, seasons, share=share)
    offered = autocomplete_position(place, progress, settings, seasons, share=share)
    assert found.position <= own
    assert offered <= own
    assert offered <= found.position
    assert found.public or found.position == own


@unhurried
@given(places, progresses, servers, seasons_of_shows)
def test_audience_in_public_is_the_ceiling(
    place: Place, progress: Progress, settings: GuildSettings, seasons: Seasons
) -> None:
    top = ceiling(place, settings, seasons)
    found = audience(place, progress, settings, seasons, share=True)
    if place.guild_id is not None and place.bot_is_here:
        offered = autocomplete_position(place, progress, settings, seasons, share=True)
        assert offered == min(top, own_position(progress, seasons))
        assert found.public is (own_position(progress, seasons) >= top)
    assert not found.public or found.position == top
    assert found.public is (found.why_private is None and not place.direct)


@unhurried
@given(places.map(at_home), progresses, progresses, servers, seasons_of_shows)
def test_audience_in_public_knows_nothing_of_the_caller(
    place: Place, one: Progress, other: Progress, settings: GuildSettings, seasons: Seasons
) -> None:
    first = audience(place, one, settings, seasons, share=True)
    second = audience(place, other, settings, seasons, share=True)
    assert first == second or not (first.public and second.public)


@unhurried
@given(places, progresses, servers, servers, seasons_of_shows)
def test_audience_in_private_knows_nothing_of_the_server(
    place: Place, progress: Progress, one: GuildSettings, other: GuildSettings, seasons: Seasons
) -> None:
    assert audience(place, progress, one, seasons) == audience(place, progress, other, seasons)


@unhurried
@given(places, progresses, servers, seasons_of_shows, shared)
def test_audience_is_at_a_position_that_the_show_has(
    place: Place, progress: Progress, settings: GuildSettings, seasons: Seasons, share: bool
) -> None:
    assert audience(place, progress, settings, seasons, share=share).position in set(seasons.positions())


@unhurried
@given(progresses, seasons_of_shows, seasons_of_shows)
def test_own_position_never_rises_when_seasons_change(progress: Progress, before: Seasons, after: Seasons) -> None:
    # What was stored is a concrete episode, so neither growing nor shrinking tells anybody more than that.
    highest = before.concrete(before.within(progress.position))
    kept = Progress(watched_through=highest)
    assert after.concrete(own_position(kept, after)) <= highest
