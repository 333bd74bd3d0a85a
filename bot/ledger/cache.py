"""A bounded memory of rows in front of the database: read once when missing, written through after commits.

Where other processes write too, what they change is dropped when they say so, and nothing in memory is trusted while
they could not be heard.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def always() -> bool:
    """Say that nobody else changes anything."""
    return True


def never() -> bool:
    """Say that nothing is heard of what others change."""
    return False


class Cache(Generic[K, V]):
    """The ``size`` values used last; what is not there is read, by one reader however many ask."""

    def __init__(self, size: int, read: Callable[[K], Awaitable[V]]) -> None:
        self._size = size
        self._read = read
        self._values: OrderedDict[K, V] = OrderedDict()
        self._reading: dict[K, asyncio.Task[V]] = {}
        self._hears: Callable[[], bool] = always
        self._shared = False
        self.hits = 0
        self.reads = 0

    def __len__(self) -> int:
        return len(self._values)

    def share(self, hears: Callable[[], bool]) -> None:
        """Expect changes by others, who are heard of by ``drop`` and ``clear`` as long as ``hears`` says so."""
        self._shared, self._hears = True, hears

    def peek(self, key: K) -> V | None:
        """Return what is in memory, ``None`` where it would have to be read."""
        value = self._values.get(key)
        if value is None or not self._hears():
            return None
        self._values.move_to_end(key)
        self.hits += 1
        return value

    async def get(self, key: K) -> V:
        """Return what is in memory, else read it; raise what ``read`` raises."""
        value = self.peek(key)
        if value is not None:
            return value
        if not self._hears():
            # Nor is a read good that somebody else began: it may be of before a change that nobody hears of.
            return await self._read(key)
        task = self._reading.get(key)
        if task is None:
            task = asyncio.create_task(self._fill(key))
            task.add_done_callback(_seen)
            self._reading[key] = task
        # Somebody else may be waiting for the same read: giving up must not cancel it.
        return await asyncio.shield(task)

    async def latest(self, key: K) -> V:
        """Return what a change of it is made from: what is in memory, or in the database where others change it too.

        Raise what ``read`` raises.
        """
        return await (self._read(key) if self._shared else self.get(key))

    def update(self, key: K, change: Callable[[V], V]) -> None:
        """Apply a committed change, which must be one that can be applied twice, to what is in memory."""
        if self._shared:
            # Another change may have been committed, and heard of, between this one and the news that it was.
            self.drop(key)
        else:
            self.assume(key, change)

    def assume(self, key: K, change: Callable[[V], V]) -> None:
        """Apply a change that is about to be committed, and will then be an ``update``, to what is in memory."""
        self._reading.pop(key, None)
        value = self._values.get(key)
        if value is not None:
            self._values[key] = change(value)

    def drop(self, key: K) -> None:
        """Forget a value, so that it is read anew."""
        self._reading.pop(key, None)
        self._values.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._reading.clear()
        self._values.clear()

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
