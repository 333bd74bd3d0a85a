"""The writer: natural groups, order, and who is told what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import StoreUnavailable, WriteRefused, writer
from bot.ledger.tables import user_setting
from bot.ledger.write import Write, grouped
from bot.ledger.writer import Writer

DATABASES = ["sqlite", "postgresql"]
SOON = 5.0
INSERT = insert(user_setting)


@pytest.fixture
async def sut(engine: AsyncEngine) -> AsyncIterator[Writer]:
    sut = Writer(engine)
    yield sut
    await sut.close()


def remember(user: int, **callbacks: Any) -> Write:
    return Write([user], [(INSERT, {"user_id": user, "last_show": "x"})], **callbacks)


async def write(sut: Writer, *writes: Write) -> list[BaseException | None]:
    deadline = asyncio.get_running_loop().time() + SOON
    return await asyncio.gather(*(sut.write(each, deadline) for each in writes), return_exceptions=True)


async def stored(engine: AsyncEngine) -> list[int]:
    async with engine.connect() as connection:
        return list((await connection.execute(select(user_setting.c.user_id).order_by("user_id"))).scalars())


def count_commits(engine: AsyncEngine) -> list[object]:
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    return commits


async def test_write_at_once_is_one_commit(sut: Writer, engine: AsyncEngine) -> None:
    commits = count_commits(engine)
    assert await write(sut, *map(remember, range(32))) == [None] * 32
    assert len(commits) == 1
    assert await stored(engine) == list(range(32))


async def test_write_arriving_during_a_commit_is_in_the_next_group(sut: Writer, engine: AsyncEngine) -> None:
    late: list[asyncio.Task[None]] = []
    commits = count_commits(engine)

    def arrive(_: object) -> None:
        if not late:
            deadline = asyncio.get_running_loop().time() + SOON
            late.extend(asyncio.create_task(sut.write(remember(user), deadline)) for user in range(10, 20))

    event.listen(engine.sync_engine, "commit", arrive)
    await write(sut, remember(1))
    await asyncio.gather(*late)
    assert len(commits) == 2
    assert await stored(engine) == [1, *range(10, 20)]


async def test_write_is_acknowledged_after_its_commit_and_applied_before(sut: Writer, engine: AsyncEngine) -> None:
    order: list[str] = []
    first = remember(1, applied=lambda: order.append("applied"))

    def committing(_: object) -> None:
        assert not first.answer.done()
        order.append("commit")

    event.listen(engine.sync_engine, "commit", committing)
    await write(sut, first)
    order.append("acknowledged")
    assert order == ["commit", "applied", "acknowledged"]


@pytest.mark.parametrize("bad", [2**70, 3], ids=["out of range", "already there"])
async def test_write_refused_is_refused_alone(
    sut: Writer, engine: AsyncEngine, bad: int, caplog: pytest.LogCaptureFixture
) -> None:
    await write(sut, remember(3))
    applied: list[int] = []
    good = [remember(user, applied=lambda user=user: applied.append(user)) for user in range(10, 20)]
    outcomes = await write(sut, *good[:5], remember(bad, applied=lambda: applied.append(bad)), *good[5:])
    assert isinstance(outcomes.pop(5), WriteRefused)
    assert outcomes == [None] * 10
    assert "a group of 11 writes was not committed" in caplog.text
    assert "INSERT" not in caplog.text  # nor anybody's values, which come with the statement
    assert applied == list(range(10, 20))
    assert await stored(engine) == [3, *range(10, 20)]


async def test_write_of_several_steps_is_applied_whole_or_not_at_all(sut: Writer, engine: AsyncEngine) -> None:
    await write(sut, remember(3))
    both = Write([1], [(INSERT, {"user_id": 1, "last_show": "x"}), (INSERT, {"user_id": 3, "last_show": "x"})])
    [outcome] = await write(sut, both)
    assert isinstance(outcome, WriteRefused)
    assert await stored(engine) == [3]


async def test_write_whose_caller_is_cancelled_before_the_commit_is_not_applied(
    sut: Writer, engine: AsyncEngine
) -> None:
    began = asyncio.Event()
    event.listen(engine.sync_engine, "begin", lambda _: began.set())
    applied: list[int] = []
    leaving = asyncio.create_task(write(sut, remember(1, applied=lambda: applied.append(1))))
    staying = asyncio.create_task(write(sut, remember(2, applied=lambda: applied.append(2))))
    await began.wait()
    leaving.cancel()
    assert await staying == [None]
    assert applied == [2]
    assert await stored(engine) == [2]


async def test_write_given_up_at_the_last_moment_is_not_applied(sut: Writer, engine: AsyncEngine) -> None:
    late = remember(1)

    def expire(*call: Any) -> None:
        if call[2].startswith("INSERT"):
            late.give_up()

    event.listen(engine.sync_engine, "after_cursor_execute", expire)
    first, second = await write(sut, late, remember(2))
    assert isinstance(first, StoreUnavailable)
    assert second is None
    assert await stored(engine) == [2]


async def test_write_whose_memory_fails_does_not_stop_the_others(sut: Writer, engine: AsyncEngine) -> None:
    doubted: list[int] = []
    failing = remember(1, applied=[].pop, doubted=lambda: doubted.append(1))
    assert await write(sut, failing, remember(2)) == [None, None]
    assert doubted == [1]
    assert await write(sut, remember(3)) == [None]
    assert await stored(engine) == [1, 2, 3]


async def test_close_finishes_what_was_accepted(sut: Writer, engine: AsyncEngine) -> None:
    for user in range(5):
        sut.submit(remember(user))
    await sut.close()
    assert await stored(engine) == list(range(5))
    with pytest.raises(StoreUnavailable):
        sut.submit(remember(9))


async def test_close_of_a_writer_that_wrote_nothing_returns(engine: AsyncEngine) -> None:
    await Writer(engine).close()


async def test_submit_turns_away_what_is_too_much(
    sut: Writer, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WAITING", 3)
    outcomes = await write(sut, *map(remember, range(5)))
    assert outcomes[:3] == [None] * 3
    assert [type(outcome) for outcome in outcomes[3:]] == [StoreUnavailable] * 2
    assert await stored(engine) == [0, 1, 2]


STATEMENTS = [text(str(number)) for number in range(3)]
WRITES = st.lists(
    st.builds(
        lambda keys, steps: Write(keys, [(STATEMENTS[step], {"write": object()}) for step in steps]),
        st.sets(st.integers(0, 4), min_size=1, max_size=2),
        st.lists(st.integers(0, 2), min_size=1, max_size=3),
    ),
    max_size=12,
)


@given(WRITES)
def test_grouped_keeps_the_order_of_each_key(writes: list[Write]) -> None:
    ran = [(statement, id(row)) for statement, rows in grouped(writes) for row in rows]
    for key in range(5):
        wanted = [(statement, id(row)) for write in writes if key in write.keys for statement, row in write.steps]
        assert [step for step in ran if step in wanted] == wanted
    assert len(ran) == sum(len(write.steps) for write in writes)


def test_grouped_gathers_equal_statements_of_different_keys() -> None:
    writes = [Write([key], [(STATEMENTS[0], {}), (STATEMENTS[1], {})]) for key in range(32)]
    assert [(statement, len(rows)) for statement, rows in grouped(writes)] == [(STATEMENTS[0], 32), (STATEMENTS[1], 32)]
