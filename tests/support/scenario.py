"""One long visit to the bot by people at a position, whose every answer is compared between two futures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.view import View
from tests.support.airlock import stand_in, started
from tests.support.discord import settled

_MOVING = ("watched|", "undo|", "season|", "keep|", "unrewatch|")
_SAMPLE = 12
_PREFIXES = ("", "a", "ma", "s", "ev")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes: somebody at ``position``, typing ``words``, among which are names that should be hidden.

    ``view`` only says what there is to ask for at that position; it is the same in both runs. A ``brief`` visit stays
    in one place.
    """

    view: View
    words: Sequence[str]
    brief: bool = False

    @property
    def position(self) -> Position:
        """How far everybody in this visit has watched, at most."""
        return self.view.position

    @property
    def seasons(self) -> Seasons:
        """The seasons, which are public."""
        return self.view.seasons


async def transcript(packs: Path, visit: Visit) -> str:
    """Everything that the bot sends during a visit, as lines of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        async with stand_in() as discord:
            world = discord.world
            ann, mod = world.add_user("ann", installed=True), world.add_user("mod")
            guild = world.add_guild("Fans", members=(ann,))
            guild.add_member(mod, permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
            lounge = guild.add_text("lounge", guild.add_category("talk"))
            post = guild.add_forum("theories").add_post("Who?", ann, "…")
            elsewhere = world.add_guild("Others", members=(ann,), bot_installed=False).add_text("general")
            async with started(discord, Path(folder), packs):
                here = discord.user(ann, lounge)
                await _arrive(here, visit)
                await _moderate(discord.user(mod, lounge), visit)
                places = (here, here.at(post), here.at(world.dm(ann)), here.at(elsewhere))
                for place in places[: 1 if visit.brief else None]:
                    await _ask(place, visit, thorough=place is here)
                await _leave(here)
                await settled()
            return discord.transcript.text()


async def _arrive(actor: Actor, visit: Visit) -> None:
    """Look around as a newcomer, then say how far one is, which tells what has been unlocked."""
    await actor.command("/about")
    await _set(actor, visit, NOTHING)
    await _set(actor, visit, visit.position)


async def _set(actor: Actor, visit: Visit, position: Position) -> None:
    here = visit.seasons.concrete(position)
    line = "/progress set season:0" if here == NOTHING else f"/progress set season:{here.season} episode:{here.episode}"
    reply = await actor.command(line)
    if any(_ids(reply, "confirm|")):
        reply = await actor.press(reply, custom_id=next(_ids(reply, "confirm|")))
    assert reply.embeds[0]["title"] == "Saved"
    await _press_all(actor, reply)
    await actor.command("/progress show")


async def _moderate(actor: Actor, visit: Visit) -> None:
    await _set(actor, visit, visit.position)
    await actor.command(f"/channel ceiling to:{visit.position}")
    await actor.command("/channel show")
    await _press_all(actor, await actor.command(f"/channel preview as:{visit.position}"))
    await actor.command("/server settings")
    await actor.command("/server panel")


async def _ask(actor: Actor, visit: Visit, *, thorough: bool) -> None:
    view = visit.view
    names = [view.name(entry_id) for entry_id in (*view.characters, *view.things, *view.people)]
    # A sample spread over everything there is: the pure layer is tested exhaustively.
    asked = [*(names[:: max(1, len(names) // _SAMPLE)] if thorough else names[:2]), *visit.words]
    for typed in asked:
        for command in ("/cast character", "/cast actor", "/facts about"):
            reply = await actor.command(command, name=typed)
            if thorough:
                await _press_all(actor, reply)
        await actor.command("/facts search", text=typed[:50])
        if thorough:
            await actor.command("/facts search", text=typed[:50], share=True)
    for typed in asked[:3]:
        for line in ("/cast character", "/facts about"):
            await actor.command(line, name=typed, share=True)
    for season in range(1, len(visit.seasons) + 1):
        for command in (f"/cast list season:{season}", f"/recap season:{season}"):
            await _press_all(actor, await actor.command(command))
            await actor.command(f"{command} share:true")
    for episode in visit.seasons.episodes():
        await actor.command(f"/episode show number:{episode}")
    for line in ("/timeline", "/timeline share:true", f"/timeline from:{visit.seasons.concrete(Position(1))}"):
        await _press_all(actor, await actor.command(line))
    await actor.command("/facts random")
    for prefix in (*_PREFIXES, *(word[:3] for word in visit.words[:5]), *visit.words[:5]):
        for line in ("/cast character name:", "/cast actor name:", "/facts about name:", "/episode show number:"):
            await actor.autocomplete(line + prefix)
        await actor.autocomplete("/facts about share:true name:" + prefix, focused="name")
    await settled()


async def _leave(actor: Actor) -> None:
    await actor.command("/progress rewatch season:0")
    await actor.command("/facts random")
    await actor.command("/progress undo")
    await actor.command("/privacy export")
    await actor.command("/progress clear")
    await actor.command("/cast list season:1")


async def _press_all(actor: Actor, reply: Reply) -> None:
    """Press every button once and choose the first lines of every menu, where that moves nobody.

    A press may turn the message into something else; what was on it before is pressed all the same, as by a user whose
    app is slow.
    """
    for row in list(reply.components):
        for component in row["components"]:
            custom_id, kind = component["custom_id"], component["type"]
            if component.get("disabled") or custom_id.startswith(_MOVING):
                continue
            chosen = [{"values": [option["value"]]} for option in component.get("options", [])[:2]] or [{}]
            for values in chosen:
                data = {"component_type": kind, "custom_id": custom_id, "id": component["id"], **values}
                await actor.interact(3, data, message=reply.interaction.original)


def _ids(reply: Reply, prefix: str) -> Iterator[str]:
    return (
        component["custom_id"]
        for row in reply.components
        for component in row["components"]
        if component["custom_id"].startswith(prefix)
    )
