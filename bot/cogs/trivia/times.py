"""When and where a server has its question of the day: the options of ``/server daily``."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import Final

import discord
from discord.app_commands import Choice

from bot.client import Airlock
from bot.cogs.trivia.posts import missing_permissions
from bot.errors import BotLacksPermissionError, NotInServerError, OptionError
from bot.ledger import DailySettings, Ledger
from bot.render.card import OPTIONS_A_MENU
from bot.trivia.daily import day_of, next_at
from bot.zones import read_zone

USUAL: Final = (18, 0)
"""When the question comes where nobody has said otherwise, in UTC."""

_TIME: Final = re.compile(r"([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?", re.ASCII)


async def daily_set_up(
    interaction: discord.Interaction[Airlock],
    show: str,
    before: DailySettings | None,
    channel: discord.TextChannel | None,
    time: str | None,
    zone: str | None,
) -> DailySettings:
    """The settings that options make of those before; raise what users are told about options and permissions."""
    bot, guild = interaction.client, interaction.guild
    there = guild.get_channel(before.channel) if guild is not None and before is not None else None
    place = channel or there or interaction.channel
    if not isinstance(place, discord.TextChannel):
        raise NotInServerError
    missing = missing_permissions(place.guild, place)
    if missing:
        raise BotLacksPermissionError(*missing)
    hour, minute = read_time(time) if time is not None else (before.hour, before.minute) if before else USUAL
    named = await asyncio.to_thread(read_zone, zone) if zone is not None else before.zone if before else "UTC"
    first = _first_at(bot.ledger, place.guild.id, hour, minute, named, interaction.created_at)
    return DailySettings(place.id, show, hour, minute, named, next_at=await bot.patiently(interaction, first))


def read_time(text: str) -> tuple[int, int]:
    """Read ``18:00``, ``6:30`` or ``18``; raise ``OptionError`` for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise OptionError
    return int(match[1]), int(match[2] or 0)


async def offer_times(_: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer half hours."""
    times = (f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))
    wanted = typed.strip()
    found = [time for time in times if time.startswith(wanted) or time.removeprefix("0").startswith(wanted)]
    return [Choice(name=time, value=time) for time in found[:OPTIONS_A_MENU]]


async def _first_at(ledger: Ledger, guild: int, hour: int, minute: int, zone: str, now: datetime) -> datetime:
    """When the first question comes; a day that has had one gets no second."""
    at = next_at(hour, minute, zone, now)
    today = await ledger.daily.question(guild, day_of(at, zone))
    return at if today is None or today.message is None else next_at(hour, minute, zone, at)
