"""Fans of a small show, in a server with the bot: enough for tests of who sees what, and started quickly."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.ledger import Progress
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.sandbox.world import Message
from facts.position import Position
from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import Fans, text
from tests.support.packs import Data, small_pack, write_pack

SHOW = "harbour"
LOOKUPS = (
    "/cast character name:Ellen Waverly",
    "/cast actor name:Joel Park",
    "/cast list season:1",
    "/facts about name:Ellen Waverly",
    "/facts random",
    "/timeline",
    "/recap season:1",
)
"""Something of every kind, that anybody may ask."""


def _eventful(pack: Data) -> Data:
    # What is empty is not shared: of every kind of lookup something is to be.
    told = {"id": "karen-lights", "since": "S1E1", "about": ["karen"], "kind": "event", "sources": ["gazette"]}
    pack["facts"].append({**told, "text": "Karen Stevens lights the lamp."})
    return pack


@asynccontextmanager
async def harbour(folder: Path, pack: Data | None = None) -> AsyncIterator[Fans]:
    """The bot, running, with the small pack; ann and the moderator have watched all of it, bob one episode."""
    packs = folder / "packs"
    write_pack(packs / SHOW, pack or _eventful(small_pack()))
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, folder, packs) as bot:
            fans.bot = bot
            for actor, watched in ((fans.ann, "S2E2"), (fans.bob, "S1E1"), (fans.mod, "S2E2")):
                await moved(fans, actor, watched)
            yield fans


async def moved(fans: Fans, actor: Actor, watched: str, rewatched: str | None = None) -> None:
    """Put somebody at a position, of which nothing is said."""
    progress = Progress(Position.parse(watched), None if rewatched is None else Position.parse(rewatched))
    await fans.bot.ledger.progress.change(actor.user.id, SHOW, lambda _: progress)


async def pressed(actor: Actor, custom_id: str, values: list[str] | None = None, on: Reply | None = None) -> Reply:
    """Press a button, or choose in a menu, that no message need have; ``on`` is the one it is sent with."""
    data: dict[str, Any] = {"component_type": 2 if values is None else 3, "custom_id": custom_id, "id": 1}
    if values is not None:
        data["values"] = values
    reply = await actor.interact(3, data, message=on.interaction.original if on else None)
    await settled()
    return reply


def everything(message: Reply | Message) -> str:
    """All that a message holds, what only programs read included."""
    return repr((message.text, message.embeds, message.components))


def custom_ids(message: Reply | Message) -> Iterator[str]:
    """What the buttons and menus of a message would send."""
    return (component["custom_id"] for row in message.components for component in row["components"])


def is_as_of(message: Reply | Message, position: str) -> bool:
    """Whether a card says that it was made from that position."""
    return text(message).endswith("before the first episode" if position == "S0" else f"as of {position}")


async def shared(fans: Fans, line: str) -> Message:
    """Let ann share something; return what everybody sees."""
    before = len(fans.posted())
    reply = await fans.ann.command(f"{line} share:true")
    await settled()
    assert reply.ephemeral
    posted = fans.posted()[before:]
    assert len(posted) == 1
    return posted[0]
