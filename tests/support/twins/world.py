"""The world of a twin: who is there, their servers and channels, and ids that two worlds have in common."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox.clock import ManualClock
from bot.sandbox.permissions import READ, WRITE, Permission
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.standin import StandIn
from bot.sandbox.transcript import Sent
from bot.sandbox.world import Channel, Guild, User
from bot.sandbox.world.users import MESSAGE_CONTENT

PEOPLE: Final = ("ann", "bob", "mod", "eve")
"""Two who may nothing special, and two who moderate; eve alone may be further than both futures agree."""
ROLES: Final = ("fan", "crew")
"""Roles of each server that anybody may have."""
_KEEPS_ROLES: Final = "keeps roles"


class Lanes(Snowflakes):
    """Ids that do not depend on which of two requests comes first: a step and a route have their own."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.lane = ""
        self._counts: dict[int, int] = {}

    def begin(self) -> None:
        """Begin a step."""
        self._counts, self.lane = {}, ""

    def next(self) -> int:
        """Return an id of the present lane."""
        lane = 1 + zlib.crc32(self.lane.encode()) % 4095 if self.lane else 0
        number = self._counts[lane] = self._counts.get(lane, -1) + 1
        # Ten bits tell steps within one millisecond apart, of which there are none: each takes a second.
        self._count = lane << 10 | number
        return super().next()


@dataclass(frozen=True)
class Place:
    """A world, and what steps call its people and channels."""

    discord: StandIn
    clock: ManualClock
    ids: Lanes
    people: dict[str, User]
    channels: dict[str, Channel]

    def channel(self, by: str, at: str) -> Channel:
        """The channel that somebody means."""
        return self.discord.world.dm(self.people[by]) if at == "dm" else self.channels[at]

    def guild(self, at: str) -> Guild:
        """The server of a channel."""
        found = self.channels[at].guild
        assert found is not None
        return found

    def values(self, values: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
        """The options of a command, with the channels and files that they name."""
        found = {}
        for name, value in values:
            if isinstance(value, str) and value.startswith("#"):
                value = self.channels[value[1:]]
            elif isinstance(value, bytes):
                value = self.discord.world.upload("notes.txt", value, "text/plain")
            found[name] = value
        return found

    def allow_roles(self, at: str, *, allowed: bool) -> None:
        """Let the bot manage roles in the server of a channel, or not."""
        guild = self.guild(at)
        guild.change_role(guild.role(_KEEPS_ROLES), permissions=int(Permission.MANAGE_ROLES) if allowed else 0)

    def delete_role(self, at: str) -> None:
        """Delete the oldest role that the bot has made in the server of a channel."""
        guild = self.guild(at)
        made = [role for role in guild.roles.values() if role.name.startswith("Watched season")]
        if made:
            guild.delete_role(made[0])


def populated(discord: StandIn, clock: ManualClock) -> Place:
    """Fill a world."""
    world = discord.world
    world.application.granted_intents = MESSAGE_CONTENT
    people = {name: world.add_user(name, installed=name in ("ann", "eve")) for name in PEOPLE}
    viewers = (people["ann"], people["bob"])
    granted = READ | WRITE | Permission.USE_APPLICATION_COMMANDS | Permission.MANAGE_MESSAGES
    fans = world.add_guild("Fans", members=viewers, bot_permissions=int(granted))
    others = world.add_guild("Others", members=viewers)
    for guild in (fans, others):
        _staffed(guild, people, world.bot)
    category = fans.add_category("talk")
    lounge = fans.add_text("lounge", category)
    channels = {
        "lounge": lounge,
        "thread": lounge.add_thread("rewatch", people["ann"]),
        "post": fans.add_forum("theories", category).add_post("Who?", people["ann"], "…"),
        "den": others.add_text("den"),
        "log": fans.add_text("log"),
        "abroad": world.add_guild("Abroad", members=tuple(people.values()), bot_installed=False).add_text("abroad"),
    }
    channels |= {f"dm-{name}": world.dm(user) for name, user in people.items()}
    channels["category"] = category
    ids = Lanes(clock)
    world.ids = ids
    validate: Callable[[Sent], None] | None = discord.rest.hook

    def hook(sent: Sent) -> None:
        ids.lane = sent.path
        if validate is not None:
            validate(sent)

    discord.rest.hook = hook
    return Place(discord, clock, ids, people, channels)


def _staffed(guild: Guild, people: dict[str, User], bot: User) -> None:
    """Give a server its moderators, roles for everybody, and the bot a role above all others that lets it give them."""
    moderating = Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD | Permission.MANAGE_ROLES
    for name in ROLES:
        guild.add_lowest_role(name)
    for name in ("mod", "eve"):
        guild.add_member(people[name], permissions=moderating)
    us = guild.members[bot.id]
    us.set_roles([*us.roles, guild.add_role(_KEEPS_ROLES, Permission.MANAGE_ROLES)])
