"""Which commands Discord has been told of, so that a start tells it only what has changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.statements import upsert
from bot.ledger.tables import registered_commands
from facts.store import writing


class RegisteredCommands:
    """The digest of the commands registered last, by application."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._upsert = upsert(engine.dialect.name, registered_commands, "digest")

    async def digest(self, application: int) -> str | None:
        """Return the digest of what was registered last, ``None`` where nothing was."""
        query = select(registered_commands.c.digest).where(registered_commands.c.application_id == application)
        async with self._engine.connect() as connection:
            found: str | None = (await connection.execute(query)).scalar()
            return found

    async def remember(self, application: int, digest: str) -> None:
        """Remember what has been registered."""
        async with writing(self._engine) as connection:
            await connection.execute(self._upsert, {"application_id": application, "digest": digest})
