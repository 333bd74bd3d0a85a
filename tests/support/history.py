"""Databases of earlier revisions, as Alembic makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.transfer import _count_on
from facts.store import exclusive, migrations
from tests.support.filled import value


def config() -> Config:
    """What Alembic is told."""
    found = Config()
    found.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return found


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


def upgraded_to(connection: Connection, revision: str) -> None:
    """Bring an empty database to a revision, within a transaction that has begun."""
    given = config()
    given.attributes["connection"] = connection
    command.upgrade(given, revision)


async def made_at(engine: AsyncEngine, revision: str) -> MetaData:
    """Make the tables of a revision in an empty database, and return them as they are found there."""
    found = MetaData()
    async with exclusive(engine) as connection:
        await connection.run_sync(upgraded_to, revision)
        await connection.run_sync(found.reflect)
    found.remove(found.tables["alembic_version"])
    return found


async def fill_tables(engine: AsyncEngine, tables: MetaData, rows: int) -> None:
    """Put rows into tables of which nothing is known but what the database tells of them."""
    for table in tables.sorted_tables:
        some = [{column.name: value(column, number) for column in table.c} for number in range(1, rows + 1)]
        await put(engine, table, some)


async def put(engine: AsyncEngine, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into a table, which then counts on from them."""
    async with exclusive(engine) as connection:
        if rows:
            await connection.execute(insert(table), rows)
        await _count_on(connection, table)


async def read(engine: AsyncEngine, table: Table) -> list[dict[str, Any]]:
    """All rows of a table."""
    async with engine.connect() as connection:
        found = await connection.execute(select(table).order_by(*table.primary_key.columns))
        return [dict(row) for row in found.mappings()]
