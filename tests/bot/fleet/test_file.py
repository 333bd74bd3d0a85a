"""The lock beside an SQLite file."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from bot.fleet import TakenError, joined
from bot.fleet.file import locked
from bot.settings import Settings
from facts.store import open_engine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flock")

HOLDER = """
import asyncio, sys
from bot.fleet.file import locked
async def hold():
    async with locked(sys.argv[1], 0):
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(hold())
"""


async def test_second_process_is_refused_and_a_killed_one_blocks_nobody(tmp_path: Path) -> None:
    database = str(tmp_path / "airlock.db")
    command = (sys.executable, "-c", HOLDER, database)
    holder = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(TakenError, match="the database"):
        async with locked(database, 0):
            pass
    holder.send_signal(signal.SIGKILL)
    await holder.wait()
    async with locked(database, 0):
        pass


async def test_start_waits_for_a_predecessor_that_stops(tmp_path: Path) -> None:
    database = str(tmp_path / "airlock.db")
    held, let_go = asyncio.Event(), asyncio.Event()

    async def predecessor() -> None:
        async with locked(database, 0):
            held.set()
            await let_go.wait()

    async def successor() -> None:
        async with locked(database, 60):
            pass

    before = asyncio.create_task(predecessor())
    await held.wait()
    after = asyncio.create_task(successor())
    await asyncio.sleep(0)
    assert not after.done()
    let_go.set()
    await asyncio.gather(before, after)


@pytest.mark.parametrize("database", [None, "", ":memory:", "file:x?mode=memory", "/nowhere/at/all/airlock.db"])
async def test_what_is_no_file_has_no_lock(database: str | None) -> None:
    async with locked(database, 0), locked(database, 0):
        pass


async def test_who_serves_a_file_is_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    async with joined(Settings(discord_token="t", shard_count=2, shard_ids=(0, 1)), engine) as fleet:
        assert fleet.alone
        assert fleet.hears()
        assert fleet.holds()
        assert fleet.serves()
