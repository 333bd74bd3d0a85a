"""The web application: finds the route, checks token and limits, records, answers."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.sandbox.errors import ApiError, Refusal
from bot.sandbox.ratelimits import RateLimits
from bot.sandbox.rest import applications, channels, guilds, interactions, messages, roles
from bot.sandbox.rest.call import Answer, Call, Handler, read_body
from bot.sandbox.transcript import Sent, Transcript
from bot.sandbox.world import World

BASE: Final = "/api/v10"

RequestHook = Callable[[Sent], None]
"""Looks at a request before it is handled; what it raises is a complaint."""

_NEED_NO_TOKEN: Final = ("/interactions/", "/webhooks/", "/gateway")
_LARGEST_REQUEST: Final = 128 * 1024 * 1024


@dataclass
class Rest:
    """The REST API of one world, and all that went wrong with it."""

    world: World
    ratelimits: RateLimits
    transcript: Transcript = field(default_factory=Transcript)
    hook: RequestHook | None = None
    gateway_url: str = ""
    unknown_routes: list[str] = field(default_factory=list)
    """Requests to routes that the stand-in does not have."""

    complaints: list[str] = field(default_factory=list)
    """What the hook objected to."""

    refusals: list[Sent] = field(default_factory=list)
    """Requests that were answered with an error other than 429."""

    crashes: list[BaseException] = field(default_factory=list)
    """Errors of the stand-in itself."""

    forced: dict[str, list[Answer]] = field(default_factory=dict)
    """Answers to give to the next requests of a route instead of handling them."""

    shards: int = 1
    """How many shards are recommended to the bot."""

    starts_left: int = 999
    """How many sessions the bot may still begin today."""

    starts_again: int = 86_400_000
    """Milliseconds until it may begin as many as ever."""

    answering: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, nothing is answered until it is set again."""

    in_flight: int = 0
    """Requests that are being handled now."""

    def __post_init__(self) -> None:
        """Answer from the start."""
        self.answering.set()

    def application(self, gateway: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.Application:
        """Return the application to serve, with the gateway's websocket beside the API."""
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        for module in (applications, channels, guilds, roles, interactions, messages):
            for (method, template), handler in module.ROUTES.items():
                app.router.add_route(method, BASE + template, self._endpoint(template, handler))
        app.router.add_get(f"{BASE}/gateway", self._endpoint("/gateway", self._gateway))
        app.router.add_get(f"{BASE}/gateway/bot", self._endpoint("/gateway/bot", self._gateway_bot))
        for path in ("/gateway", "/gateway/"):  # clients and settings differ about the last one
            app.router.add_get(path, gateway)
        app.router.add_get("/attachments/{channel_id}/{file_id}/{filename}", self._file)
        app.router.add_route("*", "/{path:.*}", self._no_route)
        return app

    def _gateway(self, _call: Call) -> Answer:
        return 200, {"url": self.gateway_url}

    def _gateway_bot(self, _call: Call) -> Answer:
        limit = {
            "total": 1000,
            "remaining": self.starts_left,
            "reset_after": self.starts_again,
            "max_concurrency": 1,
        }
        return 200, {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    async def _file(self, request: web.Request) -> web.Response:
        key = request.match_info["file_id"]
        file = self.world.files.get(int(key)) if key.isdecimal() else None
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.data, content_type=file.content_type or "application/octet-stream")

    def _endpoint(self, template: str, handler: Handler) -> Callable[[web.Request], Any]:
        async def endpoint(request: web.Request) -> web.Response:
            self.in_flight += 1
            try:
                await self.answering.wait()
                return await self._handle(request, template, handler)
            finally:
                self.in_flight -= 1

        return endpoint

    async def _handle(self, request: web.Request, template: str, handler: Handler) -> web.Response:
        method = request.method
        sent = Sent(method, template, request.path.removeprefix(BASE), dict(request.query), None)
        headers: dict[str, str] = {}
        try:
            sent.body, sent.uploads = await read_body(request)
            self.transcript.requests.append(sent)
            if not template.startswith(_NEED_NO_TOKEN) or template == "/gateway/bot":
                self._authorise(request)
            if self.hook is not None:
                self._ask_hook(self.hook, sent)
            verdict = self.ratelimits.check(method, template, request.match_info)
            headers = verdict.headers
            if verdict.refusal is not None:
                sent.status = 429
                return _response(429, verdict.refusal, headers)
            if self.forced.get(f"{method} {template}"):
                status, body = self.forced[f"{method} {template}"].pop(0)
            else:
                call = Call(self.world, method, template, request.match_info, request.query, sent.body, sent.uploads)
                result = handler(call)
                status, body = await result if inspect.isawaitable(result) else result
        except ApiError as error:
            status, body = self._refuse(request, sent, error)
        except Exception as error:
            # Answered as a refusal: a 500 would only make the bot try again.
            self.crashes.append(error)
            status, body = self._refuse(request, sent, ApiError(400, 0, f"The stand-in failed: {error!r}"))
        sent.status = status
        return _response(status, body, headers)

    def _refuse(self, request: web.Request, sent: Sent, error: ApiError) -> Answer:
        sent.code = error.code
        self.refusals.append(sent)
        if sent.route == interactions.CALLBACK:
            interactions.note_refusal(self.world, request.match_info, error)
        return error.status, error.body

    def _authorise(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self.world.application.token}":
            raise Refusal.UNAUTHORIZED.error

    def _ask_hook(self, hook: RequestHook, sent: Sent) -> None:
        try:
            hook(sent)
        except Exception as complaint:
            self.complaints.append(f"{sent.method} {sent.route}: {complaint}")
            raise ApiError(400, 50035, "Invalid Form Body", {"_errors": [{"message": str(complaint)}]}) from None

    async def _no_route(self, request: web.Request) -> web.Response:
        self.unknown_routes.append(f"{request.method} {request.path}")
        return _response(404, Refusal.NO_ROUTE.error.body, {})


def _response(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    response = web.Response(status=status, headers=headers)
    if body is not None:
        response.body = json.dumps(body).encode()
        # discord.py compares this word for word: no charset may follow.
        response.headers["Content-Type"] = "application/json"
    return response
