"""The years of which a message speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from facts.guard.context import Span
from facts.guard.names import Year

_YEAR: Final = re.compile(
    r"(?<![\d.,#$£€:-])(?:(1[89]\d\d|2[01]\d\d)|'(\d\d)|(?<!\w)([1-9]0)(?='?s\b))(?![\d%]|[.,:]\d)"
)


def beyond(cased: str, years: Sequence[Year], here: int) -> Iterator[Span]:
    """Yield where a text names a year that the story is not known to reach."""
    for found in _YEAR.finditer(cased):
        if _is_beyond(*_years(found), years, here):
            yield found.span()


def _years(found: re.Match[str]) -> tuple[int, int]:
    whole, short, decade = found.groups()
    if decade:
        return 1900 + int(decade), 1909 + int(decade)
    year = int(whole) if whole else 1900 + int(short) + (100 if int(short) < 40 else 0)
    many = found.string.startswith(("s", "'s"), found.end()) and year % 10 == 0
    return year, year + 9 if many else year


def _is_beyond(first: int, last: int, years: Sequence[Year], here: int) -> bool:
    reached = [year.since for year in years if year.first <= last and year.last >= first]
    return bool(reached) and min(reached) > here
