"""What people have done is there after a restart, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.airlock import stand_in, started
from tests.support.databases import KINDS, Kind
from tests.support.fans import Fans
from tests.support.life import lived, remembered


@pytest.mark.parametrize("database", KINDS)
async def test_everything_is_remembered_after_a_restart(database: Kind, tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path, database=database) as fans.bot:
            await lived(fans)
        async with started(discord, tmp_path, database=database) as fans.bot:
            await remembered(fans)
