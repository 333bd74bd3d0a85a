"""Discord's ids: a time in milliseconds and a counter, so that ids sort by age."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from bot.sandbox.clock import Clock

EPOCH_MS: Final = 1_420_070_400_000
"""The first second of 2015, from which Discord counts."""

_LOW_BITS: Final = 22


class Snowflakes:
    """Ids from a clock and a counter: the same calls at the same times give the same ids."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = 0

    def next(self) -> int:
        """Return an id that no call returned before and that is greater than all of them."""
        self._count += 1
        milliseconds = round(self._clock.now() * 1000) - EPOCH_MS
        return milliseconds << _LOW_BITS | self._count & (1 << _LOW_BITS) - 1


def timestamp(seconds: float) -> str:
    """Write seconds since 1970 as Discord does: ISO 8601 with microseconds and an offset."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def shard_of(guild_id: int, shards: int) -> int:
    """Return the shard that a guild belongs to."""
    return (guild_id >> _LOW_BITS) % shards
