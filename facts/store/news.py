"""Telling other processes what a transaction changes: PostgreSQL delivers it exactly when that is committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

CHANNEL: Final = "airlock"

PACKS: Final = "packs"
"""A pack was loaded."""

_LONGEST: Final = 7000
"""Bytes of one notification; PostgreSQL takes fewer than 8000."""
_NOTIFY: Final = select(func.pg_notify(CHANNEL, bindparam("words")))


async def tell(connection: AsyncConnection, words: Iterable[str]) -> None:
    """Tell every process that listens, this one too, once and only if the transaction commits.

    An SQLite file is served by one process, so there it does nothing.
    """
    if connection.dialect.name == "postgresql":
        for text in _portions(words):
            await connection.execute(_NOTIFY, {"words": text})


def _portions(words: Iterable[str]) -> Iterator[str]:
    portion = ""
    for word in words:
        if portion and len(portion) + len(word) >= _LONGEST:
            yield portion
            portion = ""
        portion = f"{portion} {word}" if portion else word
    if portion:
        yield portion
