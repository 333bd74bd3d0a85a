"""Who will see a reply, and so from which position it is made. Nothing else decides positions.

Private replies are made from the caller's own position, public ones from the channel's ceiling and never from the
caller's position. What is not known counts as nothing watched.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from bot.ledger import GuildSettings, Progress
from facts.position import NOTHING, Position
from facts.seasons import Seasons


class WhyPrivate(Enum):
    """Why a reply that was to be shared is private."""

    BEHIND = auto()
    """The caller has not reached the channel's ceiling."""
    NOT_INSTALLED = auto()
    """The bot itself is not in this place, only its user has brought it along."""


class Place(NamedTuple):
    """Where an interaction happens.

    ``guild_id`` is ``None`` in direct messages. ``bot_is_here`` says whether the bot itself is a member of the server,
    or the other side of the direct message. ``chain`` holds the ids of thread (or forum post), channel and category,
    nearest first; ``complete`` is false where the chain could not be followed to its end.
    """

    guild_id: int | None
    bot_is_here: bool
    chain: tuple[int, ...] = ()
    complete: bool = True

    @property
    def direct(self) -> bool:
        """Whether this is the direct message between the caller and the bot, which nobody else reads."""
        return self.guild_id is None and self.bot_is_here


class Audience(NamedTuple):
    """The position a reply is made from, whether it is public, and why not where it was asked to be."""

    position: Position
    public: bool = False
    why_private: WhyPrivate | None = None


def own_position(progress: Progress, seasons: Seasons) -> Position:
    """How far somebody may be told: where they rewatch, else what they have watched, else nothing."""
    return seasons.within(progress.position)


def ceiling(place: Place, settings: GuildSettings, seasons: Seasons) -> Position:
    """What may be said in public at ``place``: the nearest ceiling that is set, else nothing at all."""
    if place.guild_id is None or not place.bot_is_here:
        return NOTHING
    for channel_id in place.chain:
        if channel_id in settings.ceilings:
            return seasons.within(settings.ceilings[channel_id])
    if not place.complete or settings.ceiling is None:
        return NOTHING
    return seasons.within(settings.ceiling)


def audience(
    place: Place, progress: Progress, settings: GuildSettings, seasons: Seasons, *, share: bool = False
) -> Audience:
    """Decide who sees a reply to somebody with ``progress`` and from which position it is made."""
    own = own_position(progress, seasons)
    if not share or place.direct:
        return Audience(own)
    if not place.bot_is_here:
        return Audience(own, why_private=WhyPrivate.NOT_INSTALLED)
    top = ceiling(place, settings, seasons)
    if own < top:
        return Audience(own, why_private=WhyPrivate.BEHIND)
    return Audience(top, public=True)


def autocomplete_position(
    place: Place, progress: Progress, settings: GuildSettings, seasons: Seasons, *, share: bool
) -> Position:
    """The position whose names may be offered while a command is typed."""
    # A public reply is never made from beyond the caller's own position, so this is the lower of it and the ceiling.
    return audience(place, progress, settings, seasons, share=share).position


def preview_position(
    asked: Position, progress: Progress, seasons: Seasons, *, confirmed: bool = False
) -> Position | None:
    """The position a moderator may look from; ``None`` where it lies beyond their own and they have not confirmed."""
    canonical = seasons.canonical(asked)
    return canonical if confirmed or canonical <= own_position(progress, seasons) else None
