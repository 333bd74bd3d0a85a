"""/progress: how far somebody has watched, and every way to change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id, progress
from bot.audience import own_position
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.cogs.roles import season_roles
from bot.custom_id import MalformedError, arguments
from bot.errors import NothingToUndoError
from bot.ledger import Progress
from bot.options import chosen, existing, read_season_and_episode
from bot.render.card import Card
from bot.render.progress import (
    NO_POSITION,
    Mode,
    ask_card,
    confirm_card,
    end_card,
    kept_card,
    moved_card,
    progress_card,
    unlocked,
)
from bot.render.roles import member_button
from facts.position import NOTHING, Position

Change = Callable[[Progress], Progress]


class ProgressCog(commands.GroupCog, group_name="progress", group_description="How far you have watched"):
    """The watched-through setting."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot

    @app_commands.command(name="set")
    @app_commands.autocomplete(season=completion.seasons, episode=completion.episodes)
    @app_commands.autocomplete(show=completion.shows)
    async def set_(
        self,
        interaction: discord.Interaction[Airlock],
        season: int,
        episode: int | None = None,
        show: str | None = None,
    ) -> None:
        """Tell how far you have watched; you are never told more than that.

        Args:
            season: The season that you are in or have finished; 0 for nothing yet.
            episode: The episode that you watched last. Without it: all of the season.
            show: Which show, where there are several.
        """
        caller = await self.bot.caller(interaction, show)
        position = existing(caller.show.title, caller.show.seasons, read_season_and_episode(season, episode))
        await self._set(interaction, caller, position)

    @app_commands.command()
    @app_commands.autocomplete(show=completion.shows)
    async def show(self, interaction: discord.Interaction[Airlock], show: str | None = None) -> None:
        """See how far you are, and change it with menus.

        Args:
            show: Which show, where there are several.
        """
        caller = await self.bot.caller(interaction, show)
        card = progress_card(caller.show, caller.progress)
        if caller.place.guild_id is not None and caller.place.bot_is_here:
            known = await self.bot.patiently(interaction, self.bot.ledger.roles.get(caller.place.guild_id))
            if known.of(caller.show.id).on:
                card = card.with_rows((member_button(caller.show),))
        await self.bot.send(interaction, card)

    @app_commands.command()
    @app_commands.autocomplete(show=completion.shows)
    async def roles(self, interaction: discord.Interaction[Airlock], show: str | None = None) -> None:
        """Show which seasons you have watched as roles on this server, or take them away again.

        Args:
            show: Which show, where there are several.
        """
        await season_roles(self.bot).show(interaction, show or None)

    @app_commands.command()
    @app_commands.autocomplete(show=completion.shows)
    async def next(self, interaction: discord.Interaction[Airlock], show: str | None = None) -> None:
        """Mark the next episode as watched.

        Args:
            show: Which show, where there are several.
        """
        caller = await self.bot.caller(interaction, show)
        following = caller.show.seasons.after(caller.own)
        if following is None:
            await self.bot.send(interaction, end_card(caller.show))
        else:
            await self._advance(interaction, caller, following)

    @app_commands.command()
    @app_commands.autocomplete(season=completion.seasons, episode=completion.episodes)
    @app_commands.autocomplete(show=completion.shows)
    async def rewatch(
        self,
        interaction: discord.Interaction[Airlock],
        season: int | None = None,
        episode: int | None = None,
        show: str | None = None,
    ) -> None:
        """Watch again from an earlier point, and be told no more than you have rewatched.

        Args:
            season: The season that you have rewatched; 0 to begin again. Without it: a menu.
            episode: The episode that you have rewatched last. Without it: all of the season.
            show: Which show, where there are several.
        """
        caller = await self.bot.caller(interaction, show)
        if season is None:
            await self.bot.send(interaction, ask_card(caller.show, "rewatch"))
            return
        position = existing(caller.show.title, caller.show.seasons, read_season_and_episode(season, episode))
        await self._change(interaction, caller, lambda now: progress.rewatched(now, caller.show.seasons, position))

    @app_commands.command()
    @app_commands.autocomplete(show=completion.shows)
    async def undo(self, interaction: discord.Interaction[Airlock], show: str | None = None) -> None:
        """Take back your last change of progress.

        Args:
            show: Which show, where there are several.
        """
        await self._undo(interaction, await self.bot.caller(interaction, show or None), None)

    @app_commands.command()
    @app_commands.autocomplete(show=completion.shows)
    async def clear(self, interaction: discord.Interaction[Airlock], show: str | None = None) -> None:
        """Forget how far you have watched; you are then told only what is safe for everybody.

        Args:
            show: Which show, where there are several.
        """
        caller = await self.bot.caller(interaction, show)
        await self._change(interaction, caller, lambda _: Progress())

    def actions(self) -> Mapping[str, Action]:
        """The menus and buttons of progress."""
        return {
            "season": self._season_chosen,
            "episode-set": self._episode_chosen,
            "confirm": self._confirmed,
            "keep": self._kept,
            "watched": self._watched,
            "seen": self._seen,
            "unrewatch": self._unrewatch,
            "undo": self._undo_pressed,
        }

    async def _season_chosen(self, interaction: discord.Interaction, rest: str) -> None:
        show, mode, _ = arguments(rest, 3)
        caller = await self.bot.caller(interaction, show)
        season = custom_id.number(chosen(interaction))
        if season == 0:
            await self._chosen(interaction, caller, _mode(mode), NOTHING)
            return
        existing(caller.show.title, caller.show.seasons, Position(season))
        await self.bot.send(interaction, ask_card(caller.show, _mode(mode), season))

    async def _episode_chosen(self, interaction: discord.Interaction, rest: str) -> None:
        show, mode, _ = arguments(rest, 3)
        caller = await self.bot.caller(interaction, show)
        position = custom_id.position(chosen(interaction))
        await self._chosen(interaction, caller, _mode(mode), existing(caller.show.title, caller.show.seasons, position))

    async def _chosen(self, interaction: discord.Interaction, caller: Caller, mode: Mode, position: Position) -> None:
        if mode == "set":
            await self._set(interaction, caller, position)
        else:
            await self._change(interaction, caller, lambda now: progress.rewatched(now, caller.show.seasons, position))

    async def _set(self, interaction: discord.Interaction, caller: Caller, position: Position) -> None:
        seasons = caller.show.seasons
        if progress.is_large_step(seasons, caller.progress.watched_through or NOTHING, position):
            await self.bot.send(interaction, confirm_card(caller.show, position))
        else:
            await self._change(interaction, caller, lambda now: progress.watched(now, seasons, position))

    async def _confirmed(self, interaction: discord.Interaction, rest: str) -> None:
        show, target = arguments(rest, 2)
        caller = await self.bot.caller(interaction, show)
        position = existing(caller.show.title, caller.show.seasons, custom_id.position(target))
        await self._change(interaction, caller, lambda now: progress.watched(now, caller.show.seasons, position))

    async def _kept(self, interaction: discord.Interaction, show: str) -> None:
        caller = await self.bot.caller(interaction, show)
        await self.bot.send(interaction, kept_card(caller.show, caller.progress))

    async def _watched(self, interaction: discord.Interaction, rest: str) -> None:
        show, target = arguments(rest, 2)
        caller = await self.bot.caller(interaction, show)
        position = existing(caller.show.title, caller.show.seasons, custom_id.position(target))
        if caller.show.seasons.after(caller.own) not in (position, caller.show.seasons.concrete(position)):
            # An old button, or a second press: what it would mark is no longer the next episode.
            await self.bot.send(interaction, progress_card(caller.show, caller.progress))
        else:
            await self._advance(interaction, caller, position)

    async def _seen(self, interaction: discord.Interaction, rest: str) -> None:
        show, target = arguments(rest, 2)
        caller = await self.bot.caller(interaction, show)
        position = existing(caller.show.title, caller.show.seasons, custom_id.position(target))
        if caller.show.seasons.within(caller.progress.watched_through or NOTHING) >= position:
            # It moves nobody back.
            await self.bot.send(interaction, progress_card(caller.show, caller.progress))
        else:
            await self._set(interaction, caller, position)

    async def _advance(self, interaction: discord.Interaction, caller: Caller, position: Position) -> None:
        await self._change(interaction, caller, lambda now: progress.advanced(now, caller.show.seasons, position))

    async def _unrewatch(self, interaction: discord.Interaction, show: str) -> None:
        caller = await self.bot.caller(interaction, show)
        await self._change(interaction, caller, lambda now: Progress(watched_through=now.watched_through))

    async def _undo_pressed(self, interaction: discord.Interaction, rest: str) -> None:
        show, *written = custom_id.parts(rest)
        caller = await self.bot.caller(interaction, show)
        # Buttons of earlier versions do not say what they undo.
        await self._undo(interaction, caller, _read_progress(*written) if written else None)

    async def _undo(self, interaction: discord.Interaction, caller: Caller, expected: Progress | None) -> None:
        work = self.bot.ledger.progress.undo(caller.user_id, caller.show.id, expected)
        undone = await self.bot.patiently(interaction, work)
        if undone is not None:
            await self.bot.send(interaction, moved_card(caller.show, undone[1], undone=True))
            return
        if expected is None:
            raise NothingToUndoError
        # An old button, or a second press: what it would undo is no longer the last change.
        now = await self.bot.caller(interaction, caller.show.id)
        await self.bot.send(interaction, progress_card(now.show, now.progress))

    async def _change(self, interaction: discord.Interaction, caller: Caller, change: Change) -> None:
        before, after = await self.bot.patiently(
            interaction, self.bot.ledger.progress.change(caller.user_id, caller.show.id, change)
        )
        card = moved_card(caller.show, after)
        await self.bot.send(interaction, await self._with_unlocked(interaction, caller, before, after, card))

    async def _with_unlocked(
        self, interaction: discord.Interaction, caller: Caller, before: Progress, after: Progress, card: Card
    ) -> Card:
        old, new = (own_position(one, caller.show.seasons) for one in (before, after))
        if new <= old:
            return card
        views = [await self.bot.view(interaction, caller.show, position) for position in (old, new)]
        return unlocked(card, *views)


def _read_progress(*written: str) -> Progress:
    """Read what a button says of the progress that it undoes; raise ``MalformedError``."""
    if len(written) != 2:
        raise MalformedError(written)
    return Progress(*(None if text == NO_POSITION else custom_id.position(text) for text in written))


def _mode(text: str) -> Mode:
    if text == "set":
        return "set"
    if text == "rewatch":
        return "rewatch"
    raise MalformedError(text)
