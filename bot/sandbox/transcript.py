"""What the bot sent, in order, in a form in which two runs can be compared byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.world.posting import Upload


@dataclass
class Sent:
    """One request of the bot and how it was answered."""

    method: str
    route: str
    """The path with names for its parts, such as ``/channels/{channel_id}/messages``."""

    path: str
    query: Mapping[str, str]
    body: Any
    uploads: Sequence[Upload] = ()
    status: int = 0
    code: int | None = None
    """Discord's error code, where it was refused."""

    def normalised(self) -> dict[str, Any]:
        """Return what was sent with files as their digests."""
        files = [
            {"name": u.filename, "size": len(u.data), "sha256": hashlib.sha256(u.data).hexdigest()}
            for u in self.uploads
        ]
        return {
            "method": self.method,
            "path": self.path,
            "query": dict(self.query),
            "body": _without_nonce(self.body),
            "files": files,
            "status": self.status,
        }


def _without_nonce(body: Any) -> Any:
    """Leave out the random number by which discord.py keeps a message from being posted twice."""
    return {key: value for key, value in body.items() if key != "nonce"} if isinstance(body, dict) else body


@dataclass
class Transcript:
    """All requests in the order in which they arrived."""

    requests: list[Sent] = field(default_factory=list)

    def since(self, start: int) -> list[Sent]:
        """Return what was sent after ``len(transcript)`` was that."""
        return self.requests[start:]

    def text(self, start: int = 0) -> str:
        """Write the requests that tell Discord something, so not those that only read, as lines of sorted JSON."""
        return "".join(
            json.dumps(sent.normalised(), ensure_ascii=False, sort_keys=True) + "\n"
            for sent in self.requests[start:]
            if sent.method != "GET"
        )

    def matching(self, method: str, route: str) -> list[Sent]:
        """Return the requests of one route."""
        return [sent for sent in self.requests if (sent.method, sent.route) == (method, route)]

    def clear(self) -> None:
        """Forget everything, for long runs."""
        self.requests.clear()

    def __len__(self) -> int:
        return len(self.requests)
