"""Where a reported question was asked, written short enough for a button, and the way back to the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.ledger import Ledger
from bot.trivia.daily import Asked
from bot.trivia.table import Table

_WRITTEN: Final = re.compile(r"r(\d{1,18})\.(\d{1,3})|d(\d{4}-\d{2}-\d{2})", re.ASCII)
LOOKED_THROUGH: Final = 1000
"""How many open reports of a server are looked through."""


@dataclass(frozen=True, slots=True)
class Source:
    """A question of a round, by its number, or of a day."""

    round_id: int | None = None
    number: int | None = None
    day: date | None = None

    def __str__(self) -> str:
        """Write it, as ``r12.3`` or ``d2026-01-31``."""
        return f"d{self.day.isoformat()}" if self.day is not None else f"r{self.round_id}.{self.number}"

    @classmethod
    def parse(cls, text: str) -> Source:
        """Read what was written; raise ``ValueError`` for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(text)
        if match[3] is not None:
            return cls(day=date.fromisoformat(match[3]))
        return cls(int(match[1]), int(match[2]))


@dataclass(frozen=True, slots=True)
class Found:
    """A question as it was asked, with the show and the channel."""

    asked: Asked
    show: str
    channel: int


async def find(ledger: Ledger, guild: int, source: Source) -> Found | None:
    """Return a question that was asked in a server, ``None`` where it was not; raise ``StoreUnavailable``."""
    if source.day is not None:
        daily = await ledger.daily.question(guild, source.day)
        return None if daily is None else Found(Asked.of(daily.question), daily.show, daily.channel)
    stored = None if source.round_id is None else await ledger.rounds.stored(source.round_id)
    if stored is None or stored.guild != guild:
        return None
    table = Table.of(stored)
    question = table.asked.get(source.number or 0)
    return None if question is None else Found(Asked(question, table.state.position), stored.show, stored.channel)


async def longest_waiting(ledger: Ledger, guild: int, counts: Callable[[int], bool]) -> Source | None:
    """Return where the reported question was asked that waits longest, of those from channels that count.

    ``None`` where there is none, or where that is not known any more; raise ``StoreUnavailable``.
    """
    reports = await ledger.reports.open(guild, LOOKED_THROUGH)
    days = await ledger.daily.days(guild) if reports else {}
    for report in reports:
        for round_id, number, channel in report.rounds:
            if counts(channel):
                return Source(round_id, number)
        for day, channel in days.get(report.key, ()):
            if counts(channel):
                return Source(day=day)
    return None
