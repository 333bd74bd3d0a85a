"""Guards are made of what the store holds of names, and of nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from facts.errors import StoreError, UnknownShowError
from facts.model import Person
from facts.position import Position
from facts.store import ShowGuards, Views, load_pack, open_engine, upgrade
from facts.store.select import select_names
from tests.support.packs import as_pack, small_pack
from tests.support.rooms import ROOMS

P = Position.parse


@pytest.fixture
async def rooms(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """Give a database with one pack."""
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    try:
        await upgrade(engine)
        await load_pack(engine, ROOMS, "one")
        yield engine
    finally:
        await engine.dispose()


async def test_guard_follows_the_pack_that_is_served(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    try:
        await upgrade(engine)
        data = small_pack()
        await load_pack(engine, as_pack(data), "one")
        views = Views(engine)
        await views.refresh()
        show = views.shows()[0].id
        guards = ShowGuards(engine, views)
        assert guards.get(show) is None
        first = await guards.load(show)
        assert guards.get(show) is first
        assert not first.beyond("Zacharias Umbriel", P("S0"))
        person = {"id": "zacharias-umbriel", "since": "S1E2", "name": "Zacharias Umbriel"}
        data["people"].append(person)
        await load_pack(engine, as_pack(data), "two")
        await views.refresh()
        assert guards.get(show) is None
        second = await guards.load(show)
        assert second.beyond("Zacharias Umbriel", P("S0"))
        assert not second.beyond("Zacharias Umbriel", P("S1E2"))
        with pytest.raises(UnknownShowError):
            await guards.load("no-such-show")
    finally:
        await engine.dispose()


async def test_guard_is_made_once_and_of_the_pack_that_is_stored(rooms: AsyncEngine) -> None:
    await load_pack(rooms, replace(ROOMS, show=replace(ROOMS.show, id="another", episodes=(1,))), "one")
    views = Views(rooms)
    await views.refresh()
    guards = ShowGuards(rooms, views)
    first, again = await asyncio.gather(guards.load("rooms"), guards.load("rooms"))
    assert first is again
    assert await guards.load("another") is not first
    assert guards.get("rooms") is first
    assert first.beyond("The Masked Man", P("S0"))
    assert not first.beyond("The Masked Man", P("S1E3"))
    # Seasons are as long as the show's own, not another's.
    assert first.beyond("The roof", P("S1E2"))
    assert not first.beyond("Ellen Wilson", P("S3"))
    # Loaded by another process, and nobody here has noticed.
    people = (Person(id="zach", since=P("S1E2"), name="Zacharias Umbriel"),)
    await load_pack(rooms, replace(ROOMS, people=people, characters=(), facts=()), "two")
    assert guards.get("rooms") is first
    await views.refresh()
    await load_pack(rooms, ROOMS, "three")
    second = await guards.load("rooms")
    assert views.version("rooms") == 3
    assert second.beyond("The Masked Man", P("S0"))
    assert not guards._builds


async def test_database_that_fails_is_told_as_such(rooms: AsyncEngine) -> None:
    views = Views(rooms)
    await views.refresh()
    async with rooms.begin() as connection:
        await connection.execute(text("DROP TABLE item"))
    with pytest.raises(StoreError, match="cannot use the database"):
        await ShowGuards(rooms, views).load("rooms")


async def test_no_guard_is_given_before_it_has_been_looked_for_a_pack_that_may_have_been_loaded(
    rooms: AsyncEngine,
) -> None:
    views = Views(rooms)
    await views.refresh()
    guards = ShowGuards(rooms, views)
    first = await guards.load("rooms")
    people = (*ROOMS.people, Person(id="zach", since=P("S1E2"), name="Zacharias Umbriel"))
    await load_pack(rooms, replace(ROOMS, people=people), "two")
    views.expire()
    assert guards.get("rooms") is None
    second = await guards.load("rooms")
    assert not first.beyond("Zacharias Umbriel", P("S0"))
    assert second.beyond("Zacharias Umbriel", P("S0"))


async def test_only_names_titles_years_and_pairs_are_read(rooms: AsyncEngine) -> None:
    async with rooms.connect() as connection:
        rows = await select_names(connection, ROOMS.show.id, 1)
    kinds = {row.kind for row in rows}
    assert kinds <= {"years", "episode", "person", "character", "thing", "name", "together"}
    assert kinds >= {"episode", "person", "character", "name"}
