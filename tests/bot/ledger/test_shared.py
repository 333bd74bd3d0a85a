"""Two processes over one PostgreSQL: no change is lost, and none is missed by who keeps things in memory."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.fleet.line import Line
from bot.ledger import Ledger, Progress, StoreUnavailable
from bot.ledger.cache import Cache
from bot.ledger.guards import Guarding
from bot.ledger.news import GONE, keys_of, words_of
from facts.position import Position
from tests.support.discord import until

DATABASES = ["postgresql"]
SHOW = "for-all-mankind"
ANN, MOD, GUILD, CHANNEL = 11, 12, 21, 31


class Process(NamedTuple):
    """A ledger, and the line on which it hears of others."""

    ledger: Ledger
    line: Line


@pytest.fixture
async def two(engine: AsyncEngine) -> AsyncIterator[tuple[Process, Process]]:
    """Give two processes that have heard nothing yet."""
    _, options = engine.dialect.create_connect_args(engine.url)
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(2):
            line = Line(dict(options), None)
            ledger = Ledger(engine, lambda: datetime.now(UTC), patience=30, hears=line.hears)

            def heard(said: str, ledger: Ledger = ledger) -> None:
                for _, number in keys_of(said):
                    ledger.hear(number)

            line.heard = heard
            await line.open(0)
            stack.push_async_callback(line.close)
            stack.push_async_callback(ledger.close)
            made.append(Process(ledger, line))
        yield made[0], made[1]


def on(progress: Progress) -> Progress:
    """Watch one episode more."""
    at = progress.watched_through
    return Progress(Position(1, 1 if at is None else (at.episode or 0) + 1))


async def test_changes_of_one_user_by_two_processes_are_all_made(two: tuple[Process, Process]) -> None:
    await asyncio.gather(*(process.ledger.progress.change(ANN, SHOW, on) for process in two for _ in range(20)))
    assert (await two[0].ledger.progress.get(ANN, SHOW)).watched_through == Position(1, 40)
    for process in two:
        await process.ledger.progress.undo(ANN, SHOW)
    assert (await two[1].ledger.progress.get(ANN, SHOW)).watched_through == Position(1, 38)


async def test_many_changes_at_once_leave_a_connection_for_those_that_are_only_noted(engine: AsyncEngine) -> None:
    ledger = Ledger(engine, lambda: datetime.now(UTC), patience=5)
    changes = [asyncio.create_task(ledger.progress.change(user, SHOW, on)) for user in range(100, 140)]
    for user in range(200, 210):
        await asyncio.sleep(0.002)
        ledger.users.note_asked(user)
    await asyncio.gather(*changes)
    await ledger.close()


async def test_settings_of_one_guild_by_two_processes_are_all_made(two: tuple[Process, Process]) -> None:
    left, right = (process.ledger for process in two)
    befores = [
        before.ceiling
        for before, _ in await asyncio.gather(
            *(
                ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, number), by=MOD)
                for number, ledger in enumerate((left, right) * 5, 1)
            )
        )
    ]
    assert len(set(befores)) == 10  # each was made from what the one before had left
    await asyncio.gather(
        *(
            ledger.guards.set(GUILD, CHANNEL + number, Guarding("hide"), by=MOD)
            for number, ledger in enumerate((left, right) * 5)
        )
    )
    assert len((await left.guards.get(GUILD)).channels) == 10


Change = Callable[[Ledger], Awaitable[Any]]
CHANGES: dict[str, Change] = {
    "progress": lambda ledger: ledger.progress.change(ANN, SHOW, on),
    "undo": lambda ledger: ledger.progress.undo(ANN, SHOW),
    "settings": lambda ledger: ledger.users.mark_asked(ANN),
    "ceiling": lambda ledger: ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 5), by=MOD),
    "guard": lambda ledger: ledger.guards.set(GUILD, CHANNEL, Guarding("hide"), by=MOD),
    "pardon": lambda ledger: ledger.guards.pardon(GUILD, CHANNEL, b"x"),
    "ban": lambda ledger: ledger.reports.settle(GUILD, "question", True, by=MOD),
    "deletion": lambda ledger: ledger.delete(ANN),
    "guild": lambda ledger: ledger.forget_guild(GUILD),
}


def kept(ledger: Ledger) -> tuple[Any, ...]:
    """What is in memory of ann and the guild, whether it may be used just now or not."""
    return tuple(memory._values.get(number) for memory in ledger.memories for number in (ANN, GUILD))


def peeked(ledger: Ledger) -> tuple[Any, ...]:
    """What may be used of it."""
    return (
        ledger.users.peek(ANN),
        ledger.guilds.peek(GUILD),
        ledger.guards.peek(GUILD),
        ledger.reports.peek_banned(GUILD),
    )


async def fill(ledger: Ledger) -> tuple[Any, ...]:
    """Read what is to be kept."""
    return (
        await ledger.progress.get(ANN, SHOW),
        await ledger.users.get(ANN),
        await ledger.guilds.get(GUILD),
        await ledger.guards.get(GUILD),
        await ledger.reports.banned(GUILD),
    )


async def test_what_one_process_changes_the_other_reads_anew(two: tuple[Process, Process]) -> None:
    left, right = (process.ledger for process in two)
    for name, change in CHANGES.items():
        await until(two[1].line.hears)
        before = await fill(right), kept(right)
        assert any(before[1])
        await change(left)
        await until(lambda: kept(right) != before[1])  # noqa: B023  (awaited here)
        assert before[0] != await fill(right) == await fill(left), name


async def test_what_no_memory_follows_is_told_to_nobody(two: tuple[Process, Process]) -> None:
    said: list[str] = []
    two[1].line.heard = said.append
    await two[0].ledger.boards.leave(ANN)
    await two[0].ledger.practice.record(ANN, SHOW, "q", True)
    await two[0].ledger.delete(ANN)
    await until(lambda: bool(said))
    assert said == [f"user:{ANN} {GONE}:{ANN}"]


async def test_change_that_is_not_committed_is_told_to_nobody(
    two: tuple[Process, Process], engine: AsyncEngine
) -> None:
    said: list[str] = []
    two[1].line.heard = said.append
    two[0].ledger._turns._patience = 0.1
    async with engine.begin() as other:
        await other.execute(text("LOCK TABLE progress IN EXCLUSIVE MODE"))
        with pytest.raises(StoreUnavailable):
            await two[0].ledger.progress.change(ANN, SHOW, on)
    two[0].ledger._turns._patience = 30
    await two[0].ledger.users.mark_asked(MOD)
    await until(lambda: bool(said))
    assert said == [f"user:{MOD}"]


async def test_nothing_is_kept_or_shared_while_nobody_is_heard(two: tuple[Process, Process]) -> None:
    left, right = two
    await fill(right.ledger)
    await right.line.close()
    assert not any(peeked(right.ledger))
    await left.ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 5), by=MOD)
    await left.ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=MOD)
    assert (await right.ledger.guilds.get(GUILD)).ceiling == Position(1, 3)
    assert not any(peeked(right.ledger))


async def test_turn_that_is_given_up_leaves_no_lock(two: tuple[Process, Process]) -> None:
    left, right = (process.ledger for process in two)
    left._turns._patience = 0.1
    async with right._turns.of(("user", ANN)) as turn:
        await turn.read(right.users.memory, ANN)
        with pytest.raises(StoreUnavailable):
            await left.progress.change(ANN, SHOW, on)
    left._turns._patience = 30
    assert await left.progress.change(ANN, SHOW, on) == (Progress(), Progress(Position(1, 1)))


async def test_all_that_is_kept_hears_of_changes(two: tuple[Process, Process]) -> None:
    known = {id(memory) for process in two for memory in process.ledger.memories}
    gc.collect()
    ours = [each for each in gc.get_objects() if isinstance(each, Cache) and each._hears in {p.line.hears for p in two}]
    assert {id(memory) for memory in ours} == known
    made: Iterator[Cache[Any, Any]] = (
        value
        for process in two
        for part in vars(process.ledger).values()
        for value in getattr(part, "__dict__", {}).values()
        if isinstance(value, Cache)
    )
    assert {id(memory) for memory in made} == known


def test_words_are_read_again_and_others_are_kept() -> None:
    assert words_of([("user", 1), ("guild", 2), ("user", 1), "spoilers"]) == ["user:1", "guild:2"]
    assert list(keys_of("user:1 guild:2 packs odd:x")) == [("user", 1), ("guild", 2), ("packs", None), ("odd:x", None)]
