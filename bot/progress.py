"""How progress moves: pure functions from one setting to the next. Positions are concrete episodes."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import RewatchTooFarError
from bot.ledger import Progress
from facts.position import NOTHING, Position
from facts.seasons import Seasons


def is_large_step(seasons: Seasons, before: Position, after: Position) -> bool:
    """Whether ``after`` lies more than one season beyond ``before``, so that a mis-click would show much."""
    here = seasons.concrete(seasons.within(before))
    if here.season + 1 > len(seasons):
        return False
    if here == NOTHING:
        limit = Position(1)
    else:
        limit = Position(here.season + 1, min(here.episode, seasons.episodes_in(here.season + 1)))
        if seasons.canonical(here).whole:
            limit = Position(here.season + 1)
    return seasons.canonical(after) > seasons.canonical(limit)


def watched(progress: Progress, seasons: Seasons, position: Position) -> Progress:
    """Having watched through ``position``; a rewatch of what lies before it goes on."""
    rewatch = progress.view_as_of
    if rewatch is not None and seasons.within(rewatch) >= seasons.within(position):
        rewatch = None
    return Progress(watched_through=seasons.concrete(position), view_as_of=rewatch)


def rewatched(progress: Progress, seasons: Seasons, position: Position) -> Progress:
    """Rewatching, and being as far as ``position``; raise ``RewatchTooFarError`` beyond what has been watched.

    A rewatch that has caught up with what has been watched is over.
    """
    limit = progress.watched_through or NOTHING
    if seasons.within(position) > seasons.within(limit):
        raise RewatchTooFarError(seasons.within(limit))
    if seasons.within(position) == seasons.within(limit):
        return replace(progress, view_as_of=None)
    return replace(progress, view_as_of=seasons.concrete(position))


def advanced(progress: Progress, seasons: Seasons, position: Position) -> Progress:
    """Having watched the episode ``position`` next: in the rewatch where there is one, else for the first time."""
    rewatch = progress.view_as_of
    if rewatch is None:
        return watched(progress, seasons, position)
    if seasons.within(rewatch) >= seasons.within(progress.watched_through or NOTHING):
        # Seasons have shrunk meanwhile, and so the rewatch has caught up.
        return watched(replace(progress, view_as_of=None), seasons, position)
    return rewatched(progress, seasons, position)
