"""Backups: one SQLite file each, whatever the database is, with a list of what must be in it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.errors import DatabaseError, UsageError
from bot.database.tables import OF_ALEMBIC, Content
from bot.database.transfer import Say, opened, require_file, transfer
from facts.store import upgrade

_LIST: Final = "airlock_backup"


async def back_up(engine: AsyncEngine, file: Path, say: Say, *, force: bool = False) -> None:
    """Write all of the database as of now into ``file``; the bot may be running. Raise ``DatabaseError``.

    The file is there only once it is complete and has been checked.
    """
    _require_place(file, force=force)
    require_file(engine)
    with _beside(file) as unfinished:
        if engine.dialect.name == "sqlite":
            await asyncio.to_thread(_copy_file, Path(str(engine.url.database)), unfinished)
        else:
            async with opened(f"sqlite+aiosqlite:///{unfinished}") as copy:
                await transfer(engine, copy, lambda _: None)
        rows = await asyncio.to_thread(_seal, unfinished)
        await asyncio.to_thread(_check, unfinished)
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
        taken = await asyncio.to_thread(_check, copied)
        await asyncio.to_thread(_unseal, copied)
        async with opened(f"sqlite+aiosqlite:///{copied}") as source:
            await upgrade(source)
            await transfer(source, engine, say, force=force)
    say(f"restored from {file}, taken {taken}")


def _copy_file(source: Path, target: Path) -> None:
    with _sqlite(source) as reading, _sqlite(target) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it


def _copy_backup(source: Path, target: Path) -> None:
    if not source.is_file():
        raise UsageError(f"there is no file {source}")
    shutil.copyfile(source, target)


def _require_place(file: Path, *, force: bool) -> None:
    if file.is_dir() or not file.parent.is_dir():
        raise UsageError(f"{file} is a folder" if file.is_dir() else f"there is no folder {file.parent}")
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


def _check(file: Path) -> str:
    """Raise ``DatabaseError`` where the file is not what it says it is; return when it was taken."""
    with _sqlite(file) as connection:
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
def _sqlite(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise DatabaseError(f"{file.name}: {error}") from error


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a place in the same folder, from where a file can take the other's place at once; nothing stays of it."""
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as folder:
        yield Path(folder) / file.name
