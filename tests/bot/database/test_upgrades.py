"""Upgrades with something in every table: from every revision, and from what released versions have left."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from facts.store import migrations, open_engine, upgrade
from facts.store.migrate import stored_revision
from tests.support import databases
from tests.support.airlock import stand_in, started
from tests.support.databases import KINDS, Kind
from tests.support.fans import Fans
from tests.support.history import fill_tables, made_at, put, read, revisions
from tests.support.life import remembered
from tests.support.released import RELEASED, script

RELEASES = sorted(path.stem for path in RELEASED.glob("*.sql"))


@pytest.mark.parametrize("revision", revisions()[:-1])
async def test_upgrade_keeps_every_row_of_an_earlier_revision(revision: str, url: str) -> None:
    engine = open_engine(url)
    tables = await made_at(engine, revision)
    await fill_tables(engine, tables, rows=5)
    before = {table.name: await read(engine, table) for table in tables.sorted_tables}
    await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(stored_revision) == migrations.HEAD
    assert {table.name: await read(engine, table) for table in tables.sorted_tables} == before
    assert all(len(rows) == 5 for rows in before.values())
    await engine.dispose()


@pytest.mark.parametrize("database", KINDS)
@pytest.mark.parametrize("release", RELEASES)
async def test_what_a_released_version_kept_is_remembered(release: str, database: Kind, tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        old = databases.file_in(tmp_path)
        connection = sqlite3.connect(old)
        connection.executescript(script(release, fans))
        connection.close()
        if database != "sqlite":
            await databases.prepare(tmp_path, database, loaded=False)
            await moved(old, databases.url_in(tmp_path, database), release)
        async with started(discord, tmp_path, database=database) as fans.bot:
            await remembered(fans, messages=False)


async def moved(old: Path, url: str, revision: str) -> None:
    """Fill a database of the same revision and another kind with what an SQLite file holds."""
    source, target = open_engine(f"sqlite+aiosqlite:///{old}"), open_engine(url)
    tables = await made_at(target, revision)
    for table in tables.sorted_tables:
        await put(target, table, await read(source, table))
    await source.dispose()
    await target.dispose()
