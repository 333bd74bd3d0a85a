"""The questions of views, enumerated once a view and kept beside it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from functools import partial

from facts.questions import Pool
from facts.view import View

KEPT = 64
"""How many pools are kept, as many as views: one of a long show's end takes five megabytes and half a second to make.

With fewer than are in use, rounds would take turns making each other's anew.
"""


class Pools:
    """Pools by their views, those used longest ago given up first; whoever asks while one is built gets the same.

    The view itself is the key, so that no position can be mixed up. A pool holds its view, so a weak key would keep
    both for ever.
    """

    def __init__(self, limit: int = KEPT) -> None:
        self._limit = limit
        self._builds: OrderedDict[View, asyncio.Future[Pool]] = OrderedDict()

    async def of(self, view: View) -> Pool:
        """Return the pool of a view, enumerated in a thread where need be."""
        build = self._builds.get(view)
        if build is None or build.cancelled() or (build.done() and build.exception() is not None):
            build = self._builds[view] = asyncio.ensure_future(asyncio.to_thread(partial(_build, view)))
        self._builds.move_to_end(view)
        while len(self._builds) > self._limit:
            self._builds.popitem(last=False)
        # Another may be waiting for the same: giving up must not cancel it.
        return await asyncio.shield(build)


def _build(view: View) -> Pool:
    pool = Pool.of(view)
    pool.warm()
    return pool
