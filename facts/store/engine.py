"""Opening the database, and transactions that write."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import aiosqlite
from sqlalchemy import URL, Connection, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from facts.errors import StoreError, StoreSetupError
from facts.store.address import parsed

BUSY_MS: Final = 1500
"""How long a write waits for another process's: less than the three seconds an interaction has."""

EXCLUSIVE_BUSY_MS: Final = 30_000
"""The same at start, where another process may be loading a pack."""

ANSWERED: Final = 5.0
"""Seconds within which a server has to answer whoever connects."""

ABANDONED: Final = 5
"""Seconds after which the server rolls back the transaction of a process that says nothing more, and frees its rows."""

_BEGIN: Final = "airlock_begin"
_LOCK: Final = 0x41_69_72_6C  # "Airl": PostgreSQL's advisory locks are numbers
_CHUNK: Final = 64
"""Rows that aiosqlite reads at once where one iterates over them, which nothing here does: its own default."""
_PRAGMAS: Final = (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_AGAIN: Final = 0.01


def open_engine(url: str) -> AsyncEngine:
    """Return an engine for ``url``; raise ``StoreSetupError`` for one that cannot be right.

    Nothing is connected yet: ``upgrade`` is the first to, and says what is wrong with the database.
    """
    address = parsed(url)
    try:
        # Values of statements are users' own: no error may repeat them.
        patience = {"timeout": ANSWERED} if address.get_backend_name() == "postgresql" else {}
        engine = create_async_engine(address, hide_parameters=True, connect_args=patience)
    except ModuleNotFoundError as error:
        how = "`python -m pip install --constraint constraints.txt --editable '.[postgresql]'` in Airlock's folder"
        raise StoreSetupError(f"the database URL needs {error.name}, which is not installed: {how}") from None
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise StoreSetupError(f"the database URL cannot be used: {_line(error)}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "do_connect", _connect_sqlite)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    else:
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
    return engine


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Give a connection in a transaction that may write from its first statement on; commit at the end.

    On SQLite it takes the one write lock at once: a transaction that reads first could lose to another and fail.
    """
    async with engine.connect() as connection:
        await connection.execution_options(**{_BEGIN: "write"})
        async with connection.begin():
            yield connection


@asynccontextmanager
async def exclusive(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Give a connection in a transaction that writes while no other process is in one of these; commit at the end."""
    async with engine.connect() as connection:
        await connection.execution_options(**{_BEGIN: "exclusive"})
        async with connection.begin():
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '5min'"))
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            yield connection


@contextmanager
def plainly(engine: AsyncEngine) -> Iterator[None]:
    """Turn whatever a database fails with into a ``StoreError`` of one line."""
    if missing := _missing(engine.url):
        raise StoreError(f"cannot use the database {_shown(engine.url)}: {missing}")
    try:
        yield
    except StoreError:
        raise
    except Exception as error:  # drivers raise errors of their own, and of the operating system, while connecting
        if not isinstance(error, SQLAlchemyError | OSError) and not type(error).__module__.startswith("asyncpg"):
            raise
        raise StoreError(
            f"cannot use the database {_shown(engine.url)}: {_line(getattr(error, 'orig', None) or error)}"
        ) from error


class _Connection(aiosqlite.Connection):
    """A connection that stops once: its thread answers who stops it first, and whoever does it again waits for ever.

    SQLAlchemy does it again where all tasks are cancelled while a connection is given up, as at the end of a process.
    """

    _stopping: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        self._stopping = self._stopping or super().stop()
        return self._stopping


def _connect_sqlite(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    options["async_creator_fn"] = _open_sqlite


def _open_sqlite(path: str, **options: Any) -> _Connection:
    if not path.startswith((":", "file:")):
        with suppress(OSError):  # it is there, or cannot be made, which SQLite says
            # Whoever else is on this machine reads nothing of it, nor of the files that SQLite puts beside it.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = _Connection(partial(sqlite3.connect, path, **options), _CHUNK)
    connection._thread.daemon = True  # noqa: SLF001  # as SQLAlchemy does with those that it makes
    return connection


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # so that only the event below begins transactions, also for reading and DDL
    connection.run_async(_set_pragmas)


async def _set_pragmas(connection: aiosqlite.Connection) -> None:
    try:
        for pragma in _PRAGMAS:
            await _patiently(partial(connection.execute_fetchall, f"PRAGMA {pragma}"))
    except BaseException:
        await connection.close()  # SQLAlchemy leaves it as it is
        raise


async def _patiently(attempt: Callable[[], Awaitable[object]]) -> None:
    """Try again while the database is locked: SQLite does not wait where several at once turn a new file to WAL."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + BUSY_MS / 1000
    while True:
        try:
            await attempt()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or loop.time() > deadline:
                raise
        await asyncio.sleep(_AGAIN)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.cursor().execute(f"SET idle_in_transaction_session_timeout = '{ABANDONED}s'")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get(_BEGIN)
    if kind is None:
        connection.exec_driver_sql("BEGIN")
    elif kind == "write":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={EXCLUSIVE_BUSY_MS}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _missing(url: URL) -> str | None:
    """Say what is wrong with the place of a database file: SQLite only says that it cannot open it."""
    if url.get_backend_name() != "sqlite" or url.query:
        return None
    path = Path(url.database or "")
    try:
        if path.is_dir():
            return f"{path} is a folder"
        return None if path.parent.is_dir() else f"there is no folder {path.parent}"
    except OSError as error:
        return f"{path} cannot be reached: {error.strerror}"


def _line(error: BaseException) -> str:
    lines = str(error).splitlines()
    if not lines:
        return "it has not answered in time" if isinstance(error, TimeoutError) else type(error).__name__
    return lines[0]
