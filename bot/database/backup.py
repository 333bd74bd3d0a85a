"""Backups: one SQLite file each, whatever the database is, with a list of what must be in it."""

from __future__ import annotations

import asyncio
import glob
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.errors import DatabaseError, UsageError
from bot.database.tables import OF_ALEMBIC, Content
from bot.database.transfer import Say, opened, require_file, require_whole, transfer
from facts.errors import StoreError
from facts.store import upgrade
from facts.store.migrate import stored_revision
from facts.store.migrations import HEAD

_LIST: Final = "airlock_backup"
_BESIDE: Final = ("-wal", "-shm", "-journal", ".lock")
"""How the names of files end that belong to an SQLite database."""
_LEFT_FOR: Final = 86_400.0
"""Seconds after which an unfinished backup is nobody's any more."""


async def back_up(engine: AsyncEngine, file: Path, say: Say, *, force: bool = False) -> None:
    """Write all of the database as of now into ``file``; the bot may be running. Raise ``DatabaseError``.

    The file is there only once it is complete and has been checked.
    """
    _require_place(file, engine, force=force)
    require_file(engine)
    with _beside(file) as unfinished:
        if engine.dialect.name == "sqlite":
            await _require_whole(engine)
            await asyncio.to_thread(_copy_file, Path(str(engine.url.database)), unfinished)
        else:
            async with opened(f"sqlite+aiosqlite:///{unfinished}") as copy:
                await transfer(engine, copy, lambda _: None)
        rows = await asyncio.to_thread(_seal, unfinished)
        await asyncio.to_thread(_check, unfinished)
        with _plainly(f"{file} cannot be written"):
            unfinished.chmod(0o600)  # it holds what users own
            unfinished.replace(file)
    say(f"{file}: {rows} rows, checked")


async def restore(engine: AsyncEngine, file: Path, say: Say, *, force: bool = False) -> None:
    """Fill the database from a backup, of this version or an earlier one; all of it or, with an error, nothing.

    Raise ``DatabaseError`` where the backup is damaged, or the database holds anything and ``force`` is off.
    """
    with tempfile.TemporaryDirectory(prefix="airlock-") as folder:
        # A copy, since one of an earlier version is upgraded, and since reading must not touch a backup.
        copied = Path(folder) / "backup.db"
        await asyncio.to_thread(_copy_backup, file, copied)
        taken = await asyncio.to_thread(_check, copied, file)
        await asyncio.to_thread(_unseal, copied)
        async with opened(f"sqlite+aiosqlite:///{copied}") as source:
            try:
                await upgrade(source)
            except StoreError as error:
                raise DatabaseError(f"the backup {file} cannot be used: {error}") from error
            await transfer(source, engine, say, force=force)
    say(f"restored from {file}, taken {taken}")


async def _require_whole(engine: AsyncEngine) -> None:
    """Raise ``DatabaseError`` for an SQLite file that lacks tables: copied as it is, it could not be restored."""
    async with engine.connect() as connection:
        if await connection.run_sync(stored_revision) == HEAD:
            await require_whole(connection)


def _copy_file(source: Path, target: Path) -> None:
    with _sqlite(target) as writing:
        with _sqlite(source) as reading:
            reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it


def _copy_backup(source: Path, target: Path) -> None:
    if not source.is_file():
        raise UsageError(f"there is no file {source}")
    with _plainly(f"{source} cannot be read"):
        shutil.copyfile(source, target)


def _require_place(file: Path, engine: AsyncEngine, *, force: bool) -> None:
    if file.is_dir() or not file.parent.is_dir():
        raise UsageError(f"{file} is a folder" if file.is_dir() else f"there is no folder {file.parent}")
    if engine.dialect.name == "sqlite" and engine.url.database:
        database = Path(engine.url.database).resolve()
        if file.resolve() in (database, *(database.with_name(database.name + end) for end in _BESIDE)):
            raise UsageError(f"{file} belongs to the database itself")
    if file.exists() and not force:
        raise UsageError(f"{file} is there already: --force replaces it")


def _seal(file: Path) -> int:
    """Write down what the file holds, in itself; return the number of rows."""
    with _sqlite(file) as connection:
        contents = _contents(connection)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"DROP TABLE IF EXISTS {_LIST}")
        connection.execute(f"CREATE TABLE {_LIST} (name TEXT PRIMARY KEY, rows INTEGER, digest TEXT, taken TEXT)")
        taken = datetime.now(UTC).isoformat(timespec="seconds")
        connection.executemany(
            f"INSERT INTO {_LIST} VALUES (?, ?, ?, ?)",  # noqa: S608  # a constant
            [(name, content.rows, content.hexadecimal, taken) for name, content in contents.items()],
        )
        connection.commit()
    return sum(content.rows for name, content in contents.items() if name != OF_ALEMBIC)


def _check(file: Path, named: Path | None = None) -> str:
    """Raise ``DatabaseError`` where the file is not what it says it is; return when it was taken."""
    with _sqlite(file, named) as connection:
        if (found := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise DatabaseError(f"the backup is damaged: {found.splitlines()[0]}")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_LIST,)).fetchone():
            raise DatabaseError("the file is no backup of Airlock's: it has no list of what is in it")
        query = f"SELECT name, rows, digest, taken FROM {_LIST}"  # noqa: S608  # a constant
        listed = {name: (rows, digest, taken) for name, rows, digest, taken in connection.execute(query)}
        contents = _contents(connection)
        for name in sorted(listed.keys() | contents.keys()):
            said, found = listed.get(name), contents.get(name)
            if said is None or found is None or said[:2] != (found.rows, found.hexadecimal):
                raise DatabaseError(f"the backup is damaged: {name} is not as it was written")
        if OF_ALEMBIC not in listed:
            raise DatabaseError("the backup is of an empty database")
        return str(listed[OF_ALEMBIC][2])


def _unseal(file: Path) -> None:
    with _sqlite(file) as connection:
        connection.execute(f"DROP TABLE {_LIST}")
        connection.commit()


def _contents(connection: sqlite3.Connection) -> dict[str, Content]:
    """What each table holds, as SQLite stores it, and so whatever version the tables are of."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?"
    contents = {}
    for (name,) in connection.execute(query, (_LIST,)).fetchall():
        rows = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # a name of the database's own
        contents[name] = Content().plus(rows)
    return contents


@contextmanager
def _sqlite(file: Path, named: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Open a file, which errors call by another name where it is only a copy of that."""
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise DatabaseError(f"{(named or file).name}: {error}") from error


@contextmanager
def _plainly(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DatabaseError(f"{what}: {error.strerror or error}") from error


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a place in the same folder, from where a file can take the other's place at once; nothing stays of it."""
    with _plainly(f"{file} cannot be written"):
        for left in file.parent.glob(f".{glob.escape(file.name)}-*"):
            if time.time() - left.stat().st_mtime > _LEFT_FOR:
                shutil.rmtree(left)  # of a process that was killed: it holds what users own
        folder = tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent)
    with folder as name:
        yield Path(name) / file.name
