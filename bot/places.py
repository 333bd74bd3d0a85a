"""Where an interaction happens, read off what Discord sends with it."""

from __future__ import annotations

import discord

from bot.audience import Place

Somewhere = discord.abc.GuildChannel | discord.Thread


def place_of(interaction: discord.Interaction) -> Place:
    """The place of an interaction, with the channels whose ceilings may hold there."""
    if interaction.guild_id is None:
        return Place(None, bot_is_here=interaction.context.dm_channel)
    guild = interaction.client.get_guild(interaction.guild_id)
    # A server may have the bot, and its user too: only what the server itself allowed makes the bot at home there.
    if guild is None or not interaction.is_guild_integration():
        return Place(interaction.guild_id, bot_is_here=False)
    chain, complete = chain_of(guild, interaction.channel)
    return Place(guild.id, bot_is_here=True, chain=chain, complete=complete)


def place_in(guild: discord.Guild, channel: object) -> Place:
    """A channel, category, thread or post of a server as a place."""
    chain, complete = chain_of(guild, channel)
    return Place(guild.id, bot_is_here=True, chain=chain, complete=complete)


async def find_channel(
    guild: discord.Guild, channel_id: int, interaction: discord.Interaction | None = None
) -> Somewhere | None:
    """A server's channel, ``None`` where there is none that the bot sees.

    Threads that are archived have to be asked for, unless ``interaction`` happens there.
    """
    known = guild.get_channel_or_thread(channel_id)
    if known is not None:
        return known
    here = interaction.channel if interaction is not None else None
    if isinstance(here, discord.Thread) and here.id == channel_id:
        return here
    try:
        return await guild.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden, discord.InvalidData):
        return None


def chain_of(guild: discord.Guild, channel: object) -> tuple[tuple[int, ...], bool]:
    """The ids of thread or forum post, channel and category, nearest first, and whether none is missing."""
    chain: list[int] = []
    if isinstance(channel, discord.Thread):
        chain.append(channel.id)
        parent = guild.get_channel(channel.parent_id)
        if parent is None:
            return (*chain, channel.parent_id), False
        channel = parent
    if not isinstance(channel, discord.abc.GuildChannel):
        return tuple(chain), False
    chain.append(channel.id)
    # The category is read from our own copy of the server: what comes with an interaction may lack it.
    known = guild.get_channel(channel.id)
    if known is None:
        return tuple(chain), False
    if not isinstance(known, discord.CategoryChannel) and known.category_id is not None:
        chain.append(known.category_id)
    return tuple(chain), True
