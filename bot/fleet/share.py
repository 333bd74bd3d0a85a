"""A process's share of a bot, in numbers that processes can compare without knowing the token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

_SHIFT: Final = 16
_ALL: Final = 0
"""Stands for all shards, however many Discord makes of them."""


class TakenError(Exception):
    """Another process serves what this one was to serve; the text is for hosts."""


@dataclass(frozen=True, slots=True)
class Share:
    """Which shards of which bot; without a count all of them, and Discord says how many."""

    bot: int
    """A digest of the token, in 31 bits."""
    count: int | None = None
    shards: tuple[int, ...] = ()

    @classmethod
    def of(cls, token: str, count: int | None, shards: Iterable[int] | None) -> Self:
        """The share that the settings name."""
        digest = int.from_bytes(blake2b(token.encode(), digest_size=4, person=b"airlock").digest(), "big")
        return cls(digest >> 1, count, tuple(shards or ()))

    @property
    def numbers(self) -> tuple[int, ...]:
        """A number, of 31 bits, for each shard; it bears the count too, so that different counts can be noticed."""
        if self.count is None:
            return (_ALL,)
        return tuple(self.count << _SHIFT | shard for shard in self.shards)

    def clash(self, numbers: Iterable[int]) -> str | None:
        """Say what this share has in common with the numbers of others, ``None`` where they go together."""
        for number in numbers:
            count, shard = divmod(number, 1 << _SHIFT)
            if number in self.numbers:
                return "serves this bot" if self.count is None else f"serves shard {shard} of this bot"
            if number == _ALL:
                return "serves all shards of this bot (it has no SHARD_COUNT)"
            if count != self.count:
                return f"serves this bot with SHARD_COUNT={count}, which must be the same for all"
        return None
