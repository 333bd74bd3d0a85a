"""/trivia daily: the server's question of the day, and everybody's one try at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.client import Action, Airlock
from bot.cogs.trivia.posts import DailyPosts
from bot.cogs.trivia.renewed import standing
from bot.custom_id import MalformedError, arguments
from bot.errors import NothingHereError
from bot.ledger import AlreadyAnswered, DailyQuestion, DailyRow, DailySettings, Streak
from bot.permissions import require_server
from bot.render.daily import (
    daily_answered_card,
    daily_card,
    daily_closed_card,
    daily_overview_card,
    daily_withdrawn_card,
    no_daily_card,
)
from bot.trivia.clock import milliseconds
from bot.trivia.daily import Asked
from facts.questions import TriviaQuestion

_ANSWERERS = 1000
"""Among how many of those who have answered the caller is looked for."""


@dataclass(frozen=True, slots=True)
class _Today:
    """How things stand with a server's question of the day, for one user."""

    settings: DailySettings | None
    latest: DailyQuestion | None
    question: TriviaQuestion | None
    """The latest one as it is now; ``None`` where it was withdrawn, too."""
    rows: tuple[DailyRow, ...]
    streak: Streak


class DailyCommands(commands.Cog):
    """The question of the day."""

    bot: Airlock
    daily_posts: DailyPosts

    @app_commands.command()
    @app_commands.guild_only()
    async def daily(self, interaction: discord.Interaction[Airlock]) -> None:
        """This server's question of the day, your streak and who had it."""
        caller = await self.bot.caller(interaction)
        guild = require_server(caller)
        today = await self.bot.patiently(interaction, self._today(guild, caller.user_id))
        if today.settings is None or not today.settings.enabled:
            await self.bot.send(interaction, no_daily_card())
            return
        latest, question = today.latest, today.question
        open_ = question is not None and all(row.user != caller.user_id for row in today.rows)
        reachable = False
        if latest is not None and question is not None and open_:
            there = await self.bot.caller(interaction, latest.show)
            position = there.show.seasons.within(Asked.of(latest.question).position)
            # Private, so from the caller's own position; whoever is behind learns nothing of the question here.
            reachable = there.own >= position
            if reachable:
                view = await self.bot.view(interaction, there.show, position)
                await self.bot.send(interaction, daily_card(view, guild, latest.day, question))
                return
        card = daily_overview_card(today.settings, today.streak, today.rows, open_=open_, reachable=reachable)
        await self.bot.send(interaction, card)

    @commands.Cog.listener("on_ready")
    async def start_daily_posts(self) -> None:
        """Begin to post questions, once the servers are known."""
        self.daily_posts.start()

    def daily_actions(self) -> Mapping[str, Action]:
        """The options of a question of the day."""
        return {"daily": self._try_daily}

    async def _try_daily(self, interaction: discord.Interaction, rest: str) -> None:
        guild_id, written, option = arguments(rest, 3)
        caller = await self.bot.caller(interaction)
        guild, day = require_server(caller), _day(written)
        if guild_id != str(guild):
            raise NothingHereError
        daily, over, question = await self.bot.patiently(interaction, self._daily_of(guild, day))
        if daily is None:
            raise NothingHereError
        if over or question is None:
            await self.bot.send(interaction, daily_closed_card() if over else daily_withdrawn_card())
            return
        place = custom_id.number(option)
        if place >= len(question.options):
            raise MalformedError(rest)
        right = question.options[place] == question.answer
        posted = daily.message or (interaction.message.id if interaction.message is not None else interaction.id)
        ms = max(0, milliseconds(interaction.id) - milliseconds(posted))

        async def attempt() -> tuple[bool, bool, Streak]:
            try:
                await self.bot.ledger.daily.answer(guild, day, caller.user_id, right=right, ms=ms)
                again, counted = False, right
            except AlreadyAnswered as answered:
                again, counted = True, answered.right
            return again, counted, await self.bot.ledger.daily.streak(caller.user_id, guild)

        again, counted, streak = await self.bot.patiently(interaction, attempt())
        there = await self.bot.caller(interaction, daily.show)
        # Answer and explanation are words of the view that the question was made from.
        told = question if there.own >= there.show.seasons.within(Asked.of(daily.question).position) else None
        here = daily.channel == interaction.channel_id
        await self.bot.send(interaction, daily_answered_card(day, counted, streak, told, again=again, here=here))

    async def _daily_of(self, guild: int, day: date) -> tuple[DailyQuestion | None, bool, TriviaQuestion | None]:
        """A day's question, whether another has followed it, and what it is now where neither that nor withdrawn."""
        latest = await self.bot.ledger.daily.latest(guild)
        daily = latest
        if latest is None or latest.day != day:
            # An old one; or not noted as posted yet, as when the process ended between the two.
            daily = await self.bot.ledger.daily.question(guild, day)
        over = latest is not None and latest.day > day
        return daily, over, None if daily is None or over else await standing(self.bot, daily)

    async def _today(self, guild: int, user: int) -> _Today:
        daily = self.bot.ledger.daily
        latest = await daily.latest(guild)
        question = None if latest is None else await standing(self.bot, latest)
        return _Today(
            await daily.settings(guild),
            latest,
            question,
            () if latest is None or question is None else await daily.board(guild, latest.day, limit=_ANSWERERS),
            await daily.streak(user, guild),
        )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise MalformedError(written) from error
