"""Three processes that share a PostgreSQL, and what may happen to them and between them.

What one has acknowledged is in force in all a second later: whoever has not heard of it by then says that the database
does not answer. Rounds are played by one process each, or wait for one.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import asyncpg  # type: ignore[import-untyped]
import psutil
import pytest

from bot.ledger import Progress, StoredRound
from bot.sandbox.clock import SystemClock
from bot.sandbox.reply import Reply
from bot.sandbox.user import UnansweredError
from bot.sandbox.world import Message
from facts.position import Position
from tests.support.arena import fields_of
from tests.support.discord import stand_in, until
from tests.support.fans import labels, text, title
from tests.support.postgres import postgres_server, postgres_url, uri_of
from tests.support.processes import SHOW, UNAVAILABLE, Place, Process, Processes, answered, asked
from tests.support.proxy import Proxy

__all__ = ["postgres_server", "postgres_url"]

FORCE = 1.0
"""Seconds after which what was acknowledged is in force everywhere."""
SHARE = "/cast character name:Ellen Waverly share:true"
WITHIN = 60.0


@dataclass
class Served:
    """Three processes, each with a shard, and their lines to the database."""

    all: Processes
    proxies: list[Proxy]
    running: list[Process]

    async def restart(self, shard: int) -> None:
        """Start the process of a shard again."""
        self.running[shard] = await self.all.start(self.proxies[shard], shard)


@pytest.fixture
async def served(postgres_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """Start three processes."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(stand_in(SystemClock(), validated=False))
        everything = await stack.enter_async_context(Processes.of(discord, tmp_path, postgres_url))
        proxies = [await stack.enter_async_context(Proxy.to(postgres_url)) for _ in range(3)]
        running = [everything.launch(proxy, shard) for shard, proxy in enumerate(proxies)]
        for process in running:
            await everything.connected(process)
        yield Served(everything, proxies, running)
        for process in everything.all:
            assert "Traceback" not in process.said(), process.said()


async def test_three_processes_say_nothing_that_no_longer_holds_and_play_every_round_once(served: Served) -> None:
    await what_is_acknowledged_is_in_force(served)
    await rounds_are_played_by_one(served)


async def what_is_acknowledged_is_in_force(served: Served) -> None:
    """Lower progress and ceilings, with every line to the database whole, silent and cut."""
    ledger, places = served.all.ledger, served.all.places
    here = places[1]

    async def ceiling(to: str) -> None:
        assert here.channel.guild is not None
        where = here.channel.guild.id, SHOW, Position.parse(to)
        await ledger.guilds.set_ceiling(*where, by=1, channel=here.channel.id)

    # Everything is in everybody's memory.
    await answered(here.mod, "/channel ceiling to:S2E2")
    for place in places:
        assert watched(await answered(place.ann, "/progress show")) == 5
    assert title(await answered(here.mod, SHARE)) == "Posted"
    assert is_too_far(here.posted()[-1])

    # Said to one process, and asked of the others.
    assert title(await answered(served.all.dm, "/progress set season:1 episode:1")) == "Saved"
    for place in places:
        await lowered(place)

    # A ceiling that another process has lowered.
    before = len(here.posted())
    await ceiling("S1E1")
    await asyncio.sleep(FORCE)
    await asked(here.mod, SHARE)
    assert not any(is_too_far(message) for message in here.posted()[before:])

    # Whoever cannot hear says so, rather than what held before.
    await answered(served.all.dm, "/progress set season:1 episode:2")
    await asyncio.sleep(FORCE)
    assert watched(await answered(here.ann, "/progress show")) == 2
    await ceiling("S2E2")
    await asyncio.sleep(FORCE)
    assert title(await answered(here.mod, SHARE)) == "Posted"
    before = len(here.posted())
    served.proxies[1].stall()
    await ceiling("S1E1")
    assert title(await answered(served.all.dm, "/progress set season:1 episode:1")) == "Saved"
    await asyncio.sleep(FORCE)
    for reply in await asyncio.gather(asked(here.mod, SHARE), asked(here.ann, "/progress show")):
        assert UNAVAILABLE in text(reply)
        assert reply.ephemeral
    assert len(here.posted()) == before
    # The others go on.
    assert UNAVAILABLE not in text(await answered(places[2].ann, "/progress show"))
    served.proxies[1].heal()
    await lowered(here)
    await answered(here.mod, SHARE)
    assert not any(is_too_far(message) for message in here.posted()[before:])

    # Cut off, each at another time, and the database gone for all of them.
    for shard, proxy in enumerate(served.proxies):
        await answered(places[shard].ann, "/progress show")
        proxy.refuses = True
        proxy.cut()
    await asyncio.sleep(FORCE)
    for reply in await asyncio.gather(*(asked(place.ann, "/progress show") for place in places)):
        assert UNAVAILABLE in text(reply)
    for proxy in served.proxies:
        proxy.heal()
    for place in places:
        await lowered(place)
    for process in served.running:
        assert process.status is None

    # The server of the database itself ends all lines, restarts, and is found again.
    await crash_the_database()
    for place in places:
        await lowered(place)
    assert title(await answered(served.all.dm, "/progress set season:1 episode:2")) == "Saved"
    await asyncio.sleep(FORCE)
    for place in places:
        assert watched(await answered(place.ann, "/progress show")) == 2


