"""The pack folders while the page runs: what lint says, and reloading what was changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.client import Airlock
from bot.settings import Settings
from facts.errors import StoreError
from facts.loading import load_folders
from facts.pack.digest import pack_files, pack_folders
from facts.pack.problem import Problem
from facts.store import open_engine

_EVERY: Final = 1.0
"""Seconds between looks at the folders."""

log = logging.getLogger(__name__)

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Folder:
    """A pack folder as it was last read. ``problems`` is ``None`` until lint has looked at it."""

    path: Path
    problems: tuple[Problem, ...] | None = None
    loaded: bool = True
    """Whether what is served is what the folder holds."""

    reloads: int = 0

    @property
    def errors(self) -> int:
        """How many problems keep the pack from being served as it should."""
        return sum(not problem.warning for problem in self.problems or ())


class Packs:
    """Watches the pack folders, loads what changes and lints it. ``changed`` is called after either."""

    def __init__(self, bot: Airlock, settings: Settings, changed: Callable[[], None]) -> None:
        self._bot = bot
        self._settings = settings
        self._changed = changed
        self._stamps: dict[Path, _Stamp] = {}
        self._wanted = asyncio.Event()
        self.folders: dict[Path, Folder] = {}

    def want_lint(self) -> None:
        """Ask for lint; from then on every change is linted."""
        self._wanted.set()

    async def watch(self) -> None:
        """Look at the folders again and again until cancelled."""
        self._stamps = await asyncio.to_thread(self._look)
        self.folders = {path: Folder(path) for path in self._stamps}
        lints = asyncio.ensure_future(self._first_lint())
        try:
            while True:
                await asyncio.sleep(_EVERY)
                stamps = await asyncio.to_thread(self._look)
                for path in [path for path in stamps if stamps[path] != self._stamps.get(path)]:
                    await self._reload(path)
                self._stamps = stamps
        finally:
            lints.cancel()

    async def _first_lint(self) -> None:
        await self._wanted.wait()
        for path in tuple(self.folders):
            await self._lint(path)

    async def _reload(self, path: Path) -> None:
        engine = open_engine(self._settings.database_url)
        try:
            (loaded,) = await load_folders(engine, [path])
            await self._bot.views.refresh()
        except StoreError as error:
            log.warning("%s could not be loaded: %s", path.name, error)
            return
        finally:
            await engine.dispose()
        before = self.folders.get(path, Folder(path))
        self.folders[path] = Folder(path, before.problems, not loaded.problems, before.reloads + loaded.changed)
        await self._lint(path)

    async def _lint(self, path: Path) -> None:
        # Imported here: the first screen needs nothing of it.
        from facts.pack.lint import lint

        try:
            problems = tuple((await asyncio.to_thread(lint, path)).problems)
        except OSError as error:
            problems = (Problem(path.name, 1, 1, f"cannot be read: {error.strerror}"),)
        now = self.folders[path]
        self.folders[path] = Folder(path, problems, now.loaded, now.reloads)
        self._changed()

    def _look(self) -> dict[Path, _Stamp]:
        found: dict[Path, _Stamp] = {}
        try:
            folders = pack_folders(self._settings.packs_dir)
        except OSError:
            return self._stamps
        for folder in folders:
            try:
                stats = [(file.name, file.stat()) for file in pack_files(folder)]
            except OSError:
                continue  # being written just now; seen again soon
            found[folder] = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
        return found
