"""The floor: a discord.py bot with the same libraries that answers with a constant.

``python -m tests.bench.floor CONSTANT.json`` logs in where DISCORD_API_URL and DISCORD_GATEWAY_URL point and answers
``/cast character``, its autocomplete and ``/facts search`` with what the file holds: body, components and choices of
real answers. Where it says so, presses of buttons are answered with the body of ``/cast character``.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

import aiohttp
import discord
import uvloop
from discord import app_commands
from discord.ext import commands

import bot.wiring  # noqa: F401  # the same libraries, imported and not used
from bot.settings import load_settings
from bot.wiring import point_discord_at


async def main(constant: dict[str, Any]) -> None:
    """Serve until the process is ended."""
    client = commands.AutoShardedBot(
        command_prefix=commands.when_mentioned,
        help_command=None,
        intents=discord.Intents(guilds=True),
        allowed_mentions=discord.AllowedMentions.none(),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        guild_ready_timeout=0.5,
        max_messages=None,
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=120.0),
    )
    choices = [app_commands.Choice(name=name, value=value) for name, value in constant["choices"]]
    cast = app_commands.Group(name="cast", description="The floor")
    facts = app_commands.Group(name="facts", description="The floor")

    async def answer(interaction: discord.Interaction, what: str) -> None:
        message: dict[str, Any] = {"embed": discord.Embed.from_dict(constant[what]["embed"])}
        if constant[what]["components"]:
            message["view"] = components(constant[what]["components"])
        await interaction.response.send_message(**message, ephemeral=True)

    @cast.command(name="character", description="The floor")
    async def character(interaction: discord.Interaction, name: str, share: bool = False) -> None:
        await answer(interaction, "lookup")

    @facts.command(name="search", description="The floor")
    async def search(interaction: discord.Interaction, text: str, share: bool = False) -> None:
        await answer(interaction, "search")

    @character.autocomplete("name")
    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices

    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await answer(interaction, "lookup")

    if constant.get("presses"):
        client.add_listener(on_interaction)
    client.tree.add_command(cast)
    client.tree.add_command(facts)
    async with client:
        await client.login(os.environ["DISCORD_TOKEN"])
        await client.tree.sync()
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000)
        await client.connect()


def components(rows: list[dict[str, Any]]) -> discord.ui.View:
    """Build the same buttons as the real answer has."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for one in row["components"]:
            style = discord.ButtonStyle(one["style"])
            view.add_item(discord.ui.Button(label=one["label"], custom_id=one["custom_id"], style=style, row=number))
    view.stop()
    return view


if __name__ == "__main__":
    point_discord_at(load_settings())
    uvloop.run(main(json.loads(Path(sys.argv[1]).read_text())))
