"""What is being done for rounds, and what is to be done at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.trivia.timing import Handle, Timing

log = logging.getLogger(__name__)

RETRY: Final = 1_000
"""Milliseconds after which what could not be done is tried again."""


class Work:
    """Tasks that nobody awaits: what they fail with is logged, and ``close`` ends them all."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    @property
    def busy(self) -> bool:
        """Whether anything is being done now."""
        return any(not task.done() for task in self._tasks)

    def start(self, work: Awaitable[None]) -> asyncio.Task[None]:
        """Begin at once."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def later(self, milliseconds: int, work: Callable[[], Awaitable[None]]) -> Handle:
        """Begin after so many milliseconds."""
        return self.at(self._timing.now() + milliseconds, work)

    def at(self, moment: int, work: Callable[[], Awaitable[None]]) -> Handle:
        """Begin at a time by the rounds' clock."""

        def begin() -> None:
            if not self.closed:
                self.start(work())

        return self._timing.at(moment, begin)

    async def close(self) -> None:
        """Begin nothing more, and stop what is being done."""
        self.closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a round's work failed", exc_info=task.exception())
