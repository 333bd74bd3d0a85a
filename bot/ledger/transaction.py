"""One turn as one transaction, where other processes take turns with the same rows.

Behind a lock of the turn's key, which ends with the transaction, nobody else reads what is being changed; what this one
reads is what the one before has committed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextvars import ContextVar, Token
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import BigInteger, Row, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ledger.errors import StoreUnavailable
from bot.ledger.statements import Step
from bot.ledger.trouble import broken
from facts.store.news import tell

log = logging.getLogger(__name__)

Query = tuple[Select[Any], Mapping[str, Any]]

_CLOSING: Final = 5.0
"""Seconds that closing a transaction may take."""
_LOCK: Final = select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger)))

_current: Final[ContextVar[Transaction | None]] = ContextVar("transaction", default=None)


class Transaction:
    """Begins with the first thing that is read or written in it, and is used once. ``room`` bounds them."""

    def __init__(self, engine: AsyncEngine, key: Hashable, room: asyncio.Semaphore) -> None:
        self._engine = engine
        self._room = room
        self._has_room = False
        self._key = int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big", signed=True)
        self._connection: AsyncConnection | None = None
        self._using = asyncio.Lock()
        self._spoiled = False
        self.over = False
        """Whether it has been committed or given up: what is read from then on is no part of it."""

    def enter(self) -> Token[Transaction | None]:
        """Have everything that is read from here on be read in it."""
        return _current.set(self)

    @staticmethod
    def leave(token: Token[Transaction | None]) -> None:
        """Read as before."""
        _current.reset(token)

    async def fetch(self, queries: Sequence[Query]) -> list[Sequence[Row[Any]]]:
        """Return the rows of each query."""
        async with self._using:
            try:
                connection = await self._begun()
                return [(await connection.execute(query, values)).all() for query, values in queries]
            except BaseException:
                self._spoiled = True
                raise

    async def write(self, steps: Iterable[Step], words: Iterable[str]) -> None:
        """Do these steps and tell others of them, without committing yet."""
        connection = await self._begun()
        for statement, rows in steps:
            await connection.execute(statement, rows)
        await tell(connection, words)

    async def commit(self) -> None:
        """Make durable what was written."""
        if self._connection is not None:
            await self._connection.commit()

    async def close(self) -> None:
        """Give up what was not committed, and the lock."""
        self.over = True
        async with self._using:  # whoever reads in it has been told to stop
            connection, self._connection = self._connection, None
            if connection is not None:
                await connection.close()

    def free(self) -> None:
        """Leave its room to another one."""
        if self._has_room:
            self._has_room = False
            self._room.release()

    async def _begun(self) -> AsyncConnection:
        if self._spoiled or self.over:
            raise StoreUnavailable("what the change was to be made from could not be read")
        if self._connection is None:
            await self._room.acquire()
            self._has_room = True
            self._connection = await self._begin()
        return self._connection

    async def _begin(self) -> AsyncConnection:
        for attempt in (1, 2):
            connection = await self._engine.connect()
            try:
                await connection.execute(_LOCK, {"key": self._key})
            except BaseException as error:
                await connection.close()
                # A pooled connection that died while idle says so at its first statement; the next one is fresh.
                if attempt == 1 and isinstance(error, Exception) and broken(error):
                    continue
                raise
            return connection
        raise AssertionError


async def ended(transaction: Transaction) -> None:
    """Close a transaction, whatever state its connection is in; raise nothing."""
    try:
        async with asyncio.timeout(_CLOSING):
            await transaction.close()
    except Exception as error:  # it is gone in any case, and the server notices
        log.debug("a transaction could not be closed: %s", error)
    finally:
        transaction.free()


def current() -> Transaction | None:
    """The transaction in which what is read now belongs."""
    transaction = _current.get()
    return None if transaction is None or transaction.over else transaction
