"""The one SELECT that takes a position. Nothing else in the project reads items, but for names that the guard needs.

``select_names`` takes no position: whether a message names what lies beyond one can only be said by who knows it. It
reads names, titles, years and pairs, no facts, and only ``facts.store.guards`` may call it, which says yes or no.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.position import Position
from facts.rows import Row
from facts.store.tables import item

_AT_ONCE: Final = 1000
_NAMING: Final = ("years", "episode", "person", "character", "thing", "name", "together")
"""The kinds of rows that bear names, years or pairs."""


async def select_items(connection: AsyncConnection, show_id: str, version: int, position: Position) -> list[Row]:
    """Return what somebody at ``position``, in its canonical form, may know: rows in the pack's order."""
    query = (
        select(item.c.seq, item.c.kind, item.c.parent, item.c.id, item.c.since, item.c.body)
        .where(item.c.show_id == show_id, item.c.version == version, item.c.since <= position.rank)
        .order_by(item.c.seq)
    )
    rows: list[Row] = []
    # In chunks, so that a large show does not hold up the event loop.
    async with connection.stream(query, execution_options={"yield_per": _AT_ONCE}) as result:
        async for chunk in result.partitions():
            rows += map(Row._make, chunk)
    return rows


async def select_names(connection: AsyncConnection, show_id: str, version: int) -> list[Row]:
    """Return the rows that bear names, titles, years and pairs, of every position, in the pack's order."""
    query = (
        select(item.c.seq, item.c.kind, item.c.parent, item.c.id, item.c.since, item.c.body)
        .where(item.c.show_id == show_id, item.c.version == version, item.c.kind.in_(_NAMING))
        .order_by(item.c.seq)
    )
    return list(map(Row._make, (await connection.execute(query)).all()))
