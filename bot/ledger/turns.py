"""Whose turn it is: between reading somebody's rows and committing a change of them nobody else changes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from typing import Self, TypeVar
from weakref import WeakValueDictionary

from bot.ledger.cache import Cache
from bot.ledger.errors import StoreUnavailable
from bot.ledger.writer import Step, Write, Writer, nothing

K = TypeVar("K")
V = TypeVar("V")


class Turns:
    """First come, first served, for each key apart."""

    def __init__(self, writer: Writer, patience: float) -> None:
        self._writer = writer
        self._patience = patience
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Hashable) -> Turn:
        """Return ``key``'s turn, to be waited for by ``async with``."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        return Turn(self._writer, key, lock, asyncio.get_running_loop().time() + self._patience)

    async def at_once(
        self, keys: Collection[Hashable], steps: Sequence[Step], applied: Callable[[], None] = nothing
    ) -> None:
        """Make a change durable that depends on nothing read before, so that it need wait for nobody's turn.

        It is handed to the writer before this first waits: calls that begin in an order are applied in that order.
        """
        write = Write(keys, steps, applied)
        await self._writer.write(write, asyncio.get_running_loop().time() + self._patience)


class Turn:
    """The right to change what belongs to one key; raises ``StoreUnavailable`` where it lasts beyond its deadline."""

    def __init__(self, writer: Writer, key: Hashable, lock: asyncio.Lock, deadline: float) -> None:
        self._writer = writer
        self._key = key
        self._lock = lock
        self._deadline = deadline
        self._write: Write | None = None

    async def __aenter__(self) -> Self:
        if self._lock.locked():
            await self.by_deadline(self._lock.acquire())
        else:
            await self._lock.acquire()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._write is not None and self._write.pending:
            # Given up, but still in the writer's hands: the next one must not start from what it may yet change.
            self._write.settled.append(self._lock.release)
        else:
            self._lock.release()

    async def read(self, memory: Cache[K, V], key: K) -> V:
        """Return what is in memory, else read it; raise ``StoreUnavailable`` at the deadline."""
        value = memory.peek(key)
        return await self.by_deadline(memory.get(key)) if value is None else value

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
        await self._writer.write(self._write, self._deadline)

    async def by_deadline(self, awaitable: Awaitable[V]) -> V:
        """Await something that may be cancelled; raise ``StoreUnavailable`` at the deadline."""
        try:
            async with asyncio.timeout_at(self._deadline):
                return await awaitable
        except TimeoutError as error:
            raise StoreUnavailable("the database has not answered in time") from error
