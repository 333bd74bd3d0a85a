"""The notice of a gated spoiler in its channel: said anew, taken away, and without a title that is safe no longer.

And the message that it takes the place of, and what moderators are told of it.
"""

from __future__ import annotations

import logging
from dataclasses import replace

import discord

from bot.caller import Caller
from bot.client import Airlock
from bot.cogs.log import write_log
from bot.cogs.spoiler_checks import Checks
from bot.errors import BotLacksPermissionError, CannotDeleteError, MessageGoneError
from bot.ledger import Spoiler
from bot.places import find_channel, place_in
from bot.render.message import edit_of
from bot.render.spoiler import notice_card, with_reveal
from bot.replies import TROUBLE
from facts.position import Position
from facts.seasons import Seasons
from facts.store import LoadedShow

log = logging.getLogger(__name__)


def known(seasons: Seasons, since: Position) -> Position:
    """The canonical form; what lies beyond a show that has shrunk stays there, and nobody has reached it."""
    return seasons.canonical(since) if seasons.has(since) else since


async def renew_notice(bot: Airlock, show: LoadedShow, post: Spoiler) -> None:
    """Let a post's notice, if it has one, say what the post now says; raise what Discord raises."""
    if post.message is None:
        return
    since = known(show.seasons, post.since)
    card = notice_card(show.title, since, post.title, post.user, post.files, edited=post.edited)
    notice = bot.get_partial_messageable(post.channel).get_partial_message(post.message)
    await notice.edit(**edit_of(with_reveal(card, post.id)))


async def delete_notice(bot: Airlock, channel: int, message: int | None) -> bool:
    """Delete a notice; return whether it is not there any more."""
    if message is None:
        return True
    try:
        await bot.http.delete_message(channel, message)
    except discord.NotFound:
        return True
    except (discord.HTTPException, *TROUBLE) as error:
        log.warning("the notice of a deleted spoiler is still there: %s", error)
        return False
    return True


async def drop_unsafe_title(bot: Airlock, checks: Checks, guild: discord.Guild, post_id: int) -> None:
    """Take a post's title away where its channel's ceiling has been lowered below it; raise a ``LedgerError``."""
    post = await bot.ledger.spoilers.get(post_id)
    show = None if post is None else bot.views.find(post.show)
    if post is None or show is None or not post.title:
        return
    try:
        channel = await find_channel(guild, post.channel)
        if channel is None:
            return
        settings = await bot.ledger.guilds.get(guild.id)
        if await checks.unsafe(post.title, place_in(guild, channel), settings, show) is None:
            return
        await renew_notice(bot, show, replace(post, title=""))
    except (discord.HTTPException, *TROUBLE) as error:
        log.info("the title of a spoiler is looked at again: %s", error)
    else:
        await bot.ledger.spoilers.drop_title(post.id, post.title)


async def delete_original(interaction: discord.Interaction, message: int) -> None:
    """Delete the message that a post takes the place of."""
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable) or isinstance(channel, discord.GroupChannel):
        raise BotLacksPermissionError("View Channel")
    try:
        await interaction.client.http.delete_message(channel.id, message)
    except discord.NotFound as error:
        raise MessageGoneError from error
    except discord.Forbidden as error:
        raise CannotDeleteError from error


async def log_change(bot: Airlock, caller: Caller, post: Spoiler, what: str) -> None:
    """Tell the moderators what one of them did with somebody else's post, and nothing of what it says."""
    if caller.user_id != post.user:
        line = f"A spoiler of <@{post.user}> in <#{post.channel}> {what}"
        await write_log(bot, caller.settings, caller.user_id, [line])
