"""One session on the gateway, and the words of its protocol."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, Literal, NamedTuple

from aiohttp import web

from bot.sandbox.snowflakes import shard_of
from bot.sandbox.world import Event

REPLAY: Final = 2000
"""Events that are kept for a session that was cut off."""


class Op(IntEnum):
    """Opcodes, with Discord's numbers."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    """Codes with which Discord closes a connection."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    INVALID_API_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Fault(NamedTuple):
    """What goes wrong with one connection."""

    at: Literal["connect", "hello", "identify", "resume"]
    """When: instead of what is sent then, or done."""
    what: int | Literal["silence", "invalid"] = "silence"
    """An HTTP status to refuse a connection with, a code to close it with, INVALID_SESSION, or nothing is said."""


@dataclass(eq=False, repr=False)
class Session:
    """What one IDENTIFY began; it outlives its connections."""

    id: str
    intents: int
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    sequence: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY))
    outbox: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    resumed: int = 0
    """How often it was resumed."""

    def __repr__(self) -> str:
        return f"<Session {self.id} shard {self.shard} {'connected' if self.socket else 'cut off'}>"

    def wants(self, event: Event) -> bool:
        """Whether its shard and intents cover an event."""
        number, count = self.shard
        if (shard_of(event.guild_id, count) if event.guild_id is not None else 0) != number:
            return False
        return not event.intents or bool(event.intents & self.intents)

    def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it until the session is resumed."""
        self.sequence += 1
        frame = json.dumps({"op": Op.DISPATCH, "t": name, "s": self.sequence, "d": data})
        self.sent.append((self.sequence, frame))
        if self.socket is not None:
            self.outbox.put_nowait(frame)
