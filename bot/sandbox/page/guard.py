"""Keeps everybody but a browser on this machine, on this page, away from the sandbox."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMES: Final = ("127.0.0.1", "localhost")
_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        # NiceGUI compiles its page's templates in the browser.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Refuses requests and websockets that were not made by the page itself.

    ``Host`` must name this machine, so that no other name can be pointed at it (DNS rebinding), and ``Origin``, where
    there is one, must be the page's own. A websocket must have one. The page is told to load nothing from elsewhere.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self._hosts = {f"{name}:{port}" for name in _NAMES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self._is_ours(Headers(scope=scope), needs_origin=scope["type"] == "websocket"):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await PlainTextResponse("Only this machine's own browser may use the sandbox.\n", 403)(
                    scope, receive, send
                )
        else:
            await self.app(scope, receive, _with_headers(send))

    def _is_ours(self, headers: Headers, *, needs_origin: bool) -> bool:
        if headers.get("host", "") not in self._hosts:
            return False
        origin = headers.get("origin")
        if origin is None:
            return not needs_origin
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.netloc == headers["host"]


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
