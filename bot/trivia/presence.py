"""Whether this process can play its rounds: they are taken up when it can, and stand still while it cannot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.ledger import Ledger, LedgerError, StoreUnavailable
from bot.trivia import events
from bot.trivia.pulse import Pulse
from bot.trivia.recorder import Recorder
from bot.trivia.table import Table
from bot.trivia.tables import Tables
from bot.trivia.timing import Timing
from bot.trivia.work import RETRY, Work

log = logging.getLogger(__name__)

_MOMENT: Final = 2.0
"""Seconds for which somebody waits who asks for a round before the last process's have been taken up."""


class Presence:
    """Takes up rounds, lets go of them, and takes the time out in which answers could not arrive.

    ``tell`` takes the events of which rounds learn how long that was.
    """

    def __init__(
        self,
        ledger: Ledger,
        tables: Tables,
        timing: Timing,
        work: Work,
        recorder: Recorder,
        pulse: Pulse,
        tell: Callable[[Table, events.Event], Awaitable[None]],
    ) -> None:
        self._ledger = ledger
        self._tables = tables
        self._timing = timing
        self._work = work
        self._recorder = recorder
        self._pulse = pulse
        self._tell = tell
        self.taken_up = asyncio.Event()
        """Set once the rounds of the last process have been taken up."""

    async def ready(self) -> None:
        """Wait until the rounds of the last process have been taken up; raise ``StoreUnavailable`` in time."""
        if not self.taken_up.is_set():
            try:
                await asyncio.wait_for(self.taken_up.wait(), _MOMENT)
            except TimeoutError as error:
                raise StoreUnavailable("the rounds have not been read yet") from error

    async def resume(self, mine: Callable[[int], bool]) -> None:
        """Take up the rounds of this process's servers where they were when the last process ended."""
        try:
            self._recorder.require_held()
            found = await self._ledger.rounds.running(mine)
        except LedgerError as error:
            log.warning("the rounds could not be read: %s", error)
            self._work.later(RETRY, lambda: self.resume(mine))
            return
        await asyncio.gather(*(self._recorder.read(stored.round_id, stored) for stored in found))
        self.taken_up.set()

    def cut_off(self, shard: int, guilds: Callable[[int], bool]) -> None:
        """Stop the clocks of servers whose answers cannot reach this process, until they are ``back``."""
        self._pulse.cut_off.setdefault(shard, (guilds, self._timing.now()))

    async def back(self, shard: int) -> None:
        """Take out the time in which a shard's answers could not reach this process."""
        guilds, since = self._pulse.cut_off.pop(shard, (None, 0))
        if guilds is not None:
            resumed = events.Resumed(self._timing.now(), since)
            here = [table for table in self._tables.on() if guilds(table.guild)]
            await asyncio.gather(*(self._tell(table, resumed) for table in here))

    def let_go(self) -> None:
        """Stop what is being done for rounds, which another process may take up from here on."""
        for table in self._tables:
            self._recorder.break_off(table)

    async def take_again(self, mine: Callable[[int], bool]) -> None:
        """Go on from the logs, as another process may have left them, with what is there by now."""
        self.let_go()
        await asyncio.gather(*(self._recorder.read(table.round_id, instead_of=table) for table in self._tables))
        await self.resume(mine)
