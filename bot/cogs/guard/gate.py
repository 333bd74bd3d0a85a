"""What posts a text behind a button, where the bot has it: to it goes what the guard deletes."""

from __future__ import annotations

from typing import Protocol, cast

import discord

from bot.client import Airlock


class Gate(Protocol):
    """What posts a text behind a button."""

    async def save(self, message: discord.Message) -> None:
        """Keep what a message says, with its files, before it is deleted."""

    async def gate_saved(self, interaction: discord.Interaction, message: int, text: str) -> None:
        """Answer with the form for what was kept of a message, else for ``text``."""


def gate_of(bot: Airlock) -> Gate | None:
    """The gate, ``None`` where the bot runs without it."""
    return cast("Gate | None", bot.get_cog("Spoilers"))
