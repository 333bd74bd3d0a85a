"""Who asks: everything a command needs to know of its caller before it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord

from bot import audience
from bot.audience import Audience, Place
from bot.errors import NoSuchShowError
from bot.ledger import GuildSettings, Ledger, Progress
from bot.places import place_of
from facts.position import Position
from facts.store import LoadedShow


@dataclass(frozen=True, slots=True)
class Caller:
    """A user at a place, with the show that they ask about and how far they have watched it."""

    user_id: int
    place: Place
    show: LoadedShow
    progress: Progress
    settings: GuildSettings
    asked: bool

    @property
    def own(self) -> Position:
        """How far the caller may be told."""
        return audience.own_position(self.progress, self.show.seasons)

    @property
    def ceiling(self) -> Position:
        """What may be said in public where the caller is."""
        return audience.ceiling(self.place, self.settings, self.show.seasons)

    def audience(self, *, share: bool = False) -> Audience:
        """Who will see a reply to the caller."""
        return audience.audience(self.place, self.progress, self.settings, self.show.seasons, share=share)

    @property
    def welcome(self) -> bool:
        """Whether the caller is still to be asked, once, how far they have watched."""
        return not self.progress.known and not self.asked


async def caller_of(
    interaction: discord.Interaction, ledger: Ledger, shows: Sequence[LoadedShow], show: str | None = None
) -> Caller:
    """Look up who asks; ``show`` is the id of a show that was named, else the server's or the last used counts.

    Raises ``NoSuchShowError`` for a show that is not loaded and ``StoreUnavailable`` where the ledger does not answer.
    """
    user_id = interaction.user.id
    place = place_of(interaction)
    settings = GuildSettings()
    if place.guild_id is not None and place.bot_is_here:
        settings = ledger.guilds.peek(place.guild_id) or await ledger.guilds.get(place.guild_id)
    user = ledger.users.peek(user_id) or await ledger.users.get(user_id)
    chosen = find_show(shows, show) if show else _default_show(shows, settings.show, user.last_show)
    if settings.show not in (None, chosen.id):
        # Ceilings are those of the show that the server follows; they say nothing of any other.
        settings = replace(settings, ceiling=None, ceilings={})
    progress = ledger.progress.peek(user_id, chosen.id)
    if progress is None:
        progress = await ledger.progress.get(user_id, chosen.id)
    if place.guild_id is None and user.last_show != chosen.id:
        ledger.users.note_last_show(user_id, chosen.id)
    return Caller(user_id, place, chosen, progress, settings, user.asked)


def find_show(shows: Sequence[LoadedShow], asked: str) -> LoadedShow:
    """The show of that id or title; raise ``NoSuchShowError`` where none is loaded."""
    folded = asked.strip().casefold()
    for show in shows:
        if folded in (show.id, show.title.casefold()):
            return show
    raise NoSuchShowError(asked, tuple(show.title for show in shows))


def _default_show(shows: Sequence[LoadedShow], *preferred: str | None) -> LoadedShow:
    by_id = {show.id: show for show in shows}
    for show_id in preferred:
        if show_id is not None and show_id in by_id:
            return by_id[show_id]
    if not shows:
        raise NoSuchShowError("", ())
    return shows[0]
