"""Scoring anew the rounds that have ended, when moderators decide whether a question counts."""

from __future__ import annotations

from collections.abc import Collection

from bot.ledger import Ledger, StoredRound
from bot.trivia.table import Table


async def rescore(ledger: Ledger) -> None:
    """Score anew the rounds in which a question was asked that now counts, or no longer counts.

    What the last process had no time for is among them. Raises ``LedgerError``.
    """
    for guild, key in await ledger.reports.unscored():
        banned = await ledger.reports.banned(guild)
        for round_id in await ledger.rounds.asked(guild, key):
            stored = await ledger.rounds.stored(round_id)
            if stored is not None and stored.ended is not None:  # one that is on is scored when it ends
                await _score(ledger, stored, banned)
        await ledger.reports.scored(guild, key)


async def score_ended(ledger: Ledger, table: Table) -> None:
    """Score a round that has just ended by what moderators decided while it was on; raise ``LedgerError``.

    Its own count knows nothing of that.
    """
    banned = await ledger.reports.banned(table.guild)
    if any(question.id in banned for question in table.asked.values()):
        stored = await ledger.rounds.stored(table.round_id)
        if stored is not None:
            await _score(ledger, stored, banned)


async def _score(ledger: Ledger, stored: StoredRound, banned: Collection[str]) -> None:
    """Score a round that has ended, without the questions that do not count."""
    void = {number for number, question in Table.of(stored).asked.items() if question.id in banned}
    await ledger.rounds.rescore(stored.round_id, Table.of(stored, void).final_award())
