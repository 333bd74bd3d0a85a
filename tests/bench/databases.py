"""What SQLite and PostgreSQL cost, side by side: ``python -m tests.bench.databases``.

Two of the same bot, each with its database, are asked by turns: lookups of people who are in memory, lookups of people
of whom everything must be read, and changes that are durable before they are answered (``synchronous=FULL`` here,
``fsync`` there). PostgreSQL runs on the same machine; what its own processes take is told beside.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from bot.sandbox.user import Actor
from tests.bench.bots import AIRLOCK, Running, cpu_of, latencies, running, watched
from tests.bench.figures import Figure, median, percentile, spread, told
from tests.bench.lookups import LOOKUP
from tests.support.postgres import serving

AT_ONCE: Final = 32
TARGET: Final = 2.0
"""Our own wish: how many times SQLite's processor time a bot on PostgreSQL may take."""


class Cost(NamedTuple):
    """Milliseconds a request: the bot's processor time, waiting in the middle and at p99, the server's own time."""

    cpu: float
    p50: float
    p99: float
    server: float

    def __str__(self) -> str:
        own = f"{self.cpu:.2f} ms, p50 {self.p50:.1f}, p99 {self.p99:.1f}"
        return f"{own}, and {self.server:.2f} of the server" if self.server else own


class Side(NamedTuple):
    """A bot and the processes of its database, if it has any."""

    bot: Running
    server: psutil.Process | None

    def server_cpu(self) -> float:
        """Seconds of processor time of the database's processes, those that have ended included."""
        if self.server is None:
            return 0.0
        ended = self.server.cpu_times()
        alive = sum(cpu_of(child.pid) for child in self.server.children(recursive=True))
        return float(ended.children_user + ended.children_system) + cpu_of(self.server.pid) + alive

    async def cost(self, work: Callable[[Actor], Awaitable[object]], users: Sequence[Actor], times: int) -> Cost:
        """Let users do ``work`` so many times, all at once."""
        before, server_before = self.bot.cpu(), self.server_cpu()
        seconds = await latencies(work, users, times)
        spent = (self.bot.cpu() - before, self.server_cpu() - server_before)
        self.bot.forget()
        cpu, server = (each / len(seconds) * 1000 for each in spent)
        return Cost(cpu, percentile(seconds, 0.5) * 1000, percentile(seconds, 0.99) * 1000, server)


async def look_up(user: Actor) -> None:
    """Ask something."""
    await user.command(LOOKUP)


def changing() -> Callable[[Actor], Awaitable[None]]:
    """Change one's progress, to something else each time."""
    episodes = itertools.cycle(range(1, 11))

    async def change(user: Actor) -> None:
        await user.command(f"/progress set season:1 episode:{next(episodes)}")

    return change


async def measure(folder: Path, times: int = 480, rounds: int = 5) -> list[Figure]:
    """Compare both."""
    users = AT_ONCE * (1 + rounds)
    with serving(durable=True) as (uri, server):
        url = uri.replace("postgresql://", "postgresql+asyncpg://", 1)
        async with (
            running(AIRLOCK, folder / "airlock.db", users=users) as on_sqlite,
            running(AIRLOCK, url, users=users) as on_postgres,
        ):
            sides = (Side(on_sqlite, None), Side(on_postgres, server))
            for side in sides:
                for user in side.bot.users[:AT_ONCE]:
                    await watched(user, 1)
                await latencies(look_up, side.bot.users[:AT_ONCE], 4)
            change = changing()
            figures: list[Figure] = []
            known = slice(0, AT_ONCE)
            for what, work, repeated in (
                ("a lookup of somebody in memory", look_up, True),
                ("a lookup of somebody who must be read", look_up, False),
                ("a durable change", change, True),
            ):
                costs: list[tuple[Cost, Cost]] = []
                for number in range(1, rounds + 1):
                    who = known if repeated else slice(AT_ONCE * number, AT_ONCE * (number + 1))
                    each = times // AT_ONCE if repeated else 1
                    one, other = [await side.cost(work, side.bot.users[who], each) for side in sides]
                    costs.append((one, other))
                figures += told([_figure(what, costs)])
            return figures


def _figure(what: str, costs: Sequence[tuple[Cost, Cost]]) -> Figure:
    ratios = [postgres.cpu / sqlite.cpu for sqlite, postgres in costs]
    sqlite, postgres = (
        Cost(*(median(column) for column in zip(*side, strict=True))) for side in zip(*costs, strict=True)
    )
    beside = f"SQLite {sqlite}; PostgreSQL {postgres}; {spread(ratios)}"
    return Figure(f"{what}: CPU with PostgreSQL against SQLite", median(ratios), TARGET, beside=beside)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=640)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), options.times, options.rounds))
