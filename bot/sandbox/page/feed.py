"""Tells the page that something on the pretended Discord has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.sandbox.world import Event, World


class Feed:
    """Calls its listeners soon after anything has changed, once for many changes at a time.

    Public messages are events of the world; private ones never are, but each is an answer to an interaction.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._listeners: list[Callable[[], None]] = []
        self._due = False
        world.listeners.append(self._heard)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Add a listener; return what removes it again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def changed(self) -> None:
        """Say that something has changed."""
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _heard(self, event: Event) -> None:
        if event.name == "INTERACTION_CREATE":
            self._world.interactions[int(event.data["id"])].watchers.append(self.changed)
        self.changed()

    def _tell(self) -> None:
        self._due = False
        for listener in tuple(self._listeners):
            listener()
