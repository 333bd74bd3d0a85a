"""Spoilers that are being written: kept for a quarter of an hour, so that a refusal costs nobody their words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import discord

from bot.ledger import SpoilerFile

KEPT_FOR: Final = 15 * 60.0
"""Seconds, as long as an interaction lasts."""
_MOST: Final = 1000
_MOST_BYTES: Final = 64 * 1024 * 1024

Attached = discord.Attachment | SpoilerFile
"""A file on Discord, or one that was read before its message was deleted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form was opened with or sent; hidden words are left out of its ``repr``."""

    id: int
    """Of the post that it becomes, or that it changes."""
    user: int
    """Who writes it."""
    author: int
    """Whose words they are."""
    show: str
    since: str = ""
    title: str = field(default="", repr=False)
    text: str | None = field(default="", repr=False)
    """``None`` where only the tag and the title of a post are changed."""
    files: tuple[Attached, ...] = field(default=(), repr=False)
    original: int | None = None
    """The message that it takes the place of."""
    said: str = field(default="", repr=False)
    """What that message, or the post that is changed, says."""
    changes: bool = False
    """Whether the post is there already."""
    beyond: bool = False
    """Whether the guard has found that it goes beyond the channel's ceiling, so that its tag must, too."""
    asked: bool = False
    """Whether its writer has been told that its tag looks too early for its words."""
    lost: int = 0
    """How many files of the message that it was could not be kept."""

    @property
    def words(self) -> str:
        """All that it says, file names included, behind the button: what was said before where only its tag changes."""
        names = (file.name if isinstance(file, SpoilerFile) else file.filename for file in self.files)
        return "\n".join((self.said if self.text is None else self.text, *names))

    @property
    def weight(self) -> int:
        """The bytes that it holds in memory."""
        return len(self.text or "") * 4 + sum(len(file.data) for file in self.files if isinstance(file, SpoilerFile))


def is_changed(draft: Draft) -> bool:
    """Whether it says something else than the message that it takes the place of."""
    return bool(draft.title) or (draft.text or "").split() != draft.said.split()


def is_sure(draft: Draft, before: Draft | None) -> bool:
    """Whether its writer was asked about the same tag of the same words before, and sends them again."""
    return before is not None and before.asked and (before.since, before.text) == (draft.since, draft.text)


class Drafts:
    """The latest drafts, those written longest ago given up first; ``now`` gives seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._drafts: OrderedDict[tuple[int, int], tuple[float, Draft]] = OrderedDict()
        self._weight = 0

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of an earlier one of the same post and writer."""
        self.drop(draft.id, draft.user)
        self._drafts[draft.id, draft.user] = (self._now(), draft)
        self._weight += draft.weight
        while self._drafts and (len(self._drafts) > _MOST or self._weight > _MOST_BYTES):
            self.drop(*next(iter(self._drafts)))
        self.forget()

    def forget(self) -> None:
        """Give up what is old."""
        while self._drafts and self._is_old():
            self.drop(*next(iter(self._drafts)))

    def get(self, draft_id: int, user: int) -> Draft | None:
        """Return a draft to whoever wrote it."""
        at, draft = self._drafts.get((draft_id, user), (0.0, None))
        return draft if draft is not None and self._now() - at <= KEPT_FOR else None

    def drop(self, draft_id: int, user: int) -> None:
        """Forget a draft."""
        _, draft = self._drafts.pop((draft_id, user), (0.0, None))
        self._weight -= 0 if draft is None else draft.weight

    def drop_all_of(self, *posts: int) -> None:
        """Forget what anybody has written of posts that are gone."""
        for key in [key for key in self._drafts if key[0] in posts]:
            self.drop(*key)

    def drop_user(self, user: int) -> None:
        """Forget what somebody has written, and what others have written in their name."""
        for key, (_, draft) in list(self._drafts.items()):
            if user in (draft.user, draft.author):
                self.drop(*key)

    def _is_old(self) -> bool:
        at, _ = next(iter(self._drafts.values()))
        return self._now() - at > KEPT_FOR
