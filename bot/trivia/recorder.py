"""Rounds in the ledger: each event is appended to the log of its round, and from the log a round is made anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.ledger import Award, Ledger, LedgerError, StoredRound, StoreUnavailable
from bot.trivia import effects, events
from bot.trivia.effects import Effect
from bot.trivia.stage import Stage
from bot.trivia.table import Table, body_of
from bot.trivia.tables import Tables
from bot.trivia.timing import Timing
from bot.trivia.work import RETRY, Work

log = logging.getLogger(__name__)

READ_AT_ONCE: Final = 32
"""How many rounds are taken up from their logs at the same time."""


class Recorder:
    """Saves what happens in the rounds of this process, and takes up what was saved.

    ``go_on`` is told of a round that has been made from its log, and since when nobody has played it. Nothing is read
    while ``holds`` says that another process may be playing.
    """

    def __init__(
        self,
        ledger: Ledger,
        tables: Tables,
        stage: Stage,
        timing: Timing,
        work: Work,
        go_on: Callable[[Table, int], Awaitable[None]],
        holds: Callable[[], bool],
    ) -> None:
        self._ledger = ledger
        self._tables = tables
        self._stage = stage
        self._timing = timing
        self._work = work
        self._go_on = go_on
        self._holds = holds
        self._reading = asyncio.Semaphore(READ_AT_ONCE)

    def require_held(self) -> None:
        """Raise ``StoreUnavailable`` while the rounds may be another process's."""
        if not self._holds():
            raise StoreUnavailable("the rounds may be another process's")

    async def save(self, table: Table, event: events.Event, done: tuple[Effect, ...]) -> None:
        """Make an event and what it has earned durable; raise ``LedgerError``, and the round is read again."""
        award = next((table.award(effect.standings) for effect in done if isinstance(effect, effects.Award)), None)
        drawn = event.question if isinstance(event, events.Drawn) else None
        await self._append(table, event, used=None if drawn is None else drawn.id, award=award)

    async def release(self, table: Table) -> None:
        """Free the channel, now that it has been said how the round ended; raise ``LedgerError``."""
        # An event of which a round that is over takes no notice; it carries the release into the log.
        await self._append(table, events.Ticked(self._timing.now()), release=True)
        self._tables.close(table, self._timing.now())

    def break_off(self, table: Table) -> None:
        """Do nothing more with a round as it is: what counts is its log."""
        table.broken = True
        table.todo.clear()
        for handle in (table.timer, table.rest):
            if handle is not None:
                handle.cancel()

    async def read(self, round_id: int, stored: StoredRound | None = None, *, instead_of: Table | None = None) -> None:
        """Take a round up from its log, ``stored`` or to be read, however often that takes."""
        try:
            # All at once would wait for each other until none is in time, and that again at every further try.
            async with self._reading:
                self.require_held()
                stored = stored or await self._ledger.rounds.stored(round_id)
                if stored is not None and stored.ended is None:
                    await self.take_up(stored, instead_of)
                elif instead_of is not None:
                    self._tables.drop(instead_of)
        except LedgerError as error:
            log.warning("round %d could not be read: %s", round_id, error)
            self._work.later(RETRY, lambda: self.read(round_id, instead_of=instead_of))

    async def take_up(self, stored: StoredRound, instead_of: Table | None = None) -> None:
        """Go on with a round where its log ends; raise ``LedgerError``."""
        try:
            table = Table.of(stored)
        except Exception:
            log.exception("round %d cannot be read and ends", stored.round_id)
            await self._write_off(stored)
            return
        ceiling = await self._stage.ceiling(table)
        if self._tables.get(stored.round_id) is not instead_of:
            return  # somebody else was quicker
        owed = () if instead_of is None else instead_of.owed
        # The ceiling may have been lowered while nobody was there to end the round.
        table.owed = list(dict.fromkeys((*owed, events.CeilingSet(stored.alive, ceiling))))
        self._tables.put(table)
        await self._go_on(table, stored.alive)

    async def _append(
        self,
        table: Table,
        event: events.Event,
        *,
        used: str | None = None,
        award: Award | None = None,
        release: bool = False,
    ) -> None:
        seq, table.next_seq = table.next_seq, table.next_seq + 1
        saving = table.saving = asyncio.get_running_loop().create_future()
        try:
            await self._ledger.rounds.append(
                table.round_id,
                seq,
                body_of(event),
                user=getattr(event, "player", None),
                at_ms=max(event.at, 0),
                used=used,
                award=award,
                release=release,
            )
        except BaseException:
            # Whatever it was, the log is the truth.
            self._mend(table)
            raise
        finally:
            saving.set_result(None)

    def _mend(self, table: Table) -> None:
        """Read the log again, as soon as it can be read."""
        if not table.broken and self._tables.get(table.round_id) is table:
            self.break_off(table)
            table.timer = self._work.later(RETRY, lambda: self.read(table.round_id, instead_of=table))

    async def _write_off(self, stored: StoredRound) -> None:
        """End a round that this version cannot read, so that its channel is free."""
        now = self._timing.now()
        body = body_of(events.Lost(now, "channel"))
        await self._ledger.rounds.append(stored.round_id, stored.next_seq, body, user=None, at_ms=now, release=True)
