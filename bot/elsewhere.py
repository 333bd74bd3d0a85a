"""What other processes do, and what this one makes of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from bot.client import Airlock
from bot.fleet import Fleet, TakenError
from bot.ledger.news import GONE, keys_of
from facts.errors import StoreError
from facts.store.news import PACKS

log = logging.getLogger(__name__)

INTERVAL: Final = 2.0
"""Seconds between two looks for packs that were loaded into an SQLite file, which tells nobody."""
_RETRY: Final = 0.5
"""Seconds after which what could not be read is read again."""
_ENDING: Final = 2.0
"""Seconds that what is being done has at the end."""


def attend(bot: Airlock, fleet: Fleet) -> Callable[[], Awaitable[None]]:
    """Have the bot follow what others change, and stop where others have its shards; return what ends that."""
    bot.fleet = fleet
    elsewhere = _Elsewhere(bot)
    fleet.listen(heard=elsewhere.heard, lost=elsewhere.lost, regained=elsewhere.regained, taken=elsewhere.taken)
    if fleet.alone:
        elsewhere.begin(elsewhere.look_now_and_then())
    return elsewhere.close


class _Elsewhere:
    def __init__(self, bot: Airlock) -> None:
        self._bot = bot
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = asyncio.Event()

    def heard(self, text: str) -> None:
        """Follow what others have changed."""
        for kind, number in keys_of(text):
            if kind == PACKS:
                self._bot.views.expire()
                self.begin(self._look())
                continue
            self._bot.ledger.hear(number)
            if kind == GONE:
                self._bot.dispatch("user_gone", number)

    def lost(self) -> None:
        """Trust nothing, and stand still."""
        self._forget()
        self._bot.dispatch("shards_lost")

    def regained(self) -> None:
        """Begin again with what is there now: anything may have been changed meanwhile without a word."""
        self._forget()
        self.begin(self._look())
        self._bot.dispatch("shards_regained")

    def taken(self, error: TakenError) -> None:
        """End."""
        self._bot.taken = error
        self.begin(self._bot.close())

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def look_now_and_then(self) -> None:
        """Look for packs where nobody would tell of them; until one is found, what there is is served."""
        while not self._closed.is_set():
            await self._pause(INTERVAL)
            await self._look()

    async def close(self) -> None:
        """Hear nothing more."""
        self._bot.fleet.listen()
        self._closed.set()
        if self._tasks:
            # Whoever reads from the database may finish: a connection that is dropped is trouble for others.
            await asyncio.wait(self._tasks, timeout=_ENDING)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _forget(self) -> None:
        self._bot.ledger.hear(None)
        self._bot.views.expire()

    async def _look(self) -> None:
        while not self._closed.is_set():
            try:
                return await self._bot.views.refresh()
            except StoreError as error:
                log.debug("packs are looked for again: %s", error)
                await self._pause(_RETRY)
        return None

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closed.wait(), seconds)
