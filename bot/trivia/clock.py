"""A round's time: Discord's own, in milliseconds, with the time that the bot was away taken out."""

from __future__ import annotations

from typing import Final, NamedTuple

_EPOCH: Final = 1_420_070_400_000


def milliseconds(snowflake: int) -> int:
    """When Discord made what has this id, in milliseconds since 1970."""
    return (snowflake >> 22) + _EPOCH


class Away(NamedTuple):
    """A time in which the bot could take no answer."""

    since: int
    until: int


def elapsed(start: int, end: int, away: tuple[Away, ...]) -> int:
    """Milliseconds from ``start`` to ``end`` without those of ``away``; never negative."""
    missed = sum(max(0, min(end, gap.until) - max(start, gap.since)) for gap in away)
    return max(0, end - start - missed)
