"""The pack author's tools: ``python -m facts``."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from facts.errors import FactsError
from facts.pack.digest import SHIPPED, pack_digest, pack_folders
from facts.position import NOTHING, Position
from facts.seasons import Seasons

if TYPE_CHECKING:
    from facts.pack.problem import PackErrors

# Each command imports what it needs: linting needs no database, and help needs nothing.

DATABASE: Final = "sqlite+aiosqlite:///airlock.db"

WRONG_PACK: Final = 1
WRONG_USAGE: Final = 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {message} (--help explains)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 1 for what is wrong in packs, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        sys.stdout.flush()
    except _UsageError as error:
        print(f"python -m facts {options.command}: {error}", file=sys.stderr)
        return WRONG_USAGE
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG_PACK
    except (FactsError, OSError) as error:
        print(f"python -m facts {options.command}: {error}", file=sys.stderr)
        return WRONG_PACK
    return status


class _UsageError(Exception):
    """What was asked for cannot be done; in one line."""


def _parser() -> _Parser:
    parser = _Parser(prog="python -m facts", description="Tools for those who write packs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], description: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=description, description=f"{description.capitalize()}.")
        added.set_defaults(run=run)
        return added

    lint = command("lint", _lint, "check packs, and say everything that is wrong in them")
    lint.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="default: the packs that ship")
    show = command("show", _show, "print what a viewer knows about somebody or something")
    show.add_argument("name", metavar="NAME", help="a name or an id")
    show.add_argument("--as", dest="position", type=_position, default=NOTHING, metavar="S2", help="default: S0")
    show.add_argument("--pack", type=Path, metavar="FOLDER", help="default: the pack that ships")
    truncate = command("truncate", _truncate, "write a pack as a viewer at a position knows it")
    truncate.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="default: the pack that ships")
    truncate.add_argument("--as", dest="position", type=_position, required=True, metavar="S2")
    truncate.add_argument("--to", type=Path, required=True, metavar="OUT", help="a folder that is new or empty")
    load = command("load", _load, "load packs into the bot's database")
    load.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="default: the packs that ship")
    load.add_argument(
        "--database", metavar="URL", help=f"default: DATABASE_URL, also from .env as the bot reads it, else {DATABASE}"
    )
    command("schema", _schema, "print the JSON Schema of a pack's files, for editors")
    return parser


def _position(text: str) -> Position:
    try:
        return Position.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _lint(options: argparse.Namespace) -> int:
    from facts.pack.lint import lint

    failed = False
    for folder in _folders(options.folders):
        problems = lint(folder).problems
        for problem in problems:
            print(problem)
        errors = sum(not problem.warning for problem in problems)
        print(f"{folder}: {_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}")
        failed = failed or errors > 0
    return WRONG_PACK if failed else 0


def _show(options: argparse.Namespace) -> int:
    from facts.pack.problem import PackErrors
    from facts.pack.read import read_pack
    from facts.show import describe
    from facts.view import View

    try:
        pack = read_pack(_folder(options.pack))
    except PackErrors as errors:
        return _unread(errors)
    _reach(Seasons(pack.show.episodes), options.position)
    view = View.of(pack, options.position)
    entries = view.find(options.name)
    for number, entry in enumerate(entries):
        print("\n" * (number > 0) + "\n".join(describe(view, entry.id)))
    if not entries:
        nearest = view.nearest(options.name)
        hint = f"; did you mean {nearest}?" if nearest else ""
        print(f"nothing called {options.name!r} is known at {options.position}{hint}", file=sys.stderr)
        return WRONG_PACK
    return 0


def _truncate(options: argparse.Namespace) -> int:
    from facts.errors import UnknownPositionError
    from facts.pack.problem import PackErrors
    from facts.pack.truncate import truncate

    out: Path = options.to
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise _UsageError(f"{out} is there already and not an empty folder; choose another")
    folder = _folder(options.folder)
    try:
        files = truncate(folder, options.position)
    except PackErrors as errors:
        return _unread(errors)
    except UnknownPositionError as error:
        raise _UsageError(str(error)) from None
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
    print(f"{out}: {_counted(len(files), 'file')}, {folder.name} as known at {options.position}")
    return 0


def _schema(_options: argparse.Namespace) -> int:
    from facts.pack.schema import written

    print(written(), end="")
    return 0


def _load(options: argparse.Namespace) -> int:
    return asyncio.run(_load_into(options.database or _database(), _folders(options.folders)))


def _database() -> str:
    """The bot's own database: what the environment says or else ``.env``."""
    from dotenv import dotenv_values

    said = {**dotenv_values(".env", interpolate=False), **{name: value for name, value in os.environ.items() if value}}
    if not said.get("DATABASE_URL") and (file := said.get("DATABASE_URL_FILE")):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _UsageError(f"DATABASE_URL_FILE: {file} cannot be read: {error.strerror}") from error
    return said.get("DATABASE_URL") or DATABASE


async def _load_into(url: str, folders: Sequence[Path]) -> int:
    from facts.pack.problem import PackErrors
    from facts.pack.read import read_pack
    from facts.store import digests, load_pack, open_engine, upgrade

    failed = False
    engine = open_engine(url)
    try:
        await upgrade(engine)
        for folder in folders:
            try:
                pack, digest = read_pack(folder), pack_digest(folder)
            except PackErrors as errors:
                failed = _unread(errors) > 0
                print(f"{folder}: not loaded; what was loaded before stays", file=sys.stderr)
                continue
            changed = (await digests(engine)).get(pack.show.id) != digest and await load_pack(engine, pack, digest)
            print(f"{folder}: {'loaded' if changed else 'unchanged'}")
    finally:
        await engine.dispose()
    return WRONG_PACK if failed else 0


def _reach(seasons: Seasons, position: Position) -> None:
    if not seasons.has(position):
        raise _UsageError(f"the show has no {position}: it goes from S0 to {seasons.concrete(Position(len(seasons)))}")


def _folders(given: Sequence[Path]) -> list[Path]:
    return [_near(folder) for folder in given or pack_folders(SHIPPED)]


def _folder(given: Path | None) -> Path:
    return given or _near(pack_folders(SHIPPED)[0])


def _near(folder: Path) -> Path:
    """Name a folder as one would from here."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder


def _unread(errors: PackErrors) -> int:
    print(errors, file=sys.stderr)
    return WRONG_PACK


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


if __name__ == "__main__":
    gc.disable()  # what a command reads it needs to its end, which is soon
    sys.exit(main())
