"""What comes of a watch party: a ceiling rises to what was announced, once, or it does not rise."""

from __future__ import annotations

from bot.audience import Place, ceiling
from bot.ledger import GuildSettings, Outcome, Party
from facts.position import Position
from facts.seasons import Seasons


def outcome(party: Party, place: Place, settings: GuildSettings, seasons: Seasons) -> Outcome:
    """Return what the moderator's word comes to by the settings that hold now; ``place`` is the party's channel.

    Ceilings that moderators have raised meanwhile stay as they are. One that they have lowered below where it was when
    they announced the party stays too: the step would be a larger one than the one they spoke of.
    """
    if settings.show not in (None, party.show):
        return Outcome.OTHER_SHOW
    if not seasons.has(party.ceiling):
        return Outcome.NO_EPISODE
    here = ceiling(place, settings, seasons)
    if here >= seasons.canonical(party.ceiling):
        return Outcome.THERE
    return Outcome.LOWERED if here < seasons.within(party.above) else Outcome.RISES


def may_speak_of(party: Party, place: Place, settings: GuildSettings, seasons: Seasons) -> bool:
    """Whether the party's channel may now speak of what it was announced for."""
    return outcome(party, place, settings, seasons) is Outcome.THERE


def next_step(here: Position, seasons: Seasons) -> Position | None:
    """Return the episode after a ceiling, canonical; ``None`` at the end of the show."""
    following = seasons.after(here)
    return None if following is None else seasons.canonical(following)


def episodes_between(here: Position, there: Position, seasons: Seasons) -> int:
    """Return how many episodes a step goes forward."""
    return sum(here < seasons.canonical(episode) <= there for episode in seasons.episodes())
