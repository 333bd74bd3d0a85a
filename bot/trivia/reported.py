"""Where a reported question was asked, written short enough for a button, and the way back to the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.ledger import Ledger, Report
from bot.trivia.daily import Asked
from bot.trivia.table import Table

_WRITTEN: Final = re.compile(r"r(\d{1,18})\.(\d{1,3})|d(\d{4}-\d{2}-\d{2})", re.ASCII)
_DAYS_BACK: Final = 40
"""How long after it was posted a question of the day is found from a report of it."""


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


async def source_of(ledger: Ledger, guild: int, report: Report) -> Source | None:
    """Return where a question was asked that has been reported, ``None`` where that is not known any more."""
    if report.rounds:
        return Source(*report.rounds[0])
    for back in range(-1, _DAYS_BACK):
        day = report.at.date() - timedelta(days=back)
        daily = await ledger.daily.question(guild, day)
        if daily is not None and daily.key == report.key:
            return Source(day=day)
    return None
