"""Reads of what is not in memory, which end in time however the database is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.errors import StoreUnavailable
from bot.ledger.transaction import Query, current
from bot.ledger.trouble import broken, explain
from facts.durations import Durations


class Reader:
    """Runs queries, or raises ``StoreUnavailable`` after ``patience`` seconds at the latest."""

    def __init__(self, engine: AsyncEngine, patience: float) -> None:
        self._engine = engine
        self._patience = patience
        self.failures = 0
        self.seconds = Durations()

    async def fetch(self, *queries: Query) -> list[Sequence[Row[Any]]]:
        """Return the rows of each query, all over one connection."""
        began = time.perf_counter()
        task = asyncio.create_task(self._answer(queries))
        # A connection that hangs hangs while being closed, too; that is not for the asker to wait for.
        try:
            done, _ = await asyncio.wait((task,), timeout=self._patience)
        finally:
            self.seconds.add(time.perf_counter() - began)
            task.cancel()
        if not done:
            self.failures += 1
            raise StoreUnavailable("the database has not answered in time")
        return task.result()

    async def _answer(self, queries: Sequence[Query]) -> list[Sequence[Row[Any]]]:
        try:
            try:
                return await self._run(queries)
            except Exception as error:
                # A pooled connection that died while idle says so at its first statement; the next one is fresh.
                if not broken(error) or current() is not None:
                    raise
                return await self._run(queries)
        except Exception as error:
            self.failures += 1
            outcome = explain(error)
            if not isinstance(outcome, StoreUnavailable):
                raise
            raise outcome from error

    async def _run(self, queries: Sequence[Query]) -> list[Sequence[Row[Any]]]:
        transaction = current()
        if transaction is not None:
            return await transaction.fetch(queries)
        async with self._engine.connect() as connection:
            return [(await connection.execute(query, values)).all() for query, values in queries]
