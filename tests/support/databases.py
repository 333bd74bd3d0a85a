"""The database on which tests run the whole bot: SQLite, or PostgreSQL where ``TEST_DATABASE=postgresql``.

It lies in a folder, or is named after it: whoever starts the bot again in the same folder finds what it has kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final, Literal

import asyncpg  # type: ignore[import-untyped]
import pytest

from bot.settings import SHIPPED_PACKS
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.store import open_engine, upgrade

Kind = Literal["sqlite", "postgresql"]
KINDS: Final[tuple[Kind, ...]] = ("sqlite", "postgresql")

NOT_OWNED: Final = ("item", "sqlite_sequence")
"""Tables that hold nothing of users'."""

_LOADED: Final = "loaded"


def chosen() -> Kind:
    """The kind on which this run of the tests is."""
    kind = os.environ.get("TEST_DATABASE", "sqlite")
    if kind not in KINDS:
        raise ValueError(f"TEST_DATABASE is {kind!r}; expected one of {', '.join(KINDS)}")
    return kind


on_sqlite: Final = pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") == "postgresql", reason="is about the file that SQLite keeps"
)


def file_in(folder: Path) -> Path:
    """The file that is an SQLite database in a folder."""
    return folder / "airlock.db"


def url_in(folder: Path, kind: Kind | None = None) -> str:
    """The URL of the database that belongs to a folder."""
    if (kind or chosen()) == "sqlite":
        return f"sqlite+aiosqlite:///{file_in(folder)}"
    from tests.support.postgres import url_of

    return url_of(_named(folder))


async def prepare(folder: Path, kind: Kind | None = None, *, loaded: bool = True) -> None:
    """Make the database of a folder where it is not there; ``loaded``: with the shipped packs in it."""
    if (kind or chosen()) == "sqlite":
        if loaded and not file_in(folder).exists():
            shutil.copy(await asyncio.to_thread(loaded_file), file_in(folder))
        return
    from tests.support.postgres import make_database, url_of

    if not loaded:
        await make_database(_named(folder))
        return
    if await make_database(_LOADED):
        await _load(url_of(_LOADED))
    await make_database(_named(folder), _LOADED)


def rows_in(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored in a folder's PostgreSQL database but the packs, by table."""
    from tests.support.postgres import uri_of

    async def read() -> dict[str, list[tuple[object, ...]]]:
        connection = await asyncpg.connect(uri_of(_named(folder)))
        try:
            names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return {
                name: sorted(map(tuple, await connection.fetch(f'SELECT * FROM "{name}"')), key=repr)
                for (name,) in names
                if name not in NOT_OWNED
            }
        finally:
            await connection.close()

    # In a thread: whoever asks may be in a loop of their own.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(read())).result()


@cache
def loaded_file() -> Path:
    """A database with the shipped packs in it, made once a test process: reading them takes longer than most tests."""
    path = file_in(Path(tempfile.mkdtemp(prefix="airlock-")))
    asyncio.run(_load(f"sqlite+aiosqlite:///{path}"))
    return path


def _named(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:32]


async def _load(url: str) -> None:
    engine = open_engine(url)
    await upgrade(engine)
    await load_folders(engine, pack_folders(SHIPPED_PACKS))
    await engine.dispose()
