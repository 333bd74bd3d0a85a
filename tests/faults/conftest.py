"""A server of fans with the bot in it, where Discord may refuse things."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.fans import Fans, fans_of_the_show


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot, running, in a server with ann and bob, a moderator and a few channels."""
    async with fans_of_the_show(tmp_path) as people:
        yield people
