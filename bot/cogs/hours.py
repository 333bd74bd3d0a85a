"""What is offered while the step and the hour of a watch party are typed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import Final

import discord
from discord.app_commands import Choice

from bot.client import Airlock
from bot.errors import AskError, BadZoneError
from bot.render.card import OPTIONS_A_MENU
from bot.when import local, read_moment
from bot.zones import read_zone, zones

_SOON: Final = ("20:00", "21:00", "22:00", "tomorrow 20:00", "tomorrow 21:00", "in 2 hours", "in 1 day", "in 1 week")
_EVENINGS: Final = tuple(
    f"{day} {hour}:00"
    for day in ("friday", "saturday", "sunday", "monday", "tuesday", "wednesday", "thursday")
    for hour in (20, 21)
)


async def offer_steps(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer positions by number, what follows the channel's ceiling first."""
    caller = await interaction.client.caller(interaction)
    seasons = caller.show.seasons
    beyond = [position for position in seasons.positions() if position > caller.ceiling]
    wanted = typed.strip().casefold()
    labelled = ((str(each), f"{each} · all of season {each.season}" if each.whole else str(each)) for each in beyond)
    found = [Choice(name=label, value=value) for value, label in labelled if wanted in label.casefold()]
    return found[:OPTIONS_A_MENU]


async def offer_hours(interaction: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer what is typed as it is read, and hours of the days to come."""
    bot, now = interaction.client, interaction.created_at
    named = interaction.namespace.zone
    if isinstance(named, str) and named:
        zone = await asyncio.to_thread(read_zone, named)
    else:
        work = remembered_zone(bot, interaction.user.id, interaction.guild_id or 0)
        zone = await bot.patiently(interaction, work)
    return await asyncio.to_thread(_hours, typed, zone, now)


def _hours(typed: str, zone: str, now: datetime) -> list[Choice[str]]:
    wanted = typed.strip().casefold()
    offered = [typed] if wanted else []
    offered += [written for written in (*_SOON, *_EVENINGS) if written.startswith(wanted)]
    found: dict[str, str] = {}
    for written in offered:
        try:
            at, read_in = read_moment(written, zone, now)
        except AskError:
            continue
        stamp = f"<t:{int(at.timestamp())}>"
        found.setdefault(stamp, _label(local(at, read_in), read_in))
    return [Choice(name=label, value=stamp) for stamp, label in found.items()][:OPTIONS_A_MENU]


def _label(moment: datetime, zone: str) -> str:
    # Not %-d, which Windows does not know.
    return f"{moment:%A} {moment.day} {moment:%B, %H:%M} ({zone})"


async def offer_zones(_: discord.Interaction[Airlock], typed: str) -> list[Choice[str]]:
    """Offer time zones, the one that is written out first, then those of which a part begins with what was typed."""
    return await asyncio.to_thread(_zones, typed)


def _zones(typed: str) -> list[Choice[str]]:
    wanted = typed.strip().casefold().replace(" ", "_")
    found = [name for name in zones() if wanted in name.casefold()]
    found.sort(key=lambda name: not any(part.startswith(wanted) for part in name.casefold().split("/")))
    with suppress(BadZoneError):
        found.insert(0, read_zone(typed))
    return [Choice(name=name, value=name) for name in dict.fromkeys(found)][:OPTIONS_A_MENU]


async def remembered_zone(bot: Airlock, user: int, guild: int) -> str:
    """The zone in which somebody last said an hour, else that of the server's question of the day, else UTC."""
    zone = await bot.ledger.parties.zone(user)
    if zone is None:
        daily = await bot.ledger.daily.settings(guild)
        zone = daily.zone if daily is not None else "UTC"
    return zone
