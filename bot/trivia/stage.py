"""Where rounds are shown: what the host needs of a channel and its people, without knowing what a channel is."""

from __future__ import annotations

from typing import Literal, Protocol

from bot.ledger import GuildSettings
from bot.trivia import effects
from bot.trivia.table import Table
from facts.position import Position


class LostError(Exception):
    """The channel can no longer be posted in."""

    def __init__(self, what: Literal["channel", "guild", "permission"]) -> None:
        super().__init__(what)
        self.what = what


class MessageGoneError(Exception):
    """The message that was to be edited has been deleted."""


class BusyError(Exception):
    """Discord does not take it just now; it is worth trying again."""


class Stage(Protocol):
    """Posts and edits in a round's channel; each raises one of the errors above where it cannot.

    Posting returns the message's id. What was posted a moment ago, before a restart even, is not posted again. Once the
    channel's ceiling is below the round, no question and no answer is posted or written into a message.
    """

    def serves(self, guild: int) -> bool:
        """Whether a server is this process's, and can be reached now."""

    async def ceiling(self, table: Table, settings: GuildSettings | None = None) -> Position:
        """How far the channel may speak of the round's show, or the round's position where that is no further.

        ``settings`` are those of its server, where at hand. Raises ``StoreUnavailable``.
        """

    async def own(self, table: Table, player: int) -> Position:
        """How far a player has watched the round's show, or rewatches it; raise ``StoreUnavailable``."""

    async def lobby(self, table: Table, message: int | None) -> int:
        """Post the lobby, or edit it."""

    async def ask(self, table: Table, effect: effects.Post, closes: int) -> int | None:
        """Post a question whose time is up at ``closes`` (Discord's milliseconds); ``None`` where it may not be."""

    async def reask(self, table: Table, message: int) -> None:
        """Edit the question that is up, since its time has moved."""

    async def reveal(self, table: Table, effect: effects.Reveal, message: int | None) -> None:
        """Show the answer in place of the question, or in a message of its own."""

    async def void(self, table: Table, effect: effects.Void, message: int | None) -> None:
        """Take the question back."""

    async def podium(self, table: Table, effect: effects.Podium) -> None:
        """Say how it ended."""
