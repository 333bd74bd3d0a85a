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
from weakref import WeakValueDictionary

import discord

from bot.client import Airlock
from bot.cogs.log import post_log
from bot.cogs.roles.troubles import may_manage, trouble_of, troubles_of
from bot.ledger import GuildRoles, LedgerError, Taking
from bot.render.roles import stuck_notice, trouble_lines
from bot.replies import TROUBLE
from bot.roles import PREVENTS_TAKING, Part, Trouble, plan, seasons_watched
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
_TOLD_MS: Final = 6 * 3600 * 1000
"""For how long moderators are not told again of what they were told."""
_REASON: Final = "Season roles follow /progress"
_LEFT: Final = (10007, 10013)
"""Discord's codes for who is no member any more, or nobody at all."""
_UNKNOWN_ROLE: Final = 10011


class Keeper:
    """Keeps roles in line with progress. ``pace`` and ``interval`` are seconds; the time is that of the rounds."""

    def __init__(self, bot: Airlock, interval: float = INTERVAL, pace: float = PACE) -> None:
        self._bot = bot
        self._interval = interval
        self.pace = pace
        self._waiting: dict[int, None] = {}
        self._busy: set[int] = set()
        self._woken = asyncio.Event()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._looking = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loops: list[asyncio.Task[None]] = []
        self._told: dict[int, int] = {}

    def follow(self) -> None:
        """Begin to follow changes of progress."""
        self._bot.ledger.progress.changed = lambda user, _show: self.wake(user)
        self._loops.append(asyncio.create_task(self._follow(), name="roles that follow progress"))

    def start(self) -> None:
        """Begin to look regularly, where that has not been done: servers must be known."""
        if len(self._loops) == 1:
            self._loops.append(asyncio.create_task(self._run(), name="look at season roles"))

    async def close(self) -> None:
        """End; what waits is done by the next process."""
        tasks = [*self._loops, *self._tasks]
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
                    await self._contained(self.attend(guild_id, user))

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

    # One member

    async def attend(self, guild_id: int, user_id: int) -> bool:
        """Bring a member's roles in line, one at a time for each; return whether they are as they should be.

        Raises a ``LedgerError``, or what ``TROUBLE`` names; then it is due still.
        """
        async with self._locks.setdefault((guild_id, user_id), asyncio.Lock()):
            ledger = self._bot.ledger
            if not await ledger.role_members.of(guild_id, user_id):
                return True
            held = await self._held(guild_id, user_id)
            if held is None:
                await ledger.role_members.forget(guild_id, user_id)
                return True
            # Read only now: asking Discord takes longest, and meanwhile much may have changed.
            roles = await ledger.roles.get(guild_id)
            takings = await ledger.role_members.of(guild_id, user_id)
            parts = [await self._part(roles, taking) for taking in takings]
            change = plan(parts, held)
            stuck = {role for role in change.take if not await self._take(guild_id, user_id, role)}
            stuck |= {role for role in change.give if not await self._give(guild_id, user_id, role)}
            for taking, part in zip(takings, parts, strict=True):
                over = taking.leaving or not roles.of(taking.show).on
                await ledger.role_members.done(taking, stuck=bool(stuck & part.managed), over=over)
            if roles.retired:
                await ledger.roles.tidy(guild_id)
            if stuck:
                await self._tell(guild_id, roles)
            return not stuck

    async def _part(self, roles: GuildRoles, taking: Taking) -> Part:
        here = roles.of(taking.show)
        show = self._bot.views.find(taking.show)
        watched = 0
        if show is not None and not taking.leaving:
            watched = seasons_watched(await self._bot.ledger.progress.get(taking.user, taking.show), show.seasons)
        return Part(here.ids, watched, here.retired)

    async def _held(self, guild_id: int, user_id: int) -> frozenset[int] | None:
        """The roles that a member has, ``None`` for who is no member."""
        try:
            member = await self._bot.http.get_member(guild_id, user_id)
        except discord.NotFound as error:
            if error.code in _LEFT:
                return None
            raise
        return frozenset(map(int, member["roles"]))

    async def _take(self, guild_id: int, user_id: int, role: int) -> bool:
        if self._trouble(guild_id, role) in PREVENTS_TAKING:
            return False
        work = self._bot.http.remove_role(guild_id, user_id, role, reason=_REASON)
        return self._count("taken", done=await _allowed(work, where_gone=True))

    async def _give(self, guild_id: int, user_id: int, role: int) -> bool:
        if self._trouble(guild_id, role) is not None:
            return False
        work = self._bot.http.add_role(guild_id, user_id, role, reason=_REASON)
        return self._count("given", done=await _allowed(work, where_gone=False))

    def _count(self, what: str, *, done: bool) -> bool:
        self._bot.counted["roles", what if done else "refused"] += 1
        return done

    def _trouble(self, guild_id: int, role: int) -> Trouble | None:
        """What is known to be in the way, so that nothing is asked of Discord that it would refuse."""
        guild = self._bot.get_guild(guild_id)
        return None if guild is None or guild.unavailable else trouble_of(guild, role)

    async def _tell(self, guild_id: int, roles: GuildRoles) -> None:
        """Tell moderators in their log, now and then, what is in the way."""
        guild, now = self._bot.get_guild(guild_id), self._bot.rounds.timing.now()
        if guild is None or self._told.get(guild_id, now) > now:
            return
        self._told[guild_id] = now + _TOLD_MS
        lines = [
            line
            for each in roles.shows.values()
            for line in trouble_lines(each, troubles_of(guild, each), may_manage=may_manage(guild))
        ]
        await post_log(self._bot, await self._bot.ledger.guilds.get(guild_id), stuck_notice(dict.fromkeys(lines)))

    # Everybody

    async def _run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(self._interval)

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
            if not await self._contained(self.attend(guild_id, user)):
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
        work = [self._spawn(self._contained(self.attend(guild_id, user))) for guild_id in guilds]
        if work:
            await asyncio.wait(work, timeout=patience)
        return [*dict.fromkeys(taking.guild for taking in await members.of_user(user))]

    def _is_here(self, guild_id: int) -> bool:
        guild = self._bot.get_guild(guild_id)
        # While the line to the database is lost another process may have this server.
        return guild is not None and not guild.unavailable and self._bot.fleet.holds()


async def _allowed(request: Awaitable[object], *, where_gone: bool) -> bool:
    """Whether Discord let the bot do something; ``where_gone`` answers for a role that is not there any more."""
    try:
        await request
    except discord.Forbidden:
        return False
    except discord.NotFound as error:
        if error.code == _UNKNOWN_ROLE:
            return where_gone
        if error.code in _LEFT:
            return True  # the next look finds out, and forgets them
        raise
    return True
