"""A server of fans with the bot in it, where Discord may refuse things."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.airlock import stand_in, started
from tests.support.fans import Fans


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot, running, in a server with ann and bob, a moderator and a few channels."""
    async with stand_in() as discord:
        people = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            people.bot = bot
            yield people
