"""Progress: what is set, read, undone and kept in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger, Progress
from bot.ledger.tables import progress as table
from facts.position import NOTHING, Position
from tests.support.ledgers import progress_at_hand

DATABASES = ["sqlite", "postgresql"]
VIEWER = 10**18
SHOW = "for-all-mankind"


def watched(text: str) -> Callable[[Progress], Progress]:
    return lambda before: Progress(Position.parse(text), before.view_as_of)


def rewatching(text: str) -> Callable[[Progress], Progress]:
    return lambda before: Progress(before.watched_through, Position.parse(text))


def cleared(_: Progress) -> Progress:
    return Progress()


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def test_get_of_somebody_unknown_is_nothing_watched(ledger: Ledger) -> None:
    found = await ledger.progress.get(VIEWER, SHOW)
    assert found == Progress()
    assert found.position == NOTHING
    assert not found.known


async def test_peek_knows_only_what_has_been_read(ledger: Ledger, engine: AsyncEngine) -> None:
    assert ledger.users.peek(VIEWER) is None
    await ledger.progress.get(VIEWER, SHOW)
    assert progress_at_hand(ledger, VIEWER, SHOW) == Progress()
    await ledger.progress.change(VIEWER, SHOW, watched("S1E2"))
    # Where others write too, what is committed is read anew.
    shared = engine.dialect.name != "sqlite"
    assert progress_at_hand(ledger, VIEWER, SHOW) == (None if shared else Progress(Position(1, 2)))
    await ledger.progress.get(VIEWER, SHOW)
    assert progress_at_hand(ledger, VIEWER, SHOW) == Progress(Position(1, 2))


async def test_change_returns_before_and_after(ledger: Ledger) -> None:
    assert await ledger.progress.change(VIEWER, SHOW, watched("S1E2")) == (Progress(), Progress(Position(1, 2)))
    assert await ledger.progress.change(VIEWER, SHOW, watched("S2E1")) == (
        Progress(Position(1, 2)),
        Progress(Position(2, 1)),
    )


async def test_change_to_nothing_watched_is_known(ledger: Ledger) -> None:
    await ledger.progress.change(VIEWER, SHOW, watched("S0"))
    found = await ledger.progress.get(VIEWER, SHOW)
    assert found.known
    assert found.position == NOTHING


async def test_position_of_a_rewatch_is_the_rewatch(ledger: Ledger) -> None:
    await ledger.progress.change(VIEWER, SHOW, watched("S3E10"))
    _, after = await ledger.progress.change(VIEWER, SHOW, rewatching("S0"))
    assert after.position == NOTHING
    assert after.watched_through == Position(3, 10)


async def test_change_without_effect_writes_nothing(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.progress.change(VIEWER, SHOW, watched("S1E2"))
    assert await ledger.progress.change(VIEWER, SHOW, watched("S1E2")) == (Progress(Position(1, 2)),) * 2
    assert await rows(engine) == 1


@pytest.mark.parametrize("whole", [watched("S3"), rewatching("S3")])
async def test_change_refuses_a_whole_season(
    ledger: Ledger, engine: AsyncEngine, whole: Callable[[Progress], Progress]
) -> None:
    with pytest.raises(ValueError, match="S3 is a whole season"):
        await ledger.progress.change(VIEWER, SHOW, whole)
    assert await rows(engine) == 0
    assert await ledger.progress.get(VIEWER, SHOW) == Progress()


async def test_change_that_raises_leaves_all_as_it_was(ledger: Ledger, engine: AsyncEngine) -> None:
    with pytest.raises(ZeroDivisionError):
        await ledger.progress.change(VIEWER, SHOW, lambda _: Progress(Position(1, 1 // 0)))
    await ledger.progress.change(VIEWER, SHOW, watched("S1E1"))
    assert await rows(engine) == 1


async def test_changes_of_one_user_at_once_follow_each_other(ledger: Ledger) -> None:
    def next_episode(before: Progress) -> Progress:
        return Progress(Position(1, before.position.episode + 1))

    steps = await asyncio.gather(*(ledger.progress.change(VIEWER, SHOW, next_episode) for _ in range(20)))
    assert [after.position.episode for _, after in steps] == list(range(1, 21))


async def test_undo_takes_back_change_after_change(ledger: Ledger) -> None:
    changes = (watched("S1E2"), watched("S2E1"), rewatching("S1E1"), cleared, watched("S1E1"))
    history = [Progress()] + [(await ledger.progress.change(VIEWER, SHOW, change))[1] for change in changes]
    while len(history) > 1:
        latest = history.pop()
        assert await ledger.progress.undo(VIEWER, SHOW) == (latest, history[-1])
        assert await ledger.progress.get(VIEWER, SHOW) == history[-1]
    assert await ledger.progress.undo(VIEWER, SHOW) is None


async def test_undo_needs_nothing_in_memory(ledger: Ledger, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
    await ledger.progress.change(VIEWER, SHOW, watched("S1E2"))
    again = Ledger(engine, clock)
    assert await again.progress.undo(VIEWER, SHOW) == (Progress(Position(1, 2)), Progress())
    assert await again.progress.get(VIEWER, SHOW) == Progress()
    await again.close()


async def test_undo_at_once_takes_back_one_change_each(ledger: Ledger) -> None:
    for episode in range(1, 6):
        await ledger.progress.change(VIEWER, SHOW, watched(f"S1E{episode}"))
    undone = await asyncio.gather(*(ledger.progress.undo(VIEWER, SHOW) for _ in range(6)))
    assert [step and step[0].position.episode for step in undone] == [5, 4, 3, 2, 1, None]


async def test_progress_is_apart_by_user_and_show(ledger: Ledger) -> None:
    await ledger.progress.change(VIEWER, SHOW, watched("S1E2"))
    await ledger.progress.change(VIEWER, "severance", watched("S2E2"))
    await ledger.progress.change(VIEWER + 1, SHOW, watched("S4E1"))
    assert await ledger.progress.all(VIEWER) == {SHOW: Progress(Position(1, 2)), "severance": Progress(Position(2, 2))}
    await ledger.progress.undo(VIEWER, SHOW)
    assert await ledger.progress.all(VIEWER) == {"severance": Progress(Position(2, 2))}
    assert (await ledger.progress.get(VIEWER, "severance")).position == Position(2, 2)
    assert (await ledger.progress.get(VIEWER + 1, SHOW)).position == Position(4, 1)


async def test_progress_holds_when_reopened(ledger: Ledger, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
    await ledger.progress.change(VIEWER, SHOW, watched("S3E10"))
    await ledger.progress.change(VIEWER, SHOW, rewatching("S1E1"))
    await ledger.close()
    again = Ledger(engine, clock)
    assert await again.progress.get(VIEWER, SHOW) == Progress(Position(3, 10), Position(1, 1))
    await again.close()
