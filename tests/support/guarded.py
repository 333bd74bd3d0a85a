"""A server of fans whose lounge is guarded, and what is said in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bot.cogs.guard import Guarding
from bot.hidden import KEPT_SECONDS
from bot.sandbox.world import Channel, Message
from tests.support.airlock import stand_in, started
from tests.support.discord import until
from tests.support.fans import Fans, title

SPOILER: Final = "Kuznetsov dies when they try to tow Kronos"
OTHER: Final = "Goldilocks is the asteroid that they steal, and Svetlana is sent home"
HARMLESS: Final = "Karen and the Outpost, what a pair"


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server whose lounge and forum may speak of seasons 1 and 2."""
    async with stand_in() as discord:
        people = Fans.of(discord)
        people.allow_guard()
        async with started(discord, folder, message_content=True) as bot:
            people.bot = bot
            assert title(await people.mod.command("/channel ceiling to:S2")) == "Saved"
            assert title(await people.mod.command("/channel ceiling to:S2 channel:theories")) == "Saved"
            yield people


async def guarded(fans: Fans, mode: str, *, strict: bool = False, channel: str = "lounge") -> None:
    """Switch the guard on in a channel."""
    line = f"/channel guard mode:{mode} channel:{channel}" + (" strict:true" if strict else "")
    assert title(await fans.mod.command(line)) == "Saved"


async def notice(fans: Fans, channel: Channel | None = None, count: int = 1) -> Message:
    """Wait for notices of the guard; return the last."""
    await until(lambda: len(fans.posted(channel)) >= count)
    found = fans.posted(channel)
    assert len(found) == count
    return found[-1]


def forum(fans: Fans) -> Channel:
    """The forum of the server."""
    assert fans.post.parent is not None
    return fans.post.parent


def cog(fans: Fans) -> Guarding:
    """The guard itself."""
    found = fans.bot.get_cog("Guarding")
    assert isinstance(found, Guarding)
    return found


def forget(fans: Fans) -> None:
    """Let a quarter of an hour pass for what the guard keeps."""
    hidden = cog(fans).hidden
    now = hidden._now()
    hidden._now = lambda: now + KEPT_SECONDS
