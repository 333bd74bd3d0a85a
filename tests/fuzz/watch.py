"""What must not happen: errors in the log, exceptions that nobody has caught, words from beyond."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final

import discord

from bot.handling import current
from bot.sandbox.world import CallbackType, Interaction

_UNKNOWN_INTERACTION: Final = 10062


@dataclass(frozen=True)
class Trouble:
    """Something that must not happen; ``payload`` is what led to it, where that is known."""

    what: str
    payload: dict[str, Any] | None = None

    def __str__(self) -> str:
        return self.what if self.payload is None else f"{self.what}\n  {json.dumps(self.payload)}"


@dataclass
class Watch(logging.Handler):
    """Listens to the log and to the event loop."""

    found: list[Trouble] = field(default_factory=list)
    unread: int = 0
    """Events of Discord that could not be read and were left alone."""

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    __hash__ = object.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        """Take an error; that an event other than an interaction cannot be read is rightly one."""
        if record.name == "bot.client" and str(record.msg).startswith("an event of Discord") and current() is None:
            self.unread += 1
            return
        if record.exc_info and getattr(record.exc_info[1], "code", None) == _UNKNOWN_INTERACTION:
            return  # discord.py says so of suggestions whose token was spoilt
        handling = current()
        payload = handling.data if handling is not None else _interaction_in(record.exc_info)
        self.found.append(Trouble(logging.Formatter().format(record), payload))

    def uncaught(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what asyncio has found that nobody waits for."""
        error = context.get("exception")
        info = None if error is None else (type(error), error, error.__traceback__)
        words = "".join(logging.Formatter().formatException(info)) if info else ""
        self.found.append(Trouble(f"uncaught: {context['message']}\n{words}", _interaction_in(info)))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for a while."""
        loop = asyncio.get_running_loop()
        assert logging.getLogger("bot.client").isEnabledFor(logging.ERROR)
        before = loop.get_exception_handler()
        loop.set_exception_handler(self.uncaught)
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
            loop.set_exception_handler(before)


def _interaction_in(info: Any) -> dict[str, Any] | None:
    """The interaction that was being handled where something was raised."""
    trace: TracebackType | None = info[2] if info else None
    while trace is not None:
        for name in ("interaction", "data"):
            found = trace.tb_frame.f_locals.get(name)
            if isinstance(found, dict) and "token" in found:
                return found
            if isinstance(found, discord.Interaction):
                return {"id": str(found.id), "data": found.data}
        trace = trace.tb_next
    return None


def said(interaction: Interaction) -> str:
    """All that was sent because of it."""
    parts: list[Any] = [interaction.edits, interaction.choices, interaction.modal]
    parts += [(message.content, message.embeds, message.components) for message in interaction.followups]
    if interaction.callback in (CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE) and interaction.original:
        first = interaction.original
        parts.append((first.content, first.embeds, first.components))
        parts.append([(past["content"], past["embeds"], past["components"]) for past in first.history])
    return repr(parts)


def is_refusal(interaction: Interaction, colour: int) -> bool:
    """Whether the answer is a card in the colour of errors."""
    bodies = [edit.get("embeds") or [] for edit in interaction.edits[-1:]]
    bodies += [message.embeds for message in interaction.followups[-1:]]
    if interaction.callback is CallbackType.MESSAGE and interaction.original is not None:
        bodies.append(interaction.original.embeds)
    return bool(bodies) and any(embed.get("color") == colour for body in bodies for embed in body)
