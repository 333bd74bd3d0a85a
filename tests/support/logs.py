"""What a host reads: the log as the bot sets it up, in memory."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.logs import set_up_logging
from bot.settings import LogFormat, LogLevel

_LIBRARIES = ("discord", "alembic")


@contextmanager
def logged(
    monkeypatch: pytest.MonkeyPatch, level: LogLevel = "INFO", form: LogFormat = "text"
) -> Iterator[io.StringIO]:
    """Write this process's log into memory, exactly as it would be written to standard error."""
    root = logging.getLogger()
    handlers, before = root.handlers[:], root.level
    of_libraries = {name: logging.getLogger(name).level for name in _LIBRARIES}
    stream = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", stream)
        set_up_logging(level, form)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
        for name, of_library in of_libraries.items():
            logging.getLogger(name).setLevel(of_library)
