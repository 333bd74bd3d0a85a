"""What falls due in servers, and is attended to there."""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Generic, TypeVar

import discord

from bot.client import Airlock
from bot.cogs.regular import Regular
from bot.ledger import LedgerError
from bot.trouble import is_passing
from facts.errors import StoreError

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""How many are attended to at the same time, which stays far under Discord's 50 requests a second."""

Item = TypeVar("Item")


class Due(Regular, Generic[Item]):
    """Attends to what is due in this process's servers; the time is that of the rounds, which is Discord's."""

    def __init__(self, bot: Airlock, name: str, interval: float) -> None:
        super().__init__(name, interval)
        self._bot = bot
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Attend to all that is due. Raises nothing: what fails is tried again, or left out."""
        async with self._looking:  # two looks at once would both find it due
            if not self._bot.fleet.holds():
                return  # it may be another process's to do
            now = datetime.fromtimestamp(self._bot.rounds.timing.now() / 1000, UTC)
            try:
                due = await self._due(now)
            except LedgerError as error:
                log.warning("%s: the database does not answer: %s", self._name, error)
                return
            free = asyncio.Semaphore(AT_ONCE)

            async def one(guild: discord.Guild, item: Item) -> None:
                async with free:
                    try:
                        await self._attend_or_leave(guild, item, now)
                    except Exception as error:
                        if not _passes(error):
                            raise
                        log.warning("%s: one of server %d is tried again: %s", self._name, guild.id, error)

            found = ((self._bot.get_guild(guild), item) for guild, item in due)
            await asyncio.gather(
                *(one(guild, item) for guild, item in found if guild is not None and not guild.unavailable)
            )

    @abstractmethod
    async def _due(self, now: datetime) -> Sequence[tuple[int, Item]]:
        """What is due, each with the id of its server; raise ``LedgerError`` where that cannot be told."""

    async def _attend_or_leave(self, guild: discord.Guild, item: Item, now: datetime) -> None:
        try:
            await self._attend(guild, item, now)
        except Exception as error:
            if _passes(error):
                raise
            # Whatever it is, it must not come again every few seconds, nor keep others from being attended to.
            await self._leave_out(guild, item, now, error)

    @abstractmethod
    async def _attend(self, guild: discord.Guild, item: Item, now: datetime) -> None:
        """Attend to one. Where that fails for a time only it is tried again."""

    @abstractmethod
    async def _leave_out(self, guild: discord.Guild, item: Item, now: datetime, error: Exception) -> None:
        """Leave one out that cannot be attended to, and say so."""


def _passes(error: Exception) -> bool:
    return isinstance(error, LedgerError | StoreError) or is_passing(error)
