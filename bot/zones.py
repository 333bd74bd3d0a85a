"""Time zones by their names, ``Europe/Berlin``, and by their distance from UTC, ``UTC+5:30``."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import BadZoneError

_OFFSET: Final = re.compile(r"(?:(?:utc|gmt)\s*|(?=[+-]\d\d:?\d\d))([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
_WRITTEN: Final = re.compile(r"UTC([+-])(\d\d):(\d\d)", re.ASCII)
_FARTHEST: Final = timedelta(hours=14)
_LONGEST: Final = 64


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones; the first call reads a folder."""
    return tuple(sorted(available_timezones() - {"localtime", "Factory"}))


def read_zone(text: str) -> str:
    """Read ``Europe/Berlin``, ``berlin``, ``UTC``, ``UTC+1`` or ``+05:30``; raise ``BadZoneError`` for anything else.

    What is returned is a name of the time zone database, or written as ``UTC+05:30``.
    """
    words = " ".join(text.casefold().split())
    if not words or len(words) > _LONGEST:
        raise BadZoneError(text)
    if words in ("utc", "gmt", "z"):
        return "UTC"
    offset = _OFFSET.fullmatch(words)
    if offset is not None:
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if away > _FARTHEST:
            raise BadZoneError(text)
        return f"UTC{offset[1]}{int(offset[2]):02}:{int(offset[3] or 0):02}" if away else "UTC"
    found = _names().get(words.replace(" ", "_"))
    if found is None:
        raise BadZoneError(text)
    return found


def clock_of(zone: str) -> tzinfo:
    """Return the clocks of a zone whose name ``read_zone`` has returned."""
    written = _WRITTEN.fullmatch(zone)
    if written is None:
        return UTC if zone == "UTC" else ZoneInfo(zone)
    away = timedelta(hours=int(written[2]), minutes=int(written[3]))
    return timezone(away if written[1] == "+" else -away)


@cache
def _names() -> dict[str, str]:
    """Return names by how they may be typed: whole, or the city alone where there is one of that name."""
    whole = {zone.casefold(): zone for zone in zones()}
    cities: dict[str, set[str]] = {}
    for name, zone in whole.items():
        if "/" in name and not name.startswith(("etc/", "us/", "posix/", "right/")):
            cities.setdefault(name.rpartition("/")[2], set()).add(zone)
    alone = {city: found.pop() for city, found in cities.items() if len(found) == 1}
    return alone | whole
