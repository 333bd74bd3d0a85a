"""Start the bot: ``python -m bot``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Coroutine, Sequence
from typing import Any

import discord

from bot.logs import set_up_logging
from bot.settings import Settings, SettingsError, load_settings
from bot.wiring import airlock
from facts.errors import StoreError

log = logging.getLogger("bot")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return the exit status: 1 for what went wrong, 2 for wrong usage or settings."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Airlock, a spoiler-safe Discord bot.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="start the bot on Discord; without DISCORD_TOKEN, the console (the default)")
    commands.add_parser("try", help="try the bot in a console on this machine, without Discord")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        set_up_logging(settings.log_level, settings.log_format)
        if options.command == "try" or settings.discord_token is None:
            return _console(settings, asked=options.command == "try")
        return _runner(run(settings, settings.discord_token))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except (StoreError, discord.LoginFailure, discord.PrivilegedIntentsRequired) as error:
        print(f"Airlock cannot start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


async def run(settings: Settings, token: str) -> int:
    """Serve Discord until SIGTERM or SIGINT."""
    async with airlock(settings) as bot:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, lambda: loop.create_task(bot.close()))
        await bot.start(token)
    return 0


def _console(settings: Settings, *, asked: bool) -> int:
    from bot.sandbox.console import console

    if not asked:
        print("There is no DISCORD_TOKEN (see .env.example), so this is the console, without Discord.", flush=True)
    return _runner(console(settings))


def _runner(work: Coroutine[Any, Any, int]) -> int:
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop

    return uvloop.run(work)


if __name__ == "__main__":
    sys.exit(main())
