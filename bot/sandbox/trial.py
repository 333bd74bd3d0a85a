"""Airlock where it is tried: its settings there, and viewers who say how far they have watched, as users do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world.users import MESSAGE_CONTENT
from bot.stopping import FOR_ANSWERS

if TYPE_CHECKING:
    from bot.client import Airlock
    from bot.settings import Settings

STARTS: Final = (1, 4)
"""How many seasons the first two viewers have watched, where the show has so many."""

_CONFIRM: Final = "confirm"
"""The action of the button under "Is that right?"."""


def settings_on(stand_in: StandIn, settings: Settings, folder: str) -> Settings:
    """Return settings for a bot on the stand-in, with a database of its own; the guard may read what is said there."""
    stand_in.world.application.granted_intents |= MESSAGE_CONTENT
    return replace(
        settings,
        # The sandbox never has a token of Discord's.
        discord_token=None,
        database_url=f"sqlite+aiosqlite:///{Path(folder) / 'airlock.db'}",
        discord_api_url=stand_in.rest_url,
        discord_gateway_url=stand_in.gateway_url,
        message_content=True,
        shard_count=None,
        shard_ids=None,
    )


async def serve(bot: Airlock, stand_in: StandIn) -> None:
    """Run the bot until this is cancelled; what it is doing then is done."""
    try:
        await bot.start(stand_in.token)
    finally:
        await bot.finish(FOR_ANSWERS)


async def watched(viewer: Actor, season: int, episode: int | None = None, show: str | None = None) -> Reply:
    """Say for somebody how far they have watched, confirming it where the bot asks."""
    named = {"season": season, "episode": episode, "show": show}
    given = " ".join(f"{name}:{value}" for name, value in named.items() if value is not None)
    reply = await viewer.command(f"/progress set {given}")
    for row in reply.components:
        for button in row["components"]:
            if button["type"] == 2 and re.split(r"\W", str(button.get("custom_id")))[0] == _CONFIRM:
                return await viewer.press(reply, custom_id=button["custom_id"])
    return reply
