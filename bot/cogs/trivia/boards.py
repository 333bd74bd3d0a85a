"""/trivia leaderboard, stats and privacy: who has earned what, and who wants to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.custom_id import MalformedError, arguments
from bot.errors import OutdatedButtonError
from bot.ledger import BoardRow
from bot.permissions import require_server
from bot.render.boards import ROWS, Period, board_card, boards_privacy_card, first_row, span, stats_card
from bot.render.card import Card, Colour
from bot.replies import hold, post

_SEARCHED = 1000
"""Among how many of the best one's own place is looked for."""


class BoardCommands(commands.Cog):
    """Leaderboards. They hold points and names, and nothing of how far anybody has watched."""

    bot: Airlock

    @app_commands.command()
    @app_commands.guild_only()
    async def leaderboard(
        self, interaction: discord.Interaction[Airlock], period: Period = "all time", share: bool = False
    ) -> None:
        """Who has most points in this server.

        Args:
            period: Of all time, or of rounds in the last month or week.
            share: Show it to everybody in this channel.
        """
        caller = await self.bot.caller(interaction)
        card = await self._board(interaction, caller, period, 1, own=not share)
        if not share:
            await self.bot.send(interaction, card)
            return
        await hold(interaction)
        await post(interaction, card.noted(f"Shared by {interaction.user.mention}"))
        await self.bot.send(interaction, Card(title="Posted", colour=Colour.TRIVIA))

    @app_commands.command()
    async def stats(self, interaction: discord.Interaction[Airlock]) -> None:
        """Your own rounds: points, accuracy, streaks, rank, by kind of question."""
        caller = await self.bot.caller(interaction)
        guild = caller.place.guild_id if caller.place.bot_is_here else None
        work = self.bot.ledger.boards.stats(caller.user_id, caller.show.id, guild)
        await self.bot.send(interaction, stats_card(caller.show, await self.bot.patiently(interaction, work)))

    @app_commands.command()
    async def privacy(self, interaction: discord.Interaction[Airlock]) -> None:
        """Leave the leaderboards, or join them again."""
        left = await self.bot.patiently(interaction, self.bot.ledger.boards.has_left(interaction.user.id))
        await self.bot.send(interaction, boards_privacy_card(left=left))

    def board_actions(self) -> Mapping[str, Action]:
        """Pages of leaderboards; leaving and joining them."""
        return {"board": self._board_page, "boards-leave": self._leave_boards, "boards-join": self._join_boards}

    async def _board_page(self, interaction: discord.Interaction, rest: str) -> None:
        show, period, page = arguments(rest, 3)
        caller = await self.bot.caller(interaction, show)
        card = await self._board(interaction, caller, _period(period), custom_id.number(page), own=True)
        await self.bot.send(interaction, card)

    async def _leave_boards(self, interaction: discord.Interaction, rest: str) -> None:
        _require_nothing(rest)
        await self.bot.patiently(interaction, self.bot.ledger.boards.leave(interaction.user.id))
        await self.bot.send(interaction, boards_privacy_card(left=True))

    async def _join_boards(self, interaction: discord.Interaction, rest: str) -> None:
        _require_nothing(rest)
        await self.bot.patiently(interaction, self.bot.ledger.boards.join(interaction.user.id))
        await self.bot.send(interaction, boards_privacy_card(left=False))

    async def _board(
        self, interaction: discord.Interaction, caller: Caller, period: Period, page: int, *, own: bool
    ) -> Card:
        guild, show = require_server(caller), caller.show.id
        back = span(period)
        since = None if back is None else interaction.created_at - back

        async def read() -> tuple[tuple[BoardRow, ...], int, BoardRow | None]:
            board = self.bot.ledger.boards.board
            found = await board(guild, show, since, limit=ROWS, offset=(max(page, 1) - 1) * ROWS)
            if not found.rows and found.total:
                found = await board(guild, show, since, limit=ROWS, offset=first_row(found.total, page))
            best = (await board(guild, show, since, limit=_SEARCHED)).rows if own else ()
            return found.rows, found.total, next((row for row in best if row.user == caller.user_id), None)

        rows, total, mine = await self.bot.patiently(interaction, read())
        return board_card(caller.show, period, rows, total, page, mine)


def _period(written: str) -> Period:
    for period in get_args(Period):
        if written == period:
            return period  # type: ignore[no-any-return]  # one of the literal's own values
    raise MalformedError(written)


def _require_nothing(rest: str) -> None:
    if rest:
        raise OutdatedButtonError
