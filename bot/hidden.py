"""Messages and titles that the guard has noticed: kept in memory for their authors, for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Self

from bot.custom_id import snowflake

KEPT_SECONDS: Final = 15 * 60.0
MOST: Final = 2000
"""Messages kept at once; the oldest are given up first."""
_TITLE: Final = "title-"


class Subject(NamedTuple):
    """What was noticed: a message, or the title of a thread or post, whose id is that of its first message too."""

    id: int
    title: bool = False

    def __str__(self) -> str:
        """As a button names it."""
        return f"{_TITLE}{self.id}" if self.title else str(self.id)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what a button names; raise ``MalformedError`` for anything else."""
        return cls(snowflake(text.removeprefix(_TITLE)), title=text.startswith(_TITLE))


@dataclass(frozen=True, slots=True)
class Noticed:
    """A message or a title; its text is left out of its ``repr``, so that no log can hold it."""

    subject: Subject
    guild: int
    channel: int
    author: int
    text: str = field(repr=False)
    hidden: bool
    until: float
    pardoned: bool = False
    """Whether a moderator has found it harmless."""


class Hidden:
    """What was noticed last; ``now`` gives seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kept: dict[Subject, Noticed] = {}

    def keep(self, subject: Subject, guild: int, channel: int, author: int, text: str, *, hidden: bool) -> None:
        """Keep a message or a title, in place of what was kept of it before."""
        self._forget()
        self._kept.pop(subject, None)
        self._kept[subject] = Noticed(subject, guild, channel, author, text, hidden, self._now() + KEPT_SECONDS)
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def get(self, subject: Subject) -> Noticed | None:
        """Return what is still kept."""
        self._forget()
        return self._kept.get(subject)

    def pardon(self, subject: Subject) -> None:
        """Note that a moderator has found something harmless; its author can still have it back."""
        if noticed := self.get(subject):
            self._kept[subject] = replace(noticed, pardoned=True)

    def drop(self, subject: Subject) -> None:
        """Forget a message or a title."""
        self._kept.pop(subject, None)

    def forget(self, author: int) -> list[Subject]:
        """Forget all that somebody wrote; return what that was."""
        theirs = [noticed.subject for noticed in self._kept.values() if noticed.author == author]
        for subject in theirs:
            self.drop(subject)
        return theirs

    def _forget(self) -> None:
        now = self._now()
        while self._kept and (oldest := next(iter(self._kept.values()))).until <= now:
            del self._kept[oldest.subject]
