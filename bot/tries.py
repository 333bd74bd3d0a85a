"""Looking once more before each try of a request: discord.py waits for rate limits and tries again by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import aiohttp

if TYPE_CHECKING:
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

Look: TypeAlias = Callable[[], Awaitable[None]]
"""Raises what the request is to fail with, where it must not be made any more."""

_look: Final[ContextVar[Look | None]] = ContextVar("look", default=None)


class MovedError(Exception):
    """Raised by a look where something is not what a post was made from any more, and what is posted stays posted."""


@contextmanager
def looking(look: Look) -> Iterator[None]:
    """Have ``look`` called before each try of what is sent here."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)


class Connector(aiohttp.TCPConnector):
    """A connector that looks before it gives a connection: each try asks for one, and other requests pay nothing."""

    def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Coroutine[Any, Any, Connection]:
        """Give a connection; raise what the look raises."""
        look = _look.get()
        return super().connect(req, traces, timeout) if look is None else self._after(look, req, traces, timeout)

    async def _after(
        self,
        look: Look,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109
    ) -> Connection:
        await look()
        return await super().connect(req, traces, timeout)
