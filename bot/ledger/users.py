"""What is remembered about users across shows, and the memory of users that it shares with their progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.cache import Cache
from bot.ledger.errors import StoreUnavailable
from bot.ledger.reader import Reader
from bot.ledger.statements import USER, Step, upsert
from bot.ledger.tables import user_setting
from bot.ledger.turns import Turns
from bot.ledger.values import Progress, User, UserSettings
from bot.ledger.write import Write
from bot.ledger.writer import Writer


class Users:
    """What is kept about users: ``peek`` from memory, ``get`` from the database where need be, both the same."""

    def __init__(self, engine: AsyncEngine, reader: Reader, writer: Writer, turns: Turns, size: int) -> None:
        self._reader = reader
        self._writer = writer
        self._turns = turns
        self._last_show = upsert(engine.dialect.name, user_setting, "last_show")
        self._asked = upsert(engine.dialect.name, user_setting, "asked")
        self.memory: Cache[int, User] = Cache(size, self._read)
        self.leaving: set[int] = set()
        """Whose data is being deleted just now: nothing is noted about them."""

    def peek(self, user: int) -> User | None:
        """Return a user's settings and progress if they are in memory."""
        return self.memory.peek(user)

    async def get(self, user: int) -> User:
        """Return a user's settings and progress; raise ``StoreUnavailable``."""
        return await self.memory.get(user)

    async def set_last_show(self, user: int, show: str) -> None:
        """Remember the show a user last dealt with, durably; raise a ``LedgerError``."""
        await self._set(user, (self._last_show, {"user_id": user, "last_show": show}), last_show=show)

    async def mark_asked(self, user: int) -> None:
        """Remember, durably, that a user has been asked how far they are; raise a ``LedgerError``."""
        await self._set(user, (self._asked, {"user_id": user, "asked": True}), asked=True)

    def note_last_show(self, user: int, show: str) -> None:
        """Remember the show a user last dealt with, without waiting; lost only with the database or the process."""
        self._note(user, (self._last_show, {"user_id": user, "last_show": show}), last_show=show)

    def note_asked(self, user: int) -> None:
        """Remember that a user has been asked how far they are, without waiting."""
        self._note(user, (self._asked, {"user_id": user, "asked": True}), asked=True)

    async def _set(self, user: int, step: Step, **setting: Any) -> None:
        async with self._turns.of(("user", user)) as turn:
            before = (await turn.read(self.memory, user)).settings
            if replace(before, **setting) != before:
                await turn.write((step,), lambda: self._apply(user, setting), lambda: self.memory.drop(user))

    def _note(self, user: int, step: Step, **setting: Any) -> None:
        known = self.memory.peek(user)
        if user in self.leaving or (known is not None and replace(known.settings, **setting) == known.settings):
            return
        # In memory at once, so that a second command right behind the first sees it: nobody is told that it is saved.
        self.memory.assume(user, _with(setting))
        write = Write([("user", user)], (step,), lambda: self._apply(user, setting), lambda: self.memory.drop(user))
        try:
            self._writer.submit(write)
        except StoreUnavailable:
            return  # A convenience, lost where the database is.

    def _apply(self, user: int, setting: dict[str, Any]) -> None:
        self.memory.update(user, _with(setting))

    async def _read(self, user: int) -> User:
        (rows,) = await self._reader.fetch((USER, {"user": user}))
        if rows[0].asked is None and rows[0].show is None:
            return _UNKNOWN  # the same one for all of them: they are many
        settings = UserSettings(rows[0].last_show, bool(rows[0].asked))
        progress = {row.show: Progress(row.watched_through, row.view_as_of) for row in rows if row.show is not None}
        return User(settings, MappingProxyType(progress))


def _with(setting: dict[str, Any]) -> Callable[[User], User]:
    return lambda known: replace(known, settings=replace(known.settings, **setting))


_UNKNOWN: Final = User()
