"""Messages that the guard has noticed: kept in memory for their authors, for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

KEPT_SECONDS: Final = 15 * 60.0
MOST: Final = 2000
"""Messages kept at once; the oldest are given up first."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A message; its text is left out of its ``repr``, so that no log can hold it."""

    id: int
    guild: int
    channel: int
    author: int
    text: str = field(repr=False)
    hidden: bool
    until: float


class Hidden:
    """What was noticed last, by the id of the message; ``now`` gives seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kept: dict[int, Noticed] = {}

    def keep(self, id_: int, guild: int, channel: int, author: int, text: str, *, hidden: bool) -> None:
        """Keep a message, in place of what was kept of it before."""
        self._forget()
        self._kept.pop(id_, None)
        self._kept[id_] = Noticed(id_, guild, channel, author, text, hidden, self._now() + KEPT_SECONDS)
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def get(self, id_: int) -> Noticed | None:
        """Return a message that is still kept."""
        self._forget()
        return self._kept.get(id_)

    def drop(self, id_: int) -> None:
        """Forget a message."""
        self._kept.pop(id_, None)

    def _forget(self) -> None:
        now = self._now()
        while self._kept and (oldest := next(iter(self._kept.values()))).until <= now:
            del self._kept[oldest.id]
