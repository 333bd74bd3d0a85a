"""What other processes do, and what this one makes of it."""

from __future__ import annotations

import asyncio

from bot.client import Airlock
from bot.fleet import Fleet, TakenError


def attend(bot: Airlock, fleet: Fleet) -> None:
    """Have the bot stop for good where another process has its shards."""
    bot.fleet = fleet
    loop = asyncio.get_running_loop()
    ending: set[asyncio.Task[None]] = set()

    def taken(error: TakenError) -> None:
        bot.taken = error
        ending.add(loop.create_task(bot.close()))

    fleet.listen(heard=lambda _: None, lost=lambda: None, regained=lambda: None, taken=taken)
