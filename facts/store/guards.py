"""The guards of the shows that are served: the one thing that is made of what lies beyond every position."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from facts.position import Position
from facts.rows import Row
from facts.seasons import Seasons
from facts.store.engine import plainly
from facts.store.select import select_names
from facts.store.tables import show as show_table
from facts.store.views import Views

if TYPE_CHECKING:
    from facts.guard import Guard

_Key = tuple[str, int]


class ShowGuards:
    """A guard for each show, made when it is first asked for, and anew when the show's pack was loaded again."""

    def __init__(self, engine: AsyncEngine, views: Views) -> None:
        self._engine = engine
        self._views = views
        self._guards: dict[str, tuple[int, Guard]] = {}
        self._builds: dict[_Key, asyncio.Task[None]] = {}

    def get(self, show_id: str) -> Guard | None:
        """Return the guard of a show if it is at hand; raise ``UnknownShowError`` for a show that is not loaded."""
        guard = self._at_hand(show_id)
        return guard if self._views.is_current() else None

    async def load(self, show_id: str) -> Guard:
        """Return the guard of a show, made if need be; raise ``UnknownShowError`` for a show that is not loaded."""
        await self._views.look()
        while True:
            guard = self._at_hand(show_id)
            if guard is not None:
                return guard
            key = (show_id, self._views.version(show_id))
            build = self._builds.get(key)
            if build is None:
                build = self._builds[key] = asyncio.create_task(self._build(*key))
                build.add_done_callback(partial(self._built, key))
            await asyncio.shield(build)

    async def beyond(self, show_id: str, text: str, position: Position, *, strict: bool) -> bool:
        """Whether a text mentions what is first known after a position; behind spoiler bars only where ``strict``.

        Raise ``UnknownShowError`` for a show that is not loaded, ``StoreError`` where the database does not answer.
        """
        guard = self.get(show_id) or await self.load(show_id)
        return guard.beyond(text, position, strict=strict)

    def _at_hand(self, show_id: str) -> Guard | None:
        version, kept = self._views.version(show_id), self._guards.get(show_id)
        return kept[1] if kept is not None and kept[0] == version else None

    def _built(self, key: _Key, _build: object) -> None:
        del self._builds[key]

    async def _build(self, show_id: str, version: int) -> None:
        with plainly(self._engine):
            async with self._engine.connect() as connection:
                rows = await select_names(connection, show_id, version)
                query = select(show_table.c.version).where(show_table.c.id == show_id)
                stands = (await connection.execute(query)).scalar() == version
        if not stands:
            await self._views.refresh()
            return
        self._guards[show_id] = (version, await asyncio.to_thread(_make, rows, self._views.show(show_id).seasons))


def _make(rows: list[Row], seasons: Seasons) -> Guard:
    # Imported when first needed: only servers that have a guarded channel should pay for it.
    from facts.guard import Guard, names_of

    return Guard(names_of(rows, seasons))
