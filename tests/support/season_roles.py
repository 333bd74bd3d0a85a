"""A server of fans whose bot may manage roles, and words for what its members have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cogs.roles import SeasonRoles
from bot.cogs.roles.keeper import Keeper
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world import Guild, Message, Role
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, title

SHOW = "for-all-mankind"
MEMBER = "/guilds/{guild_id}/members/{user_id}"
ROLE = f"{MEMBER}/roles/{{role_id}}"


def set_up(discord: StandIn) -> Fans:
    """Make the server, with a role for the bot that is above all others and lets it manage roles."""
    people = Fans.of(discord)
    guild = server(people)
    mod = guild.members[people.mod.user.id]
    mod.set_roles([*mod.roles, guild.add_role("managers", Permission.MANAGE_ROLES)])
    bots = guild.members[discord.world.bot.id]
    bots.set_roles([*bots.roles, guild.add_role("roles", Permission.MANAGE_ROLES)])
    return people


@asynccontextmanager
async def running_in(people: Fans, folder: Path, *, looks: bool = False) -> AsyncIterator[Fans]:
    """Run the bot there; unless it ``looks``, as it does by itself, nobody is looked at but when the test says so."""
    async with started(people.discord, folder) as bot:
        people.bot = bot
        keeper(people).pace = 0
        if not looks:
            keeper(people).start = lambda: None  # type: ignore[method-assign]
        yield people


@asynccontextmanager
async def season_fans(folder: Path) -> AsyncIterator[Fans]:
    """Give such a server with the bot in it."""
    async with stand_in() as discord, running_in(set_up(discord), folder) as people:
        yield people


def server(fans: Fans) -> Guild:
    """The server."""
    guild = fans.lounge.guild
    assert guild is not None
    return guild


def keeper(fans: Fans) -> Keeper:
    """What carries roles to Discord."""
    cog = fans.bot.get_cog("SeasonRoles")
    assert isinstance(cog, SeasonRoles)
    return cog.keeper


def held(fans: Fans, actor: Actor) -> list[str]:
    """The names of a member's roles."""
    return sorted(role.name for role in server(fans).members[actor.user.id].roles)


def watched_role(fans: Fans, season: int) -> Role:
    """The role that the bot has made for a season."""
    return server(fans).role(f"Watched season {season}")


def names(*seasons: int) -> list[str]:
    """What the roles of these seasons are called."""
    return [f"Watched season {season}" for season in seasons]


async def kept(fans: Fans) -> None:
    """Wait until all that was noted in this process is carried out, or given up."""
    await until(lambda: keeper(fans).idle)


async def press(actor: Actor, on: Reply | Message, label: str) -> Reply:
    """Press a button, and wait for what comes after "thinking …"."""
    reply = await actor.press(on, label=label)
    await settled()
    return reply


async def asked(actor: Actor, line: str) -> Reply:
    """Use a command, and wait for what comes after "thinking …"."""
    reply = await actor.command(line)
    await settled()
    return reply


async def go(fans: Fans, actor: Actor, position: str) -> None:
    """Say how far somebody has watched, confirming it, and wait for their roles."""
    season, _, episode = position.removeprefix("S").partition("E")
    reply = await asked(actor, f"/progress set season:{season}" + (f" episode:{episode}" if episode else ""))
    if title(reply) == "Is that right?":
        reply = await actor.press(reply, index=0)
        await settled()
    assert title(reply) == "Saved"
    await kept(fans)


async def make_roles(fans: Fans) -> Reply:
    """Let the bot make the roles of all seasons."""
    reply = await press(fans.mod, await asked(fans.mod, "/server roles"), "Make the roles and switch on")
    assert len([role for role in server(fans).roles.values() if role.name in names(*range(1, 6))]) == 5
    return reply


async def join(fans: Fans, actor: Actor) -> Reply:
    """Let somebody agree to be shown."""
    reply = await press(actor, await asked(actor, "/progress roles"), "Show my seasons")
    assert title(reply) == "You show your seasons here now"
    await kept(fans)
    return reply


async def takes_part(fans: Fans, actor: Actor) -> bool:
    """Whether anything is stored about somebody's taking part."""
    return bool(await fans.bot.ledger.role_members.of_user(actor.user.id))
