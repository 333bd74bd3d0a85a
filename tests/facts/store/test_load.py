"""Packs go into the store as a whole or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from facts.model import Pack
from facts.rows import rows_of
from facts.store import digests, load_pack, open_engine, upgrade
from facts.store.news import CHANNEL, PACKS
from facts.store.tables import item, show
from tests.support.rooms import ROOMS


async def stored(engine: AsyncEngine) -> tuple[list[Any], list[Any]]:
    async with engine.connect() as connection:
        shows = (await connection.execute(select(show).order_by(show.c.id))).all()
        items = (await connection.execute(select(item).order_by(item.c.show_id, item.c.seq))).all()
        return [tuple(row) for row in shows], [tuple(row) for row in items]


def with_premise(premise: str) -> Pack:
    return replace(ROOMS, show=replace(ROOMS.show, premise=premise))


async def test_load_pack_stores_a_row_for_each_mapping_with_since(engine: AsyncEngine) -> None:
    assert await load_pack(engine, ROOMS, "one")
    shows, items = await stored(engine)
    assert shows == [("rooms", "Rooms", ROOMS.show.premise, "[3, 3, 2]", 1, "one")]
    assert items == [("rooms", 1, *row) for row in rows_of(ROOMS)]
    assert await digests(engine) == {"rooms": "one"}


async def test_load_pack_writes_nothing_for_an_unchanged_digest(engine: AsyncEngine) -> None:
    await load_pack(engine, ROOMS, "one")
    before = await stored(engine)
    assert not await load_pack(engine, with_premise("Other words."), "one")
    assert await stored(engine) == before


async def test_load_pack_replaces_the_earlier_version(engine: AsyncEngine) -> None:
    await load_pack(engine, ROOMS, "one")
    fewer = replace(ROOMS, facts=ROOMS.facts[:2])
    assert await load_pack(engine, fewer, "two")
    shows, items = await stored(engine)
    assert [row[4:] for row in shows] == [(2, "two")]
    assert items == [("rooms", 2, *row) for row in rows_of(fewer)]


async def test_load_pack_keeps_other_shows(engine: AsyncEngine) -> None:
    await load_pack(engine, ROOMS, "one")
    await load_pack(engine, replace(ROOMS, show=replace(ROOMS.show, id="other")), "one")
    _, items = await stored(engine)
    assert {row[0] for row in items} == {"rooms", "other"}


async def test_load_pack_that_fails_changes_nothing(engine: AsyncEngine) -> None:
    await load_pack(engine, ROOMS, "one")
    before = await stored(engine)
    broken = replace(ROOMS, facts=(*ROOMS.facts, ROOMS.facts[0]))
    # The very last row is refused by the database, when everything else has been written.
    async with engine.begin() as connection:
        await connection.execute(text("CREATE UNIQUE INDEX once ON item (id) WHERE kind = 'fact'"))
    with pytest.raises(DBAPIError):
        await load_pack(engine, broken, "two")
    assert await stored(engine) == before


async def test_load_pack_tells_every_process_on_postgresql_once_it_is_stored(postgres_url: str) -> None:
    heard: list[str] = []
    engine = open_engine(postgres_url)
    await upgrade(engine)
    line = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await line.add_listener(CHANNEL, lambda *told: heard.append(told[-1]))
    try:
        for digest, told in [("one", 1), ("one", 1), ("two", 2)]:
            await load_pack(engine, ROOMS, digest)
            await line.fetchval("SELECT 1")
            assert heard == [PACKS] * told
    finally:
        await line.close()
        await engine.dispose()


async def test_load_pack_by_two_at_once_writes_one(engine: AsyncEngine) -> None:
    assert sorted(await asyncio.gather(*(load_pack(engine, ROOMS, "one") for _ in range(4)))) == [False] * 3 + [True]
    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(item)) == len(rows_of(ROOMS))
