"""The one task that writes: it commits what is waiting in groups, and acknowledges nothing before it is durable.

While one group is being committed the next one gathers; nothing ever waits for a group to fill. Whoever gives up on a
write before its commit has begun takes it out of its group, so that what was reported as failed is never found written.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextvars import Context
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.errors import LedgerError, StoreUnavailable, Unsettled, WriteRefused
from bot.ledger.transaction import Transaction
from bot.ledger.trouble import broken, explain, is_worth_another_try
from bot.ledger.write import Write, grouped, news
from facts.durations import Durations
from facts.store.engine import writing
from facts.store.news import tell

log = logging.getLogger(__name__)

WAITING: Final = 8192
"""How many writes may wait before further ones are turned away."""

GIVEN_UP: Final = 10.0
"""Seconds after which a group on a connection that says nothing is given up (SQLite always says something)."""


class Writer:
    """Commits writes in the order in which they come, in natural groups."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._given_up = None if engine.dialect.name == "sqlite" else GIVEN_UP
        self._waiting: deque[Write] = deque()
        self._arrived = asyncio.Event()
        self._closed = False
        self._task: asyncio.Task[None] | None = None
        self._last: Write | None = None
        self._alone: set[asyncio.Task[None]] = set()
        self.sizes: Counter[int] = Counter()
        """How many groups were committed, by the number of bits of their sizes: 1, 2 to 3, 4 to 7 writes, and so on."""
        self.written = 0
        self.failures = 0
        self.seconds = Durations()
        """Of writes, from when they were handed in until they were durable or refused."""
        self.group_seconds = Durations()
        """Of groups that were committed."""

    def submit(self, write: Write) -> None:
        """Accept a write without waiting for it; raise ``StoreUnavailable`` when closed or too many are waiting."""
        loop = self._accept(write)
        self._waiting.append(write)
        self._last = write
        self._arrived.set()
        if self._task is None:
            # In a context of its own: it is nothing that the first to write does.
            self._task = loop.create_task(self._run(), name="ledger writer", context=Context())

    async def write(self, write: Write, deadline: float, within: Transaction | None = None) -> None:
        """Return once ``write`` is durable; raise a ``LedgerError`` by ``deadline`` (loop time) when it is not.

        It is committed with others, or ``within`` the transaction in which was read what it is made from.
        """
        began = time.perf_counter()
        task: asyncio.Task[None] | None = None
        if within is None:
            self.submit(write)
        else:
            loop = self._accept(write)
            work = self._commit_alone(write, within, self._last)
            task = loop.create_task(work, name="ledger turn", context=Context())
            self._alone.add(task)
            task.add_done_callback(self._alone.discard)
            task.add_done_callback(lambda _: write.settle(None))
        # Not `timeout`: a cancellation that crosses the outcome would hide it.
        clock = asyncio.get_running_loop().call_at(deadline, write.give_up)
        try:
            outcome = await write.answer
        finally:
            clock.cancel()
            self.seconds.add(time.perf_counter() - began)
            write.abandoned = write.pending
            if task is not None and write.abandoned and not write.committing:
                task.cancel()
        if outcome is not None:
            # A new one for everybody: one that is raised by many grows a traceback of all.
            raise type(outcome)(*outcome.args) from outcome.__cause__

    async def close(self) -> None:
        """Accept nothing more, and finish what was accepted."""
        self._closed = True
        self._arrived.set()
        if self._task is not None:
            await self._task
        await asyncio.gather(*self._alone, return_exceptions=True)

    def _accept(self, write: Write) -> asyncio.AbstractEventLoop:
        if self._closed:
            raise StoreUnavailable("the ledger is closed")
        if len(self._waiting) + len(self._alone) >= WAITING:
            raise StoreUnavailable("too many writes are waiting")
        loop = asyncio.get_running_loop()
        write.answer = loop.create_future()
        write.pending = True
        return loop

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                group = list(self._waiting)
                self._waiting.clear()
                outage = await self._settle(group)
                if outage is not None:
                    # Those who came meanwhile have been waiting too: better told now than after a second wait.
                    late = list(self._waiting)
                    self._waiting.clear()
                    _settle_all([*group, *late], StoreUnavailable(*outage.args))
            if self._closed:
                return

    async def _settle(self, group: Sequence[Write]) -> StoreUnavailable | None:
        """Commit a group and tell its writers; return the reason when the database is out of reach."""
        outcome = await self._commit(group)
        if isinstance(outcome, WriteRefused) and len(group) > 1:
            for write in group:
                outcome = await self._commit((write,))
                write.settle(outcome)
                if isinstance(outcome, StoreUnavailable):
                    return outcome
            return None
        _settle_all(group, outcome)
        return outcome if isinstance(outcome, StoreUnavailable) else None

    async def _commit(self, batch: Sequence[Write]) -> LedgerError | None:
        """Commit those of a batch that are still wanted, as one transaction; return why it was not possible."""
        attempts = 0
        while wanted := [write for write in batch if not write.abandoned]:
            began = time.perf_counter()
            try:
                await self._transact(wanted)
            except _AbandonedError:
                continue
            except Exception as error:
                attempts += 1
                # A pooled connection that died while idle says so at its first statement; the next one is fresh.
                if attempts == 1 and is_worth_another_try(error) and not wanted[0].committing:
                    continue
                self.failures += 1
                return _explain(wanted, error)
            self.group_seconds.add(time.perf_counter() - began)
            self._committed(wanted)
            break
        return None

    async def _commit_alone(self, write: Write, transaction: Transaction, before: Write | None) -> None:
        outcome: LedgerError | None = None
        try:
            async with asyncio.timeout(self._given_up):
                if before is not None:
                    await before.over()  # what it says of the same rows is to be found there
                await transaction.write(write.steps, news((write,)))
                if not write.abandoned:
                    write.committing = True
                    await transaction.commit()
        except Exception as error:
            self.failures += 1
            outcome = _explain((write,), error)
        else:
            if write.committing:
                self._committed((write,))
        finally:
            transaction.over = True
        write.settle(outcome)

    def _committed(self, writes: Sequence[Write]) -> None:
        self.sizes[len(writes).bit_length()] += 1
        self.written += len(writes)
        for write in writes:
            _apply(write)

    async def _transact(self, wanted: Sequence[Write]) -> None:
        async with asyncio.timeout(self._given_up), writing(self._engine) as connection:
            for statement, rows in grouped(wanted):
                await connection.execute(statement, rows)
            await tell(connection, news(wanted))
            # From here to the start of the commit nothing else runs, so nobody can give up in between.
            if any(write.abandoned for write in wanted):
                raise _AbandonedError
            for write in wanted:
                write.committing = True


class _AbandonedError(Exception):
    """Somebody has given up on a write of this group: roll it back."""


def _apply(write: Write) -> None:
    try:
        write.applied()
    except Exception:
        # It is durable, and a defect in what follows must not stop everybody else's writes.
        log.exception("memory could not follow a write that was committed")
        write.doubted()


def _explain(batch: Sequence[Write], error: Exception) -> LedgerError:
    outcome = explain(error)
    log.warning("a group of %d writes was not committed: %s", len(batch), outcome)
    if broken(error) and batch[0].committing:
        outcome = Unsettled("the connection broke during the commit")
        for write in batch:
            write.doubted()
    for write in batch:
        write.committing = False
    outcome.__cause__ = error
    return outcome


def _settle_all(writes: Sequence[Write], outcome: LedgerError | None) -> None:
    for write in writes:
        write.settle(outcome)
