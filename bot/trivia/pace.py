"""Pacing what is posted: Discord takes 50 requests a second from a bot, and answers to interactions are exempt."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

RATE: Final = 45.0
"""Posts a second of all rounds together; the rest of Discord's 50 is for everything else."""

BURST: Final = 3.0
"""Posts that may go at once after a pause: with them, too, no second holds more than Discord takes."""


class Pace:
    """Lets posts through in the order in which they came, at ``RATE`` a second: under pressure all wait alike.

    Discord counts what all processes of a bot send, so each has the ``part`` of the rate that it has of the shards.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, part: float = 1.0) -> None:
        self._loop = loop
        self._rate = RATE * part
        self._burst = max(1.0, BURST * part)
        self._room = self._burst
        self._counted = loop.time()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self) -> None:
        """Return when it is this post's turn."""
        self._refill()
        if self._room >= 1 and not self._waiting:
            self._room -= 1
            return
        turn: asyncio.Future[None] = self._loop.create_future()
        self._waiting.append(turn)
        self._arm()
        await turn

    def _refill(self) -> None:
        now = self._loop.time()
        self._room = min(self._burst, self._room + (now - self._counted) * self._rate)
        self._counted = now

    def _arm(self) -> None:
        if self._timer is None and self._waiting:
            self._timer = self._loop.call_later(max(0.0, 1 - self._room) / self._rate, self._release)

    def _release(self) -> None:
        self._timer = None
        self._refill()
        while self._waiting and self._room >= 1:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                self._room -= 1
        self._arm()
