"""Users and the application whose bot is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

PRESENCES: Final = 1 << 8
MEMBERS: Final = 1 << 1
MESSAGE_CONTENT: Final = 1 << 15
PRIVILEGED: Final = PRESENCES | MEMBERS | MESSAGE_CONTENT
"""The intents that an application must be granted before its bot may ask for them."""


@dataclass(eq=False, repr=False)
class User:
    """Somebody on Discord, bots included."""

    id: int
    name: str
    display_name: str
    bot: bool = False
    locale: str = "en-US"
    installed: bool = False
    """Whether they have installed the application for themselves."""

    accepts_messages: bool = True
    """Whether the bot may send them direct messages."""

    @property
    def mention(self) -> str:
        """The markup that mentions them."""
        return f"<@{self.id}>"

    def __repr__(self) -> str:
        return f"<User {self.name}>"


@dataclass(eq=False)
class Application:
    """The application, as the developer portal shows it."""

    id: int
    name: str
    owner: User
    bot: User
    token: str
    granted_intents: int = 0
    """The privileged intents that its owner has switched on."""

    commands_put: int = 0
    """How often a list of commands was overwritten, globally or in a guild."""

    installs: set[str] = field(default_factory=lambda: {"0", "1"})
    """The ways of installing it that are offered: 0 in guilds, 1 for users."""
