"""Putting the bot together: the one place where every part meets every other."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import discord

from bot.calm import Calm
from bot.client import Airlock
from bot.cogs.cast import Cast
from bot.cogs.channel import Channel
from bot.cogs.episodes import Episodes
from bot.cogs.facts import Facts
from bot.cogs.follow import Following
from bot.cogs.guard import Guarding
from bot.cogs.help import Help
from bot.cogs.privacy import Privacy
from bot.cogs.progress import ProgressCog
from bot.cogs.roles import SeasonRoles
from bot.cogs.server import Server
from bot.cogs.spoiler import Spoilers
from bot.cogs.trivia import Trivia
from bot.cogs.trivia.stage import ChannelStage
from bot.elsewhere import attend
from bot.fleet import joined
from bot.ledger import Ledger
from bot.settings import Settings, SettingsError
from bot.tries import Connector
from bot.trivia.host import Host
from bot.trivia.pace import Pace
from bot.trivia.timing import LoopTiming, Timing
from facts.loading import load_folders
from facts.pack.digest import pack_files, pack_folders
from facts.position import Position
from facts.questions import Pool
from facts.store import ShowGuards, Views, open_engine, upgrade

log = logging.getLogger(__name__)

COGS = (
    *(ProgressCog, Cast, Facts, Episodes, Channel, Following, Server, SeasonRoles),
    # They end in this order, and the guard takes its notices away: nobody is to ask the database about those any more.
    *(Trivia, Spoilers, Guarding, Privacy, Help),
)

_IDLE_SECONDS = 120.0
"""How long connections to Discord are kept open: longer than aiohttp's 15 s, which costs a handshake each time."""
_GC_THRESHOLD = 10_000
"""Objects until a young collection: what is loaded at start never becomes garbage, and requests leave little."""


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@asynccontextmanager
async def airlock(
    settings: Settings, clock: Callable[[], datetime] = utc_now, timing: Timing | None = None
) -> AsyncIterator[Airlock]:
    """Open the database, load the packs and build the bot; close everything at the end.

    ``timing`` is the clock of trivia rounds, by default the event loop's.

    Raises ``StoreError`` for a database that cannot be used, ``SettingsError`` where there is no show to serve or no
    folder of packs can be read, and ``TakenError`` where another process serves the same shards.
    """
    point_discord_at(settings)
    engine = open_engine(settings.database_url)
    async with AsyncExitStack() as stack:
        fleet = await stack.enter_async_context(joined(settings, engine))
        stack.push_async_callback(engine.dispose)
        await upgrade(engine)
        for loaded in await load_folders(engine, _packs_in(settings.packs_dir)):
            for problem in loaded.problems:
                log.error("%s", problem)
            if loaded.problems:
                log.error("%s: not loaded; what was served before stays served", loaded.folder)
            elif loaded.changed:
                log.info("%s: loaded", loaded.folder)
        views = Views(engine, building=Calm().building, hears=fleet.hears)
        await views.refresh()
        if not views.shows():
            raise SettingsError(no_pack(settings.packs_dir))
        ledger = Ledger(engine, clock, hears=fleet.hears)
        bot = Airlock(
            views,
            ledger,
            chance=chance_of(settings.random_seed),
            message_content=settings.message_content,
            shard_count=settings.shard_count,
            shard_ids=settings.shard_ids,
            connector=Connector(limit=0, keepalive_timeout=_IDLE_SECONDS),
        )
        stack.push_async_callback(attend(bot, fleet))
        bot.guards = ShowGuards(engine, views)
        bot.rounds = host_of(bot, timing or LoopTiming(asyncio.get_running_loop()))
        for cog in COGS:
            await bot.add_cog(cog(bot))
        gc.freeze()
        gc.set_threshold(_GC_THRESHOLD)
        gc.enable()
        try:
            yield bot
        finally:
            await bot.close()
            await ledger.close()


def _packs_in(folder: Path) -> tuple[Path, ...]:
    try:
        return pack_folders(folder)
    except OSError as error:
        raise SettingsError(f"PACKS_DIR: {error.filename or folder} cannot be read: {error.strerror}") from error


def no_pack(folder: Path) -> str:
    """Say that a folder holds no packs, and what is wrong where it is one."""
    said = f"PACKS_DIR: there is no pack to serve in {folder}"
    return f"{said}, which is one itself: name the folder that it is in" if pack_files(folder) else said


def host_of(bot: Airlock, timing: Timing) -> Host:
    """The host of the rounds of trivia, on the bot's channels."""

    async def pool_of(show_id: str, position: Position) -> Pool:
        show = bot.views.show(show_id)
        view = await bot.views.load(show, show.seasons.within(position))
        return await bot.pools.of(view)

    part = len(bot.shard_ids) / bot.shard_count if bot.shard_ids and bot.shard_count else 1.0
    stage = ChannelStage(bot, Pace(asyncio.get_running_loop(), part))
    return Host(bot.ledger, pool_of, stage, timing, lambda: bot.fleet.holds())


def chance_of(seed: int | None) -> Callable[[int], random.Random]:
    """Random numbers for an interaction, repeatable where a seed is given. Nothing is shared between interactions."""
    if seed is None:
        return lambda _: random.Random()  # noqa: S311  # for games, not for secrets
    return lambda interaction_id: random.Random(f"{seed}/{interaction_id}")  # noqa: S311


def point_discord_at(settings: Settings) -> None:
    """Make discord.py use another REST or gateway address than Discord's own, where the settings name one."""
    if settings.discord_api_url is not None:
        discord.http.Route.BASE = settings.discord_api_url
    if settings.discord_gateway_url is not None:
        from discord.gateway import DiscordWebSocket
        from yarl import URL

        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway_url)
