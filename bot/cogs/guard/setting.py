"""``/channel guard``: what the guard does in a channel."""

from __future__ import annotations

from typing import cast

import discord

from bot import audience
from bot.caller import Caller
from bot.client import Airlock
from bot.cogs.log import write_log
from bot.errors import NeedsServerError
from bot.ledger.guards import OFF, Guarding, Mode
from bot.permissions import held_in, lacking, require_server
from bot.places import find_channel, place_in
from bot.render.guard import (
    ceiling_line,
    change_line,
    guard_set_card,
    missing_lines,
    not_allowed_card,
)


async def set_guard(
    bot: Airlock,
    interaction: discord.Interaction[Airlock],
    caller: Caller,
    channel: int,
    mode: str,
    strict: bool | None,
) -> None:
    """Answer ``/channel guard``, for a moderator of the channel; ``strict`` stays as it is where it is ``None``."""
    guild_id = require_server(caller)
    guild = bot.get_guild(guild_id)
    if guild is None:
        raise NeedsServerError
    if mode in ("hint", "hide") and not bot.intents.message_content:
        await bot.send(interaction, not_allowed_card())
        return
    there = await bot.patiently(interaction, find_channel(guild, channel, interaction))
    place = place_in(guild, there)
    if strict is None:
        guards = await bot.patiently(interaction, bot.ledger.guards.get(guild_id))
        strict = guards.at(place.chain).strict
    setting = None if mode == "inherit" else Guarding(cast("Mode", mode), strict and mode != "off")
    work = bot.ledger.guards.set(guild_id, channel, setting, by=caller.user_id)
    before, after = await bot.patiently(interaction, work)
    was, now = before.at(place.chain), after.at(place.chain)
    notes = []
    if now.mode != "off":
        ceiling = audience.ceiling(place, caller.settings, caller.show.seasons)
        notes = [ceiling_line(caller.show, ceiling), *missing_lines(*_missing(there, now.mode))]
    inherits = setting is None and now != OFF
    await bot.send(interaction, guard_set_card(f"<#{channel}>", was, now, inherits=inherits, notes=notes))
    if was != now:
        await write_log(bot, caller.settings, caller.user_id, [change_line(channel, was, now)])


def _missing(channel: discord.abc.GuildChannel | discord.Thread | None, mode: Mode) -> tuple[list[str], list[str]]:
    """The permissions that the bot does not have in a channel: to say what it notices, and to hide it."""
    if channel is None:
        return ["View Channel"], []
    held = held_in(channel, channel.guild.me)
    wanted = {"Manage Messages": held.manage_messages, "Manage Threads": held.manage_threads}
    to_hide = [name for name, has in wanted.items() if mode == "hide" and not has]
    return lacking(held, in_thread=isinstance(channel, discord.Thread | discord.ForumChannel)), to_hide
