"""/cast: who is in a season, who a character is, whom an actor plays."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Action, Airlock
from bot.cogs import completion
from bot.custom_id import arguments, number
from bot.options import chosen, existing_season, linked_entry, one_entry
from bot.render.cast import cast_card, entry_card


class Cast(commands.GroupCog, group_name="cast", group_description="The cast, as far as you have watched"):
    """Cast lookups."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command(name="list")
    @app_commands.autocomplete(season=completion.seasons)
    async def list_(self, interaction: discord.Interaction[Airlock], season: int, share: bool = False) -> None:
        """Who is in a season, main cast first.

        Args:
            season: Which season.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(interaction, lambda view: cast_card(view, existing_season(view, season)), share=share)

    @app_commands.command()
    @app_commands.autocomplete(name=completion.names("characters"))
    async def character(self, interaction: discord.Interaction[Airlock], name: str, share: bool = False) -> None:
        """Who a character is: actor, role, relations and key facts.

        Args:
            name: The character's name.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(
            interaction, lambda view: entry_card(view, one_entry(view, name, "characters")), share=share
        )

    @app_commands.command()
    @app_commands.autocomplete(name=completion.names("people"))
    async def actor(self, interaction: discord.Interaction[Airlock], name: str, share: bool = False) -> None:
        """Whom an actor plays, and what else is known of them.

        Args:
            name: The actor's name.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(interaction, lambda view: entry_card(view, one_entry(view, name, "people")), share=share)

    def actions(self) -> Mapping[str, Action]:
        """Buttons and menus that open entries, and the pages of a cast list."""
        return {"entry": self._open, "open": self._open_chosen, "cast": self._page}

    async def _open(self, interaction: discord.Interaction, rest: str) -> None:
        show, entry_id = arguments(rest, 2)
        await self.bot.answer(interaction, lambda view: entry_card(view, linked_entry(view, entry_id)), show=show)

    async def _open_chosen(self, interaction: discord.Interaction, show: str) -> None:
        entry_id = chosen(interaction)
        await self.bot.answer(interaction, lambda view: entry_card(view, linked_entry(view, entry_id)), show=show)

    async def _page(self, interaction: discord.Interaction, rest: str) -> None:
        show, season, page = arguments(rest, 3)
        await self.bot.answer(interaction, lambda view: cast_card(view, number(season), number(page)), show=show)
