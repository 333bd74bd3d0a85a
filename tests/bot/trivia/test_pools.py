"""Pools are made once a view and not kept for ever."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from bot.trivia.pools import Pools
from facts.position import NOTHING
from facts.view import View
from tests.support.rooms import ROOMS


async def test_whoever_asks_gets_the_same_pool_of_that_very_view() -> None:
    pools, view, twin = Pools(), View.of(ROOMS, NOTHING), View.of(ROOMS, NOTHING)
    one, other = await asyncio.gather(pools.of(view), pools.of(view))
    assert one is other is await pools.of(view)
    assert one.view is view
    assert await pools.of(twin) is not one


async def test_pools_used_longest_ago_are_given_up_with_their_views() -> None:
    pools, views = Pools(limit=2), [View.of(ROOMS, NOTHING) for _ in range(3)]
    first = await pools.of(views[0])
    await pools.of(views[1])
    assert await pools.of(views[0]) is first
    await pools.of(views[2])
    assert await pools.of(views[0]) is first
    gone = weakref.ref(views[1])
    del views[1]
    gc.collect()
    assert gone() is None


async def test_giving_up_does_not_take_the_pool_from_others() -> None:
    pools, view = Pools(), View.of(ROOMS, NOTHING)
    waiting = asyncio.create_task(pools.of(view))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await pools.of(view)).view is view
