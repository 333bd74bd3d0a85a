"""A ledger over a real database file, set up as the bot sets it up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.ledger import Ledger
from bot.ledger.tables import metadata

BUSY_MS = 150
PATIENCE = 0.4


@pytest.fixture
def clock() -> Callable[[], datetime]:
    now = datetime(2030, 1, 1, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "airlock.db"


def connect(file: Path) -> AsyncEngine:
    """Open ``file`` as the store does, but less patient, so that tests of locks are short."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


@pytest.fixture
async def engine(file: Path) -> AsyncIterator[AsyncEngine]:
    engine = connect(file)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield engine
    await engine.dispose()


@pytest.fixture
async def ledger(engine: AsyncEngine, clock: Callable[[], datetime]) -> AsyncIterator[Ledger]:
    ledger = Ledger(engine, clock, patience=PATIENCE)
    yield ledger
    await ledger.close()
