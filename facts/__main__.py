"""The pack author's tools: ``python -m facts``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from facts.pack.digest import SHIPPED, pack_folders


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return the exit status: 1 for what is wrong in packs, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m facts", description="Tools for those who write packs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    lint = commands.add_parser("lint", help="check packs, and say everything that is wrong in them")
    lint.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="default: the packs that ship")
    options = parser.parse_args(arguments)
    return _lint(options.folders or pack_folders(SHIPPED))


def _lint(folders: Sequence[Path]) -> int:
    from facts.pack.lint import lint

    failed = False
    for folder in folders:
        reading = lint(_near(folder))
        for problem in reading.problems:
            print(problem)
        errors = sum(not problem.warning for problem in reading.problems)
        print(f"{_near(folder)}: {errors} errors, {len(reading.problems) - errors} warnings")
        failed = failed or errors > 0
    return 1 if failed else 0


def _near(folder: Path) -> Path:
    """Name a folder as one would from here."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder


if __name__ == "__main__":
    sys.exit(main())
