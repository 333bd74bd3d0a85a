"""A loop whose clock is moved to whatever is due next, for what only waits."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable


class TurningLoop:
    """As much of an event loop as waiting needs: a time, calls at a time, and futures of the real one."""

    def __init__(self) -> None:
        self._now = 0.0
        self._count = itertools.count()
        self._due: list[tuple[float, int, Callable[[], object]]] = []

    def time(self) -> float:
        """Seconds since it was made."""
        return self._now

    def call_later(self, delay: float, call: Callable[[], object]) -> object:
        """Call after so many seconds; even at once takes a moment, or time would stand still."""
        due = (self._now + max(delay, 1e-6), next(self._count), call)
        heapq.heappush(self._due, due)
        return due

    def create_future(self) -> asyncio.Future[None]:
        """Something to wait for."""
        return asyncio.get_running_loop().create_future()

    async def turn_until(self, done: Callable[[], bool]) -> None:
        """Let time pass as fast as it can, until something is so."""
        while True:
            for _ in range(3):
                await asyncio.sleep(0)
            if done():
                return
            self._now, _, call = heapq.heappop(self._due)
            call()
