"""The lock on an SQLite file: one process serves it, and the system frees the lock whenever that process ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Final

from bot.fleet.share import TakenError
from facts.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PAUSE: Final = 0.1
"""Seconds between two tries to have the lock."""


@asynccontextmanager
async def locked(database: str | None, patience: float) -> AsyncIterator[None]:
    """Hold the lock of a database file; wait ``patience`` seconds for it, then raise ``TakenError``.

    It is a file beside the database, since SQLite locks the file itself. What is no file has no lock, nor has Windows.
    """
    path = _path(database)
    if path is None or fcntl is None:
        yield  # where something is wrong with the place, opening it says what
        return
    deadline = time.monotonic() + patience
    try:
        lock = path.with_name(f"{path.name}.lock").open("ab")
    except OSError as error:
        raise StoreError(f"cannot use the database {path}: {error.strerror} ({path.name}.lock)") from error
    with lock:
        while not _lock(lock):
            if time.monotonic() > deadline:
                raise TakenError(
                    f"another process serves with the database {path}: stop it first; several at once need PostgreSQL"
                )
            await asyncio.sleep(_PAUSE)
        yield


def _path(database: str | None) -> Path | None:
    if not database or database.startswith((":", "file:")):
        return None
    path = Path(database).absolute()
    try:
        return path if path.parent.is_dir() and not path.is_dir() else None
    except OSError:
        return None


def _lock(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
