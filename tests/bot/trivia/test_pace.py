"""Posts at a pace that Discord takes, from one process or from several."""

from __future__ import annotations

import asyncio
from typing import Final, cast

import pytest

from bot.trivia.pace import RATE, Pace
from tests.support.turns import TurningLoop

SECONDS: Final = 20
LIMIT: Final = 50
"""What Discord takes from a bot in a second."""


async def sent(parts: list[float]) -> list[float]:
    """When posts go that are all wanted at once, from processes that have parts of the shards."""
    loop = TurningLoop()
    times: list[float] = []

    async def post(pace: Pace) -> None:
        await pace.turn()
        times.append(loop.time())

    paces = [Pace(cast("asyncio.AbstractEventLoop", loop), part) for part in parts]
    tasks = [
        asyncio.ensure_future(post(pace))
        for pace, part in zip(paces, parts, strict=True)
        for _ in range(round(RATE * part * SECONDS))
    ]
    await loop.turn_until(lambda: all(task.done() for task in tasks))
    return sorted(times)


@pytest.mark.parametrize("parts", [[1.0], [0.5, 0.5], [0.2] * 5, [0.6, 0.3, 0.1]], ids=str)
async def test_processes_together_send_no_more_than_discord_takes_and_waste_little(parts: list[float]) -> None:
    times = await sent(parts)
    assert len(times) >= RATE * SECONDS - len(parts)
    most = max(sum(at <= each < at + 1 for each in times) for at in times)
    assert most <= LIMIT
    assert times[-1] <= SECONDS * 1.02
