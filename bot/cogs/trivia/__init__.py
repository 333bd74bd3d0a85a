"""/trivia: rounds in channels, and what Discord tells that concerns them."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord.ext import commands

from bot.audience import Place, ceiling
from bot.client import Action, Airlock
from bot.cogs.trivia.boards import BoardCommands
from bot.cogs.trivia.practice import PracticeCommands
from bot.cogs.trivia.rounds import RoundCommands
from bot.ledger import GuildSettings
from bot.places import chain_of


class Trivia(
    RoundCommands,
    PracticeCommands,
    BoardCommands,
    commands.GroupCog,
    group_name="trivia",
    group_description="Trivia that never spoils",
):
    """Trivia."""

    def __init__(self, bot: Airlock) -> None:
        super().__init__()
        self.bot = bot
        self.rounds = bot.rounds
        self._since: dict[int, int] = {}
        """Since when a shard has been cut off, in Discord's milliseconds."""
        self._resumed = False

    def actions(self) -> Mapping[str, Action]:
        """All buttons and forms of trivia."""
        return {**self.round_actions(), **self.practice_actions(), **self.board_actions()}

    async def cog_unload(self) -> None:
        """Leave the rounds to the next process."""
        await self.rounds.close()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Take up the rounds that were running when the last process ended, once the servers are known."""
        if not self._resumed:
            self._resumed = True
            await self.rounds.resume(lambda guild: self.bot.get_guild(guild) is not None)

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard: int) -> None:
        """Remember since when a shard's answers do not arrive."""
        self._since.setdefault(shard, self.rounds.timing.now())

    @commands.Cog.listener()
    async def on_shard_resumed(self, shard: int) -> None:
        """Take the time in which answers did not arrive out of the rounds' clocks."""
        await self._back(shard)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard: int) -> None:
        """The same where the shard had to begin a new session."""
        await self._back(shard)

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
        guild = self.bot.get_guild(guild_id)
        if guild is None:
            return
        shows = {show.id: show for show in self.bot.views.shows()}
        for table in self.rounds.in_guild(guild_id):
            show = shows[table.state.opened.show]
            chain, complete = chain_of(guild, guild.get_channel_or_thread(table.channel))
            place = Place(guild_id, bot_is_here=True, chain=chain, complete=complete)
            top = ceiling(place, settings, show.seasons)
            # Both as they are now: what was all of a season may be part of it once that has grown.
            if top < show.seasons.within(table.state.position):
                await self.rounds.ceiling_set(table, show.seasons.concrete(top))

    async def _back(self, shard: int) -> None:
        since = self._since.pop(shard, None)
        if since is not None and self._resumed:
            await self.rounds.back(lambda guild: self._shard_of(guild) == shard, since)

    def _shard_of(self, guild_id: int) -> int | None:
        guild = self.bot.get_guild(guild_id)
        return None if guild is None else guild.shard_id
