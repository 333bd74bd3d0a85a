"""A process that is killed: what it has acknowledged is there."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger import Ledger, Progress
from facts.position import Position
from facts.store import open_engine

USERS = range(16)
ENOUGH = 300


def watch_next(before: Progress) -> Progress:
    return Progress(Position.from_rank(before.position.rank + 1))


async def serve(url: str) -> None:
    """Move all users on for ever, one episode at a time, and say so whenever it is acknowledged."""
    ledger = Ledger(open_engine(url), lambda: datetime.now(UTC))

    async def watch(user: int) -> None:
        for _ in range(1_000_000):
            _, after = await ledger.progress.change(user, "show", watch_next)
            sys.stdout.write(f"{user} {after.position.rank}\n")
            sys.stdout.flush()

    await asyncio.gather(*map(watch, USERS))


def test_kill_loses_nothing_acknowledged(file: Path) -> None:
    code = f"import asyncio; from {__name__} import serve; asyncio.run(serve({f'sqlite+aiosqlite:///{file}'!r}))"
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    acknowledged: dict[int, int] = {}
    for _ in range(ENOUGH):
        user, rank = map(int, process.stdout.readline().split())
        acknowledged[user] = rank
    process.kill()
    for line in process.stdout.read().splitlines(keepends=True):
        if line.endswith("\n"):
            user, rank = map(int, line.split())
            acknowledged[user] = rank
    process.wait()
    connection = sqlite3.connect(file)
    stored = dict(connection.execute("SELECT user_id, MAX(watched_through) FROM progress GROUP BY user_id"))
    connection.close()
    assert set(acknowledged) == set(USERS)
    for user, rank in acknowledged.items():
        assert stored[user] in (rank, rank + 1)
