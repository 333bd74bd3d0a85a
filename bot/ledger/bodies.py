"""Events as JSON, with the person in them and what they typed kept apart, where both can be erased."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import orjson

Body: TypeAlias = dict[str, Any] | list[Any]
"""Anything that JSON can hold; what it means is no matter of the ledger."""

_PERSON: Final = ("player", "host")
_WORDS: Final = "text"


def take(body: Body, user: int | None) -> tuple[str, str | None]:
    """Return a body as text without ``user`` and without what they typed, and the latter.

    Raise ``ValueError`` where it names anybody but ``user``: that name could never be erased.
    """
    words: list[str] = []
    return orjson.dumps(_taken(body, user, words)).decode(), "".join(words) if words else None


def put(text: str, user: int | None, words: str | None) -> Body:
    """Put back what ``take`` has taken, or a stand-in for it."""
    body: Body = _put(orjson.loads(text), user, words)
    return body


def _taken(value: Any, user: int | None, words: list[str]) -> Any:
    if isinstance(value, list | tuple):
        return [_taken(each, user, words) for each in value]
    if not isinstance(value, dict):
        return value
    rest: dict[str, Any] = {}
    for key, each in value.items():
        if key in _PERSON:
            if each != user:
                raise ValueError(f"{key} is {each}, but the event is of {user}")
            rest[key] = None
        elif key == _WORDS and user is not None and isinstance(each, str):
            words.append(each)
            rest[key] = None
        else:
            rest[key] = _taken(each, user, words)
    return rest


def _put(value: Any, user: int | None, words: str | None) -> Any:
    if isinstance(value, list):
        return [_put(each, user, words) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: user if key in _PERSON else words if key == _WORDS and each is None else _put(each, user, words)
        for key, each in value.items()
    }
