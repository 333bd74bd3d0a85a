"""Looking at what is due, every so often."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod

log = logging.getLogger(__name__)


class Regular(ABC):
    """Looks every ``interval`` seconds, from ``start`` to ``close``; ``at_once``: the first time when it starts."""

    def __init__(self, name: str, interval: float, *, at_once: bool = True) -> None:
        self._name = name
        self._interval = interval
        self._at_once = at_once
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def look(self) -> None:
        """Attend to all that is due. Raises nothing: what fails is tried again, or left out."""

    def start(self) -> None:
        """Begin, where that has not been done: servers must be known."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=self._name)

    async def close(self) -> None:
        """End; what is due is attended to by the next process."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        if not self._at_once:
            await asyncio.sleep(self._interval)
        while True:
            try:
                await self.look()
            except Exception:  # a defect: it must not end all later looks, too
                log.exception("%s: a look failed", self._name)
            await asyncio.sleep(self._interval)
