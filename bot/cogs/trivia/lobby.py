"""The buttons of a lobby."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.client import Action
from bot.cogs.trivia.joining import is_behind, is_fitted, joined_event
from bot.cogs.trivia.round_cog import RoundCog
from bot.permissions import is_moderator
from bot.render.trivia import behind_card
from bot.trivia import events
from bot.trivia.clock import milliseconds


class LobbyButtons(RoundCog):
    """Who plays, and that it begins."""

    def lobby_actions(self) -> Mapping[str, Action]:
        """Joining, leaving and starting."""
        return {
            "join": self._join,
            "joinanyway": self._join_anyway,
            "leave": self._leave,
            "start": self._start_now,
        }

    async def _join(self, interaction: discord.Interaction, rest: str) -> None:
        table = await self._table(interaction, rest)
        caller = await self.bot.caller(interaction, table.state.opened.show)
        if not is_fitted(table) and is_behind(caller, table):
            await self.bot.send(interaction, behind_card(table.round_id, table.state.settings), fresh=True)
        else:
            await self._submit(interaction, table, joined_event(interaction, caller, table))

    async def _join_anyway(self, interaction: discord.Interaction, rest: str) -> None:
        table = await self._table(interaction, rest)
        caller = await self.bot.caller(interaction, table.state.opened.show)
        await self._submit(interaction, table, joined_event(interaction, caller, table))

    async def _leave(self, interaction: discord.Interaction, rest: str) -> None:
        await self._submit(
            interaction,
            await self._table(interaction, rest),
            events.Left(milliseconds(interaction.id), interaction.user.id),
        )

    async def _start_now(self, interaction: discord.Interaction, rest: str) -> None:
        moderates = is_moderator(interaction.permissions)
        event = events.StartAsked(milliseconds(interaction.id), interaction.user.id, moderates)
        await self._submit(interaction, await self._table(interaction, rest), event)
