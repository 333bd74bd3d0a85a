"""A clock for rounds that tests move, together with the stand-in's."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

from bot.sandbox.clock import ManualClock


class Call:
    """A call that is to come."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        """Do not call after all."""
        self.call = None


class ManualTiming:
    """Discord's time as the stand-in has it; calls are made when ``advance`` passes them."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._calls: list[tuple[int, int, Call]] = []
        self._order = itertools.count()

    def now(self) -> int:
        """The time, in milliseconds since 1970."""
        return int(self._clock.now() * 1000)

    def hear(self, snowflake: int) -> None:
        """Learn nothing: this clock is Discord's."""

    def learn(self, moment: int) -> None:
        """Learn nothing here either."""

    def at(self, moment: int, call: Callable[[], None]) -> Call:
        """Call when the time has come."""
        handle = Call(call)
        heapq.heappush(self._calls, (moment, next(self._order), handle))
        return handle

    def next_at(self) -> int | None:
        """When the next call is due."""
        while self._calls and self._calls[0][2].call is None:
            heapq.heappop(self._calls)
        return self._calls[0][0] if self._calls else None

    def fire(self) -> None:
        """Make the calls that are due."""
        while (due := self.next_at()) is not None and due <= self.now():
            call = heapq.heappop(self._calls)[2].call
            if call is not None:
                call()
