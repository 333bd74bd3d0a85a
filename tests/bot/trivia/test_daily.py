"""When the question of the day is due, which it is, and how it is stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trivia.daily import Asked, choose, day_of, last_at, next_at
from bot.zones import zones
from facts.position import Position
from tests.support.pools import shipped_pool as pool_at

hours = st.integers(0, 23)
minutes = st.integers(0, 59)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("zone", "time", "after", "expected"),
    [
        ("UTC", (18, 0), "2026-01-01T17:59:59", "2026-01-01T18:00:00"),
        ("UTC", (18, 0), "2026-01-01T18:00:00", "2026-01-02T18:00:00"),
        ("Europe/Berlin", (18, 0), "2026-01-01T00:00:00", "2026-01-01T17:00:00"),
        ("Europe/Berlin", (18, 0), "2026-07-01T00:00:00", "2026-07-01T16:00:00"),
        # Clocks go forward from 2:00 to 3:00: half past two is an hour later, at half past three.
        ("Europe/Berlin", (2, 30), "2026-03-28T12:00:00", "2026-03-29T01:30:00"),
        # They go back from 3:00 to 2:00: half past two comes twice, and the first counts.
        ("Europe/Berlin", (2, 30), "2026-10-24T12:00:00", "2026-10-25T00:30:00"),
        ("Europe/Berlin", (2, 30), "2026-10-25T00:30:00", "2026-10-26T01:30:00"),
        ("Asia/Kathmandu", (0, 0), "2026-01-01T00:00:00", "2026-01-01T18:15:00"),
        ("Pacific/Kiritimati", (9, 0), "2026-01-01T00:00:00", "2026-01-01T19:00:00"),
    ],
)
def test_next_at_reads_the_clock_on_the_wall(zone: str, time: tuple[int, int], after: str, expected: str) -> None:
    at = next_at(*time, zone, datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(hours, minutes, st.sampled_from(zones()), moments)
def test_next_and_last_enclose_a_moment(hour: int, minute: int, zone: str, now: datetime) -> None:
    last, following = last_at(hour, minute, zone, now), next_at(hour, minute, zone, now)
    assert last <= now < following
    assert next_at(hour, minute, zone, last) == following
    assert last_at(hour, minute, zone, following) == following
    assert timedelta(0) < following - last <= timedelta(hours=49)
    local = following.astimezone(ZoneInfo(zone))
    as_shown = (local.hour, local.minute) == (hour, minute)
    # Only a time that the clocks left out is shown as another.
    wall = datetime.combine(local.date(), local.time(), ZoneInfo(zone))
    assert as_shown or wall.utcoffset() != (wall - timedelta(hours=25)).utcoffset()


def test_a_year_has_as_many_questions_as_days() -> None:
    for zone in ("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo"):
        at, days = datetime(2026, 1, 1, tzinfo=UTC), set()
        while at < datetime(2027, 1, 1, tzinfo=UTC):
            at = next_at(0, 30, zone, at)
            days.add(day_of(at, zone))
        assert date(2026, 12, 31) in days
        assert len(days) in (365, 366)


def test_no_question_comes_again_before_all_have_come() -> None:
    pool = pool_at("S0")
    last, seen = None, []
    for _ in range(len(pool) - len(pool.kind("true_false"))):
        last = choose(pool, 7, last)
        assert last is not None
        seen.append(last)
    assert len(set(seen)) == len(seen)
    assert choose(pool, 7, last) == seen[0]


def test_a_pool_that_grows_repeats_nothing_that_has_come() -> None:
    last, seen = None, set()
    for number in range(60):
        last = choose(pool_at("S0" if number < 30 else "S1"), 7, last)
        assert last is not None
        assert last not in seen
        seen.add(last)


def test_servers_have_their_own_order_and_banned_questions_are_left_out() -> None:
    pool = pool_at("S0")
    first = choose(pool, 7, None)
    assert first is not None
    assert first != choose(pool, 8, None)
    assert choose(pool, 7, None, {first}) not in (first, None)
    assert choose(pool, 7, None, set(pool.candidates)) is None


def test_questions_have_four_options() -> None:
    pool = pool_at("S1")
    last = None
    for _ in range(200):
        last = choose(pool, 7, last)
        assert last is not None
        assert len(pool.make(last, Random(0)).options) == 4


def test_body_holds_all_of_a_question() -> None:
    pool = pool_at("S1")
    for id_ in list(pool.candidates)[::50]:
        asked = Asked(pool.make(id_, Random(1)), Position(1, 10))
        assert Asked.of(orjson.loads(orjson.dumps(asked.body()))) == asked
