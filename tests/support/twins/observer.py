"""What comes of a step, read off a twin's world: what the bot has sent, and what there now is to press or fill in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.reply import Reply
from bot.sandbox.transcript import Sent
from bot.sandbox.world import CallbackType, Message
from tests.support.twins.steps import Form, Heard, Pressable, Said
from tests.support.twins.world import Place


@dataclass
class Observer:
    """Reads a world after each step, and remembers which messages and forms there have been."""

    place: Place
    messages: dict[str, Message] = field(default_factory=dict)
    forms: dict[int, Reply] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def opened(self, reply: Reply) -> None:
        """Remember a form that an answer has opened."""
        if reply.modal is not None:
            self.forms[reply.interaction.id] = reply

    def read(self, heard: Heard) -> None:
        """Add to ``heard`` what has come since the last time."""
        discord = self.place.discord
        for sent in discord.transcript.requests:
            if sent.method != "GET":
                text = json.dumps(sent.normalised(), ensure_ascii=False, sort_keys=True)
                heard.said.append(Said(_lane(sent), self._is_private(sent), text))
        discord.transcript.clear()
        for interaction in discord.world.interactions.values():
            reply = Reply(interaction)
            if interaction.modal is not None and self._is_new("form", str(interaction.id)):
                fields = tuple(sorted(_fields(interaction.modal)))
                by = interaction.user.name
                heard.forms.append(Form(interaction.id, by, interaction.modal["custom_id"], fields))
                self.forms[interaction.id] = reply
            own = reply.message
            if own is not None and own is not interaction.message:
                self._bears(heard, f"r{interaction.id}", own)
            for number, message in enumerate(interaction.followups):
                self._bears(heard, f"f{interaction.id}.{number}", message)
        for channel in self.place.channels.values():
            for message in list(channel.messages.values()):
                if message.interaction is None and message.author.bot:
                    self._bears(heard, f"m{message.id}", message)
        # The rest is a matter of tokens, which the stand-in keeps apart from what it lists.
        discord.world.interactions.clear()

    def _bears(self, heard: Heard, key: str, message: Message) -> None:
        self.messages[key] = message
        channels = self.place.channels.items()
        at = next((name for name, channel in channels if channel is message.channel), "dm").partition("-")[0]
        only = message.visible_to.name if message.visible_to else None
        if at == "dm":
            only = next(person.name for person in message.channel.recipients if not person.bot)
        for row in message.components:
            for part in row["components"]:
                custom_id = part.get("custom_id")
                if custom_id is not None and self._is_new(key, custom_id):
                    options = tuple(option["value"] for option in part.get("options", ()))
                    heard.pressables.append(Pressable(key, at, custom_id, part["type"], options, only))

    def _is_new(self, key: str, custom_id: str) -> bool:
        new = (key, custom_id) not in self._seen
        self._seen.add((key, custom_id))
        return new

    def _is_private(self, sent: Sent) -> bool:
        """Whether one user alone sees what was sent."""
        parts = sent.path.split("/")
        if parts[1] not in ("interactions", "webhooks"):
            return False
        interaction = self.place.discord.world.interaction_with(parts[3])
        if interaction is None or interaction.callback in (CallbackType.CHOICES, CallbackType.MODAL):
            return True
        shown = interaction.original
        return shown is None or shown.visible_to is not None or shown.channel.guild is None


def _lane(sent: Sent) -> str:
    """What a request is about, within which the order counts: an interaction, a channel, a member, a role."""
    parts = sent.path.split("/")[1:]
    return "/".join(parts[: {"interactions": 3, "webhooks": 3, "guilds": 4}.get(parts[0], 2)])


def _fields(modal: dict[str, Any]) -> list[str]:
    rows = (row.get("components", [row.get("component")]) for row in modal["components"])
    return [part["custom_id"] for row in rows for part in row if part is not None]
