"""A ledger over a real database, migrated as the bot migrates it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger
from bot.ledger.cache import always
from bot.ledger.tables import metadata
from facts.store import open_engine, upgrade
from tests.support.postgres import postgres_server

__all__ = ["postgres_server"]

BUSY_MS = 150


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


@pytest.fixture(scope="session")
def postgres(postgres_server: str) -> str:
    """Give the URL of a PostgreSQL database with all tables."""
    url = postgres_server.replace("postgresql://", "postgresql+asyncpg://", 1)

    async def create() -> None:
        engine = open_engine(url)
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(create())
    return url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of modules that name ``DATABASES`` on each of these, all others on SQLite."""
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", getattr(metafunc.module, "DATABASES", ["sqlite"]))


@pytest.fixture
def empty(database: str, request: pytest.FixtureRequest) -> AsyncEngine:
    """Give an engine over a database without rows; nothing is connected yet."""
    if database == "sqlite":
        return connect(request.getfixturevalue("file"))
    return open_engine(request.getfixturevalue("postgres"))


@pytest.fixture
async def engine(empty: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """Give an engine over a database without rows."""
    if empty.dialect.name == "postgresql":
        async with empty.begin() as connection:
            for table in metadata.sorted_tables:
                await connection.execute(delete(table))
    yield empty
    await empty.dispose()


@pytest.fixture
async def ledger(engine: AsyncEngine, clock: Callable[[], datetime]) -> AsyncIterator[Ledger]:
    """Give a ledger without anything in it."""
    ledger = Ledger(engine, clock, patience=10, hears=always)
    yield ledger
    await ledger.close()
