"""What lies between a process and its database: a line that can be cut, stalled and slowed down."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

_KEY: Final = re.compile(rb"K\0\0\0\x0c.{4}", re.DOTALL)
"""The beginning of what a server tells of itself: its process's id."""
_KEY_OF_A_POOL: Final = b"K\0\0\0\x0c\1\2\3\4"


@dataclass
class Proxy:
    """Listens on 127.0.0.1 and passes everything on to a server's Unix socket, or not."""

    socket: str
    port: int = 0
    delay: float = 0.0
    """Seconds by which every piece is held up."""
    refuses: bool = False
    """Whether new connections are closed at once."""
    pools: bool = False
    """Whether connections are told an id that is not the server's for them, as by PgBouncer."""
    _flows: asyncio.Event = field(default_factory=asyncio.Event)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator[Self]:
        """Stand before the server of a PostgreSQL URL that names a socket's folder as its host."""
        folder = parse_qs(urlsplit(url).query)["host"][0]
        proxy = cls(f"{folder}/.s.PGSQL.5432")
        proxy._flows.set()
        server = await asyncio.start_server(proxy._connected, "127.0.0.1", 0)
        proxy.port = server.sockets[0].getsockname()[1]
        try:
            yield proxy
        finally:
            server.close()
            proxy._flows.set()
            proxy.cut()
            await server.wait_closed()

    def url(self, url: str) -> str:
        """The same database, reached through here."""
        parts = urlsplit(url)
        user = parts.username or "postgres"
        return parts._replace(netloc=f"{user}:@127.0.0.1:{self.port}", query="").geturl()

    def cut(self) -> None:
        """End all connections, as when a cable is pulled and both sides notice."""
        for writer in list(self._writers):
            writer.transport.abort()

    def stall(self) -> None:
        """Let nothing through in either direction, and tell nobody."""
        self._flows.clear()

    def heal(self) -> None:
        """Let everything through again, what was held up first."""
        self.refuses, self.delay = False, 0.0
        self._flows.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._flows.wait()
            if self.refuses:
                return
            there, back = await asyncio.open_unix_connection(self.socket)
            self._writers.add(back)
            try:
                # Whichever side ends first ends both.
                ways = {asyncio.ensure_future(self._pass(*way)) for way in ((reader, back), (there, writer))}
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
            finally:
                self._writers.discard(back)
                back.transport.abort()
        except OSError:
            pass  # the server is away
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(65536):
                await self._flows.wait()
                if self.pools:
                    piece = _KEY.sub(_KEY_OF_A_POOL, piece)
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(piece)
                await writer.drain()
