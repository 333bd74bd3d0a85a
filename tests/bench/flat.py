"""Whether latency stays flat as shows and users grow: ``python -m tests.bench.flat``.

Bots with little and with much are asked by turns, 32 at once. Much is a show of 100,000 facts, and a million users with
settings of whom 10,000 are active. The first view of a large show is built while others go on asking; how long they
wait then is measured, too.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from bot.sandbox.user import Actor
from facts.position import Position
from facts.store import load_pack, open_engine, upgrade
from tests.bench.bots import AIRLOCK, Running, latencies, running, watched
from tests.bench.figures import Figure, median, percentile, spread, told
from tests.support.packs import as_pack, large_pack

AT_ONCE: Final = 32
FLAT: Final = 1.3
BUILDING_MS: Final = 250.0
"""Our own wish: what others wait while a large view is built."""
_FIRST: Final = 10**17
"""Users that nobody sees have ids from here."""
_PORTION: Final = 50_000
_SETTING: Final = "INSERT INTO user_setting (user_id, last_show, asked) VALUES (?, 'large', 1)"
_PROGRESS: Final = (
    "INSERT INTO progress (user_id, show, watched_through, at) VALUES (?, 'large', ?, '2024-01-01 00:00:00')"
)


async def loaded(database: Path, facts: int) -> Path:
    """Load a show of that many facts into a new database; return an empty folder of packs to start on."""
    engine = open_engine(f"sqlite+aiosqlite:///{database}")
    await upgrade(engine)
    await load_pack(engine, as_pack(large_pack(facts)), "measured")
    await engine.dispose()
    packs = database.with_suffix("")
    packs.mkdir()
    return packs


def populate(database: Path, active: Sequence[int], users: int) -> None:
    """Give so many users settings and progress, those who are active among them."""
    rank = Position(2, 1).rank
    ids = [*active, *range(_FIRST, _FIRST + users - len(active))]
    with sqlite3.connect(database) as connection:
        for at in range(0, len(ids), _PORTION):
            some = ids[at : at + _PORTION]
            connection.executemany(
                "INSERT INTO user_setting (user_id, last_show, asked) VALUES (?, 'large', 1)",
                ((user,) for user in some),
            )
            connection.executemany(
                _PROGRESS,
                ((user, rank) for user in some),
            )
    connection.close()


async def look_up(user: Actor) -> None:
    """Ask what people ask all the time."""
    await user.command("/cast character name:kakakason")


async def search(user: Actor) -> None:
    """Look for words that very many facts hold."""
    await user.command("/facts search text:rockets")


async def complete(user: Actor) -> None:
    """Type the beginning of many names."""
    await user.autocomplete("/cast character name:ka")


async def by_facts(small: Running, large: Running, times: int, rounds: int) -> Figure:
    """Compare what the same users wait in shows of different sizes."""
    ratios, small_ms = [], []
    for number in range(rounds):
        p99: dict[int, float] = {}
        for bot in (small, large) if number % 2 else (large, small):
            seconds = []
            for work in (look_up, search, complete):
                seconds += await latencies(work, bot.users[:AT_ONCE], max(1, times // AT_ONCE))
            p99[id(bot)] = percentile(seconds, 0.99)
            bot.forget()
        ratios.append(p99[id(large)] / p99[id(small)])
        small_ms.append(p99[id(small)] * 1000)
    beside = f"{median(small_ms):.0f} ms in the small one; {spread(ratios)}"
    return Figure("100,000 facts against 1,000, 32 in flight: p99", median(ratios), FLAT, beside=beside)


async def by_users(few: Running, many: Running, times: int, rounds: int) -> list[Figure]:
    """Compare what random active users wait, few and many; and those of the many of whom nothing is in memory yet."""
    chance = Random(1)
    ratios, cold, few_ms = [], [], []
    for bot in (few, many):
        cold.append(percentile(await in_flight(bot.users), 0.99))
        bot.forget()
    for number in range(rounds):
        p99: dict[int, float] = {}
        for bot in (few, many) if number % 2 else (many, few):
            p99[id(bot)] = percentile(await in_flight(chance.choices(bot.users, k=times)), 0.99)
            bot.forget()
        ratios.append(p99[id(many)] / p99[id(few)])
        few_ms.append(p99[id(few)] * 1000)
    beside = f"{median(few_ms):.0f} ms with few; {spread(ratios)}"
    return [
        Figure("1,000,000 users against 1,000, 32 in flight: p99", median(ratios), FLAT, beside=beside),
        Figure(
            "the same, each user read from the database",
            cold[1] / cold[0],
            FLAT,
            beside=f"p99 {cold[1] * 1000:.0f} ms against {cold[0] * 1000:.0f} ms",
        ),
    ]


async def in_flight(users: Sequence[Actor]) -> list[float]:
    """Let each look something up, 32 at once; return the seconds that each waited."""
    waiting, seconds = iter(users), []

    async def take() -> None:
        for user in waiting:
            begun = time.perf_counter()
            await look_up(user)
            seconds.append(time.perf_counter() - begun)

    await asyncio.gather(*(take() for _ in range(AT_ONCE)))
    return seconds


async def building(bot: Running) -> Figure:
    """Ask a bot for the first view of a large show, and meanwhile for what it has at hand."""
    asker, *others = bot.users[:9]
    for user in others:
        await watched(user, 1, 1)
    await others[0].command("/cast list season:1")
    waited: list[float] = []

    async def first() -> float:
        begun = time.perf_counter()
        await watched(asker, 5)
        return time.perf_counter() - begun

    async def ask(user: Actor) -> None:
        while not asked.done():
            begun = time.perf_counter()
            await user.command("/cast list season:1")
            waited.append(time.perf_counter() - begun)
            await asyncio.sleep(0.02)

    asked = asyncio.create_task(first())
    await asyncio.gather(*map(ask, others))
    beside = f"median {median(waited) * 1000:.0f} ms, longest {max(waited) * 1000:.0f} ms; built in {await asked:.1f} s"
    return Figure("others while a large view is built: p99", percentile(waited, 0.99) * 1000, BUILDING_MS, "ms", beside)


async def measure(
    folder: Path, large: int = 100_000, users: int = 1_000_000, active: int = 10_000, times: int = 320, rounds: int = 7
) -> list[Figure]:
    """Measure facts, then users; what is small is a thousand of either, or less where ``large`` and ``users`` are."""
    little = folder / "little.db"
    packs = await loaded(little, min(1_000, large))
    much = folder / "much.db"
    await loaded(much, large)
    figures: list[Figure] = []
    async with running(AIRLOCK, little, packs) as small, running(AIRLOCK, much, packs) as big:
        figures.append(await building(big))
        for bot in (small, big):
            for user in bot.users[:AT_ONCE]:
                await watched(user, 5)
            for work in (look_up, search, complete):
                await latencies(work, bot.users[:AT_ONCE], 2)
        figures.append(await by_facts(small, big, times, rounds))
        figures[-1] = figures[-1]._replace(beside=f"{figures[-1].beside}; {big.memory():.0f} MB")
    told(figures)
    few_users = min(1_000, active)
    databases = [folder / "few.db", folder / "many.db"]
    for database in databases:
        shutil.copy(little, database)
    async with (
        running(AIRLOCK, databases[0], packs, users=few_users) as few,
        running(AIRLOCK, databases[1], packs, users=active) as many,
    ):
        populate(databases[0], [user.user.id for user in few.users], few_users)
        populate(databases[1], [user.user.id for user in many.users], users)
        figures += told(await by_users(few, many, times * 3, rounds))
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), rounds=options.rounds))
