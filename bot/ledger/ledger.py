"""The ledger: what users own, durable before it is acknowledged and in memory while it is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, bindparam, delete, literal, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.boards import Boards
from bot.ledger.cache import Cache, never
from bot.ledger.commands import RegisteredCommands
from bot.ledger.daily import Daily
from bot.ledger.gone import watch
from bot.ledger.guards import Guards
from bot.ledger.guilds import Guilds
from bot.ledger.news import GONE
from bot.ledger.parties import WatchParties
from bot.ledger.personal import Plain, erasing, everything, plain
from bot.ledger.practice import Practice
from bot.ledger.progress import ProgressLog
from bot.ledger.reader import Reader
from bot.ledger.reports import Reports
from bot.ledger.role_members import RoleMembers
from bot.ledger.roles import Roles
from bot.ledger.rounds import Rounds, anonymous
from bot.ledger.spoilers import Spoilers
from bot.ledger.tables import GuildId, metadata
from bot.ledger.turns import Turns
from bot.ledger.users import Users
from bot.ledger.writer import Writer
from facts.durations import Durations

PATIENCE: Final = 2.0
"""Seconds until a call gives up on the database, so that a user is answered within Discord's three."""


_ANYTHING: Final = select(literal(1))


class Counts(NamedTuple):
    """What happened since the start, in numbers."""

    groups: dict[int, int]
    """Groups committed, by the number of bits of their sizes."""
    written: int
    failed_writes: int
    failed_reads: int
    users: int
    """In memory, as are the guilds."""
    guilds: int
    reads: Durations
    writes: Durations
    group_seconds: Durations
    memory: dict[str, tuple[int, int]]
    """By what is in memory, how often it was found there and how often it was read."""


class Ledger:
    """Everything users own, over an engine that belongs to the caller and whose tables are there.

    ``users_kept`` and ``guilds_kept`` bound the memory. The writer starts with the first write; ``close`` ends it.
    On PostgreSQL other processes may change everything, so memory counts only while ``hears`` says that all of that is
    handed to ``hear``; by default it never does.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        *,
        patience: float = PATIENCE,
        users_kept: int = 50_000,
        guilds_kept: int = 20_000,
        hears: Callable[[], bool] = never,
    ) -> None:
        watch(engine)
        self._writer = Writer(engine)
        shared = engine.dialect.name != "sqlite"
        self._turns = Turns(self._writer, patience, engine if shared else None)
        self._reader = Reader(engine, patience)
        self.users = Users(engine, self._reader, self._writer, self._turns, users_kept)
        self.progress = ProgressLog(self.users, self._reader, self._turns, clock)
        self.commands = RegisteredCommands(engine, self._reader, self._turns)
        self.guilds = Guilds(engine, self._reader, self._turns, clock, guilds_kept)
        self.rounds = Rounds(engine, self._reader, self._turns)
        self.boards = Boards(engine, self._reader, self._turns, clock)
        self.practice = Practice(engine, self._reader, self._turns, clock)
        self.daily = Daily(engine, self._reader, self._turns, clock)
        self.reports = Reports(engine, self._reader, self._turns, clock, guilds_kept)
        self.spoilers = Spoilers(self._reader, self._turns, clock)
        self.parties = WatchParties(engine, self._reader, self._turns, self.guilds, clock)
        self.guards = Guards(engine, self._reader, self._turns, clock, guilds_kept)
        self.roles = Roles(engine, self._reader, self._turns, clock, guilds_kept)
        self.role_members = RoleMembers(engine, self._reader, self._turns, clock)
        found = (getattr(part, "memory", None) for part in vars(self).values())
        self.memories: tuple[Cache[int, Any], ...] = tuple(memory for memory in found if isinstance(memory, Cache))
        """All that is kept in memory, by the ids of users and guilds."""
        if shared:
            for memory in self.memories:
                memory.share(hears)

    def hear(self, number: int | None) -> None:
        """Forget what is known of an id, which is that of one user, guild or channel; ``None``: of everything."""
        for memory in self.memories:
            if number is None:
                memory.clear()
            else:
                memory.drop(number)

    async def ping(self) -> None:
        """Ask the database for anything; raise ``StoreUnavailable`` where it does not answer."""
        await self._reader.fetch((_ANYTHING, {}))

    def counts(self) -> Counts:
        """How much was written and read since the start, for those who watch the process."""
        return Counts(
            dict(self._writer.sizes),
            self._writer.written,
            self._writer.failures,
            self._reader.failures,
            len(self.users.memory),
            len(self.guilds.memory),
            self._reader.seconds,
            self._writer.seconds,
            self._writer.group_seconds,
            {
                "users": (self.users.memory.hits, self.users.memory.reads),
                "guilds": (self.guilds.memory.hits, self.guilds.memory.reads),
                "guards": (self.guards.memory.hits, self.guards.memory.reads),
            },
        )

    async def close(self) -> None:
        """Finish what was accepted; from then on every write raises ``StoreUnavailable``."""
        await self._writer.close()
        await self._turns.close()

    async def export(self, user: int) -> dict[str, list[dict[str, Plain]]]:
        """Return every row about ``user`` by table, as JSON can hold it; raise ``StoreUnavailable``."""
        queries = everything(metadata, user)
        async with self._turns.of(("user", user)) as turn:
            found = await turn.by_deadline(self._reader.fetch(*queries.values()))
        return {name: plain(metadata.tables[name], rows) for name, rows in zip(queries, found, strict=True)}

    async def delete(self, user: int) -> None:
        """Erase all that is stored about ``user``; raise a ``LedgerError``.

        Guilds' change logs keep that something was changed, but not by whom, and so do the logs of rounds.
        """
        async with self._turns.of(("user", user)) as turn:
            self.users.leaving.add(user)
            try:
                drop = self.users.memory.drop
                await turn.after_others()
                steps = [anonymous(user), *erasing(metadata, user)]
                await turn.write(steps, lambda: drop(user), lambda: drop(user), about=[(GONE, user)])
            finally:
                self.users.leaving.discard(user)

    async def forget_guild(self, guild: int) -> None:
        """Erase a guild's settings, ceilings, change log and trivia; raise a ``LedgerError``.

        For hosts who are asked to. Removing the bot from a guild does not call it: whoever removes it by mistake finds
        their ceilings again.
        """
        me = bindparam("me", type_=BigInteger)
        steps = [
            (delete(table).where(column == me), {"me": guild})
            for table in metadata.sorted_tables
            for column in table.c
            if isinstance(column.type, GuildId)
        ]
        async with self._turns.of(("guild", guild)) as turn:
            await turn.write(steps, lambda: self._drop_guild(guild), lambda: self._drop_guild(guild))

    def _drop_guild(self, guild: int) -> None:
        self.guilds.memory.drop(guild)
        self.reports.memory.drop(guild)
        self.guards.memory.drop(guild)
        self.roles.memory.drop(guild)
