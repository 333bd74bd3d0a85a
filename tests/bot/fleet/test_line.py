"""The line to PostgreSQL: who holds which shards, and for how long what it says may be trusted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from bot.fleet import TakenError, joined
from bot.fleet.line import BEAT, FRESH, HELD, Line
from bot.fleet.seize import GIVEN_UP
from bot.fleet.share import Share
from bot.settings import Settings
from facts.errors import StoreError
from facts.store import open_engine
from facts.store.news import CHANNEL
from tests.support.discord import until
from tests.support.proxy import Proxy


def options(url: str) -> dict[str, Any]:
    return {"dsn": url.replace("+asyncpg", "")}


@asynccontextmanager
async def held(url: str, count: int | None, *shards: int, token: str = "t") -> AsyncIterator[Line]:
    line = Line(options(url), Share.of(token, count, shards))
    try:
        await line.open(0)
        yield line
    finally:
        await line.close()


@pytest.fixture
async def proxy(postgres_url: str) -> AsyncIterator[Proxy]:
    async with Proxy.to(postgres_url) as between:
        yield between


def test_process_gives_up_well_before_the_server_frees_its_shards() -> None:
    assert FRESH < 1 < HELD < GIVEN_UP - 1


async def test_same_shard_is_refused_until_it_is_let_go(postgres_url: str) -> None:
    async with held(postgres_url, 3, 0, 1), held(postgres_url, 3, 2), held(postgres_url, 3, 0, token="another"):
        with pytest.raises(TakenError, match="shard 1 of this bot"):
            async with held(postgres_url, 3, 1):
                pass
    async with held(postgres_url, 3, 1) as line:
        assert line.holds()
        assert line.hears()
        assert line.serves()
    assert not line.holds()
    assert not line.hears()


async def test_different_counts_are_refused(postgres_url: str) -> None:
    async with held(postgres_url, 3, 0):
        for count, shards in ((4, (3,)), (None, ())):
            with pytest.raises(TakenError, match="SHARD_COUNT=3"):
                async with held(postgres_url, count, *shards):
                    pass
    async with held(postgres_url, None):
        with pytest.raises(TakenError, match="no SHARD_COUNT"):
            async with held(postgres_url, 3, 0):
                pass


async def test_of_many_that_start_at_once_one_is_served(postgres_url: str) -> None:
    lines = [Line(options(postgres_url), Share.of("t", count, [0])) for count in (2, 2, 2, 3, 3, 3)]
    came = await asyncio.gather(*(line.open(0) for line in lines), return_exceptions=True)
    assert [type(each) for each in came].count(TakenError) == 5
    assert [line.holds() for line in lines].count(True) == 1
    await asyncio.gather(*(line.close() for line in lines))


async def test_start_waits_for_a_predecessor_that_stops(postgres_url: str) -> None:
    successor = Line(options(postgres_url), Share.of("t", 1, [0]))
    async with held(postgres_url, 1, 0):
        waiting = asyncio.create_task(successor.open(60))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        assert not successor.holds()
    await waiting
    assert successor.holds()
    await successor.close()


async def test_pool_by_session_is_no_obstacle_and_one_by_transaction_is_named(
    postgres_url: str, proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.pools = True
    said: list[str] = []
    async with held(proxy.url(postgres_url), 1, 0) as line:
        line.lost = lambda: said.append("lost")
        await asyncio.sleep(3 * BEAT)
        assert not said
        assert line.hears()
        line._backend = -1  # from here on somebody else's server process answers
        await until(lambda: bool(said))
        assert "it must be by session" in caplog.text


async def test_line_that_was_cut_is_taken_up_again(postgres_url: str, proxy: Proxy) -> None:
    said: list[str] = []
    async with held(proxy.url(postgres_url), 1, 0) as line:
        line.lost, line.regained = lambda: said.append("lost"), lambda: said.append("regained")
        proxy.refuses = True
        proxy.cut()
        await until(lambda: said == ["lost"])
        assert not line.holds()
        assert not line.hears()
        proxy.heal()
        await until(lambda: said == ["lost", "regained"])
        assert line.holds()
        assert line.hears()


async def test_silence_is_noticed_and_ones_own_earlier_connection_is_no_obstacle(
    postgres_url: str, proxy: Proxy
) -> None:
    async with held(proxy.url(postgres_url), 1, 0) as line:
        lost = asyncio.Event()
        line.lost = lost.set
        proxy.stall()
        await until(lambda: not line.hears())
        assert not lost.is_set()  # memory is not trusted long before the line is given up
        await lost.wait()
        assert not line.holds()
        # Here the server has not heard that it is gone, and still keeps its locks.
        proxy.heal()
        await until(line.holds)


async def test_server_frees_what_a_process_that_is_gone_has_held(postgres_url: str, proxy: Proxy) -> None:
    line = Line(options(proxy.url(postgres_url)), Share.of("t", 1, [0]))
    await line.open(0)
    proxy.stall()
    assert line._task is not None
    line._task.cancel()  # a machine that has lost its power says nothing
    began = asyncio.get_running_loop().time()
    successor = Line(options(postgres_url), Share.of("t", 1, [0]))
    await successor.open(60)
    # Not before the first could no longer trust it.
    assert not line.holds()
    assert asyncio.get_running_loop().time() - began < 30
    await successor.close()
    await line.close()


async def test_process_whose_shards_were_taken_says_so(postgres_url: str, proxy: Proxy) -> None:
    taken: list[TakenError] = []
    async with held(proxy.url(postgres_url), 1, 0) as line:
        line.taken = taken.append
        proxy.refuses = True
        proxy.cut()
        async with held(postgres_url, 1, 0):
            proxy.heal()
            await until(lambda: bool(taken))
            assert not line.holds()


async def test_all_that_is_said_is_heard_and_a_late_answer_loses_nothing(postgres_url: str, proxy: Proxy) -> None:
    heard: list[str] = []
    speaker = await asyncpg.connect(**options(postgres_url))
    async with held(proxy.url(postgres_url), 1, 0) as line:
        line.heard = heard.append
        await speaker.execute("SELECT pg_notify($1, 'one')", CHANNEL)
        await until(lambda: heard == ["one"])
        proxy.delay = 0.3
        await speaker.execute("SELECT pg_notify($1, 'two')", CHANNEL)
        await until(lambda: heard == ["one", "two"])
        proxy.heal()
        await until(line.hears)
    await speaker.close()


async def test_what_stood_still_is_lost_and_regained(postgres_url: str) -> None:
    said: list[str] = []
    async with held(postgres_url, 1, 0) as line:
        line.lost, line.regained = lambda: said.append("lost"), lambda: said.append("regained")
        line._held_until -= 60
        await until(lambda: said == ["lost", "regained"])
        assert line.holds()


async def test_answer_that_comes_after_shards_were_given_up_is_told_as_lost_and_regained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, told, took = 0.0, list[str](), iter((0.5, 2.9))

    class Connection:
        def is_closed(self) -> bool:
            return False

        async def fetchval(self, _query: str) -> int:
            nonlocal now
            seconds = next(took, None)
            if seconds is None:
                await asyncio.Event().wait()
            now += seconds or 0.0
            return 7

    monkeypatch.setattr("bot.fleet.line.time", SimpleNamespace(monotonic=lambda: now))
    line = Line({}, None)
    line._connection, line._backend = Connection(), 7
    line.lost, line.regained = lambda: told.append("lost"), lambda: told.append("regained")
    line._trust(now)
    running = asyncio.create_task(line._run())
    await until(lambda: len(told) == 2)
    assert told == ["lost", "regained"]
    assert line.holds()
    running.cancel()


async def test_joining_names_what_is_wrong_in_a_line(postgres_url: str) -> None:
    nowhere = open_engine("postgresql+asyncpg://airlock:hunter2@127.0.0.1:9/airlock")
    with pytest.raises(StoreError, match="cannot use the database") as refused:
        async with joined(Settings(), nowhere):
            pass
    assert "hunter2" not in str(refused.value)
    engine, settings = open_engine(postgres_url), Settings(discord_token="t", shard_count=2, shard_ids=(0,))
    async with joined(settings, engine) as fleet:
        assert not fleet.alone
        assert fleet.holds()
        with pytest.raises(TakenError):
            async with joined(settings, engine, 0):
                pass
    async with joined(Settings(), engine) as fleet, joined(Settings(), engine):
        assert fleet.hears()  # the sandbox has no shards to hold
