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

import psutil

from bot.sandbox.clock import SystemClock
from bot.sandbox.ratelimits import GENEROUS
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel

USERS = 64


@dataclass
class Running:
    """A bot's process with users who can talk to it."""

    discord: StandIn
    process: subprocess.Popen[bytes]
    users: list[Actor]
    lounge: Channel

    def cpu(self) -> float:
        """Seconds of processor time it has taken so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """MiB resident."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 2**20)


@asynccontextmanager
async def running(arguments: Sequence[str], folder: Path, packs: Path | None = None) -> AsyncIterator[Running]:
    """Start ``python ARGUMENTS`` against a stand-in of its own and wait until it is connected."""
    discord = await StandIn.start(SystemClock(), rules=GENEROUS)
    guild = discord.world.add_guild("Fans")
    lounge = guild.add_text("lounge")
    users = [discord.world.add_user(f"user{number}") for number in range(USERS)]
    for user in users:
        guild.add_member(user)
    environment = {
        **os.environ,
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.rest_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'airlock.db'}",
        "LOG_LEVEL": "WARNING",
        **({"PACKS_DIR": str(packs)} if packs is not None else {}),
    }
    process = subprocess.Popen([sys.executable, *arguments], env=environment)  # noqa: ASYNC220
    try:
        deadline = time.monotonic() + 60
        while not discord.gateway.connected:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{arguments} did not start")
            await asyncio.sleep(0.005)
        yield Running(discord, process, [discord.user(user, lounge) for user in users], lounge)
    finally:
        process.terminate()
        process.wait(10)
        await discord.stop()


async def latencies(work: Callable[[Actor], Awaitable[object]], users: Sequence[Actor], times: int) -> list[float]:
    """Let each of ``users`` do ``work`` ``times`` times, all at once; return the seconds that each took."""

    async def one(user: Actor) -> list[float]:
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            await work(user)
            taken.append(time.perf_counter() - start)
        return taken

    return [second for part in await asyncio.gather(*(one(user) for user in users)) for second in part]
