"""Power cuts: all that was acknowledged is on the disk, which a process that is killed does not show."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.ledger import Ledger
from bot.trivia import events
from bot.trivia.table import body_of
from facts.position import NOTHING
from facts.store import open_engine, upgrade
from tests.support.disk import Disk, is_sound, recorded
from tests.support.rounds import START, question, snowflake

CUTS = 40
PLAYERS = range(1, 9)
QUESTIONS = 50
"""So many that what is written is moved from the log into the database meanwhile."""


async def test_engine_waits_for_the_disk_on_every_connection(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    async with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert (await connection.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
            assert (await connection.execute(text("PRAGMA synchronous"))).scalar_one() == 2
    await engine.dispose()


def test_power_cuts_lose_nothing_acknowledged(tmp_path: Path) -> None:
    assert after_cuts("FULL", CUTS, tmp_path) == {"whole": CUTS}


@pytest.mark.proof
def test_a_thousand_power_cuts_lose_nothing_acknowledged(tmp_path: Path) -> None:
    assert after_cuts("FULL", 1000, tmp_path, QUESTIONS * 2) == {"whole": 1000}


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_power_cuts_show_what_is_less_than_durable(synchronous: str, tmp_path: Path) -> None:
    found = after_cuts(synchronous, CUTS, tmp_path)
    assert found["whole"] < CUTS / 2
    assert (found["corrupt"] > 0) == (synchronous == "OFF")


def after_cuts(synchronous: str, cuts: int, folder: Path, questions: int = QUESTIONS) -> Counter[str]:
    """How often all acknowledged answers are there after a power cut, some are lost, or the database is corrupt."""
    disk = played(synchronous, questions)
    chance = Random(synchronous)
    found: Counter[str] = Counter()
    for number in range(cuts):
        files, acknowledged = disk.after_cut(chance.randrange(len(disk.log) // 4, len(disk.log)), chance)
        image = folder / str(number)
        image.mkdir()
        for name, content in files.items():
            if not name.endswith("-shm"):  # memory that processes share, made anew from the log
                (image / name).write_bytes(content)
        found[verdict(image / "airlock.db", acknowledged)] += 1
        shutil.rmtree(image)
    return found


def verdict(file: Path, acknowledged: set[Any]) -> str:
    """Say what is left of a ledger."""
    if not is_sound(file):
        return "corrupt"
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT seq, user_id FROM round_event ORDER BY seq").fetchall()
    connection.close()
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    return "whole" if acknowledged <= set(rows) else "lost"


@cache
def played(synchronous: str, questions: int) -> Disk:
    """Play a long round into a ledger whose writes and syncs are recorded."""

    async def play(folder: Path) -> Disk:
        url = f"sqlite+aiosqlite:///{folder / 'airlock.db'}"
        first = open_engine(url)
        await upgrade(first)
        await first.dispose()
        with recording(folder) as disk:
            engine = open_engine(url)
            if synchronous != "FULL":
                event.listen(engine.sync_engine, "connect", setting(synchronous))
            ledger = Ledger(engine, lambda: datetime.now(UTC))
            await answers(ledger, disk, questions)
            end = len(disk.log)
            await ledger.close()
            await engine.dispose()
        # What is done in closing would make everything durable.
        del disk.log[end:]
        return disk

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(play(Path(folder).resolve()))


def setting(synchronous: str) -> Callable[[Any, object], None]:
    """Have a connection wait less for the disk than our engine does."""

    def configure(connection: Any, _: object) -> None:
        connection.cursor().execute(f"PRAGMA synchronous={synchronous}")

    return configure


@contextmanager
def recording(folder: Path) -> Iterator[Disk]:
    """Record, or skip where this Python keeps its SQLite to itself."""
    try:
        with recorded(folder) as disk:
            yield disk
    except LookupError as error:
        pytest.skip(str(error))


async def answers(ledger: Ledger, disk: Disk, questions: int) -> None:
    """Open a round and have players answer question after question, noting what is acknowledged."""
    opened = events.Opened(START, 1, 2, PLAYERS[0], "show", NOTHING, events.Settings())
    round_id = await ledger.rounds.open(body_of(opened), guild=1, channel=2, host=PLAYERS[0], show="show", at_ms=START)
    seq = 1

    async def append(given: events.Event, user: int | None = None) -> None:
        nonlocal seq
        seq += 1
        mine = seq
        await ledger.rounds.append(round_id, mine, body_of(given), user=user, at_ms=START + mine)
        disk.note((mine, user))

    for number in range(1, questions + 1):
        await append(events.Drawn(START, number, question(number)))
        await asyncio.gather(
            *(
                append(events.Answered(player, number, snowflake(START, number * 100 + player), option=0), player)
                for player in PLAYERS
            )
        )
        for player in PLAYERS:
            await append(events.Answered(player, number, snowflake(START, number * 999 + player), option=1), player)
