"""Noticing that an SQLite file has been removed or replaced under open connections.

They would go on reading and writing a file that nobody will ever find again, and a new connection would make an empty
one in its place; both would lose what was acknowledged.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine

_KNOWN = "airlock database file"


def watch(engine: AsyncEngine) -> None:
    """From now on hand out only connections to the file that has the database's name, and never make that file."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database.startswith((":", "file:")):
        return
    path = Path(database).absolute()

    def connecting(*_: Any) -> None:
        if _identity(path) is None:
            raise sqlite3.OperationalError("the database file is gone")

    def connected(_: Any, record: Any) -> None:
        record.info[_KNOWN] = _identity(path)

    def leaving_pool(_: Any, record: Any, __: Any) -> None:
        if record.info.setdefault(_KNOWN, _identity(path)) != _identity(path):
            raise DisconnectionError("the database file is gone")

    event.listen(engine.sync_engine, "do_connect", connecting)
    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "checkout", leaving_pool)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  (this is done for every connection handed out, and is the cheaper one)
    except OSError:
        return None
    return found.st_dev, found.st_ino
