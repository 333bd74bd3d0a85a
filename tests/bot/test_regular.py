"""Looks that come again and again, whatever becomes of one."""

from __future__ import annotations

import pytest

from bot.cogs.regular import Regular
from tests.support.discord import until


class Looking(Regular):
    """Fails at its first look."""

    looks = 0

    async def look(self) -> None:
        self.looks += 1
        if self.looks == 1:
            raise ZeroDivisionError


async def test_look_that_fails_ends_no_later_ones(caplog: pytest.LogCaptureFixture) -> None:
    looking = Looking("looks", 0.001)
    looking.start()
    await until(lambda: looking.looks > 2)
    await looking.close()
    assert [record.getMessage() for record in caplog.records] == ["looks: a look failed"]
