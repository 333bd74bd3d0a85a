"""Who asks: everything a command needs to know of its caller before it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import discord

from bot import audience
from bot.audience import Audience, Place
from bot.errors import NoSuchShowError
from bot.ledger import GuildSettings, Ledger, Progress, User, UserSettings
from bot.places import place_of
from facts.position import Position
from facts.store import LoadedShow


class Caller(NamedTuple):
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


_NOTHING_SET: Final = GuildSettings()


def caller_at_hand(
    interaction: discord.Interaction, ledger: Ledger, shows: Sequence[LoadedShow], show: str | None = None
) -> Caller | None:
    """Return what ``caller_of`` would, where all that it takes is in memory, else ``None``; raise as it does."""
    place = place_of(interaction)
    settings = ledger.guilds.peek(place.guild_id) if place.guild_id is not None and place.bot_is_here else _NOTHING_SET
    user = ledger.users.peek(interaction.user.id)
    if settings is None or user is None:
        return None
    return _caller(interaction, ledger, place, settings, user, _chosen(shows, show, settings, user.settings))


async def caller_of(
    interaction: discord.Interaction, ledger: Ledger, shows: Sequence[LoadedShow], show: str | None = None
) -> Caller:
    """Look up who asks; ``show`` is the id of a show that was named, else the server's or the last used counts.

    Raises ``NoSuchShowError`` for a show that is not loaded and ``StoreUnavailable`` where the ledger does not answer.
    """
    place = place_of(interaction)
    settings = _NOTHING_SET
    if place.guild_id is not None and place.bot_is_here:
        settings = await ledger.guilds.get(place.guild_id)
    user = await ledger.users.get(interaction.user.id)
    return _caller(interaction, ledger, place, settings, user, _chosen(shows, show, settings, user.settings))


def _chosen(shows: Sequence[LoadedShow], show: str | None, settings: GuildSettings, user: UserSettings) -> LoadedShow:
    if show:
        return find_show(shows, show)
    for preferred in (settings.show, user.last_show):
        for loaded in shows:
            if loaded.id == preferred:
                return loaded
    if not shows:
        raise NoSuchShowError("", ())
    return shows[0]


def _caller(
    interaction: discord.Interaction,
    ledger: Ledger,
    place: Place,
    settings: GuildSettings,
    user: User,
    show: LoadedShow,
) -> Caller:
    # Suggestions change nothing, whatever show is named meanwhile.
    asked = interaction.type is not discord.InteractionType.autocomplete
    if asked and place.guild_id is None and user.settings.last_show != show.id:
        ledger.users.note_last_show(interaction.user.id, show.id)
    progress = user.progress_in(show.id)
    return Caller(interaction.user.id, place, show, progress, settings_for(settings, show), user.settings.asked)


def settings_for(settings: GuildSettings, show: LoadedShow) -> GuildSettings:
    """Settings as they hold for a show: ceilings are those of the show that the server follows, and of no other."""
    return settings if settings.show in (None, show.id) else replace(settings, ceiling=None, ceilings={})


def find_show(shows: Sequence[LoadedShow], asked: str) -> LoadedShow:
    """The show of that id or title; raise ``NoSuchShowError`` where none is loaded."""
    folded = asked.strip().casefold()
    for show in shows:
        if folded in (show.id, show.title.casefold()):
            return show
    raise NoSuchShowError(asked, tuple(show.title for show in shows))
