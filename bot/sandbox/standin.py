"""The stand-in: one world behind a REST API and a gateway on loopback."""

from __future__ import annotations

import errno
from typing import Final

from aiohttp import WSCloseCode, web

from bot.sandbox.clock import Clock
from bot.sandbox.gateway import Gateway
from bot.sandbox.ratelimits import GENEROUS, RateLimits, Rules
from bot.sandbox.rest.app import BASE, RequestHook, Rest
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, User, World

HOST: Final = "127.0.0.1"


class PortInUseError(Exception):
    """Another program listens on the port."""


class StandIn:
    """A pretended Discord that listens on 127.0.0.1 and nowhere else."""

    def __init__(self, world: World, rules: Rules, hook: RequestHook | None) -> None:
        self.world = world
        self.ratelimits = RateLimits(world.clock, rules)
        self.rest = Rest(world, self.ratelimits, hook=hook)
        self.transcript = self.rest.transcript
        self.gateway = Gateway(world)
        self.rest_url = ""
        self.gateway_url = ""
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls,
        clock: Clock | None = None,
        *,
        world: World | None = None,
        port: int = 0,
        rules: Rules = GENEROUS,
        on_request: RequestHook | None = None,
    ) -> StandIn:
        """Listen on a port, by default a free one; raise ``PortInUseError`` with one clear line.

        ``on_request`` sees every request before it is handled; what it raises refuses the request and is kept in
        ``rest.complaints``.
        """
        stand_in = cls(world or World(clock), rules, on_request)
        app = stand_in.rest.application(stand_in.gateway.handle)
        stand_in._runner = runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise PortInUseError(f"Port {port} on {HOST} is in use by another program.") from None
            raise
        bound = runner.addresses[0][1]
        stand_in.rest_url = f"http://{HOST}:{bound}{BASE}"
        stand_in.world.cdn_url = f"http://{HOST}:{bound}"
        stand_in.gateway_url = f"ws://{HOST}:{bound}/gateway/"
        stand_in.gateway.url = stand_in.rest.gateway_url = stand_in.gateway_url
        return stand_in

    @property
    def token(self) -> str:
        """The token with which the bot logs in."""
        return self.world.application.token

    def user(self, user: User | str, where: Channel) -> Actor:
        """Act as a user, named or given, at a place."""
        return Actor(self.world, self.world.user(user) if isinstance(user, str) else user, where)

    def forget(self) -> None:
        """Drop what was recorded so far, in the world and here, so that long runs do not grow."""
        self.world.forget()
        self.transcript.clear()
        self.rest.refusals.clear()

    async def stop(self) -> None:
        """Close all connections and the port."""
        await self.gateway.drop(WSCloseCode.GOING_AWAY)
        if self._runner is not None:
            await self._runner.cleanup()
