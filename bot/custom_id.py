"""What a button or menu does, written into its ``custom_id`` so that it works after any restart.

A ``custom_id`` is an action and its arguments, joined by ``|``. It names only what its message shows anyway.
"""

from __future__ import annotations

from typing import Final

from facts.position import Position

LIMIT: Final = 100
"""The most characters Discord takes."""

_SEPARATOR: Final = "|"


class MalformedError(Exception):
    """A ``custom_id`` that this bot has not written, or not in this version."""


def pack(action: str, *arguments: str) -> str:
    """Write an action; only its last argument may contain a ``|``."""
    written = _SEPARATOR.join((action, *arguments))
    if len(written) > LIMIT:
        raise ValueError(f"custom_id of {len(written)} characters: {written!r}")
    return written


def unpack(custom_id: str) -> tuple[str, str]:
    """Split a ``custom_id`` into its action and the rest."""
    action, _, rest = custom_id.partition(_SEPARATOR)
    return action, rest


def arguments(rest: str, count: int) -> list[str]:
    """Split what follows an action into ``count`` arguments; raise ``MalformedError`` where there are fewer."""
    found = rest.split(_SEPARATOR, count - 1)
    if len(found) != count:
        raise MalformedError(rest)
    return found


def parts(rest: str) -> list[str]:
    """Split what follows an action into its arguments, however many there are."""
    return rest.split(_SEPARATOR)


def number(text: str) -> int:
    """Read an argument that is a small whole number; raise ``MalformedError`` for anything else."""
    if len(text) > 4 or not text.isascii() or not text.isdigit():
        raise MalformedError(text)
    return int(text)


def snowflake(text: str) -> int:
    """Read an argument that is an id of Discord's; raise ``MalformedError`` for anything else."""
    if not is_snowflake(text):
        raise MalformedError(text)
    return int(text)


def is_snowflake(value: object) -> bool:
    """Whether something is written as an id of Discord's, which all databases take."""
    if not isinstance(value, str) or not 0 < len(value) <= 19 or not value.isascii() or not value.isdigit():
        return False
    return 0 < int(value) < 1 << 63


def position(text: str) -> Position:
    """Read an argument that is a position; raise ``MalformedError`` for anything else."""
    try:
        return Position.parse(text)
    except ValueError as error:
        raise MalformedError(text) from error
