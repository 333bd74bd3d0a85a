"""Interactions that discord.py cannot read, of a form that is new or broken: who sent one is answered all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import discord
from discord.http import Route

from bot.errors import OptionError
from bot.handling import end_with
from bot.render.errors import error_card
from bot.render.message import embed_of
from bot.replies import TROUBLE

log = logging.getLogger(__name__)

_TOKEN: Final = 2000
"""Characters of a token at most: many times as many as it has."""
_AUTOCOMPLETE: Final = discord.InteractionType.autocomplete.value
_ANSWERED: Final = (
    discord.InteractionType.application_command.value,
    discord.InteractionType.component.value,
    _AUTOCOMPLETE,
    discord.InteractionType.modal_submit.value,
)
"""The kinds of interactions that somebody waits for."""


def can_be_answered(data: Any) -> bool:
    """Whether it can be told where an interaction is answered, and somebody waits."""
    if not isinstance(data, dict):
        return False
    key, token, kind = str(data.get("id")), data.get("token"), data.get("type")
    if not key.isascii() or not key.isdigit() or int(key) >= 1 << 63:
        return False
    if kind not in _ANSWERED or not isinstance(token, str) or not 0 < len(token) <= _TOKEN:
        return False
    return token.isascii() and token.isprintable() and " " not in token  # as it stands in an address


def route_of(data: Mapping[str, Any]) -> Route:
    """Where an interaction is answered that can be answered."""
    path = "/interactions/{interaction_id}/{token}/callback"
    return Route("POST", path, interaction_id=int(data["id"]), token=data["token"])


def answered_if_unread(
    parse: Callable[[Any], None], http: discord.http.HTTPClient, is_new: Callable[[int], bool]
) -> Callable[[Any], None]:
    """Make ``parse`` answer what it cannot read, where ``is_new`` says that it has not come before.

    What nobody can be answered for is not read at all, and so does nothing.
    """
    answering: set[asyncio.Task[None]] = set()

    def read(data: Any) -> None:
        if not can_be_answered(data):
            log.warning("an interaction cannot be answered, and is left alone")
            return
        try:
            parse(data)
        except Exception as error:  # whatever is wrong with it
            log.warning("interaction %s cannot be read: %r", data["id"], error)
            if is_new(int(data["id"])):
                task = asyncio.create_task(_answer(http, data), name="discord.py: unread interaction")
                answering.add(task)
                task.add_done_callback(answering.discard)

    return read


async def _answer(http: discord.http.HTTPClient, data: Mapping[str, Any]) -> None:
    """Tell privately that an interaction cannot be read. Raises nothing: nobody waits for this."""
    end_with("refused")
    if data["type"] == _AUTOCOMPLETE:
        body: dict[str, Any] = {"type": discord.InteractionResponseType.autocomplete_result.value}
        body["data"] = {"choices": []}
    else:
        embeds = [embed_of(error_card(OptionError(), str(data["id"]))).to_dict()]
        flags = discord.MessageFlags(ephemeral=True).value
        body = {"type": discord.InteractionResponseType.channel_message.value}
        body["data"] = {"embeds": embeds, "flags": flags, "allowed_mentions": {"parse": []}}
    try:
        await http.request(route_of(data), json=body)
    except (discord.HTTPException, *TROUBLE) as error:
        log.warning("interaction %s, which cannot be read, could not be answered: %s", data["id"], error)
