"""From the start of the process to the first answered command, against a bare bot: ``python -m tests.bench.start``.

The bare bot (``bare.py``) syncs nothing and answers one command. The shipped pack is loaded already. Memory is what is
resident after lookups at several positions.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from typing import Final

from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from tests.bench.bots import AIRLOCK, cpu_of, running, stand_in, start, watched
from tests.bench.figures import Figure, median, spread, told

BARE: Final = ("-m", "tests.bench.bare")
POSITIONS: Final = ((1, 1), (1, 5), (1, None), (2, 3), (2, None), (3, 7), (3, None), (4, None))
LOOKUPS: Final = (
    "/cast character name:ed-baldwin",
    "/cast list season:1",
    "/facts search text:moon",
    "/timeline",
    "/episode show number:S1E1",
)


class Starts:
    """One bot that is started again and again on the same stand-in, which knows its commands."""

    def __init__(self, arguments: tuple[str, ...], database: Path | None, discord: StandIn, user: Actor) -> None:
        self._arguments = arguments
        self._database = database
        self._discord = discord
        self._user = user

    async def first_answer(self) -> tuple[float, float]:
        """Return the seconds until a command that waits for the process is answered, and those of its CPU."""
        gateway = self._discord.gateway
        while gateway.connected:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        begun = time.perf_counter()
        process = start(self._arguments, self._discord, self._database)
        try:
            while not gateway.connected:
                await asyncio.sleep(0.001)
                if process.poll() is not None:
                    raise RuntimeError(f"{self._arguments} did not start")
            await self._user.command("/about")
            return time.perf_counter() - begun, cpu_of(process.pid)
        finally:
            process.terminate()
            process.wait(10)


async def measure(folder: Path, rounds: int = 9, lookups: int = 200) -> list[Figure]:
    """Start both by turns; then look things up."""
    database = folder / "airlock.db"
    own_discord, (own_user, *_), _ = await stand_in(1)
    bare_discord, (bare_user, *_), _ = await stand_in(1)
    about = {"name": "about", "description": "The first command", "type": 1}
    for discord in (own_discord, bare_discord):
        discord.world.commands.add(discord.world.application.id, about)
    airlock_starts = Starts(AIRLOCK, database, own_discord, own_user)
    bare_starts = Starts(BARE, None, bare_discord, bare_user)
    own, bare = [], []
    try:
        await airlock_starts.first_answer()  # loads the pack and registers the commands
        await bare_starts.first_answer()
        for _ in range(rounds):
            own.append(await airlock_starts.first_answer())
            bare.append(await bare_starts.first_answer())
    finally:
        await own_discord.stop()
        await bare_discord.stop()
    ratios = [one / other for (one, _), (other, _) in zip(own, bare, strict=True)]
    cpu = median(one / other for (_, one), (_, other) in zip(own, bare, strict=True))
    beside = f"{median(each for each, _ in own):.2f} s against {median(each for each, _ in bare):.2f} s; "
    beside += f"CPU {cpu:.2f}×; {spread(ratios)}"
    figures = [Figure("start to the first answer, against a bare bot", median(ratios), 2.5, beside=beside)]
    async with running(AIRLOCK, database) as airlock:
        for number in range(lookups):
            user = airlock.users[number % len(airlock.users)]
            if number < len(airlock.users):
                await watched(user, *POSITIONS[number % len(POSITIONS)])
            await user.command(LOOKUPS[number % len(LOOKUPS)])
        figures.append(Figure(f"memory after {lookups} lookups", airlock.memory(), 110, "MB"))
    return list(told(figures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), options.rounds))
