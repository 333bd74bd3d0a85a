"""The views that are being served: built once each, kept for as long as their pack is."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from facts.durations import Durations
from facts.errors import UnknownPositionError, UnknownShowError
from facts.model import Show
from facts.position import Position
from facts.rows import Items, Row
from facts.seasons import Seasons
from facts.store.engine import plainly
from facts.store.select import select_items
from facts.store.tables import show as show_table
from facts.view import View


class LoadedShow(NamedTuple):
    """What is public about a show that can be asked about."""

    id: str
    title: str
    seasons: Seasons


@dataclass(frozen=True, slots=True, eq=False)
class _Served:
    """A show's pack as it is being served, with the items its views share; each is equal to itself alone."""

    show: Show
    version: int
    public: LoadedShow
    items: Items = field(default_factory=Items)


_Key: TypeAlias = tuple[_Served, Position]
"""What a view is of: a pack, and a position in its canonical form."""


class Views:
    """Views by show and position, at most ``limit`` of them, those used longest ago given up first.

    Each is built in a thread, in the context that ``building`` gives for its number of rows.

    ``refresh`` is to be called once before anything else, and whenever packs may have been loaded, which ``expire``
    says at once. While ``hears`` says that nobody would tell of packs that are loaded, each ``load`` looks for itself.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        limit: int = 64,
        building: Callable[[int], AbstractContextManager[None]] = lambda _: nullcontext(),
        hears: Callable[[], bool] = lambda: True,
    ) -> None:
        self._engine = engine
        self._building = building
        self._limit = limit
        self._hears = hears
        self._expired = self._refreshed = 0
        """How often packs may have been loaded since the start, and how much of that has been looked for."""
        self._begun = self._applied = 0
        """How often it was looked for packs, and which of those times has said what is served."""
        self._served: dict[str, _Served] = {}
        self._views: OrderedDict[_Key, View] = OrderedDict()
        self._builds: dict[_Key, asyncio.Task[View | None]] = {}
        self._public: tuple[LoadedShow, ...] = ()
        self.hits = 0
        self.misses = 0
        self.builds = Durations()
        """Of views that were built, reading their rows included."""

    def __len__(self) -> int:
        return len(self._views)

    def shows(self) -> tuple[LoadedShow, ...]:
        """Return the shows that are loaded, by title."""
        return self._public

    def find(self, show_id: str | None) -> LoadedShow | None:
        """Return a show, ``None`` for one that is not loaded."""
        served = self._served.get(show_id or "")
        return None if served is None else served.public

    def show(self, show_id: str) -> LoadedShow:
        """Return a show; raise ``UnknownShowError`` for one that is not loaded."""
        found = self.find(show_id)
        if found is None:
            raise UnknownShowError(show_id)
        return found

    def version(self, show_id: str) -> int:
        """Return which of a show's packs is being served; raise ``UnknownShowError`` for a show that is not loaded."""
        served = self._served.get(show_id)
        if served is None:
            raise UnknownShowError(show_id)
        return served.version

    def get(self, show: str | LoadedShow, position: Position) -> View | None:
        """Return the view if it is at hand.

        With a ``LoadedShow`` the position is one of the seasons that it had when it was handed out, whatever they are
        by now. Raise ``UnknownShowError`` for a show that is not loaded, ``UnknownPositionError`` for a position beyond
        it.
        """
        key = self._key(show, position)
        return self._at_hand(key) if self.is_current() else None

    async def load(self, show: str | LoadedShow, position: Position) -> View:
        """Return the view, built if need be; whoever asks meanwhile gets the same.

        Raise as ``get`` does, and ``StoreError`` where the database does not answer.
        """
        await self.look()
        while True:
            key = self._key(show, position)
            view = self._at_hand(key)
            if view is not None:
                return view
            self.misses += 1
            build = self._builds.get(key)
            if build is None:
                build = self._builds[key] = asyncio.create_task(self._build(key))
                build.add_done_callback(partial(self._built, key))
            view = await asyncio.shield(build)
            if view is not None:
                return view
            # Another pack meanwhile. Everybody starts again from the position they asked for: what is canonical in
            # one version (a season's last episode) may be later than they asked in the next.

    def is_current(self) -> bool:
        """Whether the packs that are served are those that are loaded, as far as anybody can have told."""
        return self._hears() and self._refreshed == self._expired

    def expire(self) -> None:
        """Serve nothing more before having looked for packs that have been loaded."""
        self._expired += 1

    async def look(self) -> None:
        """Look for packs that have been loaded, where there may be some; raise ``StoreError``."""
        if not self.is_current():
            await self.refresh()

    async def refresh(self) -> None:
        """Notice packs that have been loaded; give up the views of the earlier ones."""
        expired = self._expired
        self._begun += 1
        begun = self._begun
        with plainly(self._engine):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(select(show_table))).all()
        if begun < self._applied:
            return  # whoever began later was sooner, and has read what is newer
        self._applied = begun
        served: dict[str, _Served] = {}
        for row in rows:
            known = self._served.get(row.id)
            if known is None or known.version != row.version:
                episodes = tuple(json.loads(row.episodes))
                show = Show(id=row.id, title=row.title, premise=row.premise, episodes=episodes)
                known = _Served(show, row.version, LoadedShow(row.id, row.title, Seasons(episodes)))
            served[row.id] = known
        self._served = served
        self._public = tuple(sorted((known.public for known in served.values()), key=lambda p: (p.title, p.id)))
        for key in [key for key in self._views if not self._is_served(key[0])]:
            del self._views[key]
        self._refreshed = max(self._refreshed, expired)

    def _at_hand(self, key: _Key) -> View | None:
        view = self._views.get(key)
        if view is not None:
            self._views.move_to_end(key)
            self.hits += 1
        return view

    def _key(self, show: str | LoadedShow, position: Position) -> _Key:
        show_id = show if isinstance(show, str) else show.id
        served = self._served.get(show_id)
        if served is None:
            raise UnknownShowError(show_id)
        if not isinstance(show, str) and show is not served.public:
            # Of an earlier pack: all of a season was as far as that season went then.
            position = served.public.seasons.within(show.seasons.concrete(position))
        if (served, position) in self._views:
            return served, position  # which is what nearly everybody asks for
        if not served.public.seasons.has(position):
            raise UnknownPositionError(show_id, position)
        return served, served.public.seasons.canonical(position)

    def _is_served(self, served: _Served) -> bool:
        return self._served.get(served.show.id) is served

    def _built(self, key: _Key, _build: object) -> None:
        del self._builds[key]

    async def _build(self, key: _Key) -> View | None:
        """Return the view, or ``None`` where its pack is no longer served."""
        served, position = key
        show_id, version = served.show.id, served.version
        began = time.perf_counter()
        with plainly(self._engine):
            async with self._engine.connect() as connection:
                rows = await select_items(connection, show_id, version, position)
                # Asked last: if the version still stands, nothing of it had been removed when its rows were read.
                query = select(show_table.c.version).where(show_table.c.id == show_id)
                stands = (await connection.execute(query)).scalar() == version
        if not stands:
            await self.refresh()
            return None
        with self._building(len(rows)):
            view = await asyncio.to_thread(_make, served, position, rows)
        if not self._is_served(served):
            return None
        self._remember(key, view)
        self.builds.add(time.perf_counter() - began)
        return view

    def _remember(self, key: _Key, view: View) -> None:
        self._views[key] = view
        while len(self._views) > self._limit:
            self._views.popitem(last=False)


def _make(served: _Served, position: Position, rows: list[Row]) -> View:
    view = View.of_rows(served.show, position, rows, served.items)
    view.warm()
    return view
