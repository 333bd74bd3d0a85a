"""What happens in the world, as the gateway tells it to bots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bot.sandbox.world.messages import Message

GUILDS: Final = 1 << 0
GUILD_MEMBERS: Final = 1 << 1
GUILD_MESSAGES: Final = 1 << 9
GUILD_MESSAGE_TYPING: Final = 1 << 11
DIRECT_MESSAGES: Final = 1 << 12
DIRECT_MESSAGE_TYPING: Final = 1 << 14


@dataclass(frozen=True)
class Event:
    """One dispatch, before it is cut to what a session may see."""

    name: str
    data: dict[str, Any]
    intents: int = 0
    """Sessions with any of these intents get it; 0 is for all of them."""

    guild_id: int | None = None
    message: Message | None = None
    """The message in ``data``, whose content is stripped without the message content intent."""


Listener = Callable[[Event], None]