async def crash_the_database() -> None:
    """Have one of the server's processes die as it would for want of memory: all are ended, and it recovers."""
    connection = await asyncpg.connect(uri_of("emptied"))
    psutil.Process(await connection.fetchval("SELECT pg_backend_pid()")).kill()
    with pytest.raises((asyncpg.PostgresError, ConnectionError)):
        await connection.execute("SELECT 1")
    connection.terminate()
    async with asyncio.timeout(WITHIN):
        while True:
            with suppress(asyncpg.PostgresError, ConnectionError):
                await (await asyncpg.connect(uri_of("emptied"))).close()
                return
            await asyncio.sleep(0.05)


async def lowered(place: Place) -> None:
    """Wait as long as anything may still be as it was, and see that ann has watched one episode, as she has said."""
    await asyncio.sleep(FORCE)
    assert watched(await answered(place.ann, "/progress show")) == 1


def watched(reply: Reply) -> int:
    """How many episodes somebody is said to have watched."""
    found = re.search(r"(\d) of 5 episodes", text(reply))
    assert found is not None, text(reply)
    return int(found[1])


def is_too_far(message: Message) -> bool:
    """Whether a card was made from the second season."""
    return "as of S2" in text(message)


async def rounds_are_played_by_one(served: Served) -> None:
    """Kill, stop, refuse and cut off the process that plays a round."""
    everything, place = served.all, served.all.places[1]
    assert title(await answered(place.mod, "/channel ceiling to:S2E2")) == "Saved"
    assert title(await answered(place.mod, "/trivia start")) == "The lobby is open"
    # What was shared before is there too.
    await until(lambda: bool(place.posted()) and "Start now" in labels(place.posted()[-1]), WITHIN)
    assert title(await place.mod.press(place.posted()[-1], label="Start now")) == "Done"
    await goes_on(served, place)

    # A second process with the same shards waits for the first one, and then refuses.
    refused = everything.launch(served.proxies[2], 1)
    assert await refused.ended() == 1
    assert len(refused.said().splitlines()) == 1, refused.said()
    assert refused.said().startswith("Airlock cannot run: another process"), refused.said()
    await goes_on(served, place)

    served.running[1].kill()
    await served.restart(1)
    await goes_on(served, place)
    assert await served.running[1].stop() == 0
    await served.restart(1)
    await goes_on(served, place)

    # Behind a line that has gone silent a process stands still, and another takes the round.
    first = served.running[1]
    first.proxy.stall()
    before = set(everything.discord.gateway.sessions)
    second = everything.launch(served.proxies[2], 1)
    await everything.connected(second, tuple(before))
    await goes_on(served, place)
    first.proxy.heal()
    assert await first.ended() == 1
    assert "Airlock cannot run: another process" in first.said(), first.said()
    await goes_on(served, place)

    await crash_the_database()
    await goes_on(served, place)

    assert title(await answered(place.mod, "/trivia stop")) in ("Done", "No round here")
    assert second.status is None
    await check_posts(served, place)


