"""Guilds, their roles and members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox import payloads
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.events import GUILD_MEMBERS, GUILDS
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


@dataclass(eq=False, repr=False)
class Role:
    """A role; the one with the guild's own id is ``@everyone``."""

    id: int
    name: str
    guild: Guild
    permissions: int = 0
    position: int = 0
    mentionable: bool = False
    managed_by: User | None = None
    colour: int = 0
    hoisted: bool = False

    @property
    def mention(self) -> str:
        """The markup that mentions everybody who has it."""
        return f"<@&{self.id}>"

    @property
    def rank(self) -> tuple[int, int]:
        """What puts roles in order: several may have one position, and then the older one is above."""
        return self.position, -self.id

    def __repr__(self) -> str:
        return f"<Role {self.name}>"


@dataclass(eq=False, repr=False)
class Member:
    """A user in a guild."""

    user: User
    guild: Guild
    joined_at: float
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    def set_roles(self, roles: Iterable[Role]) -> None:
        """Give the member these roles and no others."""
        self.roles = sorted(set(roles), key=lambda role: role.id)
        self.guild.member_changed(self)

    def __repr__(self) -> str:
        return f"<Member {self.user.name} of {self.guild.name}>"


@dataclass(eq=False, repr=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner: User
    world: World
    locale: str = "en-US"
    everyone: Role = field(init=False)
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    available: bool = True
    nsfw: bool = False
    shows_commands: bool = True
    """Whether the bot was added with the scope ``applications.commands``, too."""

    @property
    def bot_installed(self) -> bool:
        """Whether the application's bot is a member."""
        return self.world.bot.id in self.members

    def add_role(self, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        """Make a role above all others."""
        role = Role(self.world.ids.next(), name, self, int(permissions), len(self.roles), mentionable)
        self.roles[role.id] = role
        self._emit("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": payloads.role(role)})
        return role

    def add_lowest_role(self, name: str, **about: Any) -> Role:
        """Make a role as people and bots do: at the lowest position there is, below older ones there."""
        role = Role(self.world.ids.next(), name, self, position=1, **about)
        self.roles[role.id] = role
        self._emit("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": payloads.role(role)})
        return role

    def change_role(self, role: Role, **changes: Any) -> None:
        """Give a role another name, other permissions, another position and so on."""
        for name, value in changes.items():
            if not hasattr(role, name):
                raise AttributeError(name)
            setattr(role, name, value)
        self._emit("GUILD_ROLE_UPDATE", {"guild_id": str(self.id), "role": payloads.role(role)})

    def delete_role(self, role: Role) -> None:
        """Take a role away from everybody, for good."""
        del self.roles[role.id]
        for member in self.members.values():
            if role in member.roles:
                member.set_roles(other for other in member.roles if other is not role)
        self._emit("GUILD_ROLE_DELETE", {"guild_id": str(self.id), "role_id": str(role.id)})

    def add_member(self, user: User, *roles: Role, permissions: int = 0) -> Member:
        """Let somebody join; ``permissions`` are granted by a role of their own."""
        granted = [*roles]
        if permissions:
            granted.append(self.add_role(f"{user.name}'s role", permissions))
        member = self.members[user.id] = Member(user, self, self.world.clock.now(), granted)
        data = payloads.member(member) | {"guild_id": str(self.id)}
        if user is not self.world.bot:
            self._emit("GUILD_MEMBER_ADD", data, intents=GUILD_MEMBERS)
        return member

    def remove_member(self, user: User) -> None:
        """Let somebody leave."""
        del self.members[user.id]
        self._emit(
            "GUILD_MEMBER_REMOVE", {"guild_id": str(self.id), "user": payloads.user(user)}, intents=GUILD_MEMBERS
        )

    def member_changed(self, member: Member) -> None:
        """Tell clients that a member's roles or nickname have changed."""
        # A bot always hears of changes to itself.
        intents = 0 if member.user is self.world.bot else GUILD_MEMBERS
        self._emit("GUILD_MEMBER_UPDATE", payloads.member(member) | {"guild_id": str(self.id)}, intents=intents)

    def rename(self, name: str) -> None:
        """Change the guild's name."""
        self.name = name
        self._emit("GUILD_UPDATE", payloads.guild(self))

    def invite_bot(self, permissions: int) -> Member:
        """Install the application here: its bot joins with a role of its own."""
        role = self.add_role(self.world.application.name, permissions)
        role.managed_by = self.world.bot
        member = self.add_member(self.world.bot, role)
        joined = payloads.guild_create(self)
        # Only guilds that were there before and come back say that they are available.
        del joined["unavailable"]
        self._emit("GUILD_CREATE", joined)
        return member

    def remove_bot(self) -> None:
        """Throw the bot out."""
        # Sent first: afterwards the guild's events no longer reach the bot.
        self._emit("GUILD_DELETE", {"id": str(self.id)})
        del self.members[self.world.bot.id]

    def set_available(self, available: bool) -> None:
        """Begin or end an outage of this guild."""
        if self.available and not available:
            self._emit("GUILD_DELETE", {"id": str(self.id), "unavailable": True})
        elif available and not self.available:
            self._emit("GUILD_CREATE", payloads.guild_create(self))
        self.available = available

    def role(self, name: str) -> Role:
        """Find a role by name; raise ``KeyError`` if there is none."""
        for role in self.roles.values():
            if role.name == name:
                return role
        raise KeyError(name)

    def add_category(self, name: str) -> Channel:
        """Make a category."""
        return self._add_channel(ChannelType.CATEGORY, name, None)

    def add_text(self, name: str, category: Channel | None = None, *, topic: str | None = None) -> Channel:
        """Make a text channel."""
        return self._add_channel(ChannelType.TEXT, name, category, topic)

    def add_announcement(self, name: str, category: Channel | None = None) -> Channel:
        """Make an announcement channel."""
        return self._add_channel(ChannelType.ANNOUNCEMENT, name, category)

    def add_voice(self, name: str, category: Channel | None = None) -> Channel:
        """Make a voice channel; people can write there too."""
        return self._add_channel(ChannelType.VOICE, name, category)

    def add_forum(self, name: str, category: Channel | None = None) -> Channel:
        """Make a forum; ``Channel.add_post`` opens posts in it."""
        return self._add_channel(ChannelType.FORUM, name, category)

    def channel(self, name: str) -> Channel:
        """Find a channel, thread or post by name; raise ``KeyError`` if there is none."""
        for channel in self.channels.values():
            if channel.name == name:
                return channel
        raise KeyError(name)

    def __repr__(self) -> str:
        return f"<Guild {self.name}>"

    def _add_channel(self, kind: ChannelType, name: str, category: Channel | None, topic: str | None = None) -> Channel:
        channel = Channel(self.world.ids.next(), kind, self.world, name, self, category, topic=topic)
        channel.position = len(self.channels)
        self.channels[channel.id] = channel
        self.world.channels[channel.id] = channel
        self._emit("CHANNEL_CREATE", payloads.channel(channel))
        return channel

    def _emit(self, name: str, data: payloads.Json, intents: int = GUILDS) -> None:
        if self.bot_installed:
            self.world.emit(name, data, intents=intents, guild=self)
