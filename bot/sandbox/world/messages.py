"""Messages, their files and whom they ping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.channels import Channel
    from bot.sandbox.world.guilds import Role
    from bot.sandbox.world.interactions import Interaction


class MessageFlags(IntFlag):
    """Flags of messages, with Discord's numbers."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


NO_FLAGS: Final = MessageFlags(0)

CHANNEL_NAME_CHANGE: Final = 4
THREAD_CREATED: Final = 18
"""Messages of Discord's own about a thread, with its numbers: their content is the title."""


@dataclass(frozen=True)
class Attachment:
    """A file that was uploaded with a message."""

    id: int
    filename: str
    data: bytes
    content_type: str | None
    description: str | None = None


@dataclass(frozen=True)
class Pings:
    """Who is notified by a message."""

    users: frozenset[User] = frozenset()
    roles: frozenset[Role] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(eq=False, repr=False)
class Message:
    """A message as it stands; what it said before is in ``history``."""

    id: int
    channel: Channel
    author: User
    created_at: float
    type: int = 0
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: MessageFlags = NO_FLAGS
    edited_at: float | None = None
    tts: bool = False
    pinned: bool = False
    nonce: str | int | None = None
    reply_to: Message | None = None
    pings: Pings = Pings()
    mentions: list[User] = field(default_factory=list)
    mentioned_roles: list[Role] = field(default_factory=list)
    visible_to: User | None = None
    """Whoever alone sees it, when it is ephemeral."""

    interaction: Interaction | None = None
    """What it answers."""

    thread: Channel | None = None
    tells_of: Channel | None = None
    """The thread whose beginning it tells of, in the channel above."""

    deleted: bool = False
    history: list[Mapping[str, Any]] = field(default_factory=list)
    """Content, embeds and components before each edit, oldest first."""

    @property
    def text(self) -> str:
        """Its content."""
        return self.content

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.visible_to is not None

    @property
    def loading(self) -> bool:
        """Whether it only says that the bot is thinking."""
        return MessageFlags.LOADING in self.flags

    @property
    def is_system(self) -> bool:
        """Whether Discord itself has written it, in its author's name."""
        return self.type in (CHANNEL_NAME_CHANGE, THREAD_CREATED)

    def is_seen_by(self, user: User) -> bool:
        """Whether somebody who sees the channel sees this message."""
        return not self.deleted and (self.visible_to is None or self.visible_to is user)

    def __repr__(self) -> str:
        seen = f" only {self.visible_to.name} sees" if self.visible_to else ""
        return f"<Message by {self.author.name}{seen}: {self.content!r}, {len(self.embeds)} embeds>"
