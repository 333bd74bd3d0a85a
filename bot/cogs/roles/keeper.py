"""Carries to Discord who has which role: at once when somebody's progress changes, and again every night.

What is to be done is in the ledger, so nothing is lost with the process, and what one process notes another carries
out. Roles are given and taken one by one: what others change meanwhile stays as they want it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeVar

import discord

from bot.client import Airlock
from bot.cogs.regular import Regular
from bot.cogs.roles.members import Members
from bot.ledger import LedgerError
from bot.replies import TROUBLE
from bot.trivia.daily import last_at

log = logging.getLogger(__name__)

T = TypeVar("T")

INTERVAL: Final = 60.0
"""Seconds between two looks at what waits, such as what another process has noted."""
PACE: Final = 0.25
"""Seconds between two members in such a look: far under Discord's 50 requests a second."""
NIGHT: Final = (4, 0, "UTC")
"""When everybody becomes due to be looked at."""
AT_ONCE: Final = 4
"""How many members are attended to at the same time when progress changes."""

_BATCH: Final = 100
"""How many members who are due are read at once."""


class Keeper(Regular):
    """Keeps roles in line with progress. ``pace`` and ``interval`` are seconds; the time is that of the rounds."""

    def __init__(self, bot: Airlock, interval: float = INTERVAL, pace: float = PACE) -> None:
        super().__init__("look at season roles", interval)
        self._bot = bot
        self._members = Members(bot)
        self.pace = pace
        self._waiting: dict[int, None] = {}
        self._busy: set[int] = set()
        self._woken = asyncio.Event()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._looking = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._following: asyncio.Task[None] | None = None

    def follow(self) -> None:
        """Begin to follow changes of progress."""
        self._bot.ledger.progress.changed = lambda user, _show: self.wake(user)
        self._following = asyncio.create_task(self._follow(), name="roles that follow progress")

    async def close(self) -> None:
        """End; what waits is done by the next process."""
        await super().close()
        tasks = [task for task in (self._following, *self._tasks) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def idle(self) -> bool:
        """Whether nobody waits for what was noted in this process."""
        return not self._waiting and not self._tasks

    def wake(self, user: int) -> None:
        """See to somebody's roles soon; who waits already is seen to once."""
        self._waiting[user] = None
        self._woken.set()

    async def _follow(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            # Whoever is being seen to is seen to again afterwards, once, however much has changed meanwhile.
            while (user := next((user for user in self._waiting if user not in self._busy), None)) is not None:
                await self._free.acquire()
                del self._waiting[user]
                self._busy.add(user)
                self._spawn(self._attend_everywhere(user)).add_done_callback(partial(self._ended, user))

    def _ended(self, user: int, _: object) -> None:
        self._busy.discard(user)
        self._free.release()
        self._woken.set()

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _attend_everywhere(self, user: int) -> None:
        async def everywhere() -> None:
            takings = await self._bot.ledger.role_members.of_user(user)
            for guild_id in dict.fromkeys(taking.guild for taking in takings):
                if self._is_here(guild_id):
                    await self._contained(self._members.attend(guild_id, user))

        await self._contained(everywhere())

    async def _contained(self, work: Awaitable[object]) -> bool:
        """Nobody waits for this; what fails is due still, and comes again. Return whether others may fare better."""
        try:
            await work
        except (LedgerError, *TROUBLE) as error:
            log.warning("season roles are seen to later: %s", error)
            return False
        except discord.HTTPException as error:
            log.warning("season roles of a member could not be seen to: %s", error)
        except Exception:  # whatever it is, it must not end what others wait for
            log.exception("season roles of a member could not be seen to")
        return True

    def hurry(self) -> None:
        """Look soon, rather than at the next interval."""
        self._spawn(self.look())

    # Everybody

    async def look(self) -> None:
        """See to all in this process's servers who wait, or were not looked at since the last night. Raises nothing."""
        async with self._looking:
            await self._contained(self._look())

    async def _look(self) -> None:
        night = last_at(*NIGHT, datetime.fromtimestamp(self._bot.rounds.timing.now() / 1000, UTC))
        members = self._bot.ledger.role_members
        for guild_id in await members.guilds_due(night):
            seen: set[int] = set()
            while self._is_here(guild_id):
                users = [user for user in await members.users_due(guild_id, night, _BATCH) if user not in seen]
                if not users:
                    break
                if not await self._attend_each(guild_id, users):
                    break  # it comes again with the next look
                seen.update(users)

    async def _attend_each(self, guild_id: int, users: list[int]) -> bool:
        for user in users:
            # Another process may have changed it; whatever is noted in this one is in the database by now.
            self._bot.ledger.users.memory.drop(user)
            if not await self._contained(self._members.attend(guild_id, user)):
                return False
            await asyncio.sleep(self.pace)
        return True

    async def release(self, user: int, patience: float) -> list[int]:
        """Take all of somebody's roles away, in servers of other processes too; return the servers that keep some.

        They must have left everywhere. Waits ``patience`` seconds at most.
        """
        members = self._bot.ledger.role_members
        guilds = dict.fromkeys(taking.guild for taking in await members.of_user(user))
        for guild_id in guilds:
            if not self._is_here(guild_id):
                self._bot.ledger.roles.memory.drop(guild_id)  # another process may have changed them
        work = [self._spawn(self._contained(self._members.attend(guild_id, user))) for guild_id in guilds]
        if work:
            await asyncio.wait(work, timeout=patience)
        return [*dict.fromkeys(taking.guild for taking in await members.of_user(user))]

    def _is_here(self, guild_id: int) -> bool:
        guild = self._bot.get_guild(guild_id)
        # While the line to the database is lost another process may have this server.
        return guild is not None and not guild.unavailable and self._bot.fleet.holds()
