"""/help and /about."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Airlock
from bot.render.help import about_card, help_card

_FOR_MODERATORS = "For moderators"
_OTHER = "And"
_HEADINGS = {
    "progress": "How far you are",
    "cast": "Who is who",
    "facts": "Facts",
    "episode": "What happened",
    "timeline": "What happened",
    "recap": "What happened",
    "trivia": "Trivia",
    "spoiler": "Spoilers",
    "channel": _FOR_MODERATORS,
    "server": _FOR_MODERATORS,
    "privacy": "Your data",
}
"""Under which heading the commands of a group are listed."""


class Help(commands.Cog):
    """What the bot can do, and what it is."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command()
    async def help(self, interaction: discord.Interaction[Airlock]) -> None:
        """What I can do."""
        moderates = interaction.permissions.manage_messages or interaction.permissions.manage_guild
        groups: dict[str, list[tuple[str, str]]] = {heading: [] for heading in dict.fromkeys(_HEADINGS.values())}
        for command in self.bot.tree.walk_commands():
            heading = _HEADINGS.get(command.qualified_name.partition(" ")[0], _OTHER)
            if isinstance(command, app_commands.Command) and (moderates or heading != _FOR_MODERATORS):
                groups.setdefault(heading, []).append((f"/{command.qualified_name}", command.description))
        await self.bot.send(interaction, help_card({heading: listed for heading, listed in groups.items() if listed}))

    @app_commands.command()
    async def about(self, interaction: discord.Interaction[Airlock]) -> None:
        """What I am, for which show, and where my facts are from."""
        shows = self.bot.views.shows()
        await self.bot.answer(
            interaction, lambda view: about_card(view, [show.title for show in shows if show.id != view.show.id])
        )
