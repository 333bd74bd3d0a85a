"""One history of tables, from nothing to what the code expects."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables as ledger
from facts.errors import StoreError
from facts.store import migrations, open_engine, tables, upgrade
from facts.store.migrate import stored_revision
from tests.support.history import config

REPOSITORY = Path(__file__).parents[3]


def every_table() -> MetaData:
    found = MetaData()
    for table in (*tables.metadata.sorted_tables, *ledger.metadata.sorted_tables):
        table.to_metadata(found)
    return found


def test_head_is_the_newest_revision_of_one_line() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert scripts.get_heads() == [migrations.HEAD]
    assert scripts.get_bases() == ["0001"]


async def test_upgrade_makes_the_tables_that_the_code_expects(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, every_table()))

    async with engine.connect() as connection:
        assert await connection.run_sync(stored_revision) == migrations.HEAD
        assert await connection.run_sync(differences) == []


async def test_upgrade_again_keeps_everything(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO show VALUES ('a', 'b', 'c', '[]', 1, 'd')"))
    await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM show")) == 1


async def test_upgrade_refuses_a_newer_database_and_leaves_it(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="9999"):
        await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(stored_revision) == "9999"


async def test_upgrade_by_several_at_once_migrates_once(url: str) -> None:
    engines = [open_engine(url) for _ in range(4)]
    await asyncio.gather(*(upgrade(engine) for engine in engines))
    async with engines[0].connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    for engine in engines:
        await engine.dispose()


async def test_upgrade_that_fails_changes_nothing(url: str) -> None:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE item (something INTEGER)"))
    with pytest.raises(StoreError, match="item"):
        await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(stored_revision) is None
    await engine.dispose()


def test_a_start_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    code = f"""
import asyncio, sys
from facts.store import Views, open_engine, upgrade
import facts.view

async def start():
    engine = open_engine("sqlite+aiosqlite:///{tmp_path}/airlock.db")
    await upgrade(engine)
    await Views(engine).refresh()
    await engine.dispose()

asyncio.run(start())
print(*sorted({{"pydantic", "yaml", "alembic", "ahocorasick_rs", "rapidfuzz", "discord"}} & set(sys.modules)))
"""

    def started() -> str:
        run = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
        return run.stdout.strip()

    assert started() == "alembic"
    assert started() == ""
