"""The whole bot against Discord on loopback: real sockets, a real database, time that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.client import Airlock
from bot.sandbox.clock import ManualClock
from bot.sandbox.standin import StandIn
from bot.settings import SHIPPED_PACKS, Settings
from bot.stopping import FOR_ANSWERS
from bot.wiring import airlock
from tests.support import databases
from tests.support.databases import Kind
from tests.support.discord import running, stand_in
from tests.support.timing import ManualTiming

SEED = 1


def settings_for(
    discord: StandIn, folder: Path, packs: Path = SHIPPED_PACKS, *, database: Kind | None = None
) -> Settings:
    """The settings of a bot whose database belongs to ``folder``, and is of a kind that ``TEST_DATABASE`` may say."""
    return Settings(
        discord_token=discord.token,
        database_url=databases.url_in(folder, database),
        packs_dir=packs,
        discord_api_url=discord.rest_url,
        discord_gateway_url=discord.gateway_url,
        random_seed=SEED,
    )


@asynccontextmanager
async def started(
    discord: StandIn,
    folder: Path,
    packs: Path = SHIPPED_PACKS,
    *,
    message_content: bool = False,
    database: Kind | None = None,
) -> AsyncIterator[Airlock]:
    """Start the bot as its process does, wait until it knows its servers, and stop it at the end."""
    await databases.prepare(folder, database, loaded=packs == SHIPPED_PACKS)
    clock = discord.world.clock

    def now() -> datetime:
        return datetime.fromtimestamp(clock.now(), UTC)

    timing = ManualTiming(clock) if isinstance(clock, ManualClock) else None
    settings = replace(settings_for(discord, folder, packs, database=database), message_content=message_content)
    async with airlock(settings, now, timing) as bot, running(bot, discord):
        try:
            yield bot
        finally:
            await bot.finish(FOR_ANSWERS)


__all__ = ["SEED", "settings_for", "stand_in", "started"]
