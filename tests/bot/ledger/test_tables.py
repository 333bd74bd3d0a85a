"""The tables: as the migrations make them, and saying by their types whom they are about."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Connection
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.tables import UserId, metadata, progress
from facts.position import Position

DATABASES = ["sqlite", "postgresql"]


async def test_tables_are_what_the_migrations_make(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
            },
        )
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_every_snowflake_says_what_it_is_of() -> None:
    numbers = [
        column for table in metadata.tables.values() for column in table.c if isinstance(column.type, BigInteger)
    ]
    assert len(numbers) >= 10
    for column in numbers:
        assert column.name == "id" or type(column.type) is not BigInteger, column
    for table in metadata.tables.values():
        for column in table.c:
            assert isinstance(column.type, UserId) == column.name.endswith("user_id"), column


async def test_rank_refuses_a_whole_season(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(StatementError, match="S3 is a whole season"):
            await connection.execute(progress.insert().values(user_id=1, show="x", watched_through=Position(3)))
