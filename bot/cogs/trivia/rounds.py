"""/trivia start, stop and skip, and playing again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

import discord
from discord import app_commands

from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.cogs.trivia.round_cog import RoundCog, round_id_of
from bot.errors import NeedsServerError, NoSuchKindError, OutdatedButtonError, RoundIsRunningError, RoundTooFarError
from bot.ledger import RoundRunning
from bot.options import existing, read_position
from bot.permissions import is_moderator, require_server
from bot.render.trivia import opened_card
from bot.replies import hold, require_posting
from bot.trivia import events
from bot.trivia.clock import milliseconds
from bot.trivia.table import Table
from facts.position import Position
from facts.questions import KINDS

BUTTON_TIME: Final = 20_000
TYPED_TIME: Final = 30_000
"""Milliseconds to answer a question."""


class RoundCommands(RoundCog):
    """Rounds in channels."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.autocomplete(through=completion.positions, kind=completion.question_kinds)
    async def start(
        self,
        interaction: discord.Interaction[Airlock],
        questions: app_commands.Range[int, 1, 25] = 10,
        through: str | None = None,
        kind: str | None = None,
        answer: Literal["buttons", "typed"] = "buttons",
        fit: Literal["host", "everyone"] = "host",
    ) -> None:
        """Open a round of trivia in this channel.

        Args:
            questions: How many questions, 1 to 25.
            through: Ask nothing beyond this, such as S2E4. Without it: this channel's ceiling or your own progress.
            kind: Only questions of one kind.
            answer: Press buttons, or type the answers into a form.
            fit: For everyone: ask nothing beyond what any player who joins has watched.
        """
        caller = await self.bot.caller(interaction)
        guild = require_server(caller)
        if kind is not None and kind not in KINDS:
            raise NoSuchKindError(kind)
        position = _position(caller, through)
        require_posting(interaction)
        await hold(interaction)
        settings = events.Settings(
            questions=questions,
            kind=kind,
            typed=answer == "typed",
            everyone=fit == "everyone",
            named=through is not None,
            seed=self.bot.chance(interaction.id).getrandbits(32),
            time=TYPED_TIME if answer == "typed" else BUTTON_TIME,
        )
        await self._open(interaction, caller, guild, position, settings)

    @app_commands.command()
    @app_commands.guild_only()
    async def stop(self, interaction: discord.Interaction[Airlock]) -> None:
        """End the round in this channel; players vote where it is not the host or a moderator."""
        table = await self._here(interaction)
        moderates = is_moderator(interaction.permissions)
        event = events.StopAsked(milliseconds(interaction.id), interaction.user.id, moderates)
        await self._submit(interaction, table, event)

    @app_commands.command()
    @app_commands.guild_only()
    async def skip(self, interaction: discord.Interaction[Airlock]) -> None:
        """Skip this question; players vote where it is not the host or a moderator."""
        table = await self._here(interaction)
        moderates = is_moderator(interaction.permissions)
        event = events.SkipAsked(milliseconds(interaction.id), interaction.user.id, moderates)
        await self._submit(interaction, table, event)

    def round_actions(self) -> Mapping[str, Action]:
        """The button of a podium."""
        return {"again": self._again}

    async def _again(self, interaction: discord.Interaction, rest: str) -> None:
        stored = await self.bot.ledger.rounds.stored(round_id_of(rest))
        if stored is None:
            raise OutdatedButtonError
        if (stored.guild, stored.channel) != (interaction.guild_id, interaction.channel_id):
            raise OutdatedButtonError
        old = Table.of(stored).state.opened
        caller = await self.bot.caller(interaction, old.show)
        guild = require_server(caller)
        limit = min(caller.ceiling, caller.own)
        seasons = caller.show.seasons
        # Where the presser has not got as far as was named, it must not show how far they are.
        named = old.settings.named and seasons.within(old.position) <= limit
        position = seasons.within(old.position) if named else limit
        require_posting(interaction)
        await hold(interaction)
        settings = replace(old.settings, named=named, seed=self.bot.chance(interaction.id).getrandbits(32))
        await self._open(interaction, caller, guild, position, settings)

    async def _open(
        self,
        interaction: discord.Interaction,
        caller: Caller,
        guild: int,
        position: Position,
        settings: events.Settings,
    ) -> None:
        channel = interaction.channel_id
        if channel is None:
            raise NeedsServerError
        opened = events.Opened(
            milliseconds(interaction.id),
            guild,
            channel,
            caller.user_id,
            caller.show.id,
            caller.show.seasons.concrete(position),
            settings,
            caller.show.seasons.concrete(caller.ceiling),
        )
        self.rounds.timing.hear(interaction.id)
        try:
            await self.rounds.open(opened)
        except RoundRunning as running:
            table = self.rounds.table(running.round_id)
            lobby = None if table is None else table.messages.get(table.state.number)
            raise RoundIsRunningError(guild, channel, lobby) from running
        await self.bot.send(interaction, opened_card())


def _position(caller: Caller, through: str | None) -> Position:
    """How far a round goes: never beyond the channel's ceiling, nor beyond what its host has watched."""
    limit = min(caller.ceiling, caller.own)
    if through is None:
        return limit
    wanted = existing(caller.show.title, caller.show.seasons, read_position(through))
    if wanted > limit:
        raise RoundTooFarError(limit)
    return wanted
