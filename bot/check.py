"""``python -m bot check``: what is wrong with a set-up, before users find out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import aiohttp
import discord
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.check_discord import Finding, on_discord
from bot.client import Airlock
from bot.database.check import Configured, OlderError, configured, require_revision, require_writable
from bot.database.errors import DatabaseError
from bot.database.transfer import MissingError, opened, require_file
from bot.ledger import Ledger
from bot.metrics import HEALTHY, not_had
from bot.metrics import HOST as METRICS_HOST
from bot.render.text import counted
from bot.replies import TROUBLE
from bot.settings import Settings
from bot.sync import digest_of
from bot.trivia.timing import LoopTiming
from bot.trouble import reason
from bot.wiring import COGS, chance_of, host_of, no_pack, point_discord_at, utc_now
from facts.errors import StoreError
from facts.pack.digest import pack_folders
from facts.pack.problem import PackErrors
from facts.pack.read import read_pack
from facts.store import Views
from facts.store.address import parsed

_PATIENCE: Final = 10.0
"""Seconds for the database: connecting, and a few questions that take no time."""


async def check(settings: Settings, say: Callable[[str], None], notes: Sequence[str] = ()) -> int:
    """Look at everything a host sets up, a line each; return 1 where anything is bad.

    ``notes`` are what was noticed while the settings were read.
    """
    bad = False
    async for finding in _findings(settings, notes):
        say(f"{finding.state:<5}{finding.text}")
        bad = bad or finding.state == "bad"
    return int(bad)


async def _findings(settings: Settings, notes: Sequence[str]) -> AsyncIterator[Finding]:
    yield Finding("ok", "settings: can be read")
    for note in notes:
        yield Finding("warn", f"settings: {note}")
    if settings.metrics_port is not None:
        yield await _port(settings.metrics_port)
    point_discord_at(settings)
    for finding in await asyncio.to_thread(_packs, settings.packs_dir):
        yield finding
    try:
        stored = await asyncio.wait_for(_database(settings.database_url), _PATIENCE)
    except TimeoutError:
        stored = _Stored(Finding("bad", "database: it has not answered in time"))
    yield stored.finding
    if settings.discord_token is None:
        yield Finding("bad", "token: there is none; set DISCORD_TOKEN (see .env.example)")
        return
    try:
        async with discord.Client(intents=discord.Intents.none()) as client:
            try:
                await client.login(settings.discord_token)
            except discord.LoginFailure:
                yield Finding("bad", "token: Discord refuses it; reset it in the developer portal, set DISCORD_TOKEN")
                return
            async for finding in on_discord(client, settings, stored.found, stored.registered, stored.digest):
                yield finding
    except (discord.HTTPException, discord.GatewayNotFound, *TROUBLE) as error:
        yield Finding("bad", f"Discord: cannot be reached or fails: {reason(error)}")


async def _port(port: int) -> Finding:
    """Whether metrics can be served, or are: the check can be run beside the bot."""
    try:
        server = await asyncio.start_server(lambda *_: None, METRICS_HOST, port)
    except OSError as error:
        timeout = aiohttp.ClientTimeout(total=3)
        try:
            async with aiohttp.request("GET", f"http://{METRICS_HOST}:{port}/healthz", timeout=timeout) as answer:
                ours = answer.status == 200 and await answer.text() == HEALTHY
        except TROUBLE:
            ours = False
        if ours:
            return Finding("ok", f"METRICS_PORT: {port} is served by the bot that runs")
        return Finding("bad", not_had(port, error))
    server.close()
    return Finding("ok", f"METRICS_PORT: {port} is free")


def _packs(folder: Path) -> list[Finding]:
    findings = []
    try:
        folders = pack_folders(folder)
    except OSError as error:
        return [Finding("bad", f"packs: {error.filename or folder} cannot be read: {error.strerror}; see PACKS_DIR")]
    for each in folders:
        try:
            read_pack(each)
        except PackErrors as errors:
            count = counted(len(errors.problems), "error")
            findings.append(Finding("bad", f"pack {each.name}: {count}; `python -m facts lint {each}` says which"))
        except OSError as error:
            findings.append(Finding("bad", f"pack {each.name}: {error.strerror}"))
        else:
            findings.append(Finding("ok", f"pack {each.name}: can be served"))
    return findings or [Finding("bad", no_pack(folder))]


class _Stored(NamedTuple):
    """What the database is like, and what is looked at on Discord for what it holds."""

    finding: Finding
    found: Sequence[Configured] = ()
    registered: Mapping[int, str] = MappingProxyType({})
    digest: str | None = None


async def _database(url: str) -> _Stored:
    try:
        async with opened(url) as engine:
            require_file(engine)
            async with engine.connect() as connection:
                await require_revision(connection)
            await require_writable(engine)
            found, registered = await configured(engine)
            fine = Finding("ok", "database: reachable, up to date, writable")
            return _Stored(fine, found, registered, await _digest(engine))
    except MissingError as error:
        return _Stored(_to_be_made(url, error))
    except OlderError as error:
        return _Stored(Finding("warn", f"database: {error}"))
    except (DatabaseError, StoreError) as error:
        return _Stored(Finding("bad", f"database: {error}"))


def _to_be_made(url: str, missing: MissingError) -> Finding:
    folder = Path(parsed(url).database or "").absolute().parent
    if os.access(folder, os.W_OK | os.X_OK):
        return Finding("warn", f"database: {missing}")
    return Finding("bad", f"database: there is none, and this user may not write into {folder} to make it")


async def _digest(engine: AsyncEngine) -> str:
    """The digest of the commands of this version; nothing is registered, read or written for it."""
    ledger = Ledger(engine, utc_now)
    bot = Airlock(Views(engine), ledger, chance=chance_of(None))
    bot.rounds = host_of(bot, LoopTiming(asyncio.get_running_loop()))
    try:
        for cog in COGS:
            await bot.add_cog(cog(bot))
        return digest_of(bot.tree)
    finally:
        await bot.close()
        await ledger.close()
