"""Looking at a database without changing it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.errors import DatabaseError
from bot.database.tables import TABLES
from bot.database.transfer import Say, require_file
from facts.store import writing
from facts.store.migrate import stored_revision
from facts.store.migrations import HEAD

_WRITTEN_BACK: Final = text("UPDATE alembic_version SET version_num = version_num")
_BYTES: Final = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


async def check(engine: AsyncEngine, say: Say) -> None:
    """Say what the database is like; raise ``StoreError`` or ``DatabaseError`` for the first thing that is wrong."""
    require_file(engine)
    async with engine.connect() as connection:
        version = ".".join(map(str, connection.dialect.server_version_info or ()))
        say(f"reachable: {engine.dialect.name} {version}")
        await require_revision(connection)
        say(f"revision: {HEAD}, this version's")
    async with writing(engine) as connection:
        await connection.execute(_WRITTEN_BACK)
        await connection.rollback()
    say("writable: yes")
    async with engine.connect() as connection:
        size = await connection.scalar(text(_BYTES[engine.dialect.name]))
        say(f"size: {size or 0:,} bytes")
        for table in TABLES:
            rows = await connection.scalar(select(func.count()).select_from(table))
            say(f"  {table.name}: {rows or 0:,} rows")


async def require_revision(connection: AsyncConnection) -> None:
    """Raise ``DatabaseError`` where the tables are not this version's."""
    revision = await connection.run_sync(stored_revision)
    if revision == HEAD:
        return
    if revision is None:
        raise DatabaseError("the database is empty: `python -m bot db upgrade` or the first start makes its tables")
    raise DatabaseError(
        f"the database is of revision {revision}, and this version's is {HEAD}: "
        + ("`python -m bot db upgrade` brings it up to date" if revision < HEAD else "a newer version has used it")
    )
