"""Bringing the database's tables up to date at start."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from facts.errors import StoreSetupError
from facts.store import migrations
from facts.store.engine import exclusive, plainly

_WRITES_NOTHING: Final = "UPDATE alembic_version SET version_num = version_num WHERE version_num IS NULL"
"""Fails on a database that cannot be written, and changes none that can."""


async def upgrade(engine: AsyncEngine) -> None:
    """Create or migrate the tables where they are not of this version; one process at a time.

    Raise ``StoreError`` when the database cannot be used or written, ``StoreSetupError`` when it was migrated by a
    newer version of the bot.
    """
    with plainly(engine):
        async with exclusive(engine) as connection:
            stored = await connection.run_sync(stored_revision)
            if stored == migrations.HEAD:
                await connection.execute(text(_WRITES_NOTHING))
            else:
                await connection.run_sync(_migrate, stored)


def stored_revision(connection: Connection) -> str | None:
    """Return the revision that the database's tables are of, ``None`` for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _migrate(connection: Connection, stored: str | None) -> None:
    # Imported here: Alembic takes a fifth of a second to import, and is needed once a version.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreSetupError(
            f"the database is of revision {stored}, which this version does not know: was it used by a newer one?"
        ) from None
