"""``python -m bot check``: what is wrong with a set-up, before users find out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import discord
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.client import Airlock
from bot.database.check import Configured, OlderError, configured, require_revision, require_writable
from bot.database.errors import DatabaseError
from bot.database.transfer import MissingError, opened, require_file
from bot.ledger import Ledger
from bot.replies import TROUBLE
from bot.settings import Settings
from bot.sync import digest_of
from bot.trivia.timing import LoopTiming
from bot.wiring import COGS, chance_of, host_of, point_discord_at, utc_now
from facts.errors import StoreError
from facts.pack.digest import pack_folders
from facts.pack.problem import PackErrors
from facts.pack.read import read_pack
from facts.store import Views

_CHANNELS: Final = 50
"""Channels that are looked at: each costs a few requests."""
_NEEDED: Final = {"view_channel": "View Channel", "send_messages": "Send Messages", "embed_links": "Embed Links"}


class Finding(NamedTuple):
    """One thing that was looked at, and what to do about it."""

    state: Literal["ok", "warn", "bad"]
    text: str


async def check(settings: Settings, say: Callable[[str], None]) -> int:
    """Look at everything a host sets up, a line each; return 1 where anything is bad."""
    bad = False
    async for finding in _findings(settings):
        say(f"{finding.state:<5}{finding.text}")
        bad = bad or finding.state == "bad"
    return int(bad)


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding("ok", "settings: can be read")
    point_discord_at(settings)
    for finding in await asyncio.to_thread(_packs, settings.packs_dir):
        yield finding
    found: Sequence[Configured] = ()
    registered: dict[int, str] = {}
    try:
        async with opened(settings.database_url) as engine:
            require_file(engine)
            async with engine.connect() as connection:
                await require_revision(connection)
            await require_writable(engine)
            yield Finding("ok", "database: reachable, up to date, writable")
            found, registered = await configured(engine)
            digest = await _digest(engine)
    except (DatabaseError, StoreError) as error:
        yield Finding("warn" if isinstance(error, OlderError | MissingError) else "bad", f"database: {error}")
        digest = None
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
            async for finding in _on_discord(client, found, registered, digest):
                yield finding
    except (discord.HTTPException, *TROUBLE) as error:
        line = " ".join(str(error).split()) or type(error).__name__
        yield Finding("bad", f"Discord: cannot be reached or fails: {line}")


def _packs(folder: Path) -> list[Finding]:
    findings = []
    for each in pack_folders(folder):
        try:
            read_pack(each)
        except PackErrors as errors:
            count = len(errors.problems)
            findings.append(
                Finding("bad", f"pack {each.name}: {count} errors; `python -m facts lint {each}` says which")
            )
        except OSError as error:
            findings.append(Finding("bad", f"pack {each.name}: {error.strerror}"))
        else:
            findings.append(Finding("ok", f"pack {each.name}: can be served"))
    return findings or [Finding("bad", f"packs: there is none in {folder}; see PACKS_DIR")]


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


async def _on_discord(
    client: discord.Client, found: Sequence[Configured], registered: dict[int, str], digest: str | None
) -> AsyncIterator[Finding]:
    yield Finding("ok", f"token: logs in as {client.user}")
    application = await client.application_info()
    yield Finding("ok", "intents: none that must be switched on in the developer portal")
    there = await client.http.get_global_commands(application.id)
    if not there:
        yield Finding("warn", "commands: none are registered; the next start registers them")
    elif digest is not None and registered.get(application.id) != digest:
        yield Finding("warn", "commands: those registered are of another version; the next start registers them")
    else:
        yield Finding("ok", f"commands: {len(there)} registered")
    for each in found[:_CHANNELS]:
        yield await _channel(client, each)
    if len(found) > _CHANNELS:
        yield Finding("warn", f"channels: only {_CHANNELS} of {len(found)} that are set were looked at")


async def _channel(client: discord.Client, which: Configured) -> Finding:
    """Whether the bot may post where a server's moderators said that it should."""
    where = f"channel {which.channel} of server {which.guild} ({which.what})"
    try:
        guild = await client.fetch_guild(which.guild, with_counts=False)
        member = await guild.fetch_member(client.user.id if client.user else 0)
        channel = await guild.fetch_channel(which.channel)
    except discord.NotFound:
        return Finding("warn", f"{where}: is gone, or the bot was removed; its moderators can choose another")
    except discord.Forbidden:
        return Finding("warn", f"{where}: the bot may not see it; allow View Channel there")
    held = channel.permissions_for(member)
    missing = [words for name, words in _NEEDED.items() if not getattr(held, name)]
    if missing:
        return Finding("warn", f"{where}: allow the bot {', '.join(missing)} there")
    return Finding("ok", f"{where}: the bot may post")
