"""A write: one change, who waits for it and what becomes of it; and many of them as few statements."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Executable

from bot.ledger.errors import LedgerError, StoreUnavailable, Unsettled
from bot.ledger.news import words_of
from bot.ledger.statements import Row, Step

_LATE: Final = "the database has not answered in time"


def nothing() -> None:
    """Do nothing."""


@dataclass(slots=True, eq=False)
class Write:
    """One change: applied whole or not at all."""

    keys: Collection[Hashable]
    """Whom it is about: writes that share a key are applied in the order in which they came."""
    steps: Sequence[Step]
    applied: Callable[[], None] = nothing
    """Called once it is durable, before anybody hears of it."""
    doubted: Callable[[], None] = nothing
    """Called where the connection broke during the commit, and nobody knows."""
    abandoned: bool = field(default=False, init=False)
    committing: bool = field(default=False, init=False)
    pending: bool = field(default=False, init=False)
    """Whether it was handed in and may still be applied."""
    settled: list[Callable[[], None]] = field(default_factory=list, init=False)
    """Called once it is known what became of it."""
    answer: asyncio.Future[LedgerError | None] = field(init=False)

    def settle(self, outcome: LedgerError | None) -> None:
        """Say how it went, once."""
        if self.pending:
            self.pending = False
            self.tell(outcome)
            for callback in self.settled:
                callback()

    async def over(self) -> None:
        """Wait until it is known what became of it."""
        if self.pending:
            event = asyncio.Event()
            self.settled.append(event.set)
            await event.wait()

    def tell(self, outcome: LedgerError | None) -> None:
        """Answer whoever waits, unless they have been answered or have gone."""
        if not self.answer.done():
            self.answer.set_result(outcome)

    def give_up(self) -> None:
        """Take it back where its commit has not begun, and say so."""
        self.abandoned = True
        self.tell(Unsettled(_LATE) if self.committing else StoreUnavailable(_LATE))


def news(writes: Iterable[Write]) -> list[str]:
    """Return what other processes have to hear: what this one's memory follows, theirs must, too."""
    return words_of(key for write in writes if write.applied is not nothing for key in write.keys)


def grouped(writes: Sequence[Write]) -> Iterator[tuple[Executable, list[Row]]]:
    """Gather equal statements of many writes, keeping the order within every write and among those that share a key."""
    wave: list[Write] = []
    keys: set[Hashable] = set()
    for write in writes:
        if not keys.isdisjoint(write.keys):
            yield from _by_step(wave)
            wave, keys = [], set()
        wave.append(write)
        keys.update(write.keys)
    yield from _by_step(wave)


def _by_step(wave: Sequence[Write]) -> Iterator[tuple[Executable, list[Row]]]:
    for number in range(max((len(write.steps) for write in wave), default=0)):
        rows: dict[Executable, list[Row]] = {}
        for write in wave:
            if number < len(write.steps):
                statement, row = write.steps[number]
                rows.setdefault(statement, []).extend((row,) if isinstance(row, Mapping) else row)
        yield from rows.items()
