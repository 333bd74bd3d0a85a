"""What is asked of a spoiler before it is posted or changed: a tag that is far enough, a title that is safe."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

import discord

from bot.caller import Caller
from bot.client import Airlock
from bot.drafts import Draft
from bot.errors import TooEarlyError, UnsafeTitleError
from bot.options import existing, read_position
from facts.position import Position
from facts.titles import Titles
from facts.view import View


class Checks:
    """Knows what lies beyond every position, and tells no more than that words which somebody wrote speak of it."""

    def __init__(self, bot: Airlock) -> None:
        self._bot = bot
        self._titles: WeakKeyDictionary[View, Titles] = WeakKeyDictionary()

    async def safe_from(self, interaction: discord.Interaction, caller: Caller, draft: Draft) -> Position:
        """Read from where a draft is safe; raise for what is no position or too early, and for an unsafe title."""
        position = existing(caller.show.title, caller.show.seasons, read_position(draft.since))
        if draft.beyond and position <= caller.ceiling:
            raise TooEarlyError(caller.ceiling)
        if draft.title:
            end = Position(len(caller.show.seasons))
            view = await self._bot.view(interaction, caller.show, end)
            titles = self._titles.get(view)
            if titles is None:
                work = asyncio.to_thread(Titles, view)
                titles = self._titles[view] = await self._bot.patiently(interaction, work)
            pieces = titles.beyond(draft.title, caller.ceiling)
            if pieces:
                raise UnsafeTitleError(pieces, caller.ceiling)
        return caller.show.seasons.concrete(position)

    async def goes_beyond(self, interaction: discord.Interaction, caller: Caller, text: str) -> bool:
        """Whether the guard finds that a text, spoiler bars or not, goes beyond the caller's ceiling."""
        guard = await self._bot.patiently(interaction, self._bot.guards.load(caller.show.id))
        return guard.beyond(text, caller.ceiling, strict=True)
