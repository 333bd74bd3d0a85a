"""Autocomplete: what is offered while a command is typed. Discord runs no command checks before it.

Nobody reads errors while typing: where something goes wrong, nothing is offered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

import discord
from discord.app_commands import Choice

from bot import audience
from bot.caller import caller_at_hand
from bot.client import Airlock
from bot.incoming import given
from bot.render.card import OPTIONS_A_MENU
from bot.render.kinds import kind_words
from bot.render.text import clip
from facts.names import Suggestion
from facts.position import Position
from facts.questions import KINDS
from facts.store import LoadedShow
from facts.view import Section, View

Completion = Callable[[discord.Interaction[Airlock], str], Coroutine[Any, Any, list[Choice[str]]]]

INHERIT: Final = "inherit"
"""Typed for a ceiling: there is to be none of its own."""

_LABEL: Final = 100
_FROM_NOTHING: Final = ("set", "rewatch")
"""Commands that take season 0, too: nothing watched, or from the beginning."""


async def _view(interaction: discord.Interaction[Airlock]) -> View:
    bot = interaction.client
    # Asked for every key that is typed, and nearly always in memory: awaiting what need not be awaited is felt.
    caller = caller_at_hand(interaction, bot.ledger, bot.views.shows()) or await bot.caller(interaction)
    position = audience.autocomplete_position(
        caller.place,
        caller.progress,
        caller.settings,
        caller.show.seasons,
        share=given(interaction, "share") is True,
    )
    return bot.views.get(caller.show, position) or await bot.view(interaction, caller.show, position)


async def _show(interaction: discord.Interaction[Airlock]) -> LoadedShow:
    asked = interaction.namespace.show
    return (await interaction.client.caller(interaction, asked if isinstance(asked, str) and asked else None)).show


def names(among: Section | None = None) -> Completion:
    """Offer the names of entries that the caller may know."""

    async def complete(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
        view = await _view(interaction)
        return list(_choices(view.suggest(typed, among)))

    return complete


class _Named(Choice[str]):
    """A choice that is offered again and again, and so is written once."""

    def __init__(self, *, name: str, value: str) -> None:
        super().__init__(name=name, value=value)
        self._written = super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        return self._written


@functools.lru_cache(maxsize=512)
def _choices(suggestions: tuple[Suggestion, ...]) -> tuple[Choice[str], ...]:
    # Making 25 of them takes a tenth of an answer; sending changes none, so equal suggestions share them.
    return tuple(_Named(name=clip(suggestion.label, _LABEL), value=suggestion.value) for suggestion in suggestions)


async def watched_episodes(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer the episodes that the caller has watched, with their titles."""
    view = await _view(interaction)
    labels = (
        (str(episode.since), f"{episode.since} · {episode.title}" if episode.title else str(episode.since))
        for episode in view.episodes
    )
    return _matching(labels, typed)


async def positions(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer all positions that the show has, by number."""
    show = await _show(interaction)
    labelled = []
    for position in show.seasons.positions():
        canonical = str(position)
        labelled.append((canonical, f"{canonical} · all of season {position.season}" if position.whole else canonical))
    labelled.sort(key=lambda pair: "E" in pair[0])  # whole seasons first; the order is else that of watching
    return _matching(labelled, typed)


async def ceilings(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer all positions, and that there be no ceiling."""
    none = _matching([(INHERIT, "inherit · what holds above")], typed)
    return (none + await positions(interaction, typed))[:OPTIONS_A_MENU]


async def seasons(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[int]]:
    """Offer the seasons that the show has."""
    show = await _show(interaction)
    first = 0 if interaction.command is not None and interaction.command.name in _FROM_NOTHING else 1
    return _numbers(range(first, len(show.seasons) + 1), "Season {}", typed)


async def episodes(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[int]]:
    """Offer the episodes of the season that has been chosen."""
    show = await _show(interaction)
    season = interaction.namespace.season
    if not isinstance(season, int) or not show.seasons.has(Position(season, 1)):
        return []
    return _numbers(range(1, show.seasons.episodes_in(season) + 1), "Episode {}", typed)


async def shows(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer the shows that are loaded."""
    return _matching(((show.id, show.title) for show in interaction.client.views.shows()), typed)


async def question_kinds(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:  # noqa: ARG001
    """Offer the kinds of trivia questions, which are the same for everybody."""
    return _matching(((kind, kind_words(kind)) for kind in KINDS), typed)


def _matching(labelled: Iterable[tuple[str, str]], typed: str) -> list[Choice[str]]:
    wanted = typed.strip().casefold()
    found = [
        Choice(name=clip(label, _LABEL), value=value)
        for value, label in labelled
        if wanted in value.casefold() or wanted in label.casefold()
    ]
    return found[:OPTIONS_A_MENU]


def _numbers(numbers: Iterable[int], label: str, typed: str) -> list[Choice[int]]:
    wanted = str(typed).strip()
    found = [Choice(name=label.format(number), value=number) for number in numbers if str(number).startswith(wanted)]
    return found[:OPTIONS_A_MENU]
