"""The whole bot against Discord on loopback: real sockets, a real database, time that tests move."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.client import Airlock
from bot.sandbox.clock import ManualClock
from bot.sandbox.standin import StandIn
from bot.settings import SHIPPED_PACKS, Settings
from bot.wiring import airlock
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.store import open_engine, upgrade
from tests.support.discord import running, stand_in
from tests.support.timing import ManualTiming

SEED = 1


def settings_for(discord: StandIn, folder: Path, packs: Path = SHIPPED_PACKS) -> Settings:
    """The settings of a bot whose database lies in ``folder``."""
    return Settings(
        discord_token=discord.token,
        database_url=f"sqlite+aiosqlite:///{folder / 'airlock.db'}",
        packs_dir=packs,
        discord_api_url=discord.rest_url,
        discord_gateway_url=discord.gateway_url,
        random_seed=SEED,
    )


@asynccontextmanager
async def started(
    discord: StandIn, folder: Path, packs: Path = SHIPPED_PACKS, *, message_content: bool = False
) -> AsyncIterator[Airlock]:
    """Start the bot as its process does, wait until it knows its servers, and stop it at the end."""
    if packs == SHIPPED_PACKS and not (folder / "airlock.db").exists():
        shutil.copy(await asyncio.to_thread(_loaded_database), folder / "airlock.db")
    clock = discord.world.clock

    def now() -> datetime:
        return datetime.fromtimestamp(clock.now(), UTC)

    timing = ManualTiming(clock) if isinstance(clock, ManualClock) else None
    settings = replace(settings_for(discord, folder, packs), message_content=message_content)
    async with airlock(settings, now, timing) as bot, running(bot, discord):
        yield bot


@cache
def _loaded_database() -> Path:
    """A database with the shipped packs in it, made once a test process: reading them takes longer than most tests."""
    path = Path(tempfile.mkdtemp(prefix="airlock-")) / "airlock.db"

    async def load() -> None:
        engine = open_engine(f"sqlite+aiosqlite:///{path}")
        await upgrade(engine)
        await load_folders(engine, pack_folders(SHIPPED_PACKS))
        await engine.dispose()

    asyncio.run(load())
    return path


__all__ = ["SEED", "settings_for", "stand_in", "started"]
