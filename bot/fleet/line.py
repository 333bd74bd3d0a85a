"""The line: one connection to PostgreSQL on which a process holds its shards and hears what others change.

Both are trusted for a time only, counted from when the last question was *sent* that has been answered, so that it does
not matter how a line fails: cut, gone silent, or this process itself having stood still.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from bot.fleet.seize import prepare, seize
from bot.fleet.share import Share, TakenError
from facts.store.engine import ANSWERED
from facts.store.news import CHANNEL

if TYPE_CHECKING:
    from asyncpg import Connection  # type: ignore[import-untyped]

log = logging.getLogger(__name__)

BEAT: Final = 0.25
"""Seconds between two questions."""
FRESH: Final = 0.8
"""Seconds after a question from which on something may have been changed that has not been heard of."""
HELD: Final = 3.0
"""Seconds after a question from which on another process may hold the shards: well before the server frees them."""

_CONNECT: Final = 2.0
"""Seconds that a try to connect may take."""
_PAUSE: Final = 0.25
"""Seconds between two tries."""
_NEVER: Final = float("-inf")

Options = dict[str, Any]


class Line:
    """Held from ``open`` to ``close``, taken up again whenever it is lost.

    ``lost`` and ``regained`` follow each other; ``taken`` hears that it was lost for good, to another process.
    """

    def __init__(self, options: Options, share: Share | None) -> None:
        self._options = options
        self._share = share
        self._name = f"airlock {secrets.token_hex(8)}"
        self._connection: Connection | None = None
        self._backend = 0
        """The server's process behind it, which stays the same for as long as a session does."""
        self._cut = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._fresh_until = self._held_until = self._served_until = _NEVER
        self.heard: Callable[[str], None] = lambda _: None
        self.lost: Callable[[], None] = lambda: None
        self.regained: Callable[[], None] = lambda: None
        self.taken: Callable[[TakenError], None] = lambda _: None

    def hears(self) -> bool:
        """Whether all has been heard that was changed until a moment ago."""
        return time.monotonic() < self._fresh_until

    def holds(self) -> bool:
        """Whether nobody else can hold these shards."""
        return time.monotonic() < self._held_until

    def serves(self) -> bool:
        """Whether nobody else can have held these shards for long enough to be known to Discord."""
        return time.monotonic() < self._served_until

    async def open(self, patience: float) -> None:
        """Connect and hold the share; wait ``patience`` seconds for whoever holds it, then raise ``TakenError``."""
        await self._connect(time.monotonic() + patience, ANSWERED)
        self._task = asyncio.create_task(self._run(), name="line to the database")

    async def close(self) -> None:
        """Let the shards go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        connection, self._connection = self._connection, None
        self._forget()
        if connection is not None:
            try:
                await connection.close(timeout=1)
            except Exception:  # whatever it is, its end is what was wanted
                connection.terminate()

    async def _run(self) -> None:
        while True:
            await self._beat()
            self._forget()
            self.lost()
            try:
                await self._reconnect()
            except TakenError as error:
                self.taken(error)
                return
            self.regained()

    async def _beat(self) -> None:
        """Ask again and again, until there is no answer."""
        connection = self._connection
        while connection is not None and not connection.is_closed():
            sent = time.monotonic()
            if not await self._ask(connection):
                connection.terminate()
                return
            lapsed = not self.holds()
            self._trust(sent)
            if lapsed:  # the answer was late, or this process stood still
                self.lost()
                self.regained()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._cut.wait(), max(0.0, sent + BEAT - time.monotonic()))

    async def _ask(self, connection: Connection) -> bool:
        answer = asyncio.ensure_future(connection.fetchval("SELECT pg_backend_pid()"))
        await asyncio.wait({answer}, timeout=HELD)
        if not answer.done():
            answer.cancel()
            answer.add_done_callback(lambda done: done.cancelled() or done.exception())
            return False
        if answer.cancelled() or answer.exception() is not None:
            return False
        # Not the id that the connection was given when it was made: a pool gives one of its own.
        if answer.result() != self._backend:
            log.error("the database is behind a pool that shares connections by transaction: it must be by session")
            return False
        return True

    async def _reconnect(self) -> None:
        log.warning("the line to the database is lost: settings are read anew each time, rounds stand still")
        while True:
            try:
                await self._connect(time.monotonic())
            except TakenError:
                raise
            except Exception as error:  # of the system, the driver or the server: it is tried again in any case
                log.debug("the line to the database: %r", error)
                await asyncio.sleep(_PAUSE)
            else:
                log.warning("the line to the database is back")
                return

    async def _connect(self, deadline: float, within: float = _CONNECT) -> None:
        import asyncpg  # only where it is used

        connection = await asyncpg.connect(**{**self._options, "timeout": within})
        try:
            async with asyncio.timeout(within):
                await connection.execute("SELECT set_config('application_name', $1, false)", self._name)
                await prepare(connection)
            await self._seize(connection, deadline)
            async with asyncio.timeout(within):
                await connection.add_listener(CHANNEL, lambda *said: self.heard(said[-1]))
                # All that was committed before this question was asked is in force from its answer on.
                sent = time.monotonic()
                self._backend = await connection.fetchval("SELECT pg_backend_pid()")
        except BaseException:
            connection.terminate()
            raise
        self._connection, self._cut = connection, asyncio.Event()
        connection.add_termination_listener(self._ended)
        if connection.is_closed():
            self._cut.set()
            return
        self._trust(sent)

    async def _seize(self, connection: Connection, deadline: float) -> None:
        while self._share is not None:
            try:
                async with asyncio.timeout(_CONNECT):
                    return await seize(connection, self._share, self._name)
            except TakenError:
                if time.monotonic() >= deadline:
                    raise
            await asyncio.sleep(_PAUSE)
        return None

    def _trust(self, sent: float) -> None:
        self._fresh_until = sent + FRESH
        self._held_until = self._served_until = sent + HELD

    def _forget(self) -> None:
        self._fresh_until = self._held_until = _NEVER

    def _ended(self, connection: object) -> None:
        if connection is self._connection:
            self._forget()
            self._cut.set()
