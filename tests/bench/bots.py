"""Bots in processes of their own, each on its own stand-in, for comparing what they cost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from bot.sandbox.clock import SystemClock
from bot.sandbox.ratelimits import GENEROUS
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel

AIRLOCK: Final = ("-m", "bot", "run")
USERS: Final = 64
CHANNELS: Final = 12
ROLES: Final = 8
"""What a server of usual size has."""
_STARTING: Final = 120.0


@dataclass
class Running:
    """A bot's process with users who can talk to it."""

    discord: StandIn
    process: subprocess.Popen[bytes]
    users: list[Actor]
    lounge: Channel

    def cpu(self) -> float:
        """Seconds of processor time it has taken so far."""
        return cpu_of(self.process.pid)

    def memory(self) -> float:
        """Megabytes resident."""
        return memory_of(self.process.pid)

    def forget(self) -> None:
        """Drop what the stand-in has kept of what is over, so that it stays as quick as it was."""
        self.discord.transcript.clear()
        self.discord.world.forget()


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process, threads that have ended included: to the nanosecond on Linux."""
    if sys.platform == "linux":
        try:
            return time.clock_gettime(~pid << 3 | 2)  # what clock_getcpuclockid(3) returns, which Python has not
        except OSError:
            pass
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def memory_of(pid: int) -> float:
    """Megabytes of a process that are resident."""
    return float(psutil.Process(pid).memory_info().rss / 1e6)


async def stand_in(users: int = USERS, others: int = 0) -> tuple[StandIn, list[Actor], Channel]:
    """Start a stand-in with a server, so many users in it, and a channel; and ``others`` servers of usual size."""
    discord = await StandIn.start(SystemClock(), rules=GENEROUS)
    for number in range(others):
        other = discord.world.add_guild(f"Server {number}")
        for role in range(ROLES):
            other.add_role(f"role {role}")
        category = other.add_category("General")
        for channel in range(CHANNELS):
            other.add_text(f"channel-{channel}", category)
    guild = discord.world.add_guild("Fans")
    lounge = guild.add_text("lounge")
    members = [discord.world.add_user(f"user{number}") for number in range(users)]
    for member in members:
        guild.add_member(member)
    return discord, [discord.user(member, lounge) for member in members], lounge


def start(
    arguments: Sequence[str], discord: StandIn, database: Path | str | None, packs: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start ``python ARGUMENTS`` as a bot of a stand-in; the database is a file of SQLite's or a URL."""
    url = f"sqlite+aiosqlite:///{database}" if isinstance(database, Path) else database
    environment = {
        **os.environ,
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.rest_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "LOG_LEVEL": "ERROR",
        **({"DATABASE_URL": url} if url is not None else {}),
        **({"PACKS_DIR": str(packs)} if packs is not None else {}),
    }
    # Modules are compiled once, as they are for hosts, whatever it is like here.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen([sys.executable, *arguments], env=environment)


@asynccontextmanager
async def running(
    arguments: Sequence[str],
    database: Path | str | None,
    packs: Path | None = None,
    *,
    users: int = USERS,
    others: int = 0,
) -> AsyncIterator[Running]:
    """Start ``python ARGUMENTS`` against a stand-in of its own and wait until it is connected."""
    discord, actors, lounge = await stand_in(users, others)
    process = start(arguments, discord, database, packs)
    try:
        deadline = time.monotonic() + _STARTING
        while not discord.gateway.connected:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{arguments} did not start")
            await asyncio.sleep(0.005)
        yield Running(discord, process, actors, lounge)
    finally:
        process.terminate()
        process.wait(10)
        await discord.stop()


async def watched(user: Actor, season: int, episode: int | None = None) -> None:
    """Say how far somebody has watched, confirming it where the bot asks; wait until the bot has taken it in."""
    line = f"/progress set season:{season}" + ("" if episode is None else f" episode:{episode}")
    reply = await user.command(line)
    if reply.embeds and reply.embeds[0]["title"] == "Is that right?":
        reply = await user.press(reply, index=0)
    deadline = time.monotonic() + _STARTING
    # A view that takes long to build is waited for behind "thinking …".
    while not reply.embeds or reply.embeds[0]["title"] != "Saved":
        if time.monotonic() > deadline:
            raise RuntimeError(f"not saved: {reply.embeds}")
        await asyncio.sleep(0.005)


async def latencies(work: Callable[[Actor], Awaitable[object]], users: Sequence[Actor], times: int) -> list[float]:
    """Let each of ``users`` do ``work`` ``times`` times, all at once; return the seconds that each took."""

    async def one(user: Actor) -> list[float]:
        taken = []
        for _ in range(times):
            begun = time.perf_counter()
            await work(user)
            taken.append(time.perf_counter() - begun)
        return taken

    return [second for part in await asyncio.gather(*(one(user) for user in users)) for second in part]
