"""What processes that share a database tell each other: whose rows a commit has changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Final

GONE: Final = "gone"
"""The kind of key that stands for a user whose data was deleted."""


def words_of(keys: Iterable[Hashable]) -> list[str]:
    """Write the keys that name a kind and an id, each once."""
    return list(dict.fromkeys(f"{key[0]}:{key[1]}" for key in keys if isinstance(key, tuple) and len(key) == 2))


def keys_of(text: str) -> Iterator[tuple[str, int | None]]:
    """Read words again; those without an id are kept as they are, since another version may have written them."""
    for word in text.split():
        kind, _, number = word.partition(":")
        yield (kind, int(number)) if number.isascii() and number.isdigit() else (word, None)
