"""What the guard goes by: what holds in a channel, whose words it leaves alone, and whether some go too far."""

from __future__ import annotations

from typing import NamedTuple

import discord

from bot import audience
from bot.caller import settings_for
from bot.client import Airlock
from bot.ledger import GuildSettings
from bot.ledger.guards import Guarding, digest
from bot.permissions import held_in, is_moderator
from bot.places import place_in
from facts.position import Position
from facts.store import LoadedShow

Channel = discord.abc.GuildChannel | discord.Thread


class Watched(NamedTuple):
    """A place that is guarded, with what may be said there."""

    setting: Guarding
    settings: GuildSettings
    show: LoadedShow
    ceiling: Position


async def watched_at(bot: Airlock, guild: discord.Guild, channel: Channel) -> Watched | None:
    """What holds in a channel, ``None`` where nobody has asked for its messages to be read."""
    guards = bot.ledger.guards.peek(guild.id) or await bot.ledger.guards.get(guild.id)
    if not guards.channels:
        return None
    place = place_in(guild, channel)
    setting = guards.at(place.chain)
    if setting.mode == "off":
        return None
    settings = bot.ledger.guilds.peek(guild.id) or await bot.ledger.guilds.get(guild.id)
    show = bot.views.find(settings.show) or bot.views.shows()[0]
    return Watched(setting, settings, show, audience.ceiling(place, settings_for(settings, show), show.seasons))


async def goes_beyond(bot: Airlock, show: str, text: str, position: Position, *, strict: bool) -> bool:
    """Whether a text mentions what is first known after a position; behind spoiler bars only where ``strict``."""
    return await bot.guards.beyond(show, text, position, strict=strict)


async def goes_too_far(bot: Airlock, watched: Watched, channel: Channel, text: str, *, strict: bool) -> bool:
    """Whether a text goes beyond the ceiling and no moderator of the channel has found it harmless."""
    if not await goes_beyond(bot, watched.show.id, text, watched.ceiling, strict=strict):
        return False
    known = await bot.ledger.guards.get(channel.guild.id)
    return digest(channel.id, text) not in known.pardons.get(channel.id, ())


async def is_let_alone(bot: Airlock, channel: Channel, user: int) -> bool:
    """Whether titles of somebody are not guarded: those of bots and moderators."""
    if bot.user is not None and user == bot.user.id:
        return True
    try:
        owner = channel.guild.get_member(user) or await channel.guild.fetch_member(user)
    except discord.NotFound:
        return False
    return owner.bot or moderates(channel, owner)


def moderates(channel: Channel, who: discord.User | discord.Member) -> bool:
    """Whether somebody moderates a channel; whoever is no member of its server does not."""
    if not isinstance(who, discord.Member):
        return False
    return is_moderator(held_in(channel, who))


def text_of(message: discord.Message) -> str:
    """All that a message says: its words, the names of its files, its poll and what it forwards."""
    parts = [message.content]
    parts += [part for file in message.attachments for part in (file.title or file.filename, file.description) if part]
    if message.poll is not None:
        parts += [str(message.poll.question), *(answer.text for answer in message.poll.answers)]
    parts += [snapshot.content for snapshot in message.message_snapshots]
    return "\n".join(part for part in parts if part)
