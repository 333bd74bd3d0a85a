"""What all payloads share."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def optional_id(value: int | None) -> str | None:
    """Write an id, or null."""
    return None if value is None else str(value)
