"""A thousand answers at once in one channel: durable in a few commits, and far within three seconds."""

from __future__ import annotations

import asyncio
import time

from sqlalchemy import event

from bot.trivia import events
from bot.trivia.effects import Taken
from bot.trivia.table import Table
from tests.support.fans import Fans
from tests.support.rounds import snowflake
from tests.support.trivia import begun, opened

CROWD = range(1, 1001)
WITHIN = 3.0
"""Seconds in which every answer is acknowledged."""


async def test_thousand_answers_at_once_are_durable_within_three_seconds(fans: Fans) -> None:
    table = await opened(fans)
    rounds = fans.bot.rounds
    now = rounds.timing.now()
    await asyncio.gather(*(rounds.submit(table, events.Joined(now, player)) for player in CROWD))
    asked = await begun(fans, table)
    commits: list[float] = []
    event.listen(fans.bot.ledger._writer._engine.sync_engine, "commit", lambda _: commits.append(time.monotonic()))

    async def answer(player: int) -> float:
        given = events.Answered(player, 1, snowflake(now + 500, player), option=player % 4)
        (told,) = await rounds.answer(table, given, asked.id)
        assert isinstance(told, Taken)
        return time.monotonic()

    start = time.monotonic()
    slowest = max(await asyncio.gather(*(answer(player) for player in CROWD))) - start
    assert slowest < WITHIN
    assert len(commits) <= 5, "they share commits"
    (stored,) = await fans.bot.ledger.rounds.running()
    assert set(Table.of(stored).state.answers) == set(CROWD)
