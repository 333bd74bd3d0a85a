"""/help and /about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Airlock
from bot.render.help import about_card, help_card

_FOR_MODERATORS = ("channel", "server")


class Help(commands.Cog):
    """What the bot can do, and what it is."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command()
    async def help(self, interaction: discord.Interaction[Airlock]) -> None:
        """What I can do."""
        listed = sorted(_commands(self.bot.tree.get_commands()))
        groups = [
            ("For you", [pair for pair in listed if not pair[0].removeprefix("/").startswith(_FOR_MODERATORS)]),
        ]
        if interaction.permissions.manage_messages or interaction.permissions.manage_guild:
            groups.append(
                ("For moderators", [pair for pair in listed if pair[0].removeprefix("/").startswith(_FOR_MODERATORS)])
            )
        await self.bot.send(interaction, help_card(groups))

    @app_commands.command()
    async def about(self, interaction: discord.Interaction[Airlock]) -> None:
        """What I am, for which show, and where my facts are from."""
        await self.bot.answer(interaction, about_card)


def _commands(found: Iterable[object]) -> Iterator[tuple[str, str]]:
    for command in found:
        if isinstance(command, app_commands.Group):
            yield from _commands(command.commands)
        elif isinstance(command, app_commands.Command):
            yield f"/{command.qualified_name}", command.description
