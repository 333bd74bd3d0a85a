# ruff: noqa: T201
"""What a lookup and an autocomplete cost against the floor: ``python -m tests.bench.lookups``.

The floor is a discord.py process that answers with a constant of the same body and components (``floor.py``). Both run
in processes of their own and take turns within one run; ratios of processor time and latency are printed as medians.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.sandbox.user import Actor
from tests.bench.bots import Running, latencies, running

LOOKUP = "/cast character name:ed-baldwin"
COMPLETE = "/cast character name:ma"
TARGET = 1.25
TAIL_TARGET = 1.5


async def constant(folder: Path, packs: Path | None) -> Path:
    """Ask the real bot once, and write its answer down for the floor."""
    async with running(["-m", "bot", "run"], folder, packs) as airlock:
        ann = airlock.users[0]
        await ann.command("/progress set season:1")
        reply = await ann.command(LOOKUP)
        choices = await ann.autocomplete(COMPLETE)
    body = {"embed": reply.embeds[0], "components": reply.components, "choices": [tuple(choice) for choice in choices]}
    path = folder / "constant.json"
    path.write_text(json.dumps(body))
    return path


async def compare(
    floor: Running, airlock: Running, work: Callable[[Actor], Awaitable[object]], at_once: int, times: int, rounds: int
) -> None:
    """Print ratios of processor time and of latency at the 50th and 99th percentile, with ``at_once`` in flight."""
    ratios: dict[str, list[float]] = {"cpu": [], "p50": [], "p99": []}
    floor_ms = []
    for _ in range(rounds):
        measured = []
        for bot in (floor, airlock):
            before = bot.cpu()
            seconds = sorted(await latencies(work, bot.users[:at_once], max(1, times // at_once)))
            bot.discord.transcript.clear()
            cpu = bot.cpu() - before
            measured.append((cpu / len(seconds), seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]))
        for name, one, other in zip(ratios, measured[1], measured[0], strict=True):
            ratios[name].append(one / other)
        floor_ms.append(measured[0][0] * 1000)
    shown = "  ".join(f"{name} {statistics.median(found):.2f}" for name, found in ratios.items())
    print(f"  {at_once:>3} in flight: {shown}   (floor {statistics.median(floor_ms):.2f} ms CPU)", flush=True)


async def main(times: int, rounds: int, packs: Path | None) -> None:
    """Compare both bots, and print what was measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = await constant(folder, packs)
        async with (
            running(["-m", "tests.bench.floor", str(told)], folder) as floor,
            running(["-m", "bot", "run"], folder, packs) as airlock,
        ):
            for user in airlock.users:
                await user.command("/progress set season:1")
            for title, work in (
                ("lookup", lambda user: user.command(LOOKUP)),
                ("autocomplete", lambda user: user.autocomplete(COMPLETE)),
            ):
                print(f"{title}: Airlock / floor (target: cpu {TARGET}, p99 at 32 {TAIL_TARGET})")
                for at_once in (1, 32):
                    await compare(floor, airlock, work, at_once, times, rounds)
            print(f"memory: {airlock.memory():.0f} MiB, floor {floor.memory():.0f} MiB (target 110 MB)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=640, help="requests a round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--packs", type=Path, help="another PACKS_DIR")
    options = parser.parse_args()
    asyncio.run(main(options.times, options.rounds, options.packs))
