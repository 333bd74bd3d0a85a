"""Time zones as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BadZoneError
from bot.zones import clock_of, read_zone, zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("utc", "UTC"),
        ("Z", "UTC"),
        ("europe/berlin", "Europe/Berlin"),
        (" America/New york ", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("UTC+1", "UTC+01:00"),
        ("gmt -3:30", "UTC-03:30"),
        ("+0545", "UTC+05:45"),
        ("utc+0", "UTC"),
        ("utc-14", "UTC-14:00"),
    ],
)
def test_zone_is_read_however_it_is_written(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "Mars/Base",
        "../etc/passwd",
        "Europe/Berlin\0",
        "localtime",
        "PST",
        "UTC+15",
        "-1",
        "+14",
        "+1:75",
        "+١",
        "x" * 999,
    ],
)
def test_anything_else_is_no_zone(typed: str) -> None:
    with pytest.raises(BadZoneError):
        read_zone(typed)


def test_every_zone_is_read_as_itself_and_has_clocks() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert len(zones()) > 400
    for zone in zones():
        assert read_zone(zone) == read_zone(read_zone(zone))
        assert abs(now.astimezone(clock_of(read_zone(zone))).utcoffset() or timedelta()) <= timedelta(hours=15)


@pytest.mark.parametrize(("written", "hours"), [("UTC+05:30", 5.5), ("UTC-03:30", -3.5), ("UTC", 0.0)])
def test_clocks_of_a_distance_are_that_far_from_utc(written: str, hours: float) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert now.astimezone(clock_of(written)).utcoffset() == timedelta(hours=hours)
    assert read_zone(written) == written
