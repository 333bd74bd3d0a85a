"""How long a show's seasons are, which is public, and what follows from it about positions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from facts.position import NOTHING, Position


class Seasons(tuple[int, ...]):
    """The number of episodes of each season, first season first."""

    __slots__ = ()

    def episodes_in(self, season: int) -> int:
        """How many episodes ``season`` has; ``IndexError`` where there is no such season."""
        if season < 1:
            raise IndexError(season)
        return self[season - 1]

    def has(self, position: Position) -> bool:
        """Whether the show gets as far as ``position``."""
        if position == NOTHING:
            return True
        if not 1 <= position.season <= len(self):
            return False
        return position.whole or 1 <= position.episode <= self[position.season - 1]

    def canonical(self, position: Position) -> Position:
        """The one form of a position that has two: a season's last episode is the season."""
        return _canonical(self, position)

    def within(self, position: Position) -> Position:
        """The canonical form of a position that was stored when the seasons may have been others.

        What lies beyond the end of a season that has shrunk, or of the show, is that end.
        """
        return _within(self, position)

    def concrete(self, position: Position) -> Position:
        """The last episode watched: what is stored, so that a season that grows moves nobody."""
        if position.whole and self.has(position):
            return Position(position.season, self[position.season - 1])
        return position

    def after(self, position: Position) -> Position | None:
        """The next episode to watch, ``None`` at the end of the show."""
        here = self.concrete(position)
        if here.season and here.episode < self[here.season - 1]:
            return Position(here.season, here.episode + 1)
        return Position(here.season + 1, 1) if here.season < len(self) else None

    def episodes(self) -> Iterator[Position]:
        """Every episode, in order."""
        for season, length in enumerate(self, start=1):
            for episode in range(1, length + 1):
                yield Position(season, episode)

    def positions(self) -> Iterator[Position]:
        """Every position there is, in its canonical form: nothing yet, then one an episode."""
        yield NOTHING
        for episode in self.episodes():
            yield self.canonical(episode)


@lru_cache(maxsize=4096)
def _canonical(seasons: Seasons, position: Position) -> Position:
    # Remembered: a large view asks of every fact, and a show has a few hundred positions at most.
    if seasons.has(position) and position.season and position.episode == seasons[position.season - 1]:
        return Position(position.season)
    return position


@lru_cache(maxsize=4096)
def _within(seasons: Seasons, position: Position) -> Position:
    # Remembered: every command asks it of a user's position.
    if position.season > len(seasons):
        return Position(len(seasons))
    if not seasons.has(position):
        return Position(position.season)
    return seasons.canonical(position)
