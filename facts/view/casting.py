"""Who belongs to which season, how they are billed and who plays them, by the last that is visible."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
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
    """Return how a character is billed now, ``None`` where nothing says so."""
    found = last(character.cast, seasons)
    return found.as_ if found else None


def played_by(character: Character, seasons: Seasons, season: int | None = None) -> tuple[PlayedBy, ...]:
    """Return who plays a character, in ``season`` or now, in the order written.

    These are the castings of each portrayal that were known last.
    """
    castings = character.played_by if season is None else _played_in(character, seasons, season)
    latest: dict[str | None, Position] = {}
    for casting in castings:
        since = seasons.canonical(casting.since)
        latest[casting.as_] = max(since, latest.get(casting.as_, since))
    return tuple(c for c in castings if seasons.canonical(c.since) == latest[c.as_])


def by_season(
    characters: Collection[Character], mainly: Mapping[str, tuple[Fact, ...]], seasons: Seasons
) -> dict[int, tuple[tuple[Character, Billing | None], ...]]:
    """Return each season's cast with its billing: main first, then recurring, guests and the unbilled."""
    listed = {_billed_in(cast, seasons) for one in characters for cast in one.cast if cast.as_ == "main"}
    cast: dict[int, list[tuple[Character, Billing | None]]] = {}
    for character in characters:
        for season in _seasons_of(character, mainly.get(character.id, ()), seasons):
            billed = _billing_in(character, seasons, season, has_main_cast=season in listed)
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
    announced = [c.since for c in character.cast if _is_announced(c)]
    if not found and not announced:
        announced = [character.since]
    return found | {_next(position, seasons) for position in announced}


def _is_announced(cast: Cast) -> bool:
    # The main cast of a season is known when the season before is over; who else was in it, when it is over itself.
    return cast.as_ == "main" and (cast.since.whole or not cast.since.season)


def _billed_in(cast: Cast, seasons: Seasons) -> int:
    return _next(cast.since, seasons) if _is_announced(cast) else cast.since.season


def _billing_in(character: Character, seasons: Seasons, season: int, *, has_main_cast: bool) -> Billing | None:
    # The last that is not for a later season. Main billing ends with a season whose main cast is others.
    found = last((cast for cast in character.cast if _billed_in(cast, seasons) <= season), seasons)
    if found is None or (found.as_ == "main" and has_main_cast and _billed_in(found, seasons) < season):
        return None
    return found.as_


def _played_in(character: Character, seasons: Seasons, season: int) -> tuple[PlayedBy, ...]:
    # Those that are not for a later season, without who played somebody that has grown up before this one.
    announced = {cast.since for cast in character.cast if _is_announced(cast)}
    castings = [(casting, _cast_in(casting, announced, seasons)) for casting in character.played_by]
    castings = [(casting, first) for casting, first in castings if first <= season]
    grown = [first for casting, first in castings if casting.as_ == "adult"]
    return tuple(c for c, first in castings if c.as_ is not None or not any(first < later for later in grown))


def _cast_in(casting: PlayedBy, announced: Container[Position], seasons: Seasons) -> int:
    # Who becomes known with a main billing for the next season plays in that one.
    is_next = casting.since.whole and casting.since in announced
    return _next(casting.since, seasons) if is_next else casting.since.season or 1


def _next(position: Position, seasons: Seasons) -> int:
    return min(position.season + 1, len(seasons))
