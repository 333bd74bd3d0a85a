"""What is changed in a guild, for its moderators: each entry is written in the transaction that makes the change."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import insert

from bot.ledger.statements import Step
from bot.ledger.tables import guild_change

_LOG: Final = insert(guild_change)


def logged(
    guild: int,
    at: datetime,
    by: int | None,
    what: str,
    before: object,
    after: object,
    *,
    show: str | None = None,
    channel: int | None = None,
) -> Step:
    """Return the step that logs a change: ``before`` and ``after`` as moderators read them, ``None`` for nothing.

    ``by`` is ``None`` where the bot made it.
    """
    return _LOG, {
        "guild_id": guild,
        "at": at,
        "user_id": by,
        "what": what,
        "show": show,
        "channel_id": channel,
        "before": None if before is None else str(before),
        "after": None if after is None else str(after),
    }
