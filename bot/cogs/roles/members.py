"""One member at a time: the roles that they have are brought in line with what they have watched and agreed to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final
from weakref import WeakValueDictionary

import discord

from bot.client import Airlock
from bot.codes import UNKNOWN_MEMBER, UNKNOWN_ROLE, UNKNOWN_USER
from bot.cogs.log import post_log
from bot.cogs.roles.troubles import may_manage, trouble_of, troubles_of
from bot.ledger import GuildRoles, Taking
from bot.render.roles import stuck_notice, trouble_lines
from bot.roles import PREVENTS_TAKING, Part, Trouble, plan, seasons_watched

_TOLD_MS: Final = 6 * 3600 * 1000
"""For how long moderators are not told again of what they were told."""
_REASON: Final = "Season roles follow /progress"
_LEFT: Final = (UNKNOWN_MEMBER, UNKNOWN_USER)
"""What Discord says of who is no member any more, or nobody at all."""


class Members:
    """Gives and takes roles on Discord; moderators are told of what is in the way."""

    def __init__(self, bot: Airlock) -> None:
        self._bot = bot
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._told: dict[int, int] = {}
        """Of servers, until when their moderators are not told again: milliseconds by the rounds' clock."""

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


async def _allowed(request: Awaitable[object], *, where_gone: bool) -> bool:
    """Whether Discord let the bot do something; ``where_gone`` answers for a role that is not there any more."""
    try:
        await request
    except discord.Forbidden:
        return False
    except discord.NotFound as error:
        if error.code == UNKNOWN_ROLE:
            return where_gone
        if error.code in _LEFT:
            return True  # the next look finds out, and forgets them
        raise
    return True
