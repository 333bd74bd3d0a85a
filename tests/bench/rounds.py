# ruff: noqa: T201
"""A thousand and ten thousand rounds in one process: ``python -m tests.bench.rounds``.

The real host, ledger and pool play against a stage that counts and paces instead of Discord, on real clocks; two
players answer every question. Measured are how late clocks are, how many requests would be sent in any second, whether
what waits under pressure waits alike, memory, and what making a question takes.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import uvloop
from sqlalchemy import insert

from bot.ledger import GuildSettings, Ledger
from bot.ledger.bodies import take
from bot.ledger.errors import LedgerError
from bot.ledger.trivia_tables import round_event, trivia_round
from bot.trivia import effects, events
from bot.trivia.clock import milliseconds
from bot.trivia.host import Host
from bot.trivia.pace import RATE, Pace
from bot.trivia.state import Phase
from bot.trivia.table import Table, body_of
from bot.trivia.timing import LoopTiming
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.position import Position
from facts.questions import Pool
from facts.store import Views, open_engine, upgrade
from facts.store.engine import writing
from tests.bench.bots import memory_of
from tests.bench.figures import Figure, median, percentile, told

SHOW: Final = "for-all-mankind"
SEASON_4: Final = Position(4)
PLAYERS: Final = 2
LATE_MS: Final = 250.0
REQUESTS: Final = 50.0
"""What Discord takes from a bot in a second."""
MEGABYTES: Final = 250.0
QUESTION_MS: Final = 2.0
FAIR: Final = 1.3
_SLACK: Final = 2.0
"""Seconds that are allowed on top of a post's fair share of the queue."""


