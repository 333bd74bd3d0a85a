"""The questions of views, enumerated once a view and kept for as long as it lives."""

from __future__ import annotations

import asyncio
from functools import partial
from weakref import WeakKeyDictionary

from facts.questions import Pool
from facts.view import View


class Pools:
    """Pools by their views; whoever asks while one is being built gets the same."""

    def __init__(self) -> None:
        self._builds: WeakKeyDictionary[View, asyncio.Future[Pool]] = WeakKeyDictionary()

    async def of(self, view: View) -> Pool:
        """Return the pool of a view, enumerated in a thread where need be."""
        build = self._builds.get(view)
        if build is None or build.cancelled() or (build.done() and build.exception() is not None):
            build = self._builds[view] = asyncio.ensure_future(asyncio.to_thread(partial(_build, view)))
        # Another may be waiting for the same: giving up must not cancel it.
        return await asyncio.shield(build)


def _build(view: View) -> Pool:
    pool = Pool.of(view)
    pool.warm()
    return pool
