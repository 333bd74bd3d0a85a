"""What a lookup and an autocomplete cost against the floor: ``python -m tests.bench.lookups``.

The floor is a discord.py process that answers with a constant of the same body and components (``floor.py``). Both run
in processes of their own and take turns within one run; ratios of processor time and latency are medians.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from bot.sandbox.user import Actor
from tests.bench.bots import AIRLOCK, Running, latencies, running, watched
from tests.bench.figures import Figure, median, percentile, spread, told

LOOKUP: Final = "/cast character name:ed-baldwin"
COMPLETE: Final = "/cast character name:ma"
WORK: Final[dict[str, Callable[[Actor], Awaitable[object]]]] = {
    "lookup": lambda user: user.command(LOOKUP),
    "autocomplete": lambda user: user.autocomplete(COMPLETE),
}


async def constant(folder: Path) -> Path:
    """Ask the real bot once, and write its answers down for the floor; its database is left in ``folder``."""
    async with running(AIRLOCK, folder / "airlock.db") as airlock:
        ann = airlock.users[0]
        await watched(ann, 1)
        reply = await ann.command(LOOKUP)
        choices = await ann.autocomplete(COMPLETE)
    body = {"embed": reply.embeds[0], "components": reply.components, "choices": [tuple(choice) for choice in choices]}
    path = folder / "constant.json"
    path.write_text(json.dumps(body))
    return path


async def compare(
    title: str, floor: Running, airlock: Running, at_once: int, times: int, rounds: int
) -> tuple[Figure, ...]:
    """Measure both with ``at_once`` in flight, ``times`` requests a round, the bots taking turns."""
    cpu: list[float] = []
    p50: list[float] = []
    p99: list[float] = []
    floor_ms = []
    for number in range(rounds):
        measured: dict[int, tuple[float, float, float]] = {}
        for bot in (floor, airlock) if number % 2 else (airlock, floor):
            before = bot.cpu()
            seconds = await latencies(WORK[title], bot.users[:at_once], max(1, times // at_once))
            spent = (bot.cpu() - before) / len(seconds)
            measured[id(bot)] = (spent, percentile(seconds, 0.5), percentile(seconds, 0.99))
            bot.forget()
        for column, found in enumerate((cpu, p50, p99)):
            found.append(measured[id(airlock)][column] / measured[id(floor)][column])
        floor_ms.append(measured[id(floor)][0] * 1000)
    what = f"{title}, {at_once} in flight"
    beside = f"floor {median(floor_ms):.2f} ms; {spread(cpu)}"
    figures = [Figure(f"{what}: CPU against the floor", median(cpu), 1.25, beside=beside)]
    if at_once > 1:
        beside = f"at the median {median(p50):.2f}; {spread(p99)}"
        figures.append(Figure(f"{what}: p99 against the floor's", median(p99), 1.5, beside=beside))
    return tuple(figures)


async def measure(folder: Path, times: int = 480, rounds: int = 7) -> list[Figure]:
    """Compare both bots."""
    path = await constant(folder)
    async with (
        running(("-m", "tests.bench.floor", str(path)), None) as floor,
        running(AIRLOCK, folder / "airlock.db") as airlock,
    ):
        for user in airlock.users:
            await watched(user, 1)
        for bot in (floor, airlock):
            for work in WORK.values():
                await latencies(work, bot.users, 4)
        figures: list[Figure] = []
        for title in WORK:
            for at_once in (1, 32):
                figures += told(await compare(title, floor, airlock, at_once, times, rounds))
        return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=640, help="requests a round")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), options.times, options.rounds))
