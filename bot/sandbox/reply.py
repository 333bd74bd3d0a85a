"""What a user gets to see after using a command, button, menu or form."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.sandbox.world import CallbackType, Interaction, Message


class Choice(NamedTuple):
    """A suggestion under an option."""

    name: str
    value: str | int | float


class Reply:
    """The answer to an interaction; it shows the present state, later edits and follow-ups included."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def type(self) -> CallbackType | None:
        """The kind of the first answer, None while there is none."""
        return self.interaction.callback

    @property
    def message(self) -> Message | None:
        """The message that answers, or that was changed; None if there is none or it was deleted."""
        message = self.interaction.original
        return None if message is None or message.deleted else message

    @property
    def text(self) -> str:
        """The content of the message, empty if there is none."""
        return self.message.content if self.message else ""

    @property
    def embeds(self) -> list[dict[str, Any]]:
        """The embeds of the message."""
        return self.message.embeds if self.message else []

    @property
    def components(self) -> list[dict[str, Any]]:
        """The rows of components of the message."""
        return self.message.components if self.message else []

    @property
    def ephemeral(self) -> bool:
        """Whether only the user sees the message."""
        return bool(self.message and self.message.ephemeral)

    @property
    def followups(self) -> list[Message]:
        """Further messages that were not deleted."""
        return [message for message in self.interaction.followups if not message.deleted]

    @property
    def messages(self) -> list[Message]:
        """The message, if it is new, and all further ones."""
        own = self.message if self.message is not self.interaction.message else None
        return [*([own] if own else []), *self.followups]

    @property
    def edits(self) -> list[dict[str, Any]]:
        """The bodies of all changes that were made."""
        return self.interaction.edits

    @property
    def modal(self) -> dict[str, Any] | None:
        """The form that was opened."""
        return self.interaction.modal

    def __repr__(self) -> str:
        return f"<Reply {self.type!r} {self.text!r} embeds={len(self.embeds)} ephemeral={self.ephemeral}>"
