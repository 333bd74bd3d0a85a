"""Starts the sandbox in this process: Discord on loopback, the bot on it, and the page. Reachable from here only."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import uvicorn
from fastapi import FastAPI
from nicegui import ui

from bot.sandbox.page.airlock import AirlockScene
from bot.sandbox.page.browser import FactBrowser
from bot.sandbox.page.chat import Chat
from bot.sandbox.page.files import Files
from bot.sandbox.page.frame import FAVICON, frame, serve_assets
from bot.sandbox.page.guard import Guard
from bot.sandbox.page.scene import Scene
from bot.sandbox.ratelimits import DISCORD
from bot.sandbox.standin import HOST, PortInUseError, StandIn
from bot.sandbox.trial import serve, settings_on
from bot.stopping import on_signals

if TYPE_CHECKING:
    from bot.client import Airlock
    from bot.settings import Settings

PORT: Final = 8040
_PORTS_TRIED: Final = 20
_START_WITHIN: Final = 60.0
_RECONNECT_WITHIN: Final = 60.0
"""Seconds for which a browser that lost the connection finds its page as it was; later it loads the page anew."""

log = logging.getLogger(__name__)

StartBot = Callable[[StandIn, "Arrived"], Awaitable[None]]
"""Runs a bot on a stand-in until it is cancelled; tells where Airlock itself can be asked, if it is Airlock."""


@dataclass
class Arrived:
    """What a bot tells of itself while it starts."""

    bot: Airlock | None = None
    settings: Settings | None = None


class _Server(uvicorn.Server):
    """Tells when it has started, and leaves signals to the sandbox."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals be."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.up.set()


async def page(settings: Settings, *, port: int = PORT, browse: bool = True) -> int:
    """Start the bot with a database of its own and serve the page until the process is stopped; return the status.

    Raise ``PortInUseError`` where no port near ``port`` is free, and what the bot raises if it cannot start.
    """
    from bot.wiring import airlock

    with tempfile.TemporaryDirectory(prefix="airlock-") as folder:

        async def start_bot(stand_in: StandIn, arrived: Arrived) -> None:
            there = settings_on(stand_in, settings, folder)
            async with airlock(there) as bot:
                arrived.bot, arrived.settings = bot, there
                await serve(bot, stand_in)

        await serve_page(start_bot, port=port, browse=browse, facts=True)
    return 0


async def serve_page(
    start_bot: StartBot,
    *,
    port: int = PORT,
    browse: bool = True,
    facts: bool = False,
    write: Callable[[str], None] | None = None,
) -> None:
    """Serve the page for any bot until the process is stopped; raise what the bot raises.

    ``facts`` adds the fact browser, for a bot that is Airlock.
    """
    say = write or _write
    listening = bind(port, say)
    bound = listening.getsockname()[1]
    stand_in = await StandIn.start(rules=DISCORD)
    scene, arrived = Scene(stand_in), Arrived()
    server = _Server(
        uvicorn.Config(
            Guard(_application(scene, with_facts=facts), bound),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    address = f"http://{HOST}:{bound}/"
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    running = asyncio.ensure_future(start_bot(stand_in, arrived))
    setting = asyncio.ensure_future(_set_scene(scene, arrived))
    asked_to_stop = asyncio.ensure_future(_asked_to_stop())
    until = {serving, running, setting, asked_to_stop}
    try:
        await asyncio.wait({asyncio.ensure_future(server.up.wait()), *until}, return_when=asyncio.FIRST_COMPLETED)
        if server.up.is_set():
            say(f"The sandbox is at {address} – only on this machine. Ctrl+C ends it.")
            if browse and not await asyncio.to_thread(_open_browser, address):
                say("There is no browser to open here; open that address in one.")
        done, _ = await asyncio.wait(until, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        server.should_exit = True
        for task in (asked_to_stop, setting, running):
            task.cancel()
        await asyncio.gather(asked_to_stop, setting, running, serving, return_exceptions=True)
        await stand_in.stop()


def bind(port: int, say: Callable[[str], None]) -> socket.socket:
    """Listen on a port of this machine alone, or on the next one that is free."""
    for candidate in range(port, min(port + _PORTS_TRIED, 65536) if port else 1):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, candidate))
            listening.listen()
        except OSError as error:
            listening.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        if candidate != port and port:
            say(f"Port {port} is in use by another program, so this is port {candidate}.")
        return listening
    raise PortInUseError(f"Ports {port} to {port + _PORTS_TRIED - 1} are all in use; choose another with --port.")


def _application(scene: Scene, *, with_facts: bool) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    serve_assets(app)
    files = Files(app)
    pages = {"/": "Channels", "/facts": "Facts"} if with_facts else {"/": "Channels"}

    @ui.page("/", title="Airlock sandbox")
    def channels() -> None:
        with frame(pages, "/"):
            chat = Chat(scene, files)
        ui.context.client.on_delete(scene.feed.listen(chat.draw))

    if with_facts:

        @ui.page("/facts", title="Airlock facts")
        def facts(at: str = "", tab: str = "", entry: str = "") -> None:
            with frame(pages, "/facts"):
                browser = FactBrowser(scene, at, tab, entry)
            ui.context.client.on_delete(scene.feed.listen(browser.draw_soon))

    ui.run_with(
        app,
        title="Airlock sandbox",
        favicon=FAVICON,
        dark=None,
        tailwind=False,
        reconnect_timeout=_RECONNECT_WITHIN,
        show_welcome_message=False,
    )
    return app


async def _set_scene(scene: Scene, arrived: Arrived) -> None:
    """Wait until the bot has logged in, set the scene, and keep what it says of the bot right."""
    await asyncio.wait_for(scene.discord.gateway.identified.wait(), _START_WITHIN)
    if arrived.bot is None or arrived.settings is None:
        scene.begin(None)
        await asyncio.Event().wait()  # there is nothing more to keep right
        return
    airlock = AirlockScene(arrived.bot, arrived.settings, scene)
    await airlock.prepare()
    await airlock.refresh()
    scene.begin(airlock)
    changed = asyncio.Event()
    scene.feed.listen(changed.set)
    watching = asyncio.ensure_future(airlock.packs.watch())
    try:
        while not watching.done():
            await changed.wait()
            changed.clear()
            if await airlock.refresh():
                scene.feed.changed()
        await watching
    finally:
        watching.cancel()


async def _asked_to_stop() -> None:
    """Wait for SIGINT or SIGTERM; where a loop cannot hear them, Python's own interrupt ends the process."""
    asked = asyncio.Event()
    on_signals(asked.set)
    await asked.wait()


def _open_browser(address: str) -> bool:
    """Open the page in a browser with windows; one in the terminal would take it away."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    with contextlib.suppress(webbrowser.Error, OSError):
        return webbrowser.open(address)
    return False


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
