"""Moments as people type them: what is read, by whose clocks, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import BadTimeError, BadZoneError, PastTimeError, TooFarTimeError
from bot.when import FARTHEST, local, read_moment
from bot.zones import zones

NOW = datetime(2026, 11, 27, 18, 30, 15, tzinfo=UTC)
"""A Friday, half past seven in Berlin."""
BERLIN = "Europe/Berlin"


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("20:00", at(27, 19)),
        ("20.00", at(27, 19)),
        (" 8 PM ", at(27, 19)),
        ("8:15 p.m.", at(27, 19, 15)),
        ("19:00", at(28, 18)),
        ("12am", at(27, 23)),
        ("20", at(27, 19)),
        ("today 20:00", at(27, 19)),
        ("tonight at 8pm", at(27, 19)),
        ("tomorrow 20:00", at(28, 19)),
        ("20:00 tomorrow", at(28, 19)),
        ("friday 20:00", at(27, 19)),
        ("fri 18:00", at(4, 17, month=12)),
        ("Thursday at 8pm", at(3, 19, month=12)),
        ("20:00 on sat", at(28, 19)),
        ("2026-12-01 20:00", at(1, 19, month=12)),
        ("2026-12-01T20:00", at(1, 19, month=12)),
        ("2026-12-01T20:00:00Z", at(1, 20, month=12)),
        ("2026-12-01 20:00+05:30", at(1, 14, 30, month=12)),
        ("1 December 20:00", at(1, 19, month=12)),
        ("Dec 1st, 2026 20:00", at(1, 19, month=12)),
        ("may 5, 8pm", at(5, 18, month=5, year=2027)),
        ("20:00 UTC", at(27, 20)),
        ("20:00 utc+1", at(27, 19)),
        ("8pm gmt-5", at(28, 1)),
        ("8pm new york", at(28, 1)),
        ("20:00 sat America/New_York", at(29, 1)),
        ("2026-12-01 20", at(1, 19, month=12)),
        ("in 0 minutes", at(27, 18, 31)),
        ("in 2 hours", at(27, 20, 31)),
        ("in 1h30m", at(27, 20, 1)),
        ("in an hour and 5 minutes", at(27, 19, 36)),
        ("in 2 weeks", at(11, 18, 31, month=12)),
        ("<t:1796155200>", at(1, 20, month=12)),
        ("<t:1796155201:R>", at(1, 20, 1, month=12)),
    ],
)
def test_moment_is_read(typed: str, moment: datetime) -> None:
    assert read_moment(typed, BERLIN, NOW).at == moment


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "soon", "noon", "25:00", "20:60", "13pm", "0am", "2h", "20h", "in", "in 5"),
        *("in two hours", "-1", "z"),
        *("2026-12-01", "31 feb 20:00", "2026-13-01 20:00", "monkey 20:00", "mars 20:00", "٢٠:٠٠", "<t:x>", "x" * 999),
        *("20:00:30", "in 1 fortnight", "in 2 hours ago", "1/12 20:00"),
    ],
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises((BadTimeError, BadZoneError)):
        read_moment(typed, BERLIN, NOW)


@pytest.mark.parametrize("typed", ["today 10:00", "2026-11-27 19:30", "2020-01-01 20:00", "<t:1>"])
def test_what_has_passed_is_refused(typed: str) -> None:
    with pytest.raises(PastTimeError):
        read_moment(typed, BERLIN, NOW)


@pytest.mark.parametrize(
    "typed", ["in 60 weeks", "in 999999 weeks", "2028-01-01 20:00", "9999-12-31 23:59 -14:00", "<t:99999999999>"]
)
def test_what_is_far_ahead_is_refused(typed: str) -> None:
    with pytest.raises(TooFarTimeError):
        read_moment(typed, BERLIN, NOW)


def test_zone_that_there_is_not_is_named() -> None:
    with pytest.raises(BadZoneError):
        read_moment("20:00 pst", BERLIN, NOW)


def test_29_february_is_one_of_the_next_leap_year_where_this_year_has_none() -> None:
    before = datetime(2027, 6, 1, tzinfo=UTC)
    assert read_moment("29 february 20:00", "UTC", before).at == datetime(2028, 2, 29, 20, tzinfo=UTC)
    with pytest.raises(BadTimeError):
        read_moment("29 february 20:00", "UTC", datetime(2026, 6, 1, tzinfo=UTC))
    with pytest.raises(BadTimeError):
        read_moment("30 february 20:00", "UTC", before)


def test_time_that_clocks_leave_out_counts_an_hour_later() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    moment = read_moment("2026-03-29 02:30", BERLIN, before).at
    assert moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert local(moment, BERLIN).time() == time(3, 30)


def test_time_that_comes_twice_counts_the_first_time_that_is_to_come() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    for typed in ("02:30", "2026-10-25 02:30"):
        assert read_moment(typed, BERLIN, first - timedelta(hours=3)).at == first
        assert read_moment(typed, BERLIN, first).at == second
    assert read_moment("02:30", BERLIN, second).at == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


instants = st.integers(1_577_836_800, 2_114_380_800).map(lambda stamp: datetime.fromtimestamp(stamp, UTC))
clocks = st.tuples(st.integers(0, 23), st.integers(0, 59))


@settings(max_examples=150, deadline=None)
@given(clocks, st.sampled_from(zones()), instants)
def test_time_alone_is_the_next_moment_at_which_clocks_show_it(
    clock: tuple[int, int], zone: str, now: datetime
) -> None:
    moment = read_moment(f"{clock[0]:02}:{clock[1]:02}", zone, now).at
    assert now < moment <= now + timedelta(hours=50)
    shown = local(moment, zone)
    # Where clocks leave it out, they show it later by what they leave out.
    assert (shown.hour, shown.minute) == clock or local(
        moment - timedelta(hours=3), zone
    ).utcoffset() != shown.utcoffset()
    earlier = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while earlier < moment:
        shown = local(earlier, zone)
        assert (shown.hour, shown.minute) != clock
        # Step to the next whole minute at which the minutes could agree: zones are quarters of hours apart.
        earlier += timedelta(minutes=15) if shown.minute % 15 == clock[1] % 15 else timedelta(minutes=1)


@settings(max_examples=100, deadline=None)
@given(
    instants, instants, st.sampled_from([BERLIN, "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
)
def test_what_is_written_out_is_read_back(moment: datetime, now: datetime, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    now = moment - (abs(moment - now) % FARTHEST) - timedelta(seconds=1)
    assume(now.year > 2019)
    shown = local(moment, zone)
    twin = shown.replace(fold=1 - shown.fold)
    assume(shown.utcoffset() == twin.utcoffset())
    for typed in (
        f"{shown:%Y-%m-%d %H:%M}",
        f"{shown:%Y-%m-%dT%H:%M}",
        f"{shown.day} {shown:%B %Y} {shown:%I:%M %p}",
        f"{shown:%H:%M} {shown:%b} {shown.day}, {shown.year}",
        f"<t:{int(moment.timestamp())}:F>",
        f"{moment:%Y-%m-%d %H:%M} UTC",
    ):
        assert read_moment(typed, zone, now).at == moment


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9inpmtodayfrecuz :.+/<>-]{1,30}", fullmatch=True)), instants)
def test_whatever_is_typed_is_a_moment_to_come_or_one_of_the_errors(typed: str, now: datetime) -> None:
    try:
        moment = read_moment(typed, BERLIN, now).at
    except (BadTimeError, BadZoneError):
        return
    assert now < moment <= now + FARTHEST
    assert moment.second == moment.microsecond == 0
