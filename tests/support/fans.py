"""A server of fans, as most tests need it, and words for what they see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.client import Airlock
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, Message
from bot.sandbox.world.users import MESSAGE_CONTENT
from tests.support.airlock import stand_in, started
from tests.support.discord import settled


@dataclass
class Fans:
    """Ann and bob, who may nothing special, and a moderator, in a server with the bot."""

    discord: StandIn
    lounge: Channel
    log: Channel
    post: Channel
    thread: Channel
    category: Channel
    ann: Actor
    bob: Actor
    mod: Actor
    bot: Airlock = field(init=False)

    @classmethod
    def of(cls, discord: StandIn) -> Fans:
        """Make the server."""
        world = discord.world
        ann, bob, mod = (world.add_user(name) for name in ("ann", "bob", "mod"))
        guild = world.add_guild("Fans", members=(ann, bob))
        guild.add_member(mod, permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
        category = guild.add_category("Season 3")
        lounge = guild.add_text("lounge", category)
        actors = [discord.user(user, lounge) for user in (ann, bob, mod)]
        return cls(
            discord,
            lounge,
            guild.add_text("log"),
            guild.add_forum("theories", category).add_post("Who?", ann, "…"),
            lounge.add_thread("rewatch", ann),
            category,
            *actors,
        )

    def allow_guard(self) -> None:
        """Let the bot read what is said, delete messages and change titles."""
        self.discord.world.application.granted_intents |= MESSAGE_CONTENT
        guild = self.lounge.guild
        assert guild is not None
        ours = guild.members[self.discord.world.bot.id]
        role = guild.add_role("guard", Permission.MANAGE_MESSAGES | Permission.MANAGE_THREADS)
        ours.set_roles([*ours.roles, role])

    def posted(self, channel: Channel | None = None) -> list[Message]:
        """What everybody sees of the bot in a channel."""
        where = channel or self.lounge
        return [
            message
            for message in where.messages.values()
            if message.visible_to is None and message.author.bot and not message.deleted and not message.is_system
        ]


async def watched(actor: Actor, position: str) -> Reply:
    """Say how far somebody has watched, confirming it where the bot asks."""
    season, _, episode = position.removeprefix("S").partition("E")
    line = f"/progress set season:{season}" + (f" episode:{episode}" if episode else "")
    reply = await actor.command(line)
    if title(reply) == "Is that right?":
        reply = await actor.press(reply, index=0)
        await settled()  # a view that takes long to build is awaited behind a deferred answer
    assert title(reply) == "Saved"
    return reply


@asynccontextmanager
async def fans_of_the_show(folder: Path) -> AsyncIterator[Fans]:
    """Give such a server with the bot in it, which runs with the pack that ships."""
    async with stand_in() as discord:
        people = Fans.of(discord)
        async with started(discord, folder) as people.bot:
            yield people


def title(reply: Reply | Message) -> str:
    """The title of the card."""
    return str(reply.embeds[0].get("title", ""))


def text(reply: Reply | Message) -> str:
    """Everything that the card says."""
    embed = reply.embeds[0]
    parts = [embed.get("title", ""), embed.get("description", "")]
    parts += [f"{field['name']}: {field['value']}" for field in embed.get("fields", [])]
    parts.append(embed.get("footer", {}).get("text", ""))
    return "\n".join(parts)


def fields(reply: Reply | Message) -> dict[str, str]:
    """The fields of the card by name."""
    return {field["name"]: field["value"] for field in reply.embeds[0].get("fields", [])}


def labels(reply: Reply | Message) -> list[str]:
    """What can be pressed or chosen, by its words."""
    found = []
    for row in reply.components:
        for component in row["components"]:
            options = component.get("options")
            found += [option["label"] for option in options] if options else [component["label"]]
    return found