async def goes_on(served: Served, place: Place, *, may_end: bool = False) -> None:
    """Wait until the round has got further, and check that its log has neither gaps nor doubles."""
    found = await served.all.round_in(place)
    if found is None:
        assert may_end, "the round is over too early"
        return
    length = len(found.events)

    async def further() -> StoredRound:
        async with asyncio.timeout(WITHIN):
            while True:
                now = await served.all.ledger.rounds.stored(found.round_id)
                assert now is not None
                if len(now.events) > length:
                    return now
                await asyncio.sleep(0.1)

    now = await further()
    assert may_end or now.ended is None, "the round is over too early"
    assert [event.seq for event in now.events] == list(range(1, len(now.events) + 1))
    assert now.events[:length] == found.events


async def check_posts(served: Served, place: Place) -> None:
    """Check that every question was drawn, posted and shown once."""
    for round_id in itertools.count(1):
        stored = await served.all.ledger.rounds.stored(round_id)
        if stored is None:
            break
        events = [fields_of(event) for event in stored.events]
        drawn = [said["number"] for kind, said in events if kind == "drawn"]
        posted = [said["message"] for kind, said in events if kind == "posted"]
        assert drawn
        assert len(drawn) == len(set(drawn))
        assert len(posted) == len(set(posted))
        # Each question is in one message; what is left beside them is the lobby and how it ended.
        shown = [each.id for each in place.posted() if f"|{round_id}|" in str(each.components)]
        assert len(set(shown) - set(posted)) <= 1


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_between_them_nothing_old_is_said_and_every_round_goes_on(
    served: Served, seed: int
) -> None:
    chance, everything = Random(seed), served.all
    here = everything.places[1]
    assert title(await answered(here.mod, "/channel ceiling to:S2E2")) == "Saved"
    for _ in range(25):
        if await everything.round_in(here) is None:
            await begin(here)
        shard = chance.randrange(3)
        await fault(served, shard, chance)
        # Said to one that can be reached, or to none; whoever has acknowledged it holds all of them to it.
        number = chance.randint(1, 3)
        said = await everything.ledger.progress.change(
            here.ann.user.id,
            SHOW,
            lambda _, number=number: Progress(Position(1, number)),  # type: ignore[misc]
        )
        assert said[1].watched_through == Position(1, number)
        await asyncio.sleep(FORCE)
        for place in everything.places:
            with suppress(UnansweredError):
                reply = await place.ann.command("/progress show")
                assert UNAVAILABLE in text(reply) or watched(reply) == number
        await mend(served)
        for place in everything.places:
            assert watched(await answered(place.ann, "/progress show")) == number
        if await everything.round_in(here) is not None:
            await goes_on(served, here, may_end=True)
    await check_posts(served, here)


async def begin(place: Place) -> None:
    """Open a round and start it."""
    posted = len(place.posted())
    while title(await answered(place.mod, "/trivia start")) != "The lobby is open":  # noqa: ASYNC110
        await asyncio.sleep(0.2)  # the last one is about to say how it ended
    await until(lambda: len(place.posted()) > posted, WITHIN)
    lobby = next(message for message in reversed(place.posted()) if "Start now" in labels(message))
    await place.mod.press(lobby, label="Start now")


async def fault(served: Served, shard: int, chance: Random) -> None:
    """Let something happen to a process or its line."""
    process, proxy = served.running[shard], served.proxies[shard]
    match chance.choice(("kill", "stop", "cut", "stall", "delay", "freeze", "restart", "nothing")):
        case "kill":
            process.kill()
        case "stop":
            assert await process.stop() == 0
        case "cut":
            proxy.refuses = True
            proxy.cut()
        case "stall":
            proxy.stall()
            await asyncio.sleep(chance.choice((0.0, 2.0, 4.0, 7.0)))
        case "delay":
            proxy.delay = chance.choice((0.05, 0.3, 1.0))
        case "freeze":
            process.popen.send_signal(signal.SIGSTOP)
            await asyncio.sleep(chance.choice((0.5, 2.0, 7.0)))
            process.popen.send_signal(signal.SIGCONT)
        case "restart":
            for each in served.proxies:
                each.cut()  # as when the database restarts


async def mend(served: Served) -> None:
    """Heal every line, and start what has ended."""
    for proxy in served.proxies:
        proxy.heal()
    for shard, process in enumerate(served.running):
        if process.status is not None:
            await served.restart(shard)
