"""The ledger over a PostgreSQL server that drops connections, locks tables and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

from bot.ledger import Ledger, Progress, StoreUnavailable, Unsettled
from bot.ledger.tables import progress
from facts.position import Position
from tests.support.ledgers import progress_at_hand

DATABASES = ["postgresql"]
SHOW = "for-all-mankind"


def watched(episode: int) -> Callable[[Progress], Progress]:
    return lambda _: Progress(Position(1, episode))


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(progress))).scalar_one()


async def drop_connections(server: str) -> None:
    connection = await asyncpg.connect(server)
    await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    await connection.close()


async def test_connections_lost_while_idle_are_not_noticed(
    ledger: Ledger, engine: AsyncEngine, postgres_server: str
) -> None:
    await ledger.progress.change(1, SHOW, watched(1))
    await drop_connections(postgres_server)
    await ledger.progress.change(1, SHOW, watched(2))
    await drop_connections(postgres_server)
    assert await ledger.progress.get(2, SHOW) == Progress()
    assert await rows(engine) == 2


async def test_connection_lost_during_the_commit_is_unsettled(
    ledger: Ledger, engine: AsyncEngine, postgres_server: str
) -> None:
    await ledger.progress.change(1, SHOW, watched(1))

    event.listen(engine.sync_engine, "commit", lambda _: await_only(drop_connections(postgres_server)), once=True)
    with pytest.raises(Unsettled):
        await ledger.progress.change(1, SHOW, watched(2))
    assert ledger.users.peek(1) is None
    assert await ledger.progress.get(1, SHOW) == Progress(Position(1, 1))
    await ledger.progress.change(1, SHOW, watched(3))
    assert await rows(engine) == 2


async def test_locked_table_fails_in_time_and_nothing_is_applied_later(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.progress.get(1, SHOW)
    ledger._turns._patience = 0.1
    async with engine.begin() as other:
        await other.execute(text("LOCK TABLE progress IN EXCLUSIVE MODE"))
        with pytest.raises(StoreUnavailable):
            await ledger.progress.change(1, SHOW, watched(1))
    await ledger.close()
    assert await rows(engine) == 0
    assert progress_at_hand(ledger, 1, SHOW) == Progress()


async def test_many_at_once_are_all_kept(ledger: Ledger, engine: AsyncEngine) -> None:
    await asyncio.gather(*(ledger.progress.change(user, SHOW, watched(1)) for user in range(100)))
    assert await rows(engine) == 100
