"""The moderators' log channel: what they change is told there."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import discord

from bot.client import Airlock
from bot.ledger import GuildSettings
from bot.render.card import Card
from bot.render.message import message_of
from bot.render.moderation import change_notice
from bot.replies import TROUBLE

log = logging.getLogger(__name__)


async def write_log(bot: Airlock, settings: GuildSettings, by: int | None, lines: Iterable[str]) -> None:
    """Post what has changed in the server's log channel, where one is set and the bot may post.

    The change itself is in the ledger, where ``/channel show`` finds it, so a post that fails loses nothing.
    """
    await post_log(bot, settings, change_notice(by, lines))


async def post_log(bot: Airlock, settings: GuildSettings, card: Card) -> None:
    """Post a card in the server's log channel, where one is set and the bot may post."""
    channel = bot.get_channel(settings.log_channel) if settings.log_channel is not None else None
    if not isinstance(channel, discord.abc.Messageable):
        return
    try:
        await channel.send(**message_of(card))
    except (discord.HTTPException, *TROUBLE) as error:
        log.warning("the log channel of a server could not be written: %s", error)
