"""Trouble with Discord, each kind caused for real: the right action, and one clear line."""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import repeat
from typing import Any

import aiohttp
import discord
import pytest
from discord.ext import commands

from bot.connection import Connected, Spell, lasting
from bot.sandbox.session import Fault
from bot.sandbox.standin import StandIn
from bot.trouble import RestartError, SetupError, closed, reason
from tests.support.discord import stand_in, until
from tests.support.logs import logged

LOGIN = "GET /users/@me"


class Hasty:
    """A module of ``asyncio`` in which nobody sleeps for long."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        """Let others have their turns."""
        await asyncio.sleep(min(seconds, 0.001))


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py and the bot wait for hardly any time."""
    for module in ("discord.shard", "discord.http", "discord.client", "bot.connection"):
        monkeypatch.setattr(f"{module}.asyncio", Hasty())


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a host reads meanwhile."""
    with logged(monkeypatch) as stream:
        yield stream


def client(**options: Any) -> Connected:
    made = Connected(
        command_prefix=commands.when_mentioned,
        intents=discord.Intents(guilds=True),
        guild_ready_timeout=0.01,
        max_messages=None,
        **options,
    )
    made.pauses = lambda: repeat(0.001)
    return made


@asynccontextmanager
async def begun(server: StandIn, **options: Any) -> AsyncIterator[tuple[Connected, asyncio.Task[None]]]:
    """A client that has been started, and is closed at the end."""
    made = client(**options)
    task = asyncio.create_task(made.start(server.token))
    try:
        yield made, task
    finally:
        await made.close()
        await asyncio.wait({task}, timeout=10)
        assert task.done()


@asynccontextmanager
async def online(server: StandIn, **options: Any) -> AsyncIterator[Connected]:
    """The same, once it is ready."""
    server.world.add_guild("Fans")
    async with begun(server, **options) as (made, task):
        await until(lambda: made.is_ready() or task.done())
        assert not task.done()
        yield made


def lines(log: io.StringIO) -> list[str]:
    assert "Traceback" not in log.getvalue()
    return [line.split(": ", 1)[1] for line in log.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("code", "options", "kind", "words"),
    [
        (4004, {}, SetupError, "Reset Token"),
        (4010, {"shard_count": 1}, SetupError, "SHARD_COUNT"),
        (4011, {"shard_count": 1}, SetupError, "raise it"),
        (4011, {}, RestartError, "next start"),
        (4012, {}, SetupError, "upgrade"),
        (4013, {}, SetupError, "upgrade"),
        (4014, {}, SetupError, "Message Content Intent"),
    ],
)
@pytest.mark.parametrize("running", [False, True], ids=["at the start", "while running"])
async def test_connection_that_cannot_be_ends_with_what_to_do(
    code: int, options: dict[str, Any], kind: type[Exception], words: str, running: bool, log: io.StringIO
) -> None:
    async with stand_in() as server:
        if not running:
            server.gateway.faults.append(Fault("identify", code))
        async with begun(server, **options) as (made, task):
            if running:
                await until(lambda: bool(server.gateway.connected) and made.is_ready())
                await server.gateway.drop(code)
            with pytest.raises(kind, match=words) as ended:
                await asyncio.wait_for(task, 10)
    assert len(str(ended.value).splitlines()) == 1
    assert server.token not in str(ended.value)
    assert server.gateway.connections == 1
    lines(log)


async def test_connection_that_is_closed_resumes(log: io.StringIO) -> None:
    codes = (1000, 1001, 1011, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009)
    async with stand_in() as server, online(server) as made:
        made._pace = started_pace  # type: ignore[method-assign]  # this many in a row would be paced
        (session,) = server.gateway.connected
        for count, code in enumerate(codes, 1):
            await server.gateway.drop(code)
            await until(lambda count=count: made.reconnects["resumed"] == count == session.resumed)  # type: ignore[misc]
    told = iter(lines(log))
    assert next(told) == "shard 0: connected, in 1 server"
    for code in codes:
        assert next(told) == f"shard 0: {closed(code)}; connecting again"
        assert next(told) == "shard 0: resumed after 0 s, nothing was missed"
    assert not list(told)


async def started_pace() -> None:
    """Wait for nothing."""


async def test_connection_that_is_cut_or_asked_to_move_resumes(log: io.StringIO) -> None:
    async with stand_in() as server, online(server) as made:
        (session,) = server.gateway.connected
        await server.gateway.drop()
        await until(lambda: made.reconnects["resumed"] == 1)
        await server.gateway.ask_to_reconnect()
        await until(lambda: made.reconnects["resumed"] == 2)
        await server.gateway.invalidate(resumable=True)
        await until(lambda: session.resumed == 3 and made.reconnects["resumed"] == 3)
    assert server.gateway.connections == 4


async def test_session_that_is_invalid_begins_anew(log: io.StringIO) -> None:
    async with stand_in() as server, online(server) as made:
        await server.gateway.invalidate()
        await until(lambda: made.reconnects["new"] == 1)
        server.gateway.accepts_resume = False
        await server.gateway.drop(4000)
        await until(lambda: made.reconnects["new"] == 2)
    assert sum("connected anew" in line for line in lines(log)) == 2


async def test_connection_whose_heartbeats_are_not_answered_is_made_again(log: io.StringIO) -> None:
    async with stand_in() as server:
        server.gateway.heartbeat_interval = 0.05
        async with online(server, heartbeat_timeout=0.3) as made:
            server.gateway.answers_heartbeats = False
            await until(lambda: server.gateway.connections > 1)
            server.gateway.answers_heartbeats = True
            await until(lambda: made.reconnects["resumed"] >= 1)
    lines(log)


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("connect", 503), Fault("connect", 502)],
        [Fault("hello", 4000), Fault("hello", 1011)],
        [Fault("identify", 4000), Fault("identify", 4008)],
        [Fault("identify", "invalid")],
    ],
    ids=lambda faults: f"{faults[0].at} {faults[0].what}",
)
@pytest.mark.parametrize("running", [False, True], ids=["at the start", "while running"])
async def test_connection_that_fails_is_tried_again(faults: list[Fault], running: bool, log: io.StringIO) -> None:
    async with stand_in() as server:
        if running:
            async with online(server) as made:
                server.gateway.accepts_resume = False
                server.gateway.faults.extend(faults)
                await server.gateway.drop()
                await until(lambda: not server.gateway.faults and made.reconnects["new"] == 1)
        else:
            server.gateway.faults.extend(faults)
            async with online(server):
                assert not server.gateway.faults
    lines(log)


async def test_start_that_fails_often_does_not_nest(log: io.StringIO) -> None:
    def depth(task: asyncio.Task[None]) -> int:
        waiting: Any = task.get_coro()
        count = 0
        while waiting is not None:
            waiting, count = getattr(waiting, "cr_await", None), count + 1
        return count

    async with stand_in() as server:
        server.gateway.faults.extend(repeat(Fault("hello", 4000), 40))
        async with begun(server) as (_, task):
            await until(lambda: len(server.gateway.faults) < 35)
            before = depth(task)
            deepest = 0
            while server.gateway.faults:
                deepest = max(deepest, depth(task))
                await asyncio.sleep(0)
            assert 3 < deepest < before + 10
    told = lines(log)
    assert sum("cannot connect; trying again: the connection ended" in line for line in told) == 3


async def test_connections_that_end_at_once_do_not_become_a_flood(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []

    class Counting(Hasty):
        async def sleep(self, seconds: float) -> None:
            paused.append(seconds)
            await asyncio.sleep(0)

    async with stand_in() as server, online(server):
        monkeypatch.setattr("bot.connection.asyncio", Counting())
        server.gateway.faults.extend(repeat(Fault("resume", 4000), 20))
        await server.gateway.drop(4000)
        await until(lambda: not server.gateway.faults)
    assert max(paused) > 60
    assert len(lines(log)) < 8


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((401, {"message": "401: Unauthorized", "code": 0}), SetupError, "Reset Token"),
        ((403, {"message": "Missing Access", "code": 50001}), SetupError, "code 50001"),
        ((400, {"message": "Invalid Form Body", "code": 50035}), RestartError, "status 400, code 50035"),
    ],
)
@pytest.mark.parametrize("route", [LOGIN, "GET /oauth2/applications/@me", "GET /gateway/bot"])
async def test_login_that_is_refused_ends(
    answer: tuple[int, Any], kind: type[Exception], words: str, route: str
) -> None:
    async with stand_in(clean=False) as server:
        server.rest.forced[route] = [answer]
        async with begun(server) as (_, task):
            with pytest.raises(kind, match=words):
                await asyncio.wait_for(task, 10)
    assert not server.rest.forced[route]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((503, {"message": "unavailable"}), "Discord answers with status 503"),
        ((500, "<html>upstream</html>"), "Discord answers with status 500"),
        ((429, "error code: 1015"), "turns it away for a while (429)"),
    ],
    ids=["503", "500", "Cloudflare"],
)
@pytest.mark.parametrize("route", [LOGIN, "GET /oauth2/applications/@me", "GET /gateway/bot"])
async def test_login_that_fails_is_tried_again(
    answer: tuple[int, Any], told: str, route: str, log: io.StringIO
) -> None:
    async with stand_in(clean=False) as server:
        server.rest.forced[route] = [answer] * 12
        async with online(server):
            assert not server.rest.forced[route]
    first, second, *rest = lines(log)
    assert told in first
    assert first.startswith("Discord cannot be reached: ")
    assert first.endswith("; trying again until it can")
    assert second.startswith("Discord can be reached again, after ")
    assert rest == ["shard 0: connected, in 1 server"]


async def test_start_waits_until_further_sessions_are_allowed(log: io.StringIO) -> None:
    async with stand_in() as server:
        server.rest.starts_left, server.rest.starts_again = 0, 7_200_000
        server.world.add_guild("Fans")
        async with begun(server) as (made, task):
            await until(lambda: "waiting" in log.getvalue())
            assert not server.gateway.sessions
            server.rest.starts_left = 1
            await until(lambda: made.is_ready() or task.done())
    assert "waiting 120 min" in log.getvalue() or "waiting 2 h" in log.getvalue()


@pytest.mark.parametrize("when", ["login", "gateway"])
async def test_client_can_be_closed_while_discord_is_away(when: str, log: io.StringIO) -> None:
    async with stand_in(clean=False) as server:
        if when == "login":
            server.rest.forced[LOGIN] = [(503, {})] * 100_000
        else:
            server.gateway.closed = True
        async with begun(server):
            await until(lambda: "cannot be reached" in log.getvalue())
    assert len(lines(log)) == 1


async def test_reason_names_what_is_wrong_with_the_way_there() -> None:
    async with stand_in() as server, aiohttp.ClientSession() as session:

        async def failing(url: str) -> str:
            with pytest.raises(Exception) as failed:  # noqa: PT011  # whatever it is, it is put in words
                await session.get(url, timeout=aiohttp.ClientTimeout(total=5))
            return reason(failed.value)

        assert await failing("http://127.0.0.1:9/") == (
            "127.0.0.1:9 takes no connections; check the network of this machine"
        )
        assert "no secure connection to 127.0.0.1" in await failing(server.rest_url.replace("http:", "https:"))
        server.rest.answering.clear()
        with pytest.raises(TimeoutError) as late:
            await session.get(f"{server.rest_url}/gateway", timeout=aiohttp.ClientTimeout(total=0.05))
        server.rest.answering.set()
    assert reason(late.value) == "no answer in time"
    key = aiohttp.client_reqrep.ConnectionKey("discord.com", 443, True, True, None, None, None)
    assert "discord.com cannot be resolved" in reason(aiohttp.ClientConnectorDNSError(key, OSError(8, "unknown")))
    untrusted = aiohttp.ClientConnectorCertificateError(key, ssl.CertificateError("self-signed"))
    assert "check this machine's clock" in reason(untrusted)
    assert reason(aiohttp.ServerDisconnectedError()) == "the connection broke"


def test_spell_is_told_when_it_begins_changes_lasts_and_ends(log: io.StringIO) -> None:
    time = [0.0]
    spell = Spell(lambda: time[0])

    def at(seconds: float, do: Callable[[], None]) -> None:
        time[0] = seconds
        do()

    spell.ends()
    for second in range(0, 3000, 10):
        at(second, lambda: spell.goes_on("the gateway is away"))
    at(3000, lambda: spell.goes_on("no DNS"))
    at(3001, lambda: spell.goes_on("the gateway is away"))
    at(6601, lambda: spell.goes_on("no DNS"))
    at(7200, spell.ends)
    spell.ends()
    assert lines(log) == [
        "Discord cannot be reached: the gateway is away; trying again until it can",
        "Discord cannot be reached since 50 min: no DNS; still trying",
        "Discord cannot be reached since 2 h: no DNS; still trying",
        "Discord can be reached again, after 2 h",
    ]
    assert [lasting(seconds) for seconds in (0.2, 99, 100, 5999, 86_400)] == ["0 s", "99 s", "2 min", "100 min", "24 h"]
