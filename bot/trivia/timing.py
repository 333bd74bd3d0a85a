"""The host's clock: Discord's time as well as it can be told here, and calls at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextvars import Context
from typing import Final, Protocol

from bot.trivia.clock import milliseconds

_SECOND: Final = 2_000
"""Milliseconds by which a time that is told to the second, and takes a moment to arrive, may differ."""
_FORGET: Final = 1
"""Milliseconds by which each id heard lets the offset sink, so that it follows clocks that drift apart."""


class Handle(Protocol):
    """A call that is to come."""

    def cancel(self) -> None:
        """Do not call after all."""


class Timing(Protocol):
    """Time in milliseconds since 1970, by Discord's clock."""

    def now(self) -> int:
        """The time."""

    def hear(self, snowflake: int) -> None:
        """Learn from an id that Discord has made just now."""

    def learn(self, moment: int) -> None:
        """Learn Discord's time, to the second."""

    def at(self, moment: int, call: Callable[[], None]) -> Handle:
        """Call at that time, or at once where it has passed."""


class LoopTiming:
    """The event loop's clock, which never jumps, set by the ids that Discord sends.

    An id takes some time to arrive, so the offset is the largest difference heard: that of the quickest arrival.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._start = time.time() - loop.time()
        self._offset: int | None = None

    def now(self) -> int:
        """The time."""
        return self._here() + (self._offset or 0)

    def hear(self, snowflake: int) -> None:
        """Learn from an id that Discord has made just now."""
        heard = milliseconds(snowflake) - self._here()
        self._offset = heard if self._offset is None else max(heard, self._offset - _FORGET)

    def learn(self, moment: int) -> None:
        """Learn Discord's time, to the second: only a clock that is set wrong is corrected by it."""
        if abs(moment - self.now()) > _SECOND:
            self._offset = moment - self._here()

    def at(self, moment: int, call: Callable[[], None]) -> asyncio.TimerHandle:
        """Call at that time, or at once where it has passed."""
        # In a context of its own: what comes then is no part of what is being done now.
        return self._loop.call_later(max(0, moment - self.now()) / 1000, call, context=Context())

    def _here(self) -> int:
        return int((self._start + self._loop.time()) * 1000)
