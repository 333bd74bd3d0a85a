"""Waiting for the answer to an interaction."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.sandbox.world import Interaction

PATIENCE: Final = 10.0
"""Real seconds that an answer is waited for, so that a bot that hangs does not hang a test."""

SECOND_TRY: Final = 0.5
"""Real seconds that a bot is given for another answer after one was refused."""

_TOO_LATE: Final = 10062


class UnansweredError(Exception):
    """The bot gave no answer, or none that was accepted."""

    def __init__(self, interaction: Interaction) -> None:
        reasons = "; ".join(str(error) for error in interaction.refused)
        super().__init__(f"no answer to {interaction.data}" + (f" ({reasons})" if reasons else ""))
        self.interaction = interaction


async def settled(interaction: Interaction, patience: float) -> None:
    """Wait until an interaction is answered, or nothing more is to be expected.

    ``patience`` is for all of it: none that is longer than ``PATIENCE`` is spent on a bot that has said nothing at all.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def finish() -> None:
        if not done.done():
            done.set_result(None)

    def look() -> None:
        if not interaction.waiting or any(error.code == _TOO_LATE for error in interaction.refused):
            finish()
        elif interaction.refused and not interaction.answered:
            # A bot may apologise after an answer of its own was refused.
            loop.call_later(SECOND_TRY, finish)

    interaction.watchers.append(look)
    look()
    first = min(patience, PATIENCE)
    try:
        await asyncio.wait([done], timeout=first)
        if not done.done() and interaction.answered:
            await asyncio.wait([done], timeout=patience - first)
        if not done.done():
            raise UnansweredError(interaction)
    finally:
        interaction.watchers.remove(look)
