"""Playing rounds in tests: time passes as fast as the bot can follow."""

from __future__ import annotations

import asyncio
from typing import cast

from bot.client import Airlock
from bot.sandbox.clock import ManualClock
from bot.sandbox.user import Actor
from bot.sandbox.world import Message
from bot.trivia.table import Table
from tests.support.discord import settled, until
from tests.support.fans import Fans
from tests.support.timing import ManualTiming


async def quiet(bot: Airlock) -> None:
    """Wait until the rounds have nothing left to do but wait for the clock."""
    await settled()
    await until(lambda: not bot.rounds.busy)
    await asyncio.sleep(0)
    await settled()


async def passes(fans: Fans, seconds: float) -> None:
    """Let time pass, and everything that comes due in it happen at its time."""
    clock = cast("ManualClock", fans.discord.world.clock)
    timing = cast("ManualTiming", fans.bot.rounds.timing)
    end = clock.now() + seconds
    while (due := timing.next_at()) is not None and due / 1000 <= end:
        clock.advance(max(0.0, due / 1000 - clock.now()))
        timing.fire()
        await quiet(fans.bot)
    clock.advance(max(0.0, end - clock.now()))
    await quiet(fans.bot)


async def opened(fans: Fans, line: str = "/trivia start", by: Actor | None = None) -> Table:
    """Open a round and return it, its lobby posted."""
    await (by or fans.ann).command(line)
    await quiet(fans.bot)
    table = fans.bot.rounds.in_channel(fans.lounge.id)
    assert table is not None
    return table


async def played_again(fans: Fans) -> Table:
    """Let ann stop her round and bob open it once more; return his."""
    await fans.ann.command("/trivia stop")
    await quiet(fans.bot)
    await fans.bob.press(fans.posted()[-1], label="Play again")
    await quiet(fans.bot)
    table = fans.bot.rounds.in_channel(fans.lounge.id)
    assert table is not None
    return table


async def begun(fans: Fans, table: Table) -> Message:
    """Start now, and return the first question's message."""
    await fans.ann.press(fans.posted()[-1], label="Start now")
    await quiet(fans.bot)
    assert table.state.number == 1
    return fans.posted()[-1]


def right_label(table: Table) -> str:
    """The label of the right answer."""
    return table.state.asked.answer


def wrong_label(table: Table) -> str:
    """The label of a wrong answer."""
    return table.state.asked.wrong[0]
