"""/privacy: one's own data, and all of it gone."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Action, Airlock
from bot.errors import OutdatedButtonError
from bot.render.privacy import delete_card, deleted_card, export_card
from bot.replies import hold


class Privacy(commands.GroupCog, group_name="privacy", group_description="Your own data"):
    """What is stored about a user."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command()
    async def export(self, interaction: discord.Interaction[Airlock]) -> None:
        """Get everything that is stored about you, as a file."""
        await hold(interaction)
        data = await self.bot.ledger.export(interaction.user.id)
        written = json.dumps(data, indent=2, ensure_ascii=False).encode()
        await self.bot.send(interaction, export_card(data), discord.File(io.BytesIO(written), "airlock.json"))

    @app_commands.command()
    async def delete(self, interaction: discord.Interaction[Airlock]) -> None:
        """Delete everything that is stored about you."""
        await self.bot.send(interaction, delete_card())

    def actions(self) -> Mapping[str, Action]:
        """The confirmation of deleting."""
        return {"delete": self._delete}

    async def _delete(self, interaction: discord.Interaction, rest: str) -> None:
        if rest:
            raise OutdatedButtonError
        await self.bot.rounds.leave_all(interaction.user.id)
        notices = await self.bot.patiently(interaction, self.bot.ledger.spoilers.of_user(interaction.user.id))
        await self.bot.patiently(interaction, self.bot.ledger.delete(interaction.user.id))
        await self.bot.rounds.forget(interaction.user.id)
        self.bot.dispatch("spoilers_gone", notices)
        await self.bot.send(interaction, deleted_card())
