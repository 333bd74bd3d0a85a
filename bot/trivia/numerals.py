"""Number words and Roman numerals as digits: seven, twenty-first, nineteen sixty-nine, Apollo XI."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ONES: Final = frozenset(_UNITS[1:10])
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL: Final[Mapping[str, int]] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    "fourty": 40,
}
_SCALES: Final[Mapping[str, int]] = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_ODD: Final[Mapping[str, str]] = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}
_ORDINALS: Final[Mapping[str, str]] = {
    **{f"{word}th": word for word in _UNITS},
    **{f"{word[:-1]}ieth": word for word in _TENS},
    **{f"{word}th": word for word in _SCALES},
    **_ODD,
}
WORDS: Final = frozenset({*_SMALL, *_SCALES, *_ORDINALS})
"""Every word that means a number."""

_ROMAN: Final = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES: Final[Mapping[str, int]] = {"i": 1, "v": 5, "x": 10}


def as_digits(words: Sequence[str]) -> list[str]:
    """Return the folded words with each number among them in digits."""
    written: list[str] = []
    at = 0
    while at < len(words):
        taken, number = _number(words, at)
        if taken:
            written.append(number)
            at += taken
            continue
        last = at == len(words) - 1
        written.append(_roman(words[at], last=last) if at else words[at])
        at += 1
    return written


def _number(words: Sequence[str], start: int) -> tuple[int, str]:
    """How many words from ``start`` on are one number, maybe none, and the number."""
    taken, value, ordinal = _small(words, start)
    at = start + taken
    if value >= 10 and not ordinal:
        year = _second_half(words, at)
        if year is not None:
            return at + year[0] - start, f"{value}{year[1]:02}"
    total, part = 0, value if taken else 1
    while not ordinal and at < len(words) and (scale := _SCALES.get(_ORDINALS.get(words[at], words[at]))):
        ordinal = words[at] in _ORDINALS
        at += 1
        if scale == 100:
            part *= scale
        else:
            total, part = total + part * scale, 0
        if not ordinal:
            skip = at + (at < len(words) and words[at] == "and")
            more, value, ordinal = _small(words, skip)
            if more:
                at, part = skip + more, part + value
    return at - start, f"{total + part}{_suffix(total + part) if ordinal else ''}"


def _small(words: Sequence[str], at: int) -> tuple[int, int, bool]:
    """A number below a hundred: how many words it takes, its value, whether it is an ordinal."""
    if at >= len(words):
        return 0, 0, False
    word = words[at]
    cardinal = _ORDINALS.get(word, word)
    value = _SMALL.get(cardinal)
    if value is None:
        return 0, 0, False
    if word == cardinal and value >= 20 and at + 1 < len(words):
        unit = _ORDINALS.get(words[at + 1], words[at + 1])
        if unit in _ONES:
            return 2, value + _SMALL[unit], unit != words[at + 1]
    return 1, value, word != cardinal


def _second_half(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if at + 1 < len(words) and words[at] in ("oh", "o") and words[at + 1] in _ONES:
        return 2, _SMALL[words[at + 1]]
    taken, value, ordinal = _small(words, at)
    return (taken, value) if value >= 10 and not ordinal else None


def _suffix(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _roman(word: str, *, last: bool) -> str:
    if not word or (len(word) == 1 and not last) or not _ROMAN.fullmatch(word):
        return word
    values = [_ROMAN_VALUES[letter] for letter in word]
    return str(values[-1] + sum(-value if value < following else value for value, following in pairwise(values)))
