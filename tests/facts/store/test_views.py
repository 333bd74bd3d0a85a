"""Views are built from the store once each, and given up with the pack they were built from."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from facts.errors import UnknownPositionError, UnknownShowError
from facts.model import Pack
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.store import LoadedShow, Views, load_pack
from facts.store.views import _make
from facts.view import View
from tests.support.rooms import ROOMS, character, fact, name
from tests.support.views import snapshot

P = Position.parse
ASKED = ["masked", "The Masked Man", "Ellen Wilson", "newcomer", "boat", "Gwen Guest", "dead", "cellar"]


@pytest.fixture
async def views(engine: AsyncEngine) -> Views:
    await load_pack(engine, ROOMS, "one")
    views = Views(engine)
    await views.refresh()
    return views


@pytest.fixture
async def selects(engine: AsyncEngine) -> AsyncIterator[list[str]]:
    """Collect the statements that read items."""
    statements: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM item" in statement:
            statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    yield statements
    event.remove(engine.sync_engine, "before_cursor_execute", listen)


async def test_views_hold_what_the_pack_holds_at_every_position(views: Views) -> None:
    for position in Seasons(ROOMS.show.episodes).positions():
        view = await views.load("rooms", position)
        assert snapshot(view, ASKED) == snapshot(View.of(ROOMS, position), ASKED)


async def test_shows_are_listed_with_their_seasons(views: Views, engine: AsyncEngine) -> None:
    assert views.shows() == (LoadedShow("rooms", "Rooms", Seasons((3, 3, 2))),)
    assert Views(engine).shows() == ()


async def test_show_is_found_by_its_id(views: Views) -> None:
    (rooms,) = views.shows()
    assert views.find("rooms") is views.show("rooms") is rooms
    assert views.find("other") is views.find(None) is None
    with pytest.raises(UnknownShowError):
        views.show("other")


async def test_shows_are_listed_by_title(views: Views, engine: AsyncEngine) -> None:
    await load_pack(engine, replace(ROOMS, show=replace(ROOMS.show, id="aa", title="Zebra")), "one")
    await views.refresh()
    assert [show.title for show in views.shows()] == ["Rooms", "Zebra"]


async def test_views_are_warm_before_anybody_gets_them(views: Views) -> None:
    assert "_names" in vars(await views.load("rooms", P("S1")))


async def test_views_refuse_unknown_shows_and_positions(views: Views) -> None:
    for show, position, error in [
        ("other", NOTHING, UnknownShowError),
        ("rooms", P("S4"), UnknownPositionError),
        ("rooms", P("S1E4"), UnknownPositionError),
    ]:
        with pytest.raises(error):
            views.get(show, position)
        with pytest.raises(error):
            await views.load(show, position)
    assert views.version("rooms") == 1
    with pytest.raises(UnknownShowError):
        views.version("other")


async def test_views_are_built_once_for_both_forms_of_a_position(views: Views, selects: list[str]) -> None:
    assert views.get("rooms", P("S1")) is None
    found = await asyncio.gather(*(views.load("rooms", P(text)) for text in ["S1", "S1E3"] * 8))
    assert len({id(view) for view in found}) == 1
    assert views.get("rooms", P("S1E3")) is found[0]
    assert await views.load("rooms", P("S1")) is found[0]
    assert len(selects) == 1
    assert (views.hits, views.misses, sum(views.builds.counts)) == (2, 16, 1)
    assert 0 < views.builds.total < 300


async def test_views_of_different_positions_are_different_and_share_items(views: Views) -> None:
    early, late = await views.load("rooms", P("S1E1")), await views.load("rooms", P("S3"))
    assert early is not late
    assert early.position == P("S1E1")
    assert early.characters["tom"].names[0] is late.characters["tom"].names[0]
    assert early.characters["ellen"] != late.characters["ellen"]
    assert early.facts[-1] is late.mainly("show")[0]


async def test_one_caller_giving_up_leaves_the_build_to_the_others(views: Views, selects: list[str]) -> None:
    first = asyncio.create_task(views.load("rooms", P("S2")))
    second = asyncio.create_task(views.load("rooms", P("S2")))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).position == P("S2")
    assert len(selects) == 1


async def test_a_view_at_hand_is_given_without_asking_the_database(views: Views, engine: AsyncEngine) -> None:
    view = await views.load("rooms", P("S1"))
    await engine.dispose()
    asked: list[object] = []
    event.listen(engine.sync_engine, "connect", lambda *connected: asked.append(connected))
    assert await views.load("rooms", P("S1")) is view
    assert not asked


async def test_a_view_that_could_not_be_built_is_built_when_it_is_asked_for_again(
    views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("facts.store.views._make", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await views.load("rooms", P("S1"))
    assert (await views.load("rooms", P("S1"))).position == P("S1")


async def test_views_given_up_are_those_used_longest_ago(engine: AsyncEngine, views: Views) -> None:
    views = Views(engine, limit=2)
    await views.refresh()
    for text in ("S1", "S2"):
        await views.load("rooms", P(text))
    views.get("rooms", P("S1"))
    await views.load("rooms", P("S3"))
    assert [views.get("rooms", P(text)) is None for text in ("S1", "S2", "S3")] == [False, True, False]


async def test_refresh_keeps_views_of_an_unchanged_pack(views: Views, engine: AsyncEngine) -> None:
    view = await views.load("rooms", P("S1"))
    await load_pack(engine, ROOMS, "one")
    await views.refresh()
    assert views.get("rooms", P("S1")) is view
    later = await views.load("rooms", P("S3"))
    assert later.characters["tom"].names[0] is view.characters["tom"].names[0]


async def test_view_that_is_not_kept_is_given_all_the_same(engine: AsyncEngine, views: Views) -> None:
    views = Views(engine, limit=0)
    await views.refresh()
    view = await asyncio.wait_for(views.load("rooms", P("S1")), 30)
    assert view.position == P("S1")
    assert len(views) == 0


async def test_refresh_gives_up_views_of_an_earlier_pack(views: Views, engine: AsyncEngine) -> None:
    other = replace(ROOMS, show=replace(ROOMS.show, id="other", title="Another"))
    await load_pack(engine, other, "one")
    await views.refresh()
    await views.load("rooms", P("S1"))
    kept = await views.load("other", P("S1"))
    await load_pack(engine, replace(ROOMS, facts=()), "two")
    assert len(views) == 2
    await views.refresh()
    assert len(views) == 1
    assert views.get("rooms", P("S1")) is None
    assert (await views.load("rooms", P("S1"))).facts == ()
    assert views.get("other", P("S1")) is kept


async def test_a_view_asked_for_after_a_reload_nobody_noticed_is_of_the_new_pack(
    views: Views, engine: AsyncEngine
) -> None:
    await load_pack(engine, replace(ROOMS, facts=ROOMS.facts[1:2]), "two")
    assert [fact.id for fact in (await views.load("rooms", P("S1"))).facts] == ["tom-alive"]


async def test_a_view_whose_pack_is_replaced_while_it_is_built_is_not_given(
    views: Views, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, replaced = threading.Event(), threading.Event()

    def make(*given: Any) -> View:
        began.set()
        assert replaced.wait(30)
        return _make(*given)

    monkeypatch.setattr("facts.store.views._make", make)
    asked = asyncio.create_task(views.load("rooms", P("S1")))
    assert await asyncio.to_thread(began.wait, 30)
    await load_pack(engine, replace(ROOMS, facts=()), "two")
    await views.refresh()
    replaced.set()
    assert (await asked).facts == ()
    assert len(views) == 1


async def test_a_season_that_grows_meanwhile_moves_nobody(views: Views, engine: AsyncEngine) -> None:
    late = character("late", "S1E4", name("S1E4", "Late Comer"))
    grown = replace(ROOMS, show=replace(ROOMS.show, episodes=(4, 3, 2)), characters=(*ROOMS.characters, late))
    await load_pack(engine, grown, "two")
    whole, third = await asyncio.gather(views.load("rooms", P("S1")), views.load("rooms", P("S1E3")))
    assert third.position == P("S1E3")
    assert "late" not in third.characters
    assert whole.position == P("S1")
    assert "late" in whole.characters


async def test_a_position_of_a_show_of_an_earlier_pack_is_as_far_as_it_went_then(
    views: Views, engine: AsyncEngine
) -> None:
    before = views.show("rooms")
    await load_pack(engine, replace(ROOMS, show=replace(ROOMS.show, episodes=(4, 3, 2))), "two")
    views.expire()
    assert (await views.load(before, P("S1"))).position == P("S1E3")
    now = views.show("rooms")
    assert (await views.load(now, P("S1"))).position == P("S1")
    view = views.get(before, P("S1"))
    assert view is not None
    assert view.position == P("S1E3")
    await load_pack(engine, replace(ROOMS, show=replace(ROOMS.show, episodes=(2,)), characters=(), facts=()), "three")
    views.expire()
    assert (await views.load(now, P("S3"))).position == P("S1")


async def test_a_position_that_a_shrunken_show_lacks_is_refused(views: Views, engine: AsyncEngine) -> None:
    short = replace(ROOMS, show=replace(ROOMS.show, episodes=(3, 3)))
    await load_pack(engine, short, "two")
    with pytest.raises(UnknownPositionError):
        await views.load("rooms", P("S3E1"))


async def test_readers_see_one_pack_or_the_other_while_packs_are_loaded(engine: AsyncEngine) -> None:
    def edition(number: int) -> Pack:
        facts = tuple(fact(f"fact-{n}", "S1E1", "tom", f"Edition {number}.") for n in range(300))
        return replace(ROOMS, facts=facts)

    await load_pack(engine, edition(0), "0")
    views = Views(engine)
    await views.refresh()
    seen: set[str] = set()

    async def read() -> None:
        while len(seen) < 4:
            await views.refresh()
            texts = {fact.text for fact in (await views.load("rooms", P("S1"))).facts}
            assert len(texts) == 1
            seen.update(texts)

    async def write() -> None:
        for number in range(1, 500):
            await load_pack(engine, edition(number), str(number))
            if len(seen) >= 4:
                return

    await asyncio.wait_for(asyncio.gather(read(), write()), 30)
    assert len(seen) >= 4


async def test_nothing_is_served_before_it_has_been_looked_for_a_pack_that_may_have_been_loaded(
    views: Views, engine: AsyncEngine
) -> None:
    before = await views.load("rooms", P("S1"))
    await load_pack(engine, replace(ROOMS, facts=()), "two")
    assert views.get("rooms", P("S1")) is before
    views.expire()
    assert views.get("rooms", P("S1")) is None
    after = await views.load("rooms", P("S1"))
    assert after is not before
    assert views.get("rooms", P("S1")) is after


async def test_a_pack_loaded_while_it_is_looked_for_another_is_looked_for_too(
    views: Views, engine: AsyncEngine
) -> None:
    views.expire()
    looking = asyncio.create_task(views.refresh())
    await asyncio.sleep(0)
    views.expire()
    await looking
    assert not views.is_current()
    await views.refresh()
    assert views.is_current()


async def test_what_was_read_of_packs_earlier_and_comes_later_is_not_taken(
    views: Views, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go_on, execute = asyncio.Event(), asyncio.Event(), AsyncConnection.execute

    async def slowly(connection: AsyncConnection, *arguments: Any) -> Any:
        result = await execute(connection, *arguments)
        if not read.is_set():
            read.set()
            await go_on.wait()
        return result

    monkeypatch.setattr(AsyncConnection, "execute", slowly)
    slow = asyncio.create_task(views.refresh())
    await read.wait()
    await load_pack(engine, replace(ROOMS, show=replace(ROOMS.show, episodes=(3, 3, 3))), "two")
    await views.refresh()
    go_on.set()
    await slow
    assert views.show("rooms").seasons == (3, 3, 3)


async def test_each_load_looks_for_itself_while_nobody_would_tell_of_packs(engine: AsyncEngine) -> None:
    heard = True
    views = Views(engine, hears=lambda: heard)
    await load_pack(engine, ROOMS, "one")
    await views.refresh()
    before = await views.load("rooms", P("S1"))
    heard = False
    assert views.get("rooms", P("S1")) is None
    assert await views.load("rooms", P("S1")) is before
    await load_pack(engine, replace(ROOMS, facts=()), "two")
    assert await views.load("rooms", P("S1")) is not before
