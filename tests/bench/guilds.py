"""What a server takes in memory, against discord.py's own: ``python -m tests.bench.guilds``.

Bots are started in few and in many servers of usual size, Airlock and the floor (``floor.py``, discord.py with the same
libraries, intents and cache settings), and what they have resident is compared: the difference is what a server takes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Final

from tests.bench.bots import AIRLOCK, CHANNELS, ROLES, running
from tests.bench.figures import Figure, median, spread, told

TARGET: Final = 1.1
_FEW: Final = 10
_STEADY: Final = 3
"""Looks at a memory that does not grow any more."""


async def resident(arguments: tuple[str, ...], database: Path | None, servers: int) -> float:
    """Start a bot that is in so many servers; return the megabytes that it has resident once it knows them all."""
    async with running(arguments, database, users=1, others=servers) as bot:
        sizes: list[float] = []
        while len(sizes) < _STEADY or max(sizes[-_STEADY:]) > min(sizes[-_STEADY:]):
            await asyncio.sleep(0.5)
            sizes.append(round(bot.memory(), 1))
        return sizes[-1]


async def measure(folder: Path, servers: int = 3_000, rounds: int = 5) -> list[Figure]:
    """Compare both bots, by turns."""
    empty = folder / "constant.json"
    nothing = {"embed": {"title": "Nothing"}, "components": []}
    empty.write_text(json.dumps({"lookup": nothing, "search": nothing, "choices": []}))
    floor, database = ("-m", "tests.bench.floor", str(empty)), folder / "airlock.db"
    await resident(AIRLOCK, database, 0)  # loads the pack
    ratios, kilobytes = [], []
    for _ in range(rounds):
        taken = []
        for arguments, its in ((AIRLOCK, database), (floor, None)):
            few, many = [await resident(arguments, its, count) for count in (_FEW, servers)]
            taken.append((many - few) / (servers - _FEW) * 1000)
        ratios.append(taken[0] / taken[1])
        kilobytes.append(taken[0])
    beside = f"{median(kilobytes):.1f} kB each, with {CHANNELS} channels and {ROLES} roles; {spread(ratios)}"
    return list(told([Figure("a server in memory, against discord.py's own", median(ratios), TARGET, beside=beside)]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), options.servers, options.rounds))