class CountingStage:
    """Paces like the real stage, and counts; players answer what is asked."""

    def __init__(self, timing: LoopTiming) -> None:
        self._loop = asyncio.get_running_loop()
        self._pace = Pace(self._loop)
        self._timing = timing
        self._count = 0
        self.host: Host
        self.sent: list[float] = []
        self.waits: list[float] = []
        self.shares: list[float] = []
        """What each waited, as a part of its fair share: of those ahead of it, at the pace there is."""
        self.waiting: dict[int, tuple[float, int]] = {}
        self.asked: set[int] = set()
        self.refused = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def serves(self, guild: int) -> bool:
        """All of them."""
        return True

    async def ceiling(self, table: Table, settings: GuildSettings | None = None) -> Position:
        """As far as the round goes."""
        return table.state.position

    async def own(self, table: Table, player: int) -> Position:
        """As far as the round goes."""
        return table.state.position

    async def lobby(self, table: Table, message: int | None) -> int:
        """Post the lobby, or edit it."""
        await self._request()
        return message or self._id()

    async def ask(self, table: Table, effect: effects.Post, closes: int) -> int:
        """Post a question, which the players answer in their time."""
        await self._request()
        self.asked.add(table.round_id)
        message = self._id()
        for player in table.state.present:
            self._loop.call_later(random.uniform(1, 15), self._answer, table, effect.number, player, message)
        return message

    async def reask(self, table: Table, message: int) -> None:
        """Edit the question."""
        await self._request()

    async def reveal(self, table: Table, effect: effects.Reveal, message: int | None) -> None:
        """Show the answer."""
        await self._request()

    async def void(self, table: Table, effect: effects.Void, message: int | None) -> None:
        """Take the question back."""
        await self._request()

    async def podium(self, table: Table, effect: effects.Podium) -> None:
        """Say how it ended."""
        await self._request()

    async def _request(self) -> None:
        self._count += 1
        number, begun, ahead = self._count, self._loop.time(), len(self.waiting)
        self.waiting[number] = (begun, ahead)
        await self._pace.turn()
        del self.waiting[number]
        now = self._loop.time()
        self.sent.append(now)
        self._served(now - begun, ahead)

    def _served(self, waited: float, ahead: int) -> None:
        self.waits.append(waited)
        self.shares.append(waited / (ahead / RATE + _SLACK))

    def close(self) -> None:
        """Count what is still waiting as if it were served now."""
        now = self._loop.time()
        for begun, ahead in self.waiting.values():
            self._served(now - begun, ahead)

    def _id(self) -> int:
        self._count += 1
        return (self._timing.now() - milliseconds(0)) << 22 | self._count & 0x3FFFFF

    def _answer(self, table: Table, number: int, player: int, message: int) -> None:
        task = asyncio.ensure_future(self._give(table, number, player, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _give(self, table: Table, number: int, player: int, message: int) -> None:
        if table.state.phase is Phase.OPEN and table.state.number == number:
            event = events.Answered(player, number, self._id(), option=random.randrange(4))
            try:
                await self.host.answer(table, event, message)
            except LedgerError:
                self.refused += 1


async def play(folder: Path, count: int, seconds: float) -> list[Figure]:
    """Hold so many rounds for so long."""
    engine = open_engine(f"sqlite+aiosqlite:///{folder / 'rounds.db'}")
    await upgrade(engine)
    await load_folders(engine, pack_folders())
    views = Views(engine)
    await views.refresh()
    pool = Pool.of(await views.load(SHOW, SEASON_4))
    pool.warm()
    figures = [making(pool)]
    ledger = Ledger(engine, lambda: datetime.now(UTC))
    timing = LoopTiming(asyncio.get_running_loop())
    stage = CountingStage(timing)

    async def pool_of(show: str, position: Position) -> Pool:
        return pool

    host = stage.host = Host(ledger, pool_of, stage, timing)
    late: list[int] = []
    host.late = late.append
    await open_all(engine, timing.now(), count)
    logging.getLogger("bot").setLevel(logging.ERROR)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
    begun = time.monotonic()
    await host.presence.resume(lambda guild: True)
    resumed = time.monotonic() - begun
    await asyncio.sleep(max(0.0, seconds - resumed))
    stage.close()
    memory = memory_of(os.getpid())
    beside = f"{len(late):,} ticks; median {median(late):.0f} ms, longest {max(late, default=0)} ms"
    figures += [
        Figure(f"{count:,} rounds: lateness of clocks, p99", percentile(late, 0.99), LATE_MS, "ms", beside),
        Figure(f"{count:,} rounds: most requests in a second", most_in_a_second(stage.sent), REQUESTS, ""),
        Figure(
            f"{count:,} rounds: the longest wait for a post, against its fair share",
            max(stage.shares),
            FAIR,
            beside=f"waits: median {median(stage.waits):.1f} s, longest {max(stage.waits):.1f} s; "
            f"{len(stage.asked):,} rounds had a question in {seconds:.0f} s",
        ),
        Figure(
            f"{count:,} rounds: memory",
            memory,
            MEGABYTES,
            "MB",
            f"taken up in {resumed:.1f} s; {stage.refused} answers not saved in time",
        ),
    ]
    await host.close()
    await ledger.close()
    await engine.dispose()
    return figures


def making(pool: Pool, times: int = 500) -> Figure:
    """Measure what making a question takes, as a channel uses them up."""
    used: set[str] = set()
    taken = []
    for number in range(times):
        begun = time.thread_time()
        question = pool.pick(random.Random(number), used)
        taken.append((time.thread_time() - begun) * 1000)
        if question is None:
            break
        used.add(question.id)
    beside = f"of CPU; p99 {percentile(taken, 0.99):.2f} ms; {len(pool):,} questions"
    return Figure("making a question at S4: median", median(taken), QUESTION_MS, "ms", beside)


async def open_all(engine: Any, now: int, count: int) -> None:
    """Put the rounds into the ledger as a process leaves them that ends: open lobbies with two players."""
    rounds, opened = [], []
    for number in range(1, count + 1):
        settings = events.Settings(seed=number, lobby=5_000)
        opening = events.Opened(now, number, number, 2 * number, SHOW, Position(4, 10), settings)
        body, words = take(body_of(opening), 2 * number)
        joined, _ = take(body_of(events.Joined(now, 2 * number + 1)), 2 * number + 1)
        rounds.append({"id": number, "guild_id": number, "channel_id": number, "show": SHOW, "alive": now})
        common = {"round_id": number, "guild_id": number, "at": now, "words": words}
        opened.append({**common, "seq": 1, "user_id": 2 * number, "body": body})
        opened.append({**common, "seq": 2, "user_id": 2 * number + 1, "body": joined})
    async with writing(engine) as connection:
        await connection.execute(insert(trivia_round), rounds)
        await connection.execute(insert(round_event), opened)


def most_in_a_second(sent: list[float]) -> int:
    """The most of these times that lie within any one second."""
    window: deque[float] = deque()
    most = 0
    for at in sent:
        window.append(at)
        while window[0] <= at - 1:
            window.popleft()
        most = max(most, len(window))
    return most


async def measure(counts: tuple[int, ...] = (1_000, 10_000), seconds: float = 75.0) -> list[Figure]:
    """Play each number of rounds in a process of its own."""
    figures: list[Figure] = []
    for count in counts:
        arguments = ("-m", "tests.bench.rounds", "--count", str(count), "--seconds", str(seconds), "--json")
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
        printed, _ = await process.communicate()
        found = [Figure(*row) for row in json.loads(printed)]
        figures += told(found if not figures else found[1:])
    return figures


async def alone(count: int, seconds: float, *, as_json: bool) -> None:
    """Play in this process."""
    with tempfile.TemporaryDirectory() as name:
        figures = await play(Path(name), count, seconds)
    if as_json:
        print(json.dumps(figures))
    else:
        told(figures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, help="so many rounds only, in this process")
    parser.add_argument("--seconds", type=float, default=75.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.count is None:
        asyncio.run(measure(seconds=options.seconds))
    else:
        uvloop.run(alone(options.count, options.seconds, as_json=options.json))
