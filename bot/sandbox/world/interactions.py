"""One use of a command, button, menu or form, and all that came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.errors import ApiError
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.channels import Channel
    from bot.sandbox.world.messages import Message

ANSWER_WITHIN: Final = 3.0
"""Seconds until an interaction that nobody has answered fails."""

TOKEN_LIFETIME: Final = 15 * 60.0
"""Seconds for which the token of an interaction can be used."""

MOST_FOLLOWUPS_WITHOUT_GUILD_INSTALL: Final = 5


class InteractionType(IntEnum):
    """Kinds of interactions, with Discord's numbers."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class CallbackType(IntEnum):
    """Kinds of first answers, with Discord's numbers."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class ContextType(IntEnum):
    """Where an interaction happens, with Discord's numbers."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


@dataclass(eq=False, repr=False)
class Interaction:
    """An interaction and the answers to it."""

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    context: ContextType
    owners: dict[str, str]
    """Who has installed the application in a way that allows this: ``0`` a guild, ``1`` a user."""

    data: dict[str, Any]
    created: float
    """By the monotonic clock."""

    message: Message | None = None
    """The message whose component was used."""

    source: Interaction | None = None
    """For a submitted form, what opened it."""

    callback: CallbackType | None = None
    answered_at: float | None = None
    """By the monotonic clock."""

    original: Message | None = None
    """What ``@original`` means: the answer, or the message that a component changed."""

    followups: list[Message] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of all changes to messages of this interaction."""

    choices: list[dict[str, Any]] | None = None
    modal: dict[str, Any] | None = None
    refused: list[ApiError] = field(default_factory=list)
    """Answers that were not accepted."""

    watchers: list[Callable[[], None]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether a first answer was accepted."""
        return self.callback is not None

    @property
    def waiting(self) -> bool:
        """Whether the user still sees that the bot is thinking, or nothing at all."""
        if self.callback is CallbackType.DEFERRED_MESSAGE:
            return self.original is not None and self.original.loading and not self.original.deleted
        return self.callback is None

    @property
    def only_user_installed(self) -> bool:
        """Whether the application acts only on behalf of this user."""
        return "0" not in self.owners

    def __repr__(self) -> str:
        return f"<Interaction {self.type.name} by {self.user.name}: {self.data}>"

    def changed(self) -> None:
        """Wake whoever waits for an answer."""
        for watcher in tuple(self.watchers):
            watcher()
