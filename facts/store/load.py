"""Writing a pack to the store, all of it or nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from facts.model import Pack
from facts.rows import Row, rows_of
from facts.store.engine import exclusive
from facts.store.news import PACKS, tell
from facts.store.tables import item, show

_AT_ONCE: Final = 2000


async def load_pack(engine: AsyncEngine, pack: Pack, digest: str) -> bool:
    """Store a pack in place of the show's earlier one, in one transaction; return whether it was another.

    ``digest`` stands for the pack's files: nothing is written while it stays the same.
    """
    if (await digests(engine)).get(pack.show.id) == digest:
        return False
    rows = await asyncio.to_thread(rows_of, pack)
    async with exclusive(engine) as connection:
        query = select(show.c.version, show.c.digest).where(show.c.id == pack.show.id)
        served = (await connection.execute(query)).first()
        if served is not None and served.digest == digest:
            return False
        values = {
            "title": pack.show.title,
            "premise": pack.show.premise,
            "episodes": json.dumps(pack.show.episodes),
            "version": 1 if served is None else served.version + 1,
            "digest": digest,
        }
        if served is None:
            await connection.execute(insert(show).values(id=pack.show.id, **values))
        else:
            await connection.execute(update(show).where(show.c.id == pack.show.id).values(**values))
            await connection.execute(delete(item).where(item.c.show_id == pack.show.id))
        for chunk in _chunks(rows):
            columns = {"show_id": pack.show.id, "version": values["version"]}
            await connection.execute(insert(item), [{**columns, **row._asdict()} for row in chunk])
        await tell(connection, [PACKS])
    return True


async def digests(engine: AsyncEngine) -> dict[str, str]:
    """Return the digest of each show's stored pack, by the show's id."""
    async with engine.connect() as connection:
        return {row.id: row.digest for row in await connection.execute(select(show.c.id, show.c.digest))}


def _chunks(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))
