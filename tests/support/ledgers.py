"""Looking at what a ledger has in memory."""

from __future__ import annotations

from bot.ledger import Ledger, Progress


def progress_at_hand(ledger: Ledger, user: int, show: str) -> Progress | None:
    """Somebody's progress, ``None`` where it would have to be read."""
    known = ledger.users.peek(user)
    return None if known is None else known.progress_in(show)
