"""Moments as people type them, ``20:00``, ``friday 8pm``, ``in 2 hours``, read by the clocks of a time zone."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from bot.errors import BadTimeError, PastTimeError, TooFarTimeError
from bot.zones import clock_of, read_zone

FARTHEST: Final = timedelta(days=366)
"""How far ahead something may be planned."""

_LONGEST: Final = 80
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": _DAY, "w": timedelta(days=7)}

_STAMP: Final = re.compile(r"<t:(\d{1,11})(?::[a-z])?>", re.ASCII)
_UNIT: Final = r"(?P<unit>m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)"
_PIECE: Final = re.compile(rf"(?P<number>\d{{1,6}}|an?)\s*{_UNIT}(?![a-z])(?:\s*,|\s+and)?\s*", re.ASCII)
_CLOCK: Final = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d)(?::00)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
_NAMED_DAY: Final = "|".join(f"{name}|{name[:3]}" for name in _WEEKDAYS)
_NAMED_MONTH: Final = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_DATE: Final = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})t?"
    rf"|(?P<day_1>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<month_1>{_NAMED_MONTH})\.?(?:,?\s+(?P<year_1>\d{{4}}))?"
    rf"|(?P<month_2>{_NAMED_MONTH})\.?\s+(?P<day_2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year_2>\d{{4}}))?"
    rf"|(?P<word>today|tonight|tomorrow)|(?P<weekday>{_NAMED_DAY})\.?"
)
_ZONE: Final = r"(?:\s*(?P<zone>(?:(?<=[\s\d])z|[+-]\d.*|(?<=\s)[a-z].*)))?"
_WRITTEN: Final = (
    re.compile(rf"{_CLOCK}\s+(?:on\s+)?(?:{_DATE}){_ZONE}", re.ASCII),
    re.compile(rf"(?:(?:on\s+)?(?:{_DATE}),?\s*(?:at\s+)?)?{_CLOCK}{_ZONE}", re.ASCII),
)


class Moment(NamedTuple):
    """A moment in UTC, on a whole minute, and the name of the zone by whose clocks it was read."""

    at: datetime
    zone: str


def read_moment(text: str, zone: str, now: datetime) -> Moment:
    """Read a moment after ``now``; ``zone`` counts where the text names none.

    A time alone is the next one; one that clocks leave out counts an hour later, one that comes twice the first time
    that is still to come. Raises ``BadTimeError`` for what is no moment, ``PastTimeError``, ``TooFarTimeError``, and
    ``BadZoneError`` for a zone that there is not.
    """
    words = " ".join(text.casefold().split())
    if not words or len(words) > _LONGEST:
        raise BadTimeError(text)
    stamp = _STAMP.fullmatch(words)
    if stamp is not None:
        return Moment(_ahead(text, datetime.fromtimestamp(int(stamp[1]), UTC), now), zone)
    if words.startswith("in "):
        return Moment(_ahead(text, now + _duration(text, words[3:]), now), zone)
    for pattern in _WRITTEN:
        found = pattern.fullmatch(words)
        if found is not None:
            named = read_zone(found["zone"]) if found["zone"] else zone
            return Moment(_ahead(text, _moment(text, found, clock_of(named), now), now), named)
    raise BadTimeError(text)


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment as the clocks of a zone show it."""
    return moment.astimezone(clock_of(zone))


def _ahead(text: str, moment: datetime, now: datetime) -> datetime:
    """Return a moment to come, a whole minute and never before what was meant."""
    minute = moment.replace(second=0, microsecond=0)
    whole = minute if minute == moment else minute + timedelta(minutes=1)
    if whole <= now:
        raise PastTimeError(text)
    if whole > now + FARTHEST:
        raise TooFarTimeError(text)
    return whole


def _duration(text: str, words: str) -> timedelta:
    total, place = timedelta(), 0
    while place < len(words):
        piece = _PIECE.match(words, place)
        if piece is None:
            raise BadTimeError(text)
        number = int(piece["number"]) if piece["number"].isdigit() else 1
        total += number * _UNITS[piece["unit"][0]]
        if total > FARTHEST:
            raise TooFarTimeError(text)
        place = piece.end()
    return total


def _moment(text: str, found: re.Match[str], clock: tzinfo, now: datetime) -> datetime:
    """Return the first moment meant that is still to come, else the last one."""
    at = _time(text, found)
    meant = datetime.min.replace(tzinfo=UTC)
    for day in _days(text, found, now.astimezone(clock).date()):
        for fold in (0, 1):
            try:
                meant = datetime.combine(day, at.replace(fold=fold), clock).astimezone(UTC)
            except OverflowError as error:
                raise TooFarTimeError(text) from error
            if meant > now:
                return meant
    return meant


def _time(text: str, found: re.Match[str]) -> time:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        if not 1 <= hour <= 12:
            raise BadTimeError(text)
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 23:
        raise BadTimeError(text)
    return time(hour, minute)


def _days(text: str, found: re.Match[str], today: date) -> Iterator[date]:
    """Yield the days that may be meant, the soonest first."""
    if found["weekday"]:
        ahead = (_place(_WEEKDAYS, found["weekday"]) - today.weekday()) % 7
        yield from (today + ahead * _DAY, today + (ahead + 7) * _DAY)
    elif found["word"]:
        yield today + (_DAY if found["word"] == "tomorrow" else timedelta())
    elif found["day"]:
        yield _date(text, int(found["year"]), int(found["month"]), int(found["day"]))
    elif found["day_1"] or found["day_2"]:
        number = "1" if found["day_1"] else "2"
        month, day = _place(_MONTHS, found[f"month_{number}"]) + 1, int(found[f"day_{number}"])
        if found[f"year_{number}"]:
            yield _date(text, int(found[f"year_{number}"]), month, day)
        else:
            # There may be no 29 February in either year.
            years = [year for year in (today.year, today.year + 1) if day <= monthrange(year, month)[1]]
            if not years:
                raise BadTimeError(text)
            yield from (_date(text, year, month, day) for year in years)
    else:
        yield from (today, today + _DAY, today + 2 * _DAY)


def _place(names: Sequence[str], written: str) -> int:
    return next(place for place, name in enumerate(names) if name.startswith(written))


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadTimeError(text) from error
