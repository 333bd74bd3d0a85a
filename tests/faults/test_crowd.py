"""A thousand answers at once in one channel: durable in a few commits, and far within three seconds."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.sandbox.clock import SystemClock
from bot.sandbox.user import Actor
from bot.sandbox.world import Message
from bot.trivia import events
from bot.trivia.effects import Taken
from bot.trivia.table import Table
from tests.support.arena import TAKEN, Arena, fields_of
from tests.support.discord import stand_in, until
from tests.support.fans import Fans, title
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


@pytest.mark.proof
async def test_thousand_answers_in_one_second_are_acknowledged_by_a_process_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with stand_in(SystemClock(), validated=False) as discord:
        arena = await Arena.of(discord, tmp_path, seed=0, halls=1)
        (hall,) = arena.halls
        assert hall.channel.guild is not None
        crowd = []
        for number in range(len(CROWD)):
            user = discord.world.add_user(f"fan{number}")
            hall.channel.guild.add_member(user)
            crowd.append(Actor(discord.world, user, hall.channel, patience=60.0))
        try:
            await arena.start()
            await hall.host.command("/trivia start")
            await until(lambda: bool(hall.posted()))
            lobby = hall.posted()[-1]
            for start in range(0, len(CROWD), 50):
                await asyncio.gather(*(player.press(lobby, label="Join") for player in crowd[start : start + 50]))
            floor = await pressed(crowd, lobby, "nothing|0", "Out of date")
            await hall.host.press(lobby, label="Start now", stale=True)
            await until(lambda: hall.asked() is not None)
            asked = hall.asked()
            assert asked is not None
            slowest = await pressed(crowd, asked[0], asked[1][0], TAKEN)
            kinds = [fields_of(event)[0] for event in arena.rounds()[0].events]
            assert kinds.count("answered") == len(CROWD)
        finally:
            arena.end()
    with capsys.disabled():
        print(f"\n{len(CROWD)} answers: the slowest took {slowest:.2f} s, one that stores nothing {floor:.2f} s")  # noqa: T201
    # On a machine that is busy even the floor takes longer.
    assert slowest < max(WITHIN, 2 * floor)


async def pressed(crowd: list[Actor], message: Message, custom_id: str, told: str) -> float:
    """Have everybody press within one second and be told this; return the seconds that the slowest waited."""
    slowest = 0.0

    async def one(number: int, player: Actor) -> str:
        nonlocal slowest
        await asyncio.sleep(number / len(CROWD))
        start = time.monotonic()
        reply = await player.interact(3, {"component_type": 2, "custom_id": custom_id}, message=message)
        slowest = max(slowest, time.monotonic() - start)
        return title(reply)

    heard = await asyncio.gather(*(one(number, player) for number, player in enumerate(crowd)))
    assert set(heard) == {told}
    return slowest
