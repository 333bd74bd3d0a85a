"""Whose turn it is: between reading somebody's rows and committing a change of them nobody else changes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from contextvars import Token
from typing import Final, Self, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.cache import Cache
from bot.ledger.errors import StoreUnavailable
from bot.ledger.statements import Step
from bot.ledger.transaction import Transaction, ended
from bot.ledger.write import Write, nothing
from bot.ledger.writer import Writer

K = TypeVar("K")
V = TypeVar("V")

_AT_ONCE: Final = 6
"""How many turns hold a connection: their changes wait for the writer, which needs one of the pool's 15, too."""


class Turns:
    """First come, first served, for each key apart; with an ``engine`` also among the processes that share it."""

    def __init__(self, writer: Writer, patience: float, engine: AsyncEngine | None = None) -> None:
        self._writer = writer
        self._patience = patience
        self._engine = engine
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._taken: set[Turn] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Hashable) -> Turn:
        """Return ``key``'s turn, to be waited for by ``async with``."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        transaction = None if self._engine is None else Transaction(self._engine, key, self._room)
        deadline = asyncio.get_running_loop().time() + self._patience
        return Turn(self._writer, key, lock, deadline, transaction, self._taken, self._end)

    async def at_once(
        self, keys: Collection[Hashable], steps: Sequence[Step], applied: Callable[[], None] = nothing
    ) -> None:
        """Make a change durable that depends on nothing read before, so that it need wait for nobody's turn.

        It is handed to the writer before this first waits: calls that begin in an order are applied in that order.
        """
        write = Write(keys, steps, applied)
        await self._writer.write(write, asyncio.get_running_loop().time() + self._patience)

    async def close(self) -> None:
        """Wait until no turn has anything left to end."""
        await asyncio.gather(*self._ending)

    def _end(self, transaction: Transaction) -> None:
        # On a connection that hangs that takes time, too, which is not for who had the turn to wait for.
        task = asyncio.create_task(ended(transaction))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


class Turn:
    """The right to change what belongs to one key; raises ``StoreUnavailable`` where it lasts beyond its deadline.

    What is read in it holds until its change is committed, whoever else wants to change it.
    """

    def __init__(
        self,
        writer: Writer,
        key: Hashable,
        lock: asyncio.Lock,
        deadline: float,
        transaction: Transaction | None,
        taken: set[Turn],
        end: Callable[[Transaction], None],
    ) -> None:
        self._writer = writer
        self._key = key
        self._lock = lock
        self._deadline = deadline
        self._transaction = transaction
        self._taken = taken
        self._end = end
        self.ended = asyncio.Event()
        self.has_read = False
        """Whether it reads, or has read, what nobody else may change until it is over."""
        self._outside: Token[Transaction | None] | None = None
        self._write: Write | None = None

    async def __aenter__(self) -> Self:
        await self._in_time(self._lock.acquire())
        if self._transaction is not None:
            self._outside = self._transaction.enter()
        self._taken.add(self)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._transaction is not None and self._outside is not None:
            self._transaction.leave(self._outside)
        if self._write is not None and self._write.pending:
            # Given up, but still in the writer's hands: the next one must not start from what it may yet change.
            self._write.settled.append(self._over)
        else:
            self._over()

    def _over(self) -> None:
        self._lock.release()
        self._taken.discard(self)
        self.ended.set()
        if self._transaction is not None:
            self._end(self._transaction)

    async def read(self, memory: Cache[K, V], key: K) -> V:
        """Return what a change is made from; raise ``StoreUnavailable`` at the deadline."""
        value = memory.peek(key) if self._transaction is None else None
        return await self.by_deadline(memory.latest(key)) if value is None else value

    async def write(
        self,
        steps: Sequence[Step],
        applied: Callable[[], None] = nothing,
        doubted: Callable[[], None] = nothing,
        *,
        about: Sequence[Hashable] = (),
    ) -> None:
        """Make one change durable, which may be ``about`` other keys too; raise a ``LedgerError`` by the deadline.

        See ``Write``.
        """
        self._write = Write((self._key, *about), steps, applied, doubted)
        # A change that is made from nothing that was read can be committed together with others'.
        within = self._transaction if self.has_read else None
        await self._writer.write(self._write, self._deadline, within)

    async def after_others(self) -> None:
        """Wait for the changes that are being made from what was read before: they may be about anybody."""
        for other in [turn for turn in self._taken if turn.has_read]:
            await self._in_time(other.ended.wait())

    async def by_deadline(self, awaitable: Awaitable[V]) -> V:
        """Await a read; raise ``StoreUnavailable`` at the deadline."""
        self.has_read = self._transaction is not None
        return await self._in_time(awaitable)

    async def _in_time(self, awaitable: Awaitable[V]) -> V:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await awaitable
        except TimeoutError as error:
            raise StoreUnavailable("the database has not answered in time") from error
