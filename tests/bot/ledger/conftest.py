"""A ledger over a real database, migrated as the bot migrates it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger
from facts.store import open_engine, upgrade
from tests.support.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

BUSY_MS = 150
PATIENCE = 0.5


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """Give a clock that moves by a second whenever it is read."""
    now = datetime(2030, 1, 1, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


def connect(file: Path) -> AsyncEngine:
    """Open ``file`` as the bot does, but less patient with locks, so that tests of them are short."""
    engine = open_engine(f"sqlite+aiosqlite:///{file}")

    @event.listens_for(engine.sync_engine, "connect")
    def hurry(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        cursor.close()

    return engine


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with all tables and no rows, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "airlock.db"

    async def create() -> None:
        engine = connect(file)
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(create())
    return file


@pytest.fixture
def file(migrated: Path, tmp_path: Path) -> Path:
    """Give a new database file."""
    return Path(shutil.copy(migrated, tmp_path))


@pytest.fixture
async def engine(file: Path) -> AsyncIterator[AsyncEngine]:
    engine = connect(file)
    yield engine
    await engine.dispose()


@pytest.fixture
async def ledger(engine: AsyncEngine, clock: Callable[[], datetime]) -> AsyncIterator[Ledger]:
    ledger = Ledger(engine, clock, patience=PATIENCE)
    yield ledger
    await ledger.close()
