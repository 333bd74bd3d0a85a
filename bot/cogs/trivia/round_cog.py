"""What all commands and buttons of rounds do: find the round that is meant, and tell what came of it."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import Airlock
from bot.custom_id import MalformedError
from bot.errors import NoRoundError, RoundOverError
from bot.render.trivia import private_card, seen_card
from bot.trivia import effects, events
from bot.trivia.host import Host
from bot.trivia.table import Table


class RoundCog(commands.Cog):
    """A part of the cog that has to do with rounds in channels."""

    bot: Airlock
    rounds: Host

    async def _table(self, interaction: discord.Interaction, round_id: str, *, for_form: bool = False) -> Table:
        """A round of this channel, since who moderates elsewhere has no say in it; raise ``RoundOverError``."""
        key = round_id_of(round_id)
        finding = self.rounds.find(key, interaction.guild_id or 0, interaction.channel_id or 0)
        # One that is still to be read takes longer; but no form can be sent where the bot is seen to be thinking.
        at_once = for_form or self.rounds.table(key) is not None
        table = await (finding if at_once else self.bot.patiently(interaction, finding))
        if table is None:
            raise RoundOverError
        return table

    async def _here(self, interaction: discord.Interaction) -> Table:
        """The round that is on in this channel; raise ``NoRoundError``."""
        await self.rounds.presence.ready()
        table = self.rounds.in_channel(interaction.channel_id or 0)
        if table is None:
            raise NoRoundError
        return table

    async def _submit(self, interaction: discord.Interaction, table: Table, event: events.Event) -> None:
        self.rounds.timing.hear(interaction.id)
        await self._tell(interaction, table, await self.rounds.submit(table, event))

    async def _tell(self, interaction: discord.Interaction, table: Table, told: tuple[effects.Effect, ...]) -> None:
        question = table.state.question
        card = private_card(told[0], table.round_id, question) if told else seen_card()
        await self.bot.send(interaction, card, fresh=True)


def round_id_of(text: str) -> int:
    """Read an argument that is the id of a round; raise ``MalformedError`` for anything else."""
    if len(text) > 18 or not text.isascii() or not text.isdigit():
        raise MalformedError(text)
    return int(text)
