"""How far users have watched: a log a user and show, whose latest row holds and whose undo removes that row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Text, bindparam, delete, insert, select

from bot.ledger.reader import Reader
from bot.ledger.role_members import MARK
from bot.ledger.tables import concrete, progress
from bot.ledger.turns import Turns
from bot.ledger.users import Users
from bot.ledger.values import UNKNOWN, Progress

_APPEND: Final = insert(progress)
_REMOVE: Final = delete(progress).where(progress.c.id == bindparam("row"))
_LATEST_TWO: Final = (
    select(progress.c.id, progress.c.watched_through, progress.c.view_as_of)
    .where(progress.c.user_id == bindparam("user", type_=BigInteger), progress.c.show == bindparam("of", type_=Text))
    .order_by(progress.c.id.desc())
    .limit(2)
)


class ProgressLog:
    """Progress of every user in every show; what is missing is ``Progress()``, nothing watched."""

    def __init__(self, users: Users, reader: Reader, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._users = users
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self.changed: Callable[[int, str], None] = lambda _user, _show: None
        """Called with user and show once a change is durable, however it was made."""

    async def get(self, user: int, show: str) -> Progress:
        """Return somebody's progress; raise ``StoreUnavailable``."""
        return (await self._users.get(user)).progress_in(show)

    async def all(self, user: int) -> Mapping[str, Progress]:
        """Return somebody's progress by show, where it is known; raise ``StoreUnavailable``."""
        everything = (await self._users.get(user)).progress
        return {show: progress for show, progress in everything.items() if progress.known}

    async def change(self, user: int, show: str, function: Callable[[Progress], Progress]) -> tuple[Progress, Progress]:
        """Replace somebody's progress by what ``function`` makes of it; return it before and after, once durable.

        Changes of one user follow each other. What ``function`` raises comes out; a position that is not concrete is a
        ``ValueError``; a ``LedgerError`` means that the change was not made.
        """
        async with self._turns.of(("user", user)) as turn:
            before = (await turn.read(self._users.memory, user)).progress_in(show)
            after = function(before)
            for position in (after.watched_through, after.view_as_of):
                if position is not None:
                    concrete(position)
            if after != before:
                row = {
                    "user_id": user,
                    "show": show,
                    "watched_through": after.watched_through,
                    "view_as_of": after.view_as_of,
                    "at": self._clock(),
                }
                await turn.write(
                    ((_APPEND, row), (MARK, {"user": user, "of": show})),
                    lambda: self._apply(user, show, after),
                    lambda: self._users.memory.drop(user),
                )
            return before, after

    async def undo(self, user: int, show: str, expected: Progress | None = None) -> tuple[Progress, Progress] | None:
        """Take the latest change back; return progress before and after, ``None`` where there is nothing to undo.

        Nothing is undone either where ``expected`` is given and progress is something else by now.
        """
        async with self._turns.of(("user", user)) as turn:
            (rows,) = await turn.by_deadline(self._reader.fetch((_LATEST_TWO, {"user": user, "of": show})))
            if not rows:
                return None
            before, after = [Progress(row.watched_through, row.view_as_of) for row in rows] + [UNKNOWN] * (
                2 - len(rows)
            )
            if expected is not None and before != expected:
                return None
            await turn.write(
                ((_REMOVE, {"row": rows[0].id}), (MARK, {"user": user, "of": show})),
                lambda: self._apply(user, show, after),
                lambda: self._users.memory.drop(user),
            )
            return before, after

    def _apply(self, user: int, show: str, after: Progress) -> None:
        self._users.memory.update(user, lambda known: known.with_progress(show, after))
        self.changed(user, show)
