"""``/channel guard``: what the guard does in a channel."""

from __future__ import annotations

from typing import cast

import discord

from bot.caller import Caller
from bot.client import Airlock
from bot.cogs.log import write_log
from bot.errors import NeedsServerError
from bot.ledger.guards import OFF, Guarding, Mode
from bot.permissions import require_server
from bot.places import chain_of
from bot.render.guard import change_line, guard_set_card, not_allowed_card


async def set_guard(
    bot: Airlock, interaction: discord.Interaction[Airlock], caller: Caller, channel: int, mode: str, *, strict: bool
) -> None:
    """Answer ``/channel guard``, for a moderator of the channel."""
    guild_id = require_server(caller)
    guild = bot.get_guild(guild_id)
    if guild is None:
        raise NeedsServerError
    if mode in ("hint", "hide") and not bot.intents.message_content:
        await bot.send(interaction, not_allowed_card())
        return
    setting = None if mode == "inherit" else Guarding(cast("Mode", mode), strict)
    before, after = await bot.patiently(interaction, bot.ledger.guards.set(guild_id, channel, setting))
    chain, _ = chain_of(guild, guild.get_channel_or_thread(channel))
    was, now = before.at(chain), after.at(chain)
    await bot.send(interaction, guard_set_card(f"<#{channel}>", was, now, inherits=setting is None and now != OFF))
    if was != now:
        await write_log(bot, caller.settings, caller.user_id, [change_line(channel, was, now)])
