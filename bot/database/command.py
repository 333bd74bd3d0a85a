"""``python -m bot db``: what is asked for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings

if TYPE_CHECKING:
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
    return 0
