"""The ledger over an SQLite file that is locked, read-only, full, gone or slow."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

from bot.ledger import Ledger, Progress, StoreUnavailable, Unsettled
from facts.position import Position
from facts.store import open_engine
from tests.support.ledgers import progress_at_hand

SHOW = "for-all-mankind"


def watched(episode: int) -> Callable[[Progress], Progress]:
    return lambda _: Progress(Position(1, episode))


async def at_once(ledger: Ledger, users: range) -> list[Any]:
    changes = (ledger.progress.change(user, SHOW, watched(1)) for user in users)
    return await asyncio.gather(*changes, return_exceptions=True)


def hurry(ledger: Ledger, patience: float = 0.03) -> None:
    """From now on give up writes after so many seconds; what is to be read first has been."""
    ledger._turns._patience = patience


def stored(file: Path) -> list[int]:
    connection = sqlite3.connect(file)
    found = [user for (user,) in connection.execute("SELECT user_id FROM progress ORDER BY user_id")]
    connection.close()
    return found


@contextmanager
def locked(file: Path) -> Iterator[None]:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


async def assert_recovers(ledger: Ledger, file: Path, user: int = 999) -> None:
    """Check that nothing of what failed was applied, in the file or in memory, and that all works again."""
    before = stored(file)
    assert await ledger.progress.get(1, SHOW) == Progress()
    assert await ledger.progress.change(user, SHOW, watched(2)) == (Progress(), Progress(Position(1, 2)))
    assert stored(file) == [*before, user]
    assert await ledger.progress.change(1, SHOW, watched(3)) == (Progress(), Progress(Position(1, 3)))


async def test_locked_database_fails_every_write_and_applies_none(ledger: Ledger, file: Path) -> None:
    with locked(file):
        assert {type(outcome) for outcome in await at_once(ledger, range(50))} == {StoreUnavailable}
    assert stored(file) == []
    await assert_recovers(ledger, file)


async def test_locked_database_is_reported_within_two_seconds(file: Path, clock: Callable[[], datetime]) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    ledger = Ledger(engine, clock)
    with locked(file):
        start = time.monotonic()
        assert {type(outcome) for outcome in await at_once(ledger, range(3))} == {StoreUnavailable}
        assert time.monotonic() - start < 2.5
    await ledger.close()
    await engine.dispose()


async def test_write_that_was_given_up_is_not_applied_when_the_lock_is_gone(ledger: Ledger, file: Path) -> None:
    await asyncio.gather(*(ledger.progress.get(user, SHOW) for user in (1, 2)))
    hurry(ledger)
    with locked(file):
        outcomes = await at_once(ledger, range(1, 3))
    # The statement is still waiting for the lock, gets it, and must not be committed.
    await ledger.close()
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 2
    assert stored(file) == []
    assert progress_at_hand(ledger, 1, SHOW) == Progress()


async def test_next_change_waits_for_what_becomes_of_one_given_up(ledger: Ledger, file: Path) -> None:
    await ledger.progress.get(1, SHOW)
    hurry(ledger)
    with locked(file):
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                await ledger.progress.change(1, SHOW, watched(1))
    await ledger.close()
    assert stored(file) == []


async def test_locked_database_fails_those_who_come_meanwhile_without_another_wait(
    ledger: Ledger, engine: AsyncEngine, file: Path
) -> None:
    attempts: list[str] = []
    late: list[asyncio.Task[Any]] = []

    def begin(*call: Any) -> None:
        if call[2] == "BEGIN IMMEDIATE":
            attempts.append(call[2])
            late.append(asyncio.create_task(ledger.progress.change(2, SHOW, watched(1))))

    await asyncio.gather(*(ledger.progress.get(user, SHOW) for user in (1, 2)))
    event.listen(engine.sync_engine, "before_cursor_execute", begin)
    with locked(file):
        with pytest.raises(StoreUnavailable):
            await ledger.progress.change(1, SHOW, watched(1))
        with pytest.raises(StoreUnavailable):
            await late[0]
        assert len(attempts) == 1
    assert stored(file) == []


async def test_commit_that_hangs_is_unsettled_and_memory_follows_it(
    ledger: Ledger, engine: AsyncEngine, file: Path
) -> None:
    go_on = asyncio.Event()
    event.listen(engine.sync_engine, "commit", lambda _: await_only(go_on.wait()))
    await ledger.progress.get(1, SHOW)
    hurry(ledger, 0.2)
    with pytest.raises(Unsettled):
        await ledger.progress.change(1, SHOW, watched(1))
    assert progress_at_hand(ledger, 1, SHOW) == Progress()
    try:
        with pytest.raises(StoreUnavailable, match="in time"):
            await asyncio.wait_for(ledger.progress.change(1, SHOW, watched(7)), 5)
    finally:
        go_on.set()
    hurry(ledger, 10)
    # It waits for its turn, and so starts from what the commit that hung has left behind.
    assert await ledger.progress.change(1, SHOW, watched(2)) == (Progress(Position(1, 1)), Progress(Position(1, 2)))
    assert stored(file) == [1, 1]


async def test_read_only_database_fails_in_time_and_recovers(ledger: Ledger, engine: AsyncEngine, file: Path) -> None:
    with pragma(engine, "query_only", 1, 0):
        assert {type(outcome) for outcome in await at_once(ledger, range(5))} == {StoreUnavailable}
        assert await ledger.progress.get(77, SHOW) == Progress()
    await assert_recovers(ledger, file)


async def test_full_disk_fails_in_time_and_recovers(ledger: Ledger, engine: AsyncEngine, file: Path) -> None:
    with pragma(engine, "max_page_count", 1, 2**30):
        outcomes: list[Any] = []
        while StoreUnavailable not in map(type, outcomes):
            outcomes += await at_once(ledger, range(1000 + len(outcomes), 1100 + len(outcomes)))
        assert len(outcomes) < 5000
    kept = [1000 + place for place, outcome in enumerate(outcomes) if not isinstance(outcome, StoreUnavailable)]
    assert stored(file) == kept
    await assert_recovers(ledger, file, user=9999)


@contextmanager
def pragma(engine: AsyncEngine, name: str, during: int, afterwards: int) -> Iterator[None]:
    """Have every connection handed out set a pragma."""
    value = during

    @event.listens_for(engine.sync_engine, "checkout")
    def configure(connection: Any, _: Any, __: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    yield
    value = afterwards


async def test_file_gone_fails_in_time_makes_none_and_recovers(ledger: Ledger, file: Path) -> None:
    await ledger.progress.change(500, SHOW, watched(1))
    with gone(file):
        assert {type(outcome) for outcome in await at_once(ledger, range(5))} == {StoreUnavailable}
        with pytest.raises(StoreUnavailable):
            await ledger.progress.get(77, SHOW)
        assert progress_at_hand(ledger, 500, SHOW) == Progress(Position(1, 1))
    await assert_recovers(ledger, file)


@contextmanager
def gone(file: Path) -> Iterator[None]:
    away = file.rename(file.with_name("away.db"))
    yield
    assert not file.exists()
    away.rename(file)


async def test_file_replaced_is_used_from_then_on(ledger: Ledger, file: Path, migrated: Path) -> None:
    await ledger.progress.change(500, SHOW, watched(1))
    replace_by(migrated, file)
    await ledger.progress.change(501, SHOW, watched(1))
    assert stored(file) == [501]


def replace_by(other: Path, file: Path) -> None:
    for each in file.parent.iterdir():
        each.unlink()
    file.write_bytes(other.read_bytes())


async def test_notes_on_a_locked_database_raise_nothing(ledger: Ledger, file: Path) -> None:
    with locked(file):
        ledger.users.note_asked(1)
        with pytest.raises(StoreUnavailable):
            await ledger.progress.change(2, SHOW, watched(1))
    assert not (await ledger.users.get(1)).settings.asked
    ledger.users.note_asked(1)
    await ledger.close()
    assert (await ledger.users.get(1)).settings.asked
