"""Channels of every kind, threads and direct messages included."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.sandbox import payloads
from bot.sandbox.world.events import GUILDS
from bot.sandbox.world.messages import CHANNEL_NAME_CHANGE, THREAD_CREATED
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.guilds import Guild, Role
    from bot.sandbox.world.messages import Message
    from bot.sandbox.world.world import World


class ChannelType(IntEnum):
    """Kinds of channels, with Discord's numbers."""

    TEXT = 0
    DM = 1
    VOICE = 2
    GROUP_DM = 3
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


@dataclass
class Overwrite:
    """What a role or a member may and may not do in one channel."""

    for_role: bool
    allow: int = 0
    deny: int = 0


@dataclass(eq=False, repr=False)
class Channel:
    """A place where people talk, or a category of such places."""

    id: int
    type: ChannelType
    world: World
    name: str | None = None
    guild: Guild | None = None
    parent: Channel | None = None
    """The category of a channel, the channel of a thread, the forum of a post."""

    topic: str | None = None
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    """In direct messages, everybody who takes part."""

    owner: User | None = None
    joined: dict[int, float] = field(default_factory=dict)
    """The members of a thread and when they joined."""

    archived: bool = False
    locked: bool = False
    created_at: float = 0.0
    messages: dict[int, Message] = field(default_factory=dict)
    message_count: int = 0
    last_message_id: int | None = None
    """The newest message that everybody sees or saw."""

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread or a forum post."""
        return self.type in (
            ChannelType.ANNOUNCEMENT_THREAD,
            ChannelType.PUBLIC_THREAD,
            ChannelType.PRIVATE_THREAD,
        )

    @property
    def is_private_thread(self) -> bool:
        """Whether only its members and moderators see this thread."""
        return self.type == ChannelType.PRIVATE_THREAD

    @property
    def is_private(self) -> bool:
        """Whether this is a direct message or a group of them."""
        return self.type in (ChannelType.DM, ChannelType.GROUP_DM)

    @property
    def has_messages(self) -> bool:
        """Whether messages can be posted here at all."""
        return self.type not in (ChannelType.CATEGORY, ChannelType.FORUM)

    @property
    def mention(self) -> str:
        """The markup that links to it."""
        return f"<#{self.id}>"

    def allow(self, target: Role | User, permissions: int) -> None:
        """Allow a role or a member something here, whatever their roles say."""
        overwrite = self._overwrite(target)
        overwrite.allow |= int(permissions)
        overwrite.deny &= ~int(permissions)
        self._changed()

    def deny(self, target: Role | User, permissions: int) -> None:
        """Deny a role or a member something here."""
        overwrite = self._overwrite(target)
        overwrite.deny |= int(permissions)
        overwrite.allow &= ~int(permissions)
        self._changed()

    def move(self, category: Channel | None) -> None:
        """Put the channel into a category, or out of any."""
        self.parent = category
        self._changed()

    def rename(self, name: str, by: User | None = None) -> None:
        """Change the channel's name; a thread tells so inside, of its owner where nobody is named."""
        self.name = name
        self._changed()
        by = by or self.owner
        if self.is_thread and by is not None:
            self.world.tell(self, by, CHANNEL_NAME_CHANGE, name)

    def archive(self, archived: bool = True, *, locked: bool = False) -> None:
        """Archive a thread or bring it back."""
        self.archived, self.locked = archived, locked
        self._changed()

    def delete(self) -> None:
        """Remove the channel and its threads; what was in a category stays."""
        guild = self.guild
        if guild is None:
            raise ValueError("direct messages cannot be deleted")
        for other in [other for other in guild.channels.values() if other.parent is self]:
            if other.is_thread:
                other.delete()
            else:
                other.move(None)
        data = payloads.deleted_thread(self) if self.is_thread else payloads.channel(self)
        self._emit("DELETE", data)
        del guild.channels[self.id]
        del self.world.channels[self.id]

    def add_thread(
        self,
        name: str,
        owner: User,
        *,
        private: bool = False,
        message: Message | None = None,
        told_first: bool = False,
    ) -> Channel:
        """Open a thread; one from a message shares the message's id.

        The channel tells of it, unless it is private or begins with the newest message; Discord may do so first.
        """
        if private:
            kind = ChannelType.PRIVATE_THREAD
        elif self.type == ChannelType.ANNOUNCEMENT:
            kind = ChannelType.ANNOUNCEMENT_THREAD
        else:
            kind = ChannelType.PUBLIC_THREAD
        thread_id = message.id if message else self.world.ids.next()
        now = self.world.clock.now()
        thread = Channel(thread_id, kind, self.world, name, self.guild, self, owner=owner, created_at=now)
        thread.joined[owner.id] = now
        if self.guild is None:
            raise ValueError("direct messages have no threads")
        self.guild.channels[thread.id] = thread
        self.world.channels[thread.id] = thread
        if message:
            message.thread = thread
        told = not private and self.has_messages and (message is None or message.id != self.last_message_id)
        if told and told_first:
            self.world.tell(self, owner, THREAD_CREATED, name, tells_of=thread)
        thread._emit("CREATE", payloads.channel(thread) | {"newly_created": True})
        if told and not told_first:
            self.world.tell(self, owner, THREAD_CREATED, name, tells_of=thread)
        return thread

    def add_post(self, title: str, author: User, content: str) -> Channel:
        """Open a post in a forum; its first message shares its id."""
        post = self.add_thread(title, author)
        self.world.post(post, author, {"content": content}, message_id=post.id)
        return post

    def __repr__(self) -> str:
        return f"<Channel {self.type.name} {self.name or [person.name for person in self.recipients]}>"

    def _overwrite(self, target: Role | User) -> Overwrite:
        return self.overwrites.setdefault(target.id, Overwrite(for_role=not isinstance(target, User)))

    def _changed(self) -> None:
        self._emit("UPDATE", payloads.channel(self))

    def _emit(self, what: str, data: payloads.Json) -> None:
        if self.guild is not None and self.guild.bot_installed:
            name = f"{'THREAD' if self.is_thread else 'CHANNEL'}_{what}"
            self.world.emit(name, data, intents=GUILDS, guild=self.guild, channel=self if self.is_thread else None)
