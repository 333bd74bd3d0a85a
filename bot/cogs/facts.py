"""/facts: all about an entry, full-text search, one at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Action, Airlock
from bot.cogs import completion
from bot.custom_id import arguments, number
from bot.options import linked_entry, one_entry
from bot.render.card import Card
from bot.render.facts import SEARCH_TEXT, about_card, random_card, search_card, shared_search_card
from facts.view import View


class Facts(commands.GroupCog, group_name="facts", group_description="Facts, none beyond what you have watched"):
    """Facts of the show."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.autocomplete(name=completion.names())
    async def about(self, interaction: discord.Interaction[Airlock], name: str, share: bool = False) -> None:
        """Everything about a character, actor, place, vessel or mission.

        Args:
            name: Whom or what you want to know about.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(interaction, lambda view: about_card(view, one_entry(view, name)), share=share)

    @app_commands.command()
    async def search(
        self,
        interaction: discord.Interaction[Airlock],
        text: app_commands.Range[str, 1, SEARCH_TEXT],
        share: bool = False,
    ) -> None:
        """Search the facts for words.

        Args:
            text: The words to look for.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(
            interaction,
            lambda view: search_card(view, text),
            share=share,
            in_public=lambda view: shared_search_card(view, text),
        )

    @app_commands.command()
    async def random(self, interaction: discord.Interaction[Airlock], share: bool = False) -> None:
        """One fact, at random.

        Args:
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(interaction, self._random(interaction), share=share)

    def actions(self) -> Mapping[str, Action]:
        """The pages of fact lists and searches, and another fact."""
        return {"about": self._about_page, "search": self._search_page, "random": self._another}

    async def _about_page(self, interaction: discord.Interaction, rest: str) -> None:
        show, page, entry_id = arguments(rest, 3)
        await self.bot.answer(
            interaction, lambda view: about_card(view, linked_entry(view, entry_id), number(page)), show=show
        )

    async def _search_page(self, interaction: discord.Interaction, rest: str) -> None:
        show, page, text = arguments(rest, 3)
        await self.bot.answer(interaction, lambda view: search_card(view, text, number(page)), show=show)

    async def _another(self, interaction: discord.Interaction, show: str) -> None:
        await self.bot.answer(interaction, self._random(interaction), show=show)

    def _random(self, interaction: discord.Interaction) -> Callable[[View], Card]:
        return lambda view: random_card(view, self.bot.chance(interaction.id))
