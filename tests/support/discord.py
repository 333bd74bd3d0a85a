"""Runs an unmodified discord.py client against the stand-in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sandbox.clock import Clock, ManualClock
from bot.sandbox.ratelimits import GENEROUS, Rules
from bot.sandbox.standin import StandIn
from bot.sandbox.world import World
from tests.support import discord_openapi

PATIENCE: Final = 10.0
"""Real seconds after which a test that waits is given up."""

_HANDLERS: Final = ("CommandTree-invoker", "discord-ui-", "discord.py: ")


@asynccontextmanager
async def stand_in(
    clock: Clock | None = None,
    *,
    world: World | None = None,
    rules: Rules = GENEROUS,
    validated: bool = True,
    clean: bool = True,
) -> AsyncIterator[StandIn]:
    """Start a stand-in on a clock that stands still, and point discord.py at it.

    Every body is validated against Discord's description where that is at hand. At the end fail if a request was not
    as described or went to an unknown route, or the stand-in itself failed; ``clean=False`` leaves that to the test.
    """
    validate = discord_openapi.validate if validated and discord_openapi.missing() is None else None
    started = await StandIn.start(clock or ManualClock(), world=world, rules=rules, on_request=validate)
    try:
        with pointed_at(started):
            yield started
    finally:
        await started.stop()
    if clean:
        check_clean(started)


def check_clean(started: StandIn) -> None:
    """Fail if the bot sent what Discord does not describe, or the stand-in failed."""
    assert not started.rest.crashes, started.rest.crashes
    assert not started.rest.complaints, started.rest.complaints
    assert not started.rest.unknown_routes, started.rest.unknown_routes


@contextmanager
def pointed_at(started: StandIn) -> Iterator[None]:
    """Let discord.py talk to the stand-in for a while."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = started.rest_url, yarl.URL(started.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(client: discord.Client, started: StandIn) -> AsyncIterator[None]:
    """Log a client in, wait until it knows its guilds, and close it at the end."""
    task = asyncio.create_task(client.start(started.token), name="client under test")
    try:
        await until(lambda: bool(started.gateway.connected) or task.done())
        if task.done():
            task.result()
        installed = {guild.id for guild in started.world.guilds.values() if guild.bot_installed and guild.available}
        if client.intents.guilds:
            await until(lambda: installed <= {g.id for g in client.guilds if not g.unavailable} or task.done())
        else:
            await until(lambda: (client.user is not None and client.application_id is not None) or task.done())
        if task.done():
            task.result()
        yield
    finally:
        await client.close()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until something is so, giving other tasks their turns; fail when patience runs out."""
    deadline = time.monotonic() + patience
    turns = 0
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        turns += 1
        # Sockets need the loop to poll; a real pause now and then spares the processor.
        await asyncio.sleep(0 if turns < 100 else 0.001)


async def settled(patience: float = PATIENCE) -> None:
    """Wait until discord.py has no command, button or form left that is being handled in this process."""
    current = asyncio.current_task()
    deadline = time.monotonic() + patience
    while True:
        busy = [
            task
            for task in asyncio.all_tasks()
            if task is not current and not task.done() and task.get_name().startswith(_HANDLERS)
        ]
        if not busy:
            return
        assert time.monotonic() < deadline, f"still busy: {busy}"
        await asyncio.wait(busy, timeout=max(0.0, deadline - time.monotonic()))
