"""What a lookup, a search and an autocomplete cost against the floor: ``python -m tests.bench.lookups``.

The floor is a discord.py process that answers with a constant of the same body and components (``floor.py``). Both run
in processes of their own and take turns within one run; ratios of processor time and latency are medians.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bot.sandbox.user import Actor
from tests.bench.bots import AIRLOCK, Running, latencies, running, watched
from tests.bench.figures import Figure, median, percentile, spread, told

LOOKUP: Final = "/cast character name:ed-baldwin"
SEARCH: Final = "/facts search text:moon"
COMPLETE: Final = "/cast character name:ma"
WORK: Final[dict[str, Callable[[Actor], Awaitable[object]]]] = {
    "lookup": lambda user: user.command(LOOKUP),
    "autocomplete": lambda user: user.autocomplete(COMPLETE),
    "search": lambda user: user.command(SEARCH),
}
CPU: Final = {"lookup": 1.15, "autocomplete": 1.15, "search": 1.5}
"""How many times the floor's processor time each may take."""
P99: Final = 1.5


async def constant(folder: Path) -> Path:
    """Ask the real bot once, and write its answers down for the floor; its database is left in ``folder``."""
    async with running(AIRLOCK, folder / "airlock.db") as airlock:
        ann = airlock.users[0]
        await watched(ann, 1)
        replies = {"lookup": await ann.command(LOOKUP), "search": await ann.command(SEARCH)}
        choices = await ann.autocomplete(COMPLETE)
    bodies = {name: {"embed": reply.embeds[0], "components": reply.components} for name, reply in replies.items()}
    path = folder / "constant.json"
    path.write_text(json.dumps({**bodies, "choices": [tuple(choice) for choice in choices]}))
    return path


async def compare(
    title: str, floor: Running, airlock: Running, at_once: int, times: int, rounds: int
) -> tuple[Figure, ...]:
    """Measure both with ``at_once`` in flight, ``times`` requests a round, the bots taking turns."""
    rounds_of: dict[int, list[Cost]] = {id(floor): [], id(airlock): []}
    for number in range(rounds):
        for bot in (floor, airlock) if number % 2 else (airlock, floor):
            before = bot.cpu()
            seconds = await latencies(WORK[title], bot.users[:at_once], max(1, times // at_once))
            spent = (bot.cpu() - before) / len(seconds)
            rounds_of[id(bot)].append(Cost(spent, percentile(seconds, 0.5), percentile(seconds, 0.99)))
            bot.forget()
    own, its = rounds_of[id(airlock)], rounds_of[id(floor)]
    cpu, p50, p99 = (
        [one / other for one, other in zip(ours, theirs, strict=True)]
        for ours, theirs in zip(zip(*own, strict=True), zip(*its, strict=True), strict=True)
    )
    what = f"{title}, {at_once} in flight"
    figures = [
        Figure(
            f"{what}: CPU against the floor", median(cpu), CPU[title], beside=f"{told_of(own, its, 0)}; {spread(cpu)}"
        )
    ]
    if at_once > 1:
        beside = f"{told_of(own, its, 2)}; median {told_of(own, its, 1)}, {median(p50):.2f}×; {spread(p99)}"
        figures.append(Figure(f"{what}: p99 against the floor's", median(p99), P99, beside=beside))
    return tuple(figures)


class Cost(NamedTuple):
    """Seconds of processor time a request, and of waiting: the middle one and the 99th percentile."""

    cpu: float
    p50: float
    p99: float


def told_of(own: Sequence[Cost], its: Sequence[Cost], column: int) -> str:
    """Say in milliseconds what both took, in the middle of the rounds."""
    ours, theirs = (median(each[column] for each in costs) * 1000 for costs in (own, its))
    return f"{ours:.2f} ms against {theirs:.2f} ms"


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
