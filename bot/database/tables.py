"""All tables of the database, and what may be said of their contents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table

from bot.ledger.tables import metadata as owned  # whole: whatever imports a part of the ledger imports all of it
from facts.position import Position
from facts.store.tables import metadata as facts

TABLES: Final[Sequence[Table]] = (*facts.sorted_tables, *owned.sorted_tables)
"""Every table but Alembic's, those that others refer to first."""

OF_ALEMBIC: Final = "alembic_version"

OURS: Final = frozenset({OF_ALEMBIC, *(table.name for table in TABLES)})
"""The names of all tables that Airlock makes."""

_OVER: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows there are and a digest of them that does not depend on their order."""

    rows: int = 0
    digest: int = 0

    def plus(self, rows: Iterable[Sequence[Any]]) -> Content:
        """The content with further rows."""
        count, digest = self.rows, self.digest
        for row in rows:
            line = json.dumps(list(row), default=_plain, ensure_ascii=True)
            count += 1
            digest += int.from_bytes(hashlib.sha256(line.encode()).digest())
        return Content(count, digest % _OVER)

    @property
    def hexadecimal(self) -> str:
        """The digest as text."""
        return f"{self.digest:064x}"


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat(timespec="microseconds")
        case Position():
            return value.rank
        case bytes():
            return value.hex()
        case _:
            raise TypeError(f"{type(value).__name__} is in no table")
