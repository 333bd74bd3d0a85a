"""What ``python -m bot check`` asks Discord: are the application, the shards and the channels as they must be?"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Final, Literal, NamedTuple

import aiohttp
import discord
from discord.http import Route

from bot.database.check import Configured
from bot.settings import Settings

_CHANNELS: Final = 50
"""Channels that are looked at: each costs a few requests."""
_SKEW: Final = 5.0
"""Seconds by which this machine's clock may differ: from then on what is timed looks wrong to users."""
_FEW_STARTS: Final = 50
_WORDS: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "manage_messages": "Manage Messages",
    "manage_threads": "Manage Threads",
    "manage_roles": "Manage Roles",
}
_PORTAL: Final = "in the developer portal"


class Finding(NamedTuple):
    """One thing that was looked at, and what to do about it."""

    state: Literal["ok", "warn", "bad"]
    text: str


async def on_discord(
    client: discord.Client,
    settings: Settings,
    found: Sequence[Configured],
    registered: Mapping[int, str],
    digest: str | None,
) -> AsyncIterator[Finding]:
    """Look at everything, with a client that is logged in."""
    yield Finding("ok", f"token: logs in as {client.user}")
    yield await _clock()
    application = await client.application_info()
    yield _intents(application, settings)
    if application.interactions_endpoint_url:
        yield Finding("bad", f"interactions: they go to an address, not to the bot; remove it {_PORTAL} (General)")
    yield await _shards(client, settings)
    there = await client.http.get_global_commands(application.id)
    if not there:
        yield Finding("warn", "commands: none are registered; the next start registers them")
    elif digest is not None and registered.get(application.id) != digest:
        yield Finding("warn", "commands: those registered are of another version; the next start registers them")
    else:
        yield Finding("ok", f"commands: {len(there)} registered")
    for guild in sorted({each.guild for each in found})[:_CHANNELS]:
        if not await _shows_commands(client, application.id, guild):
            link = discord.utils.oauth_url(application.id, scopes=("bot", "applications.commands"))
            yield Finding("bad", f"server {guild}: shows no commands; have its managers add the bot again: {link}")
    for each in found[:_CHANNELS]:
        yield await _channel(client, each)
    if len(found) > _CHANNELS:
        yield Finding("warn", f"channels: only {_CHANNELS} of {len(found)} that are set were looked at")


def _intents(application: discord.AppInfo, settings: Settings) -> Finding:
    flags = application.flags
    granted = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.message_content and not granted:
        return Finding(
            "bad",
            "intents: MESSAGE_CONTENT is on and not allowed, so the bot will not start; switch on “Message Content "
            f"Intent” {_PORTAL} (Bot), or set MESSAGE_CONTENT=off",
        )
    if settings.message_content:
        return Finding("ok", "intents: message content is on and allowed")
    return Finding("ok", f"intents: none that must be switched on {_PORTAL}")


async def _clock() -> Finding:
    async with aiohttp.request("GET", f"{Route.BASE}/gateway", timeout=aiohttp.ClientTimeout(total=10)) as answer:
        told, now = answer.headers.get("Date", ""), time.time()
    try:
        ahead = now - parsedate_to_datetime(told).timestamp()
    except ValueError:
        return Finding("warn", "clock: Discord did not tell the time")
    if abs(ahead) > _SKEW:
        side = "ahead of" if ahead > 0 else "behind"
        return Finding(
            "warn",
            f"clock: {abs(ahead):.0f} s {side} Discord's; have it set by the network (timedatectl set-ntp true)",
        )
    return Finding("ok", "clock: agrees with Discord's")


async def _shards(client: discord.Client, settings: Settings) -> Finding:
    recommended, _, limit = await client.http.get_bot_gateway()
    count = settings.shard_count or recommended
    here = len(settings.shard_ids or range(count))
    left, total = limit["remaining"], limit["total"]
    if left < min(here, total):
        return Finding(
            "bad",
            f"shards: Discord lets the bot connect {left} more times today, and {here} are needed; a start will wait. "
            "Find out what restarts it again and again",
        )
    if count < recommended:
        return Finding(
            "warn", f"shards: SHARD_COUNT is {count} and Discord recommends {recommended}; raise it, or do not set it"
        )
    if left < min(_FEW_STARTS, total):
        return Finding("warn", f"shards: the bot can connect only {left} more times today; is something restarting it?")
    return Finding("ok", f"shards: {here} of {count} here; {left} of {total} connections left today")


async def _shows_commands(client: discord.Client, application: int, guild: int) -> bool:
    """Whether the bot was added to a server with the scope that lets its commands appear."""
    try:
        await client.http.get_guild_commands(application, guild)
    except discord.NotFound:
        return True  # gone, which its channels tell
    except discord.Forbidden:
        try:
            await client.fetch_guild(guild, with_counts=False)
        except (discord.Forbidden, discord.NotFound):
            return True
        return False
    return True


async def _channel(client: discord.Client, which: Configured) -> Finding:
    """Whether the bot may do where moderators want it what they asked for."""
    where = f"server {which.guild} ({which.what})"
    if which.channel is not None:
        where = f"channel {which.channel} of {where}"
    try:
        guild = await client.fetch_guild(which.guild, with_counts=False)
        member = await guild.fetch_member(client.user.id if client.user else 0)
        channel = None if which.channel is None else await guild.fetch_channel(which.channel)
    except discord.NotFound:
        return Finding("warn", f"{where}: is gone, or the bot was removed; its moderators can choose another")
    except discord.Forbidden:
        return Finding("warn", f"{where}: the bot may not see it; allow View Channel there")
    held = member.guild_permissions if channel is None else channel.permissions_for(member)
    needed = [*which.permissions]
    if channel is not None:
        needed += ["view_channel", "embed_links"]
        needed.append("send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages")
    missing = [words for name, words in _WORDS.items() if name in needed and not getattr(held, name)]
    if missing:
        return Finding("warn", f"{where}: allow the bot {', '.join(missing)} there")
    return Finding("ok", f"{where}: the bot may do what it is there for")
