"""/episode, /timeline and /recap: what happened, by episode, in the story's order, by season."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.custom_id import arguments
from bot.errors import NotAnEpisodeError, NotFoundError
from bot.options import existing, existing_season, read_position
from bot.render.card import Card
from bot.render.episodes import ahead_card, episode_card, recap_card, timeline_card
from facts.position import Position
from facts.view import View

_NO_LIMIT = "-"


class Episodes(commands.Cog):
    """Episodes, the timeline and recaps."""

    episode = app_commands.Group(name="episode", description="Episodes that you have watched")

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @episode.command(name="show")
    @app_commands.autocomplete(number=completion.watched_episodes)
    async def show(self, interaction: discord.Interaction[Airlock], number: str, share: bool = False) -> None:
        """What happens in an episode, and who appears in it.

        Args:
            number: The episode, as S3E4.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        position = read_position(number)
        make = _season(position.season) if position.whole else _episode(number, position)
        await self.bot.answer(interaction, make, share=share)

    @app_commands.command()
    @app_commands.rename(start="from", end="to")
    @app_commands.autocomplete(start=completion.watched_episodes, end=completion.watched_episodes)
    async def timeline(
        self,
        interaction: discord.Interaction[Airlock],
        start: str | None = None,
        end: str | None = None,
        share: bool = False,
    ) -> None:
        """What happened, in the order of the story.

        Args:
            start: From which episode or season on, as S2E1 or S2.
            end: Up to which episode or season, as S2E5 or S2.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        since = read_position(start) if start else None
        if since is not None and since.whole:
            since = Position(since.season, 1)
        until = read_position(end) if end else None

        def between(view: View) -> Card:
            for named in filter(None, (since, until)):
                existing(view.show.title, view.seasons, named)
            return timeline_card(view, since, until)

        await self.bot.answer(interaction, between, share=share)

    @app_commands.command()
    @app_commands.autocomplete(season=completion.seasons)
    async def recap(self, interaction: discord.Interaction[Airlock], season: int, share: bool = False) -> None:
        """What happened in a season, as far as you have watched.

        Args:
            season: Which season.
            share: Show it to everybody in this channel, up to the channel's ceiling.
        """
        await self.bot.answer(interaction, lambda view: recap_card(view, existing_season(view, season)), share=share)

    def actions(self) -> Mapping[str, Action]:
        """Going from episode to episode, and the pages of timelines and recaps."""
        return {
            "episode": self._episode,
            "episode-page": self._episode_page,
            "timeline": self._timeline_page,
            "recap": self._recap_page,
        }

    async def _episode(self, interaction: discord.Interaction, rest: str) -> None:
        show, number = arguments(rest, 2)
        await self.bot.answer(interaction, _episode(number, custom_id.position(number)), show=show)

    async def _episode_page(self, interaction: discord.Interaction, rest: str) -> None:
        show, number, page = arguments(rest, 3)
        make = _episode(number, custom_id.position(number), custom_id.number(page))
        await self.bot.answer(interaction, make, show=show)

    async def _timeline_page(self, interaction: discord.Interaction, rest: str) -> None:
        show, start, end, page = arguments(rest, 4)
        since, until = (None if text == _NO_LIMIT else custom_id.position(text) for text in (start, end))
        await self.bot.answer(
            interaction, lambda view: timeline_card(view, since, until, custom_id.number(page)), show=show
        )

    async def _recap_page(self, interaction: discord.Interaction, rest: str) -> None:
        show, season, page = arguments(rest, 3)
        await self.bot.answer(
            interaction, lambda view: recap_card(view, custom_id.number(season), custom_id.number(page)), show=show
        )


def _episode(asked: str, position: Position, page: int = 1) -> Callable[[View], Card]:
    def make(view: View) -> Card:
        card = ahead_card(view, position)
        if card is not None:
            return card
        episode = view.episode(view.seasons.concrete(existing(view.show.title, view.seasons, position)))
        if episode is None:
            raise NotFoundError(asked)
        return episode_card(view, episode, page)

    return make


def _season(season: int) -> Callable[[View], Card]:
    def make(view: View) -> Card:
        card = ahead_card(view, Position(season))
        if card is not None:
            return card
        raise NotAnEpisodeError(existing_season(view, season))

    return make
