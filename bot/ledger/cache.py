"""A bounded memory of rows in front of the database: read once when missing, written through after commits."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    """The ``size`` values used last; what is not there is read, by one reader however many ask."""

    def __init__(self, size: int, read: Callable[[K], Awaitable[V]]) -> None:
        self._size = size
        self._read = read
        self._values: OrderedDict[K, V] = OrderedDict()
        self._reading: dict[K, asyncio.Task[V]] = {}
        self.hits = 0
        self.reads = 0

    def __len__(self) -> int:
        return len(self._values)

    def peek(self, key: K) -> V | None:
        """Return what is in memory, ``None`` where it would have to be read."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
            self.hits += 1
        return value

    async def get(self, key: K) -> V:
        """Return what is in memory, else read it; raise what ``read`` raises."""
        value = self.peek(key)
        if value is not None:
            return value
        task = self._reading.get(key)
        if task is None:
            task = asyncio.create_task(self._fill(key))
            task.add_done_callback(_seen)
            self._reading[key] = task
        # Somebody else may be waiting for the same read: giving up must not cancel it.
        return await asyncio.shield(task)

    def update(self, key: K, change: Callable[[V], V]) -> None:
        """Apply a committed change, which must be one that can be applied twice, to what is in memory."""
        self._reading.pop(key, None)
        value = self._values.get(key)
        if value is not None:
            self._values[key] = change(value)

    def drop(self, key: K) -> None:
        """Forget a value, so that it is read anew."""
        self._reading.pop(key, None)
        self._values.pop(key, None)

    async def _fill(self, key: K) -> V:
        task = asyncio.current_task()
        self.reads += 1
        try:
            value = await self._read(key)
            # A read that a commit has overtaken may be of before it: good for those who asked then, not to be kept.
            if self._reading.get(key) is task:
                self._values[key] = value
                while len(self._values) > self._size:
                    self._values.popitem(last=False)
            return value
        finally:
            if self._reading.get(key) is task:
                del self._reading[key]


def _seen(task: asyncio.Task[V]) -> None:
    # Whoever asked may have given up by now; a failure they did not wait for is no news to the loop.
    if not task.cancelled():
        task.exception()
