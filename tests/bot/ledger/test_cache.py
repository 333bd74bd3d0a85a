"""The memory: bounded, read once, and never older than a commit."""

from __future__ import annotations

import asyncio

import pytest

from bot.ledger.cache import Cache


class Rows:
    """A table whose reads wait to be let go on."""

    def __init__(self) -> None:
        self.now: dict[str, str] = {}
        self.reads: list[str] = []
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def read(self, key: str) -> str:
        self.reads.append(key)
        value = self.now.get(key, "missing")
        await self.go_on.wait()
        if value == "broken":
            raise OSError(key)
        return value


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def cache(rows: Rows) -> Cache[str, str]:
    return Cache(2, rows.read)


async def test_get_reads_once_and_keeps_missing_as_missing(rows: Rows, cache: Cache[str, str]) -> None:
    assert cache.peek("a") is None
    assert [await cache.get("a"), await cache.get("a")] == ["missing"] * 2
    assert cache.peek("a") == "missing"
    assert rows.reads == ["a"]


async def test_get_at_once_is_one_read(rows: Rows, cache: Cache[str, str]) -> None:
    assert await asyncio.gather(*(cache.get("a") for _ in range(10))) == ["missing"] * 10
    assert rows.reads == ["a"]


async def test_get_that_is_cancelled_does_not_cancel_the_others(rows: Rows, cache: Cache[str, str]) -> None:
    rows.go_on.clear()
    leaving, staying = asyncio.create_task(cache.get("a")), asyncio.create_task(cache.get("a"))
    await asyncio.sleep(0)
    leaving.cancel()
    rows.go_on.set()
    assert await staying == "missing"
    assert rows.reads == ["a"]


async def test_get_that_fails_is_tried_again_the_next_time(rows: Rows, cache: Cache[str, str]) -> None:
    rows.now["a"] = "broken"
    with pytest.raises(OSError, match="a"):
        await cache.get("a")
    rows.now["a"] = "well"
    assert await cache.get("a") == "well"


async def test_cache_keeps_those_used_last(rows: Rows, cache: Cache[str, str]) -> None:
    await cache.get("a")
    await cache.get("b")
    cache.peek("a")
    await cache.get("c")
    assert [cache.peek(key) for key in "abc"] == ["missing", None, "missing"]
    assert len(cache) == 2


@pytest.mark.parametrize("forget", [False, True])
async def test_read_overtaken_by_a_commit_is_not_kept(rows: Rows, cache: Cache[str, str], forget: bool) -> None:
    rows.now["a"] = "old"
    rows.go_on.clear()
    early = asyncio.create_task(cache.get("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert rows.reads == ["a"]
    rows.now["a"] = "new"
    if forget:
        cache.drop("a")
    else:
        cache.update("a", lambda _: "new")
    late = asyncio.create_task(cache.get("a"))
    await asyncio.sleep(0)
    rows.go_on.set()
    assert [await early, await late] == ["old", "new"]
    assert cache.peek("a") == "new"


async def test_update_changes_what_is_in_memory_and_reads_nothing(rows: Rows, cache: Cache[str, str]) -> None:
    await cache.get("a")
    cache.update("a", lambda value: value + "!")
    cache.update("b", lambda value: value + "!")
    assert [cache.peek("a"), cache.peek("b")] == ["missing!", None]
    assert rows.reads == ["a"]


class Ears:
    """Whether others are heard."""

    open = True

    def __call__(self) -> bool:
        return self.open


@pytest.fixture
async def ears(rows: Rows, cache: Cache[str, str]) -> Ears:
    ears = Ears()
    cache.share(ears)
    return ears


async def test_nothing_in_memory_counts_while_others_are_not_heard(
    rows: Rows, cache: Cache[str, str], ears: Ears
) -> None:
    await cache.get("a")
    ears.open = False
    rows.now["a"] = "changed"
    assert cache.peek("a") is None
    assert await cache.get("a") == "changed"
    # A read that somebody else began may be of before a change.
    rows.go_on.clear()
    early = asyncio.create_task(cache.get("b"))
    await asyncio.sleep(0)
    rows.now["b"] = "changed"
    late = asyncio.create_task(cache.get("b"))
    await asyncio.sleep(0)
    rows.go_on.set()
    assert [await early, await late] == ["missing", "changed"]
    cache.clear()
    ears.open = True
    assert [cache.peek("a"), cache.peek("b")] == [None, None]


async def test_read_that_is_under_way_is_not_kept_once_all_is_forgotten(
    rows: Rows, cache: Cache[str, str], ears: Ears
) -> None:
    rows.go_on.clear()
    reading = asyncio.create_task(cache.get("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    cache.clear()
    rows.go_on.set()
    assert await reading == "missing"
    assert cache.peek("a") is None


async def test_changes_are_made_from_the_database_and_read_anew_where_others_make_them_too(
    rows: Rows, cache: Cache[str, str], ears: Ears
) -> None:
    await cache.get("a")
    rows.now["a"] = "theirs"
    assert await cache.latest("a") == "theirs"
    cache.update("a", lambda _: "ours")  # theirs may have been committed after it
    assert cache.peek("a") is None
    assert await cache.get("a") == "theirs"
    cache.assume("a", lambda value: f"{value}!")
    assert cache.peek("a") == "theirs!"
