"""Start the bot: ``python -m bot``."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    # What is imported stays: looking through it for garbage, again and again, takes a tenth of the start. It is looked
    # for from when the bot has been put together.
    gc.disable()

import argparse
import asyncio
import importlib.util
import logging
import signal
import sys
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import discord

from bot.database import command as database
from bot.database.errors import DatabaseError, UsageError
from bot.fleet import TakenError
from bot.ledger.errors import LedgerError
from bot.logs import set_up_logging, written
from bot.replies import TROUBLE
from bot.settings import LogLevel, Settings, SettingsError, load_settings, log_format, misspelt, read_dotenv
from bot.stopping import FOR_ANSWERS, Stopping
from bot.trouble import RestartError, SetupError, reason
from bot.wiring import airlock
from facts.errors import StoreError, StoreSetupError

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return the exit status.

    1 for what a restart may mend, 2 for what only the host can: wrong usage, settings, a token that Discord refuses.
    """
    parser = argparse.ArgumentParser(prog="python -m bot", description="Airlock, a spoiler-safe Discord bot.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    service = commands.add_parser(
        "run", help="start the bot on Discord; without DISCORD_TOKEN, the sandbox (the default)"
    )
    service.add_argument("--service", action="store_true", help="without DISCORD_TOKEN, end instead of the sandbox")
    service.add_argument(
        "--hold",
        action="store_true",
        help="where no restart helps, wait to be stopped: for what restarts all that ends",
    )
    trial = commands.add_parser("try", help="try the bot in the sandbox: a page in a browser, without Discord")
    trial.add_argument("--console", action="store_true", help="in this terminal instead of a browser")
    trial.add_argument("--port", type=_port, default=0, metavar="PORT", help="where the page is; default: 8040")
    trial.add_argument("--no-browser", action="store_true", help="do not open a browser")
    commands.add_parser("check", help="say what is wrong with the set-up: settings, token, database, packs, channels")
    database.add_parser(commands)
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except (SettingsError, SetupError, StoreSetupError) as error:
        _last_words(options, str(error) if isinstance(error, SettingsError) else f"Airlock cannot run: {error}")
        if getattr(options, "hold", False):
            _runner(held())
        return 2
    except (StoreError, LedgerError, TakenError, RestartError) as error:
        _last_words(options, f"Airlock cannot run: {error}")
        return 1
    except (discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed, *TROUBLE) as error:
        if isinstance(error, OSError) and error.filename is not None:  # of this machine's files, not of the network
            _last_words(options, f"Airlock cannot run: {error.filename}: {error.strerror}")
        else:
            _last_words(options, f"Airlock cannot reach Discord: {reason(error)}")
        return 1
    except KeyboardInterrupt:
        return 130


def _last_words(options: argparse.Namespace, words: str) -> None:
    """Tell why it ends: what serves, in the form of its log."""
    serves = options.command in (None, "run")
    print(written(words, log_format()) if serves else words, file=sys.stderr, flush=True)


def _run(options: argparse.Namespace) -> int:
    """Run the subcommand that was asked for."""
    dotenv = read_dotenv()
    settings, notes = load_settings(dotenv=dotenv), misspelt(dotenv)
    for_good = getattr(options, "service", False) or getattr(options, "hold", False)
    set_up_logging(_level(options, settings), settings.log_format)
    if options.command == "check":
        from bot.check import check  # needs what no start needs

        return _runner(check(settings, lambda line: print(line, flush=True), notes))
    for note in notes:
        log.warning("%s", note)
    if options.command == "db":
        return _database(settings, options)
    if for_good and settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set")
    if options.command == "try" or settings.discord_token is None:
        return _sandbox(settings, options)
    return _runner(run(settings, settings.discord_token))


def _level(options: argparse.Namespace, settings: Settings) -> LogLevel:
    match options.command:
        case "check":
            return "ERROR"
        case "db":
            return "WARNING"
        case "run" | None if settings.discord_token is not None:
            return settings.log_level
    # The default is for hosts: on a terminal it would bury what the bot says.
    return "WARNING" if settings.log_level == Settings().log_level else settings.log_level


async def run(settings: Settings, token: str) -> int:
    """Serve Discord until SIGTERM or SIGINT."""
    stopping = Stopping()
    serving = asyncio.ensure_future(_serve(settings, token))
    stopping.listen(serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        if not stopping.asked:
            raise
    return 0


async def _serve(settings: Settings, token: str) -> None:
    async with airlock(settings) as bot, AsyncExitStack() as stack:
        if settings.metrics_port is not None:
            from bot.metrics import not_had, observed  # takes time to import, and few ask for it

            try:
                await stack.enter_async_context(observed(bot, settings.metrics_port))
            except OSError as error:
                raise SettingsError(not_had(settings.metrics_port, error)) from error
        # A task of its own: discord.py does not always let itself be cancelled, but ends when it is closed.
        started = asyncio.create_task(bot.start(token))
        try:
            await asyncio.wait({started})
            started.result()
            if bot.taken is not None:
                raise bot.taken
        finally:
            await bot.finish(FOR_ANSWERS)
            await bot.close()
            started.cancel()


async def held() -> int:
    """Wait for SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    Stopping().listen(stopped.set)
    await stopped.wait()
    return 0


def _database(settings: Settings, options: argparse.Namespace) -> int:
    # Whoever stops it stops it in good order: half a backup holds what users own, and goes.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        return _runner(database.run(options, settings, lambda line: print(line, flush=True)))
    except (DatabaseError, StoreError, OSError) as error:
        print(f"python -m bot db {options.action}: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError | StoreSetupError) else 1


def _sandbox(settings: Settings, options: argparse.Namespace) -> int:
    """Open the page where NiceGUI is installed, else the console. Neither ever has Discord's token."""
    from bot.sandbox.console import console

    settings = replace(settings, discord_token=None)
    if options.command != "try":
        print("There is no DISCORD_TOKEN (see .env.example), so this is the sandbox, without Discord.", flush=True)
    elif options.console:
        return _runner(console(settings))
    if importlib.util.find_spec("nicegui") is None:
        print(
            "The page needs NiceGUI (python -m pip install --editable '.[sandbox]'), so this is the console.",
            flush=True,
        )
        return _runner(console(settings))
    from bot.sandbox.page.app import PORT, page
    from bot.sandbox.standin import PortInUseError

    port, browse = getattr(options, "port", 0) or PORT, not getattr(options, "no_browser", False)
    try:
        return _runner(page(settings, port=port, browse=browse))
    except PortInUseError as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 1


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected a number from 1 to 65535")
    return int(text)


def _runner(work: Coroutine[Any, Any, int]) -> int:
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop

    return uvloop.run(work)


if __name__ == "__main__":
    sys.exit(main())
