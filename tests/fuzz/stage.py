"""Where the fuzzer plays: servers with and without moderators, people at different positions, and who only watches."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.client import Airlock
from bot.cogs.progress import ProgressCog
from bot.ledger import Progress
from bot.sandbox.permissions import Permission
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world import Event, Guild
from bot.sandbox.world.users import MESSAGE_CONTENT
from facts.position import Position
from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import title
from tests.support.packs import small_pack, write_pack
from tests.support.trivia import quiet

SHOW: Final = "harbour"
CANARIES: Final = ("Quillfeather", "Wilson", "Low Tide", "Best-Laid")
"""Words from beyond ``S0`` that the fuzzer itself never types."""


@dataclass
class Stage:
    """The running bot, and everybody. Novices have watched nothing and never say otherwise."""

    discord: StandIn
    database: Path
    loud: Guild
    quiet: Guild
    foreign: Guild
    still: Guild
    scrap: Guild
    people: list[Actor] = field(default_factory=list)
    novices: list[Actor] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    """What Discord has told of the scrap server, to be told again in other forms."""
    bot: Airlock = field(init=False)

    def ids(self) -> list[str]:
        """All ids that mean something."""
        world = self.discord.world
        found = {*world.users, *world.guilds, *world.channels}
        found |= {
            message.id for channel in world.channels.values() for message in list(channel.messages.values())[-20:]
        }
        return [str(one) for one in sorted(found)] + ["1", "2", "3"]

    def progress_actions(self) -> frozenset[str]:
        """The actions by which a novice would cease to be one."""
        cogs = [cog for cog in self.bot.cogs.values() if isinstance(cog, ProgressCog)]
        return frozenset(name for cog in cogs for name in cog.actions())


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """Set everything up, by the real commands."""
    write_pack(folder / "packs" / SHOW, _pack())
    async with stand_in(clean=False) as discord:
        discord.world.application.granted_intents |= MESSAGE_CONTENT
        made = _places(discord, folder / "airlock.db")
        async with started(discord, folder, folder / "packs", message_content=True) as bot:
            made.bot = bot
            await _lived_in(made)
            yield made


def _pack() -> dict[str, Any]:
    pack = small_pack()
    pack["characters"].append(
        {"id": "late-one", "since": "S2E2", "names": [{"since": "S2E2", "name": "Xanthippe Quillfeather"}]}
    )
    pack.setdefault("facts", []).append(
        {
            "id": "late-fact",
            "since": "S2E2",
            "about": ["late-one"],
            "kind": "event",
            "text": "Xanthippe Quillfeather puts the lamp out.",
            "sources": ["gazette"],
        }
    )
    return pack


def _places(discord: StandIn, database: Path) -> Stage:
    world = discord.world
    ann = world.add_user("ann", installed=True)
    bob, mod, zoe, yan, keeper, sam = (world.add_user(name) for name in ("bob", "mod", "zoe", "yan", "keeper", "sam"))
    loud = world.add_guild("Loud", members=(ann, bob))
    loud.add_member(mod, permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
    ours = loud.members[world.bot.id]
    ours.set_roles([*ours.roles, loud.add_role("guard", Permission.MANAGE_MESSAGES | Permission.MANAGE_THREADS)])
    category = loud.add_category("Season 2")
    lounge = loud.add_text("lounge", category)
    log = loud.add_text("log")
    thread = lounge.add_thread("rewatch", ann)
    post = loud.add_forum("theories", category).add_post("Who?", ann, "…")
    quiet = world.add_guild("Quiet", members=(zoe, yan))
    hall = quiet.add_text("hall")
    foreign = world.add_guild("Foreign", members=(ann, zoe), bot_installed=False)
    still = world.add_guild("Still", members=(sam,))
    still.add_member(keeper, permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
    still.add_text("still-life")
    scrap = world.add_guild("Scrap", members=(bob,))
    scrap.add_text("scraps", scrap.add_category("Heap"))
    made = Stage(discord, database, loud, quiet, foreign, still, scrap)
    abroad = foreign.add_text("abroad")
    for user, where in (
        *((mod, lounge), (mod, log), (mod, thread), (ann, lounge), (ann, thread), (ann, post), (ann, abroad)),
        *((bob, lounge), (bob, log), (bob, scrap.channel("scraps")), (ann, world.dm(ann)), (bob, world.dm(bob))),
    ):
        made.people.append(discord.user(user, where))
    for user, where in ((zoe, hall), (yan, hall), (yan, hall.add_thread("corner", yan)), (zoe, world.dm(zoe))):
        made.novices.append(discord.user(user, where))
    return made


async def _lived_in(made: Stage) -> None:
    """Let everybody do something, so that there is something to be broken."""
    world = made.discord.world
    for name, position in (("ann", "S2E2"), ("bob", "S1E1"), ("mod", "S2E2"), ("keeper", "S2E2"), ("sam", "S1E2")):
        progress = Progress(Position.parse(position))
        await made.bot.ledger.progress.change(world.user(name).id, SHOW, lambda _, to=progress: to)  # type: ignore[misc]
    for manager, member, where in (
        ("mod", "ann", made.loud.channel("lounge")),
        ("keeper", "sam", made.still.channel("still-life")),
    ):
        boss, fan = (made.discord.user(name, where) for name in (manager, member))
        await boss.command("/server set ceiling:S2")
        await boss.command("/channel ceiling to:S2")
        await boss.command("/channel guard mode:hint")
        await boss.command("/server daily time:18:00 zone:UTC")
        assert title(await boss.command("/server panel")) == "Posted"
        form = await fan.command("/spoiler post")
        await fan.submit(form, {"since": "S2", "title": "", "text": f"{member} has seen it"})
        asked = await fan.command("/trivia practice")
        await fan.press(asked, index=0)
        await fan.command("/trivia start questions:2")
        await quiet(made.bot)
    _recorded(made)
    await settled()


def _recorded(made: Stage) -> None:
    """Note what Discord tells of a server in which things happen."""
    told: list[Event] = []
    world, scrap = made.discord.world, made.scrap
    world.listeners.append(told.append)
    channel = scrap.add_text("new", scrap.channel("Heap"))
    role = scrap.add_role("role", Permission.MANAGE_MESSAGES)
    scrap.change_role(role, permissions=0)
    scrap.members[world.bot.id].set_roles([*scrap.members[world.bot.id].roles, role])
    scrap.rename("Scraps")
    bob = made.discord.user("bob", channel)
    message = bob.say("Karen and the harbour")
    thread = channel.add_thread("loose", bob.user)
    bob.at(thread).say("more of it")
    channel.move(None)
    thread.delete()
    scrap.delete_role(role)
    from bot.sandbox.world import posting

    posting.edit(world, message, {"content": "Dev Ayesa, once more"})
    posting.delete(world, message)
    channel.delete()
    scrap.set_available(False)
    scrap.set_available(True)
    world.listeners.remove(told.append)
    made.events = [event for event in told if event.name != "INTERACTION_CREATE"]
