"""What somebody has practised alone, so that what they got wrong comes back sooner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import BigInteger, bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.reader import Reader
from bot.ledger.statements import inserting
from bot.ledger.tables import UserId
from bot.ledger.trivia_tables import practice
from bot.ledger.turns import Turns

LAST_BOX: Final = 5
"""From here on further right answers change nothing."""


@dataclass(frozen=True, slots=True)
class Practised:
    """How somebody does with one question."""

    seen: int
    wrong: int
    box: int
    """Right answers in a row, up to ``LAST_BOX``: the higher, the later it comes back."""
    last: datetime


_WEIGHTS: Final = (
    select(practice.c.key, practice.c.seen, practice.c.wrong, practice.c.box, practice.c.last_at)
    .where(practice.c.user_id == bindparam("me", type_=UserId), practice.c.show == bindparam("of"))
    .order_by(practice.c.last_at.desc(), practice.c.key)
    .limit(bindparam("most", type_=BigInteger))
)


class Practice:
    """Everybody's practice, a row a question."""

    def __init__(self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        new = inserting(engine.dialect.name, practice)
        self._record = new.on_conflict_do_update(
            index_elements=[*practice.primary_key.columns],
            set_={
                "seen": practice.c.seen + 1,
                "wrong": practice.c.wrong + new.excluded.wrong,
                "box": case(
                    (new.excluded.box == 0, 0), (practice.c.box >= LAST_BOX, LAST_BOX), else_=practice.c.box + 1
                ),
                "last_at": new.excluded.last_at,
            },
        )

    async def record(self, user: int, show: str, key: str, right: bool) -> None:
        """Note an answer; raise a ``LedgerError``."""
        row = {
            "user_id": user,
            "show": show,
            "key": key,
            "seen": 1,
            "wrong": int(not right),
            "box": int(right),
            "last_at": self._clock(),
        }
        await self._turns.at_once([("user", user)], [(self._record, row)])

    async def weights(self, user: int, show: str, limit: int = 500) -> Mapping[str, Practised]:
        """Return the questions somebody practised last, by their key, the last one first."""
        (rows,) = await self._reader.fetch((_WEIGHTS, {"me": user, "of": show, "most": limit}))
        return MappingProxyType({row.key: Practised(row.seen, row.wrong, row.box, row.last_at) for row in rows})
