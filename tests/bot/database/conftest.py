"""Databases of both kinds with something in every table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import transfer
from facts.store import open_engine, upgrade
from tests.support.filled import fill
from tests.support.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rows come in several chunks though there are few."""
    monkeypatch.setattr(transfer, "_AT_ONCE", 25)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the URL of a file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """Give the URL of a new, empty database of each kind."""
    return sqlite_url if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    """Give a database of each kind with rows in every table."""
    engine = open_engine(url)
    await upgrade(engine)
    await fill(engine)
    yield engine
    await engine.dispose()
