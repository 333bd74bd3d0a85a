"""A soak: thousands of people in hundreds of servers use a bot at random, while this and that goes wrong."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import aiohttp
import psutil
from prometheus_client.parser import text_string_to_metric_families

from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor, NotOfferedError, UnansweredError
from bot.sandbox.world import Channel, Message
from facts.position import Position
from tests.support.databases import file_in, loaded_file
from tests.support.discord import until
from tests.support.fans import title

ROOT: Final = Path(__file__).parents[2]
MEMBERS: Final = 4
STARTING: Final = 120.0
PATIENCE: Final = 90.0
"""Seconds for which an answer behind "thinking …" is waited for: a post that is refused again and again takes some."""
_TICK: Final = 0.1
_STALL: Final = 0.5
"""Seconds by which a wait that is too long shows that the machine had no time for anybody."""
TROUBLED: Final = ("Not possible now",)
"""What may be said while something is wrong."""

POST: Final = "POST /channels/{channel_id}/messages"
_LOOKUPS: Final = (
    "/cast character name:Ed Baldwin",
    "/cast character name:Margo Madison",
    "/cast list season:1",
    "/cast actor name:Joel Kinnaman",
    "/facts about name:Ed Baldwin",
    "/facts search text:moon",
    "/facts random",
    "/timeline",
    "/recap season:1",
    "/progress show",
    "/trivia leaderboard",
    "/trivia stats",
    "/help",
    "/about",
)
_TYPED: Final = ("/cast character name:ma", "/facts about name:ap", "/cast actor name:j", "/cast character name:zzz")


@dataclass
class Server:
    """A server with the bot; the first member moderates."""

    lounge: Channel
    members: list[Actor]
    played: bool = False
    """Whether rounds are played there, one after the other."""
    answered: set[tuple[str, int]] = field(default_factory=set)
    """Who has answered which question, by the id of its first button."""

    def shown(self, action: str) -> tuple[Message, list[str]] | None:
        """The newest message of the bot that has buttons of a kind, and these."""
        for message in reversed(self.lounge.messages.values()):
            ids = [one["custom_id"] for row in message.components for one in row["components"] if "custom_id" in one]
            found = [each for each in ids if each.partition("|")[0] == action]
            if found and not message.deleted and message.visible_to is None:
                return message, found
        return None


@dataclass
class Soak:
    """The bot, who uses it, and what came of it."""

    discord: StandIn
    folder: Path
    servers: list[Server]
    chance: Random
    port: int
    process: subprocess.Popen[bytes]
    done: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    excused: int = 0
    """Interactions that were lost or late while Discord was away or this machine stood still."""
    problems: list[str] = field(default_factory=list)
    away_at: float = 0.0
    """When Discord was away last, or this machine stood still, by the monotonic clock."""
    stalls: int = 0
    """How often this machine stood still, so that nobody could be answered in time."""

    # What is looked at

    def memory(self) -> float:
        """Megabytes of the bot that are resident."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 1e6)

    def log(self) -> str:
        """What the bot wrote."""
        return (self.folder / "log").read_text(encoding="utf-8")

    async def samples(self) -> dict[tuple[str, ...], float]:
        """Every number that the bot tells, by its name and labels."""
        address = f"http://127.0.0.1:{self.port}/metrics"
        async with aiohttp.ClientSession() as session, session.get(address) as response:
            families = text_string_to_metric_families(await response.text())
            return {
                (sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples
            }

    # What people do

    async def warm(self, positions: Iterable[Position]) -> None:
        """Have a question asked at every position, as somebody does sooner or later."""
        actor = self.servers[0].members[-1]
        for position in positions:
            await self._watch(actor, f"/progress set season:{position.season} episode:{position.episode}")
            await self._practise(self.servers[0], actor, self.chance)

    async def use(self, seconds: float, at_once: int, pause: float) -> None:
        """Let ``at_once`` people at a time do something, each with a pause after it; raise nothing, note everything."""
        end = time.monotonic() + seconds

        async def person(chance: Random) -> None:
            while time.monotonic() < end:
                server = chance.choice(self.servers)
                (name,) = chance.choices([*_WEIGHTS], [*_WEIGHTS.values()])
                act = getattr(self, f"_{name}")
                await self._try(name, act(server, chance.choice(server.members), chance))
                await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)

        async def host(server: Server, chance: Random) -> None:
            while time.monotonic() < end:
                await self._try("round", self._play(server, chance))
                await asyncio.sleep(chance.uniform(0.5, 1.5))

        async def clock() -> None:
            while (asked := time.monotonic()) < end:
                await asyncio.sleep(_TICK)
                if time.monotonic() - asked > _TICK + _STALL:
                    self.away_at = time.monotonic()
                    self.stalls += 1

        seeds = [self.chance.randrange(1 << 30) for _ in range(at_once)]
        played = [server for server in self.servers if server.played]
        await asyncio.gather(
            clock(),
            *(person(Random(seed)) for seed in seeds),
            *(host(each, Random(each.lounge.id)) for each in played),
        )

    async def _try(self, name: str, act: Awaitable[object]) -> None:
        began = time.monotonic()
        try:
            await act
        except NotOfferedError:
            return  # what was to be pressed has gone meanwhile
        except UnansweredError as error:
            if self.away_at >= began - 3:
                self.excused += 1
            else:
                self.problems.append(f"{name}: {error}")
            return
        except Exception as error:  # whatever it is, it is what this is here to find
            self.problems.append(f"{name}: {error!r}")
            return
        self.done[name] += 1

    async def _look_up(self, server: Server, actor: Actor, chance: Random) -> None:
        line = chance.choice(_LOOKUPS)
        self._check(line, await actor.command(line))

    async def _type(self, server: Server, actor: Actor, chance: Random) -> None:
        await actor.autocomplete(chance.choice(_TYPED))

    async def _share(self, server: Server, actor: Actor, chance: Random) -> None:
        self._check("share", await actor.command("/cast character name:Ed Baldwin share:true"))

    async def _move(self, server: Server, actor: Actor, chance: Random) -> None:
        await self._watch(
            actor, chance.choice(("/progress next", "/progress undo", f"/progress set season:{chance.randint(1, 4)}"))
        )

    async def _watch(self, actor: Actor, line: str) -> None:
        reply = await actor.command(line)
        if reply.embeds and title(reply) == "Is that right?":
            reply = await actor.press(reply, index=0)
        self._check(line, reply)

    async def _browse(self, server: Server, actor: Actor, chance: Random) -> None:
        reply = await actor.command("/cast list season:1")
        buttons = [one for row in reply.components for one in row["components"] if one["type"] == 2]
        if buttons:
            self._check("browse", await actor.press(reply, custom_id=chance.choice(buttons)["custom_id"]))

    async def _practise(self, server: Server, actor: Actor, chance: Random) -> None:
        reply = await actor.command("/trivia practice")
        if reply.components and not reply.interaction.waiting:
            self._check("practice", await actor.press(reply, index=0))

    async def _moderate(self, server: Server, actor: Actor, chance: Random) -> None:
        mod = server.members[0]
        line = chance.choice(("/channel show", "/server settings", f"/channel ceiling to:S{chance.randint(1, 4)}"))
        self._check(line, await mod.command(line))

    async def _export(self, server: Server, actor: Actor, chance: Random) -> None:
        await actor.command("/privacy export")

    async def _spoil(self, server: Server, actor: Actor, chance: Random) -> None:
        form = await actor.command("/spoiler post")
        if form.modal is not None:
            self._check("spoiler", await actor.submit(form, {"since": "S1E2", "title": "", "text": "Something"}))

    async def _play(self, server: Server, chance: Random) -> None:
        host, *players = server.members
        asked = server.shown("answer")
        if asked is not None:
            message, buttons = asked
            for player in (host, *players):
                if (buttons[0], player.user.id) not in server.answered:
                    server.answered.add((buttons[0], player.user.id))
                    await player.press(message, custom_id=chance.choice(buttons), stale=True)
            return
        # A host whose progress was undone to nothing, or a ceiling that was lowered, ends a round or refuses one.
        lobby = server.shown("start")
        if lobby is not None:
            await host.press(lobby[0], custom_id=lobby[1][0], stale=True)
        else:
            server.answered.clear()
            await host.command("/trivia start questions:3")

    def _check(self, what: str, reply: Reply) -> None:
        """Note a reply that says that something is wrong with the bot itself."""
        said = title(reply) if reply.embeds else ""
        if said in TROUBLED:
            self.done["refused in trouble"] += 1
        elif said == "Something went wrong":
            self.problems.append(f"{what}: {said}")

    # What goes wrong

    async def trouble(self, seconds: float, every: float) -> None:
        """Let something go wrong now and then."""
        end = time.monotonic() + seconds
        while time.monotonic() + every < end:
            await asyncio.sleep(every)
            fault = self.chance.choice(self._faults())
            self.faults[str(fault.__name__).strip("_")] += 1
            await fault()

    def _faults(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        away = (self._cut, self._move_on, self._forget_session, self._outage)
        return (*away, self._fail_posts, self._lock, self._stall)

    async def _cut(self) -> None:
        """Discord's line is cut, and the session resumed."""
        await self._away(self.discord.gateway.drop)

    async def _move_on(self) -> None:
        """Discord asks to connect anew."""
        await self._away(self.discord.gateway.ask_to_reconnect)

    async def _forget_session(self) -> None:
        """Discord forgets the session: a new one is begun."""
        await self._away(self.discord.gateway.invalidate)

    async def _away(self, what: Callable[[], Awaitable[None]]) -> None:
        before = self.discord.gateway.connections
        await what()
        deadline = time.monotonic() + PATIENCE
        gateway = self.discord.gateway
        while (gateway.connections == before or not gateway.connected) and time.monotonic() < deadline:
            self.away_at = time.monotonic()
            await asyncio.sleep(0.05)
        self.away_at = time.monotonic()
        if not gateway.connected:
            self.problems.append("the bot did not connect again")

    async def _fail_posts(self) -> None:
        """Some posts fail."""
        self.discord.rest.forced.setdefault(POST, []).extend([(502, {"message": "Bad Gateway"})] * 3)

    async def _lock(self) -> None:
        """Another program writes for a while."""
        connection = sqlite3.connect(file_in(self.folder), isolation_level=None, timeout=10)
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(self.chance.uniform(0.2, 1.0))
            connection.execute("ROLLBACK")
        connection.close()

    async def _stall(self) -> None:
        """Discord takes its time."""
        self.discord.rest.answering.clear()
        await asyncio.sleep(self.chance.uniform(0.2, 1.0))
        self.discord.rest.answering.set()

    async def _outage(self) -> None:
        """A server is out of reach for a while."""
        guild = self.chance.choice([each for each in self.servers if not each.played]).lounge.guild
        assert guild is not None
        guild.set_available(False)
        await asyncio.sleep(0.5)
        guild.set_available(True)


_WEIGHTS: Final = {
    "look_up": 40,
    "type": 25,
    "browse": 8,
    "move": 10,
    "share": 4,
    "practise": 6,
    "moderate": 4,
    "export": 1,
    "spoil": 2,
}
"""How often each is done."""


def made(discord: StandIn, servers: int, played: int) -> list[Server]:
    """Make so many servers with four people each; in some of them rounds are played."""
    found = []
    for number in range(servers):
        users = [discord.world.add_user(f"fan{number}-{each}") for each in range(MEMBERS)]
        guild = discord.world.add_guild(f"Fans {number}", members=tuple(users[1:]))
        guild.add_member(users[0], permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
        lounge = guild.add_text("lounge")
        actors = [Actor(discord.world, user, lounge, patience=PATIENCE) for user in users]
        found.append(Server(lounge, actors, played=number < played))
    return found


@asynccontextmanager
async def soaking(discord: StandIn, folder: Path, *, servers: int, played: int, seed: int) -> AsyncIterator[Soak]:
    """Start the bot in a process of its own, and stop it at the end."""
    file_in(folder).write_bytes(await asyncio.to_thread(lambda: loaded_file().read_bytes()))
    crowd = made(discord, servers, played)
    port = _free_port()
    settings = {
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.rest_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{file_in(folder)}",
        "METRICS_PORT": str(port),
        "LOG_LEVEL": "ERROR",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-m", "bot", "run"], env={**os.environ, **settings}, cwd=folder, stderr=log
        )
    try:
        await until(lambda: bool(discord.gateway.connected) or process.poll() is not None, STARTING)
        soak = Soak(discord, folder, crowd, Random(seed), port, process)
        assert process.poll() is None, soak.log()
        yield soak
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
