"""What hosts are told: lines of libraries in our words, nothing of anybody's, and the same not over and over."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Final

import discord
from discord.gateway import ReconnectWebSocket

from bot.trouble import is_passing, reason

_OURS: Final = ("bot", "facts", "__main__")
_IN_OUR_WORDS: Final = {
    "Failed to connect for shard_id: %s. Retrying...": "shard %s: cannot connect; trying again",
    "Attempting a reconnect for shard ID %s in %.2fs": "shard %s: not connected; trying again in %.0f s",
    "Shard ID %s has stopped responding to the gateway. Closing and restarting.": (
        "shard %s: Discord has stopped answering; connecting again"
    ),
}
_SECRET: Final = re.compile(r"(?<=/webhooks/)[^/\s]+/[^/\s]+|(?<=/interactions/)[^/\s]+/[^/\s]+|\b\d{15,20}\b")
"""In addresses: tokens of interactions, and ids."""

_FEW: Final = 3
_WHILE: Final = 600.0
"""How many lines of a kind are told in a while, and how many seconds that is; the last of them says so."""


def is_for_hosts(record: logging.LogRecord) -> bool:
    """Leave out what concerns no host.

    That is what discord.py says of voice, which this bot has not, and what libraries say of each of their steps: it
    holds whole messages, statements and their values.
    """
    if record.name == "discord.client" and "voice will NOT be supported" in str(record.msg):
        return False
    return record.levelno >= logging.INFO or record.name.partition(".")[0] in _OURS


def put_in_our_words(record: logging.LogRecord) -> bool:
    """Make one line of what discord.py says of trouble with Discord: a reason instead of a trace, and no address."""
    if record.name.partition(".")[0] != "discord":
        return True
    error = record.exc_info[1] if record.exc_info else None
    record.msg = _IN_OUR_WORDS.get(str(record.msg), record.msg)
    why = ""
    if error is not None and (is_passing(error) or isinstance(error, discord.ConnectionClosed | ReconnectWebSocket)):
        why = "the connection ended" if isinstance(error, ReconnectWebSocket) else reason(error)
        record.exc_info = record.exc_text = None
    text = record.getMessage()
    first, *more = text.splitlines() or [""]
    if more:
        first = f"{first} {more[-1].strip()}"  # the innermost of the stack of what blocks the loop
    record.msg, record.args = _SECRET.sub("…", f"{first}: {why}" if why else first), ()
    return True


class Repeats:
    """Lets the first few lines of a kind through in a while, and says of the rest how many there were.

    What went wrong with an interaction is always told, since users are shown its id, and so are errors of our own.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kinds: dict[tuple[str, str], tuple[float, int]] = {}

    def __call__(self, record: logging.LogRecord) -> bool:
        """Whether to let a line through; one that follows others that were not says how many."""
        theirs = record.name.partition(".")[0] not in _OURS
        if str(record.msg).startswith("interaction %s") or (record.levelno != logging.WARNING and not theirs):
            return True
        kind = (record.name, re.sub(r"\d+(\.\d+)?", "0", str(record.msg)))
        now = self._now()
        since, count = self._kinds.get(kind, (now, 0))
        kept_back = 0
        if now - since >= _WHILE:
            kept_back, since, count = max(0, count - _FEW), now, 0
        self._kinds[kind] = (since, count + 1)
        if count >= _FEW:
            return False
        if kept_back:
            record.msg, record.args = f"{record.getMessage()} (and {kept_back} more like this before)", ()
        elif count == _FEW - 1:
            record.msg, record.args = f"{record.getMessage()} (more like this within ten minutes is not told)", ()
        return True
