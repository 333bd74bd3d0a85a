"""Joining the processes that serve one bot: behind a line to PostgreSQL, or alone with an SQLite file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.fleet.file import locked
from bot.fleet.share import Share, TakenError
from bot.settings import Settings
from facts.store.engine import plainly

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.fleet.line import Line

PATIENCE: Final = 10.0
"""Seconds for which a start waits for a predecessor that is stopping, or whose machine has gone."""

_OURS: Final = ("prepared_statement_cache_size", "prepared_statement_name_func", "async_fallback", "async_creator_fn")
"""What SQLAlchemy takes out of an address for itself."""


def _ignore(_: object) -> None:
    pass


def _nothing() -> None:
    pass


class Fleet:
    """What this process knows of the others; without a line there are none."""

    def __init__(self, line: Line | None = None) -> None:
        self._line = line

    @property
    def alone(self) -> bool:
        """Whether no other process can change anything."""
        return self._line is None

    def hears(self) -> bool:
        """Whether what is kept in memory is what holds: nothing was changed that has not been heard of."""
        return self._line is None or self._line.hears()

    def holds(self) -> bool:
        """Whether the rounds of these shards are this process's, so that it may go on with them."""
        return self._line is None or self._line.holds()

    def serves(self) -> bool:
        """Whether interactions of these shards are for this process to answer."""
        return self._line is None or self._line.serves()

    def listen(
        self,
        *,
        heard: Callable[[str], None] = _ignore,
        lost: Callable[[], None] = _nothing,
        regained: Callable[[], None] = _nothing,
        taken: Callable[[TakenError], None] = _ignore,
    ) -> None:
        """Say what is to be done with what others say, and when the line is lost, regained, or lost to another."""
        if self._line is not None:
            self._line.heard, self._line.lost, self._line.regained, self._line.taken = heard, lost, regained, taken


@asynccontextmanager
async def joined(settings: Settings, engine: AsyncEngine, patience: float = PATIENCE) -> AsyncIterator[Fleet]:
    """Be one of the processes that serve the bot; leave them at the end.

    Raises ``TakenError`` where another one serves the same, ``StoreError`` where the database cannot be used. With
    SQLite this one serves all shards, as the settings make sure: others could not hear of changes.
    """
    if engine.dialect.name == "sqlite":
        async with locked(engine.url.database, patience):
            yield Fleet()
        return
    from bot.fleet.line import Line  # only where there can be others

    token = settings.discord_token
    share = None if token is None else Share.of(token, settings.shard_count, settings.shard_ids)
    _, options = engine.dialect.create_connect_args(engine.url)
    line = Line({name: value for name, value in options.items() if name not in _OURS}, share)
    try:
        with plainly(engine):
            await line.open(patience)
        yield Fleet(line)
    finally:
        await line.close()
