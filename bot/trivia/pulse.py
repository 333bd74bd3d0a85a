"""Signs of life: the ledger knows until when each round was being played, and so how long nobody could answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from bot.ledger import Ledger, LedgerError
from bot.trivia.table import Table
from bot.trivia.tables import Tables
from bot.trivia.timing import Timing
from bot.trivia.work import Work

log = logging.getLogger(__name__)

HEARTBEAT: Final = 2_000
"""Milliseconds between two signs of life."""


class Pulse:
    """Notes the rounds of this process as alive while there are any, but for those whose answers do not arrive.

    Nothing is noted while ``holds`` says that another process may be playing.
    """

    def __init__(self, ledger: Ledger, tables: Tables, timing: Timing, work: Work, holds: Callable[[], bool]) -> None:
        self._ledger = ledger
        self._tables = tables
        self._timing = timing
        self._work = work
        self._holds = holds
        self._beating = False
        self.cut_off: dict[int, tuple[Callable[[int], bool], int]] = {}
        """Servers whose answers do not arrive, by shard, and since when."""

    def reaches(self, table: Table) -> bool:
        """Whether the answers of a round arrive here."""
        return not any(guilds(table.guild) for guilds, _ in self.cut_off.values())

    def beat(self) -> None:
        """Go on while there are rounds."""
        if not self._beating:
            self._beating = True
            self._work.later(HEARTBEAT, self._again)

    async def once(self) -> None:
        """Note the rounds as alive now."""
        if not self._holds():
            return
        alive = [table.round_id for table in self._tables.on() if self.reaches(table)]
        try:
            await self._ledger.rounds.heartbeat(alive, self._timing.now())
        except LedgerError as error:
            log.warning("the rounds' sign of life was not saved: %s", error)

    async def _again(self) -> None:
        self._beating = False
        if self._tables.on():
            self.beat()
        await self.once()
