"""/privacy: one's own data, and all of it gone."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Action, Airlock
from bot.cogs.roles import season_roles
from bot.errors import OutdatedButtonError
from bot.render.privacy import delete_card, deleted_card, export_card
from bot.render.roles import left_over
from bot.replies import hold

_PATIENCE: Final = 20.0
"""Seconds for which Discord is waited for to take roles away."""


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
        keep = await self._take_roles(interaction)
        await self.bot.rounds.leave_all(interaction.user.id)
        notices = await self.bot.patiently(interaction, self.bot.ledger.spoilers.of_user(interaction.user.id))
        await self.bot.patiently(interaction, self.bot.ledger.delete(interaction.user.id))
        await self.bot.rounds.forget(interaction.user.id)
        self.bot.dispatch("user_gone", interaction.user.id)
        self.bot.dispatch("spoilers_gone", notices)
        await self.bot.send(interaction, left_over(deleted_card(), keep))

    async def _take_roles(self, interaction: discord.Interaction) -> list[str]:
        """Take all season roles away while it is still known where there are any; return the servers that keep some."""
        user = interaction.user.id
        if not await self.bot.patiently(interaction, self.bot.ledger.role_members.of_user(user)):
            return []
        await hold(interaction)
        await self.bot.ledger.role_members.leave_all(user)
        kept = await season_roles(self.bot).keeper.release(user, _PATIENCE)
        found = map(self.bot.get_guild, kept)
        return ["another server" if guild is None else discord.utils.escape_markdown(guild.name) for guild in found]
