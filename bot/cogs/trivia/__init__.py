"""/trivia: rounds in channels, and what Discord tells that concerns them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
import discord
from discord.ext import commands
from discord.http import Route

from bot.client import Action, Airlock
from bot.cogs.trivia.answers import AnswerButtons
from bot.cogs.trivia.boards import BoardCommands
from bot.cogs.trivia.daily import DailyCommands
from bot.cogs.trivia.lobby import LobbyButtons
from bot.cogs.trivia.posts import DailyPosts
from bot.cogs.trivia.practice import PracticeCommands
from bot.cogs.trivia.reports import ReportCommands
from bot.cogs.trivia.rounds import RoundCommands
from bot.ledger import GuildSettings

log = logging.getLogger(__name__)

_SHORT: Final = aiohttp.ClientTimeout(total=2)
_TOGETHER: Final = 0.25
"""Seconds in which servers that come back are gathered."""


class Trivia(
    # discord.py lists the commands of the last one first.
    ReportCommands,
    BoardCommands,
    DailyCommands,
    PracticeCommands,
    RoundCommands,
    LobbyButtons,
    AnswerButtons,
    commands.GroupCog,
    group_name="trivia",
    group_description="Trivia that never spoils",
):
    """Trivia."""

    def __init__(self, bot: Airlock) -> None:
        super().__init__()
        self.bot = bot
        self.rounds = bot.rounds
        self.daily_posts = DailyPosts(bot)
        self._resumed = False
        self._available: set[int] = set()
        """Servers that have come back just now."""

    def actions(self) -> Mapping[str, Action]:
        """All buttons and forms of trivia."""
        return {
            **self.round_actions(),
            **self.lobby_actions(),
            **self.answer_actions(),
            **self.practice_actions(),
            **self.board_actions(),
            **self.daily_actions(),
            **self.report_actions(),
        }

    async def cog_unload(self) -> None:
        """Leave the rounds to the next process."""
        await self.daily_posts.close()
        await self.rounds.close()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Take up the rounds that were running when the last process ended, once the servers are known."""
        if not self._resumed:
            self._resumed = True
            await self._set_clock()
            await self.rounds.presence.resume(self._is_ours)
            await self.rounds.rescore()

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard: int) -> None:
        """Stop the clocks of rounds whose answers do not arrive."""
        self.rounds.presence.cut_off(shard, lambda guild: self._shard_of(guild) == shard)

    @commands.Cog.listener()
    async def on_shard_resumed(self, shard: int) -> None:
        """Take the time in which answers did not arrive out of the rounds' clocks."""
        await self.rounds.presence.back(shard)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard: int) -> None:
        """The same where the shard had to begin a new session."""
        await self.rounds.presence.back(shard)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Take up the rounds of a server that Discord could not reach when the bot started."""
        if not self._resumed:
            return
        self._available.add(guild.id)
        if len(self._available) == 1:
            # A new session tells of all servers, one by one: they are asked for once.
            await asyncio.sleep(_TOGETHER)
            found, self._available = self._available, set()
            await self.rounds.presence.resume(lambda each: each in found)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A round ends with its channel."""
        await self.rounds.lost(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A round ends with its thread."""
        await self.rounds.lost(payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Rounds end where the bot has been removed."""
        await self.rounds.lost_guild(guild.id)

    @commands.Cog.listener()
    async def on_ceilings_changed(self, guild_id: int, settings: GuildSettings) -> None:
        """A round ends where its channel may no longer speak of what it is about."""
        await self.rounds.ceilings_set(guild_id, settings)

    @commands.Cog.listener()
    async def on_shards_lost(self) -> None:
        """Another process may have these rounds: stand still."""
        self.rounds.presence.let_go()

    @commands.Cog.listener()
    async def on_shards_regained(self) -> None:
        """Go on with the rounds as they are now."""
        if self._resumed:
            await self.rounds.presence.take_again(self._is_ours)

    @commands.Cog.listener()
    async def on_user_gone(self, user: int) -> None:
        """Somebody had their data deleted, at another process perhaps."""
        await self.rounds.forget(user)

    async def _set_clock(self) -> None:
        """Learn Discord's time: that of this machine may be wrong, and rounds go on by Discord's."""
        try:
            async with aiohttp.request("GET", f"{Route.BASE}/gateway", timeout=_SHORT) as answer:
                told = parsedate_to_datetime(answer.headers["Date"])
        except (aiohttp.ClientError, OSError, TimeoutError, LookupError, ValueError) as error:
            log.warning("Discord did not tell the time: %s", error)
        else:
            self.rounds.timing.learn(int(told.timestamp() * 1000))

    def _is_ours(self, guild_id: int) -> bool:
        guild = self.bot.get_guild(guild_id)
        if guild is None:
            # The bot was removed while it was away, and the round ends; other processes' servers are theirs.
            return self._shard_of(guild_id) in self.bot.shards
        return not guild.unavailable

    def _shard_of(self, guild_id: int) -> int:
        return (guild_id >> 22) % (self.bot.shard_count or 1)
