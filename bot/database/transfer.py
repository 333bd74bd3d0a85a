"""Everything from one database into another, in one transaction, counted and compared."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import LargeBinary, Row, Table, delete, func, insert, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.errors import DatabaseError, UsageError
from bot.database.tables import OURS, TABLES, Content
from bot.fleet.file import locked
from bot.fleet.share import TakenError
from facts.errors import StoreError
from facts.store import exclusive, open_engine, upgrade
from facts.store.engine import plainly
from facts.store.migrate import stored_revision
from facts.store.migrations import HEAD

_AT_ONCE: Final = 1000
_FILES_AT_ONCE: Final = 4
"""Rows that hold a file each, which may be of many megabytes."""

Say = Callable[[str], None]


class MissingError(DatabaseError):
    """There is no file of that name."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[AsyncEngine]:
    """Open a database and close it at the end; raise ``UsageError`` for a URL that cannot be one."""
    try:
        engine = open_engine(url)
    except StoreError as error:
        raise UsageError(str(error)) from error
    try:
        with plainly(engine):
            yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def alone(engine: AsyncEngine) -> AsyncIterator[None]:
    """Keep the bot from being run with an SQLite file; raise ``UsageError`` where it is.

    It would go on with what it has in memory, ceilings and progress too. With PostgreSQL it hears of what is changed.
    """
    database = engine.url.database if engine.dialect.name == "sqlite" else None
    try:
        async with locked(database, patience=0):
            yield
    except TakenError as error:
        raise UsageError(f"the bot is running with {database}: stop it first") from error


def require_file(engine: AsyncEngine) -> None:
    """Raise ``DatabaseError`` where an SQLite file is not there: connecting would make an empty one."""
    if is_missing(engine):
        raise MissingError(f"there is no database {engine.url.database}: the first start makes it")


def is_missing(engine: AsyncEngine) -> bool:
    """Whether an SQLite file is not there."""
    url = engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.query:
        return False
    return not Path(url.database).exists()


async def transfer(source: AsyncEngine, target: AsyncEngine, say: Say, *, force: bool = False) -> None:
    """Fill ``target`` with what ``source`` holds as of now; all of it or, with an error, nothing.

    Tables that are not Airlock's are left out, which is said. Raise ``DatabaseError`` where the source is not of this
    version, or the target holds anything and ``force`` is off.
    """
    require_file(source)
    async with _snapshot(source) as reading:
        await _require_this_version(reading)
        if strangers := await _tables(reading) - OURS:
            say(f"left out, since Airlock did not make them: {', '.join(sorted(strangers))}")
        if not force and not is_missing(target):
            async with target.connect() as looking:  # now, since what is refused is not upgraded either
                await _require_room(looking)
        await upgrade(target)
        async with exclusive(target) as writing:
            if not force:
                await _require_room(writing)
            for table in reversed(TABLES):
                await writing.execute(delete(table))
            for table in TABLES:
                sent, names = Content(), table.c.keys()
                async for rows in _chunks(reading, table):
                    sent = sent.plus(rows)
                    await writing.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
                await _count_on(writing, table)
                arrived = Content()
                async for rows in _chunks(writing, table):
                    arrived = arrived.plus(rows)
                if arrived != sent:
                    raise DatabaseError(f"{table.name} did not arrive as it was sent; nothing was changed")
                if sent.rows:
                    say(f"{table.name}: {sent.rows:,} rows, the same in both ({sent.hexadecimal[:16]})")


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Give a connection that sees all tables as of one moment."""
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        async with connection.begin():
            if engine.dialect.name == "postgresql":
                # It says nothing for as long as what was written is compared.
                await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            yield connection


async def _require_this_version(connection: AsyncConnection) -> None:
    revision = await connection.run_sync(stored_revision)
    if revision is None:
        raise DatabaseError("the database that is to be read is empty")
    if revision != HEAD:
        said = f"the database that is to be read is of revision {revision} and this version's is {HEAD}: "
        if revision > HEAD:
            raise DatabaseError(f"{said}a newer version has used it, which can read it")
        raise DatabaseError(f"{said}use the version that it is of, or run `python -m bot db upgrade` on it first")
    await require_whole(connection)


async def require_whole(connection: AsyncConnection) -> None:
    """Raise ``DatabaseError`` where a database of this version lacks some of its tables."""
    if missing := OURS - await _tables(connection):
        raise DatabaseError(f"the database is damaged: it has no table {', '.join(sorted(missing))}")


async def _tables(connection: AsyncConnection) -> set[str]:
    return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def _require_room(connection: AsyncConnection) -> None:
    """Raise ``DatabaseError`` where a database, of any version, holds rows."""
    there, held = await _tables(connection), []
    for table in TABLES:
        rows = await connection.scalar(select(func.count()).select_from(table)) if table.name in there else 0
        if rows:
            held.append(f"{table.name} {rows}")
    if held:
        raise DatabaseError(f"the database to be filled holds rows ({', '.join(held)}): --force replaces them")


async def _chunks(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
    files = any(isinstance(column.type, LargeBinary) for column in table.c)
    at_once = _FILES_AT_ONCE if files else _AT_ONCE
    async with connection.stream(select(table), execution_options={"yield_per": at_once}) as result:
        async for rows in result.partitions():
            yield rows


async def _count_on(connection: AsyncConnection, table: Table) -> None:
    """Let the database count on from the numbers that the rows came with."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return  # SQLite counts on from the largest by itself
    sequence = await connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{table.name}"', "column": column.name}
    )
    if sequence is not None:
        largest = await connection.scalar(select(func.max(column)))
        values = {"sequence": sequence, "next": (largest or 0) + 1}
        await connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :next, false)"), values)
