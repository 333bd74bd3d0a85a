"""What is asked before a spoiler is posted or changed: who may, a tag that is far enough, a title that is safe."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import discord

from bot import audience
from bot.audience import Place
from bot.caller import Caller, settings_for
from bot.client import Airlock
from bot.drafts import Draft
from bot.errors import (
    CannotDeleteError,
    EarlyTagError,
    NotYoursError,
    SpoilerGoneError,
    TooEarlyError,
    UnsafeTitleError,
)
from bot.ledger import GuildSettings
from bot.ledger.errors import StoreUnavailable
from bot.options import existing, read_position
from bot.permissions import is_moderator, require_speaking
from bot.replies import require_posting
from facts.errors import StoreError
from facts.position import Position
from facts.store import LoadedShow
from facts.titles import Titles
from facts.view import View


class Checks:
    """Knows what lies beyond every position, and tells no more than that words which somebody wrote speak of it."""

    def __init__(self, bot: Airlock) -> None:
        self._bot = bot
        self._titles: WeakKeyDictionary[View, Titles] = WeakKeyDictionary()

    async def safe_from(self, interaction: discord.Interaction, caller: Caller, draft: Draft) -> Position:
        """Read from where a draft is safe; raise for what is no position or too early, and for an unsafe title.

        Whose words go beyond their own tag is asked once: names may be everyday words, and a tag within the ceiling
        hides them from nobody.
        """
        position = existing(caller.show.title, caller.show.seasons, read_position(draft.since))
        if draft.beyond and position <= caller.ceiling:
            raise TooEarlyError(caller.ceiling)
        if draft.title:
            await self._bot.patiently(interaction, self._require_safe(draft.title, caller))
        if not draft.asked:
            finding = self._names_later(draft.words, caller, position)
            if await self._bot.patiently(interaction, finding):
                raise EarlyTagError(position)
        return caller.show.seasons.concrete(position)

    async def require_standing(self, interaction: discord.Interaction, show: str, draft: Draft) -> None:
        """Raise where what is kept may not be posted any more: it is deleted with its author's data, or not safe."""
        if await self._bot.ledger.spoilers.get(draft.id) is None:
            raise SpoilerGoneError
        await self.safe_from(interaction, await self._bot.caller(interaction, show), draft)

    async def goes_beyond(self, show: LoadedShow, text: str, ceiling: Position) -> bool:
        """Whether the guard finds that a text goes beyond a ceiling, behind spoiler bars or not."""
        try:
            return await self._bot.guards.beyond(show.id, text, ceiling, strict=True)
        except StoreError as error:
            raise StoreUnavailable(str(error)) from error

    async def unsafe(
        self, title: str, place: Place, settings: GuildSettings, show: LoadedShow
    ) -> UnsafeTitleError | None:
        """Why the title of a spoiler for a show is not safe at a place, ``None`` where it is."""
        for each, ceiling in self._ceilings(place, settings, show):
            pieces = (await self._titles_of(each, Position(len(each.seasons)))).beyond(title, ceiling)
            if pieces or await self.goes_beyond(each, title, ceiling):
                return UnsafeTitleError(pieces, each.title, ceiling)
        return None

    async def _names_later(self, text: str, caller: Caller, position: Position) -> bool:
        """Whether a text names what is first known after a position.

        Only what its writer has watched counts: else trying one tag after the other would tell when a name is to come.
        """
        titles = await self._titles_of(caller.show, caller.own)
        return bool(titles.beyond(text, position, any_case=False))

    async def _require_safe(self, title: str, caller: Caller) -> None:
        settings = await self._bot.ledger.guilds.get(caller.place.guild_id or 0)
        error = await self.unsafe(title, caller.place, settings, caller.show)
        if error is not None:
            raise error

    def _ceilings(
        self, place: Place, settings: GuildSettings, named: LoadedShow
    ) -> Iterator[tuple[LoadedShow, Position]]:
        """What a title may speak of: of the show that a spoiler is for, and of the one that the server follows."""
        for show in self._bot.views.shows():
            if show.id in (named.id, settings.show):
                yield show, audience.ceiling(place, settings_for(settings, show), show.seasons)

    async def _titles_of(self, show: LoadedShow, position: Position) -> Titles:
        try:
            view = await self._bot.views.load(show, position)
        except StoreError as error:
            raise StoreUnavailable(str(error)) from error
        titles = self._titles.get(view)
        if titles is None:
            titles = self._titles[view] = await asyncio.to_thread(Titles, view)
        return titles


def require_writing(interaction: discord.Interaction, draft: Draft) -> None:
    """Raise where the caller may not write this, or hide this message, here, or the bot may not do it for them."""
    hiding, manages = draft.original is not None, is_moderator(interaction.permissions)
    if hiding and draft.author != interaction.user.id and not manages:
        raise NotYoursError
    if not (hiding and manages):
        in_thread = isinstance(interaction.channel, discord.Thread)
        # The files of a message that is there were allowed when it was written.
        require_speaking(interaction.permissions, in_thread=in_thread, files=bool(draft.files) and not hiding)
    if hiding and not interaction.app_permissions.manage_messages:
        raise CannotDeleteError
    require_posting(interaction)
