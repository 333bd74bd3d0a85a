"""Who belongs to which season, how they are billed and who plays them, by the last that is visible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol, TypeVar

from facts.model import Billing, Cast, Character, Fact, Name, PlayedBy
from facts.position import Position
from facts.seasons import Seasons

OUT_OF_STORY: Final = frozenset({"production", "award", "note", "world"})
"""Kinds of facts that say nothing about who is seen in a season."""

_LISTED: Final[tuple[Billing | None, ...]] = ("main", "recurring", "guest", None)
BILLINGS: Final = {billing: order for order, billing in enumerate(_LISTED)}
"""The order in which a cast is listed."""


class _Since(Protocol):
    @property
    def since(self) -> Position: ...


_Item = TypeVar("_Item", bound=_Since)


def last(items: Iterable[_Item], seasons: Seasons) -> _Item | None:
    """Return the item known latest, among equals the one written last."""
    found: _Item | None = None
    for item in items:
        if found is None or seasons.canonical(item.since) >= seasons.canonical(found.since):
            found = item
    return found


def billing(character: Character, seasons: Seasons) -> Billing | None:
    """Return how a character is billed, ``None`` where nothing says so."""
    found = last(character.cast, seasons)
    return found.as_ if found else None


def played_by(character: Character, seasons: Seasons) -> tuple[PlayedBy, ...]:
    """Return who plays a character: the castings of each portrayal that were known last, in the order written."""
    latest: dict[str | None, Position] = {}
    for casting in character.played_by:
        since = seasons.canonical(casting.since)
        latest[casting.as_] = max(since, latest.get(casting.as_, since))
    return tuple(c for c in character.played_by if seasons.canonical(c.since) == latest[c.as_])


def by_season(
    characters: Iterable[Character], mainly: Mapping[str, tuple[Fact, ...]], seasons: Seasons
) -> dict[int, tuple[tuple[Character, Billing | None], ...]]:
    """Return each season's cast with its billing: main first, then recurring, guests and the unbilled."""
    cast: dict[int, list[tuple[Character, Billing | None]]] = {}
    for character in characters:
        billed = billing(character, seasons)
        for season in _seasons_of(character, mainly.get(character.id, ()), seasons):
            cast.setdefault(season, []).append((character, billed))
    return {season: tuple(sorted(found, key=lambda pair: BILLINGS[pair[1]])) for season, found in cast.items()}


def first_episode(since: Position, nested: Iterable[Position], facts: Iterable[Fact]) -> Position | None:
    """Return the episode with which an entry enters the story; ``None`` where only a season is known, or nothing.

    Who is known from the start (``S0``) enters with the first episode of season 1 of which anything is told.
    """
    if since.season:
        return None if since.whole else since
    told = [*nested, *(fact.since for fact in facts if fact.kind not in OUT_OF_STORY)]
    earliest = min((position for position in told if position.season), default=None)
    if earliest is None or earliest.season != 1 or earliest.whole:
        return None
    return earliest


def _seasons_of(character: Character, facts: Iterable[Fact], seasons: Seasons) -> set[int]:
    nested: tuple[Name | Cast | PlayedBy, ...] = (*character.names, *character.cast, *character.played_by)
    tagged = (character.since, *(item.since for item in nested))
    found = {position.season for position in tagged if position.season and not position.whole}
    found |= {c.since.season for c in character.cast if c.as_ != "main" and c.since.season}
    found |= {fact.since.season for fact in facts if fact.since.season and fact.kind not in OUT_OF_STORY}
    announced = [c.since for c in character.cast if c.as_ == "main" and (c.since.whole or not c.since.season)]
    if not found and not announced:
        announced = [character.since]
    return found | {min(position.season + 1, len(seasons)) for position in announced}
