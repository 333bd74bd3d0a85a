"""The page for the small bot that uses everything: ``python sample_page.py [PORT]``."""

from __future__ import annotations

import asyncio
import sys

from bot.sandbox.page.app import PORT, Arrived, serve_page
from bot.sandbox.standin import StandIn
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support.discord import pointed_at


async def _start(stand_in: StandIn, _arrived: Arrived) -> None:
    with pointed_at(stand_in):
        async with SampleBot() as bot:
            await bot.start(stand_in.token)


if __name__ == "__main__":
    asyncio.run(serve_page(_start, port=int(sys.argv[1]) if sys.argv[1:] else PORT, browse=False))
