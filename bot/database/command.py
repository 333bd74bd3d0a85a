"""``python -m bot db``: what is asked for on the command line."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.custom_id import is_snowflake
from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.database.transfer import Say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``db`` with its subcommands."""
    parser = commands.add_parser("db", help="upgrade, check, back up, restore or move the database")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("upgrade", help="bring the tables up to date, as every start does")
    actions.add_parser("check", help="say whether the database can be reached and written, and how large it is")
    backup = actions.add_parser("backup", help="write everything into one file, while the bot runs or not")
    restore = actions.add_parser("restore", help="fill an empty database from a backup; stop the bot first")
    copy = actions.add_parser("copy", help="move everything to another database; stop the bot first")
    forget = actions.add_parser("forget-server", help="erase all that is stored about a server, its spoilers included")
    forget.add_argument("server", type=_server, metavar="ID", help="Discord's id of the server")
    for action in (backup, restore):
        action.add_argument("file", type=Path, metavar="FILE")
    for action, what in ((backup, "a file that is there"), (restore, "what is there"), (copy, "what is there")):
        action.add_argument("--force", action="store_true", help=f"replace {what}")
    copy.add_argument("--from", dest="source", metavar="URL", help="default: DATABASE_URL")
    copy.add_argument("--to", dest="target", metavar="URL", help="default: DATABASE_URL")


async def run(options: argparse.Namespace, settings: Settings, say: Say) -> int:
    """Do it; return the exit status. Raises ``StoreError`` and ``DatabaseError``."""
    # Imported here: the bot itself needs none of it.
    from bot.database.backup import back_up, restore
    from bot.database.check import check
    from bot.database.errors import UsageError
    from bot.database.transfer import alone, opened, transfer
    from facts.store import upgrade

    if options.action == "copy":
        source, target = options.source or settings.database_url, options.target or settings.database_url
        if source == target:
            raise UsageError("--from and --to are the same database")
        async with opened(source) as reading, opened(target) as writing, alone(reading), alone(writing):
            await transfer(reading, writing, say, force=options.force)
        say("copied; set DATABASE_URL to the new database before the next start")
        return 0
    async with opened(settings.database_url) as engine:
        match options.action:
            case "upgrade":
                await upgrade(engine)
                say("the tables are up to date")
            case "check":
                await check(engine, say)
            case "backup":
                await back_up(engine, options.file, say, force=options.force)
            case "restore":
                async with alone(engine):
                    await restore(engine, options.file, say, force=options.force)
            case "forget-server":
                async with alone(engine):
                    await _forget(engine, options.server, say)
    return 0


async def _forget(engine: AsyncEngine, server: int, say: Say) -> None:
    from bot.database.check import require_revision
    from bot.database.transfer import require_file
    from bot.ledger import Ledger

    require_file(engine)
    async with engine.connect() as connection:
        await require_revision(connection)
    ledger = Ledger(engine, lambda: datetime.now(UTC))
    try:
        await ledger.forget_guild(server)
    finally:
        await ledger.close()
    say(f"nothing is stored about the server {server} any more")


def _server(written: str) -> int:
    if not is_snowflake(written):
        raise argparse.ArgumentTypeError(f"{written!r} is no id of a server, such as 815573390417412096")
    return int(written)
