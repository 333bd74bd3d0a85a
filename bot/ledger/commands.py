"""Which commands Discord has been told of, so that a start tells it only what has changed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.reader import Reader
from bot.ledger.statements import upsert
from bot.ledger.tables import registered_commands
from bot.ledger.turns import Turns

_DIGEST: Final = select(registered_commands.c.digest).where(
    registered_commands.c.application_id == bindparam("application", type_=BigInteger)
)


class RegisteredCommands:
    """The digest of the commands registered last, by application."""

    def __init__(self, engine: AsyncEngine, reader: Reader, turns: Turns) -> None:
        self._reader = reader
        self._turns = turns
        self._upsert = upsert(engine.dialect.name, registered_commands, "digest")

    async def digest(self, application: int) -> str | None:
        """Return the digest of what was registered last, ``None`` where nothing was; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_DIGEST, {"application": application}))
        return rows[0].digest if rows else None

    async def remember(self, application: int, digest: str) -> None:
        """Remember, durably, what has been registered; raise a ``LedgerError``."""
        async with self._turns.of(("application", application)) as turn:
            await turn.write(((self._upsert, {"application_id": application, "digest": digest}),))
