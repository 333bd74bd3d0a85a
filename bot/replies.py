"""Sending cards: privately to who asked, or as a message of the bot in the channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aiohttp
import discord

from bot.codes import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.errors import BotLacksPermissionError, OutdatedButtonError
from bot.permissions import lacking
from bot.render.card import Card
from bot.render.message import edit_of, message_of

TROUBLE: Final = (discord.DiscordServerError, aiohttp.ClientError, OSError, TimeoutError)
"""What is raised where Discord fails or cannot be reached."""

_COMPONENT: Final = discord.InteractionType.component


def is_private_message(interaction: discord.Interaction) -> bool:
    """Whether the message whose button was pressed is seen by the presser alone."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or _in_direct(interaction))


async def send_private(
    interaction: discord.Interaction, card: Card, *, fresh: bool = False, files: Sequence[discord.File] = ()
) -> None:
    """Answer so that only the caller sees it.

    A press on a private message turns that message into the answer, unless ``fresh`` asks for one of its own. A press
    on a public message never touches it. Where the message to be changed was deleted meanwhile the answer is one of
    its own. ``files`` go with an answer to a command only.
    """
    try:
        await _send_private(interaction, card, fresh=fresh, files=files)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        for file in files:
            file.reset()
        send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        await send(**message_of(card), files=files, ephemeral=not _in_direct(interaction))


async def _send_private(
    interaction: discord.Interaction, card: Card, *, fresh: bool, files: Sequence[discord.File]
) -> None:
    message = message_of(card)
    if files:
        message["files"] = files
    if interaction.response.is_done():
        if fresh and is_private_message(interaction):
            await interaction.followup.send(**message, ephemeral=not _in_direct(interaction))
        else:
            await interaction.edit_original_response(**edit_of(card), attachments=files)
    elif interaction.type is _COMPONENT and not fresh and is_private_message(interaction):
        await interaction.response.edit_message(**edit_of(card))
    else:
        await interaction.response.send_message(**message, ephemeral=not _in_direct(interaction))


async def send_form(interaction: discord.Interaction, form: discord.ui.Modal) -> None:
    """Answer with a form; raise ``OutdatedButtonError`` where a form was sent, which cannot open another."""
    if interaction.type is discord.InteractionType.modal_submit:
        raise OutdatedButtonError
    await interaction.response.send_modal(form)


async def hold(interaction: discord.Interaction) -> None:
    """Show that the bot is thinking, privately, so that the answer may take longer than three seconds."""
    if interaction.response.is_done():
        return
    if interaction.type is _COMPONENT and is_private_message(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=not _in_direct(interaction), thinking=True)


async def post(interaction: discord.Interaction, card: Card, *, nonce: int | None = None) -> discord.Message:
    """Post a card in the interaction's channel as a message of the bot's own.

    The reply to a command would show its options to everybody, so a shared card is never that reply. Of posts with the
    same ``nonce`` Discord takes the first. Raises ``BotLacksPermissionError`` where the bot may not post.
    """
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        raise BotLacksPermissionError("View Channel")
    require_posting(interaction)
    message = message_of(card)
    if nonce is not None:
        message["nonce"] = nonce
    try:
        sent: discord.Message = await channel.send(**message)
    except discord.Forbidden as error:
        raise BotLacksPermissionError("Send Messages", "Embed Links") from error
    except discord.NotFound as error:
        if error.code != UNKNOWN_CHANNEL:
            raise
        raise BotLacksPermissionError("View Channel") from error
    return sent


def require_posting(interaction: discord.Interaction) -> None:
    """Raise ``BotLacksPermissionError`` where the bot may not post in the interaction's channel."""
    missing = lacking(interaction.app_permissions, in_thread=isinstance(interaction.channel, discord.Thread))
    if missing:
        raise BotLacksPermissionError(*missing)


def _in_direct(interaction: discord.Interaction) -> bool:
    return interaction.guild_id is None and interaction.context.dm_channel
