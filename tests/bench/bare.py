"""A bare discord.py bot that syncs nothing and answers one command: ``python -m tests.bench.bare``."""

from __future__ import annotations

import os

import discord
from discord.ext import commands


def main() -> None:
    """Serve until the process is ended."""
    from discord.gateway import DiscordWebSocket
    from yarl import URL

    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["DISCORD_GATEWAY_URL"])
    bot = commands.Bot(command_prefix=commands.when_mentioned, help_command=None, intents=discord.Intents(guilds=True))

    @bot.tree.command(name="about", description="The first command")
    async def about(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Hello.", ephemeral=True)

    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
