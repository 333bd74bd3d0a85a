"""Looking once more before each try of a request: discord.py waits for rate limits and tries again by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Final, TypeAlias

import aiohttp

Look: TypeAlias = Callable[[], Awaitable[None]]
"""Raises what the request is to fail with, where it must not be made any more."""

_look: Final[ContextVar[Look | None]] = ContextVar("look", default=None)


@contextmanager
def looking(look: Look) -> Iterator[None]:
    """Have ``look`` called before each try of what is sent here."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)


def looked_at() -> aiohttp.TraceConfig:
    """The trace by which a client's requests are looked at."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_before)
    return trace


async def _before(_: object, __: SimpleNamespace, ___: aiohttp.TraceRequestStartParams) -> None:
    look = _look.get()
    if look is not None:
        await look()
