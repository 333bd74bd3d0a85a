"""A twin in a process of its own: what one twin's process remembers can be no alibi for the other's."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]

from facts.store import open_engine, upgrade
from tests.support.packs import Data
from tests.support.twins.steps import Heard, Step

PATIENCE: Final = 120.0
"""Real seconds after which a twin is given up."""


class Databases(Protocol):
    """Where twins have their databases."""

    def new(self, folder: Path) -> str:
        """Make an empty database that has all its tables, and return its SQLAlchemy URL."""

    def drop(self, url: str) -> None:
        """Remove it."""


class Files:
    """SQLite: a copy of one file a twin."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="twins-")
        self._template = Path(self._folder.name) / "template.db"
        asyncio.run(_migrated(f"sqlite+aiosqlite:///{self._template}"))

    def new(self, folder: Path) -> str:
        """Copy the file."""
        shutil.copy(self._template, folder / "airlock.db")
        return f"sqlite+aiosqlite:///{folder / 'airlock.db'}"

    def drop(self, url: str) -> None:
        """Nothing: it goes with its folder."""


class Server:
    """PostgreSQL: a copy of one database a twin, on a server that runs."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._count = 0
        asyncio.run(self._do("CREATE DATABASE twins_template"))
        asyncio.run(_migrated(self._url("twins_template")))

    def new(self, folder: Path) -> str:
        """Copy the database."""
        self._count += 1
        name = f"twin_{os.getpid()}_{self._count}"
        asyncio.run(self._do(f"CREATE DATABASE {name} TEMPLATE twins_template"))
        return self._url(name)

    def drop(self, url: str) -> None:
        """Drop the database."""
        asyncio.run(self._do(f"DROP DATABASE IF EXISTS {urlsplit(url).path[1:]} WITH (FORCE)"))

    def _url(self, name: str) -> str:
        return urlsplit(self._uri)._replace(scheme="postgresql+asyncpg", path=f"/{name}").geturl()

    async def _do(self, statement: str) -> None:
        connection = await asyncpg.connect(self._uri)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def _migrated(url: str) -> None:
    engine = open_engine(url)
    await upgrade(engine)
    await engine.dispose()


class Twinned:
    """A twin's process, its folder and its database."""

    def __init__(self, databases: Databases, packs: tuple[Data, ...], first: int, views: int, users: int) -> None:
        from tests.support.twins.hosted import SetUp

        self._databases = databases
        self._folder = tempfile.TemporaryDirectory(prefix="twin-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        self._url = databases.new(folder)
        context: ForkServerContext | SpawnContext
        if sys.platform == "win32":
            context = multiprocessing.get_context("spawn")
        else:
            # Everything is imported once, and each twin begins with nothing but that.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["tests.support.twins.twin"])
        self._pipe, there = context.Pipe()
        set_up = SetUp(self._url, str(folder), packs, first, views, users)
        self._process: BaseProcess = context.Process(target=_live, args=(there, set_up), daemon=True)
        self._process.start()
        there.close()

    def tell(self, step: Step) -> None:
        """Let a step happen; ``hear`` says what came of it."""
        self._pipe.send(step)

    def hear(self) -> Heard:
        """Return what came of the last step; raise what ended the twin."""
        if not self._pipe.poll(PATIENCE):
            raise TimeoutError("a twin does not answer")
        try:
            heard = self._pipe.recv()
        except EOFError:
            raise RuntimeError("a twin has died") from None
        if isinstance(heard, str):
            raise RuntimeError(f"a twin has ended:\n{heard}")
        assert isinstance(heard, Heard)
        return heard

    def close(self) -> None:
        """End the process, and leave nothing behind."""
        self._pipe.close()
        if self._process.pid is not None and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        self._process.join()
        self._databases.drop(self._url)
        self._folder.cleanup()


def hear_both(twins: Sequence[Twinned]) -> list[Heard]:
    """Hear the twins, one after the other."""
    return [twin.hear() for twin in twins]


def _live(pipe: Connection[Any, Any], set_up: Any) -> None:
    """The process: serve steps until nobody asks any more."""
    try:
        import uvloop

        uvloop.run(_serve(pipe, set_up))
    except EOFError:
        pass
    except BaseException:
        pipe.send(traceback.format_exc())


async def _serve(pipe: Connection[Any, Any], set_up: Any) -> None:
    from tests.support.twins.twin import twin

    async with twin(set_up) as here:
        pipe.send(Heard())
        while True:
            # Nothing of this world goes on between two steps, so nothing may be waited for in the loop.
            pipe.send(await here.perform(pipe.recv()))
