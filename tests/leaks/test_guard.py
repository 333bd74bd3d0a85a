"""The guard knows names from beyond every position, so nothing else may reach it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

MAY_REACH_IT = {
    "bot/cogs/guard/watch.py": "asks whether a message goes beyond, which is the feature",
    "bot/cogs/spoiler_checks.py": "asks whether what is posted behind a button goes beyond",
    "bot/client.py": "holds it",
    "bot/wiring.py": "makes it",
    "facts/store/__init__.py": "exports it",
    "facts/store/guards.py": "makes it of rows",
}


def lines_that_reach_it(tree: ast.AST) -> Iterator[int]:
    """The lines in which a module reaches a show's guard; the ledger's ``guards`` are moderators' settings."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith(("facts.guard", "facts.store.guards")):
                yield node.lineno
            case ast.ImportFrom(names=names) if {"ShowGuards", "select_names"} & {name.name for name in names}:
                yield node.lineno
            case ast.ImportFrom(module="facts", names=names) if "guard" in {name.name for name in names}:
                yield node.lineno
            case ast.Import(names=names) if any(name.name.startswith("facts.guard") for name in names):
                yield node.lineno
            case ast.Attribute(attr="guards", value=ast.Attribute(attr="ledger")):
                pass
            case ast.Attribute(attr="guards"):
                yield node.lineno


def test_nothing_but_the_guard_reaches_names_from_beyond() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for package in ("facts", "bot")
        for file in (ROOT / package).rglob("*.py")
        if "facts/guard/" not in file.as_posix()
        and list(lines_that_reach_it(ast.parse(file.read_text(encoding="utf-8"))))
    }
    assert found - {"bot/ledger/ledger.py"} == MAY_REACH_IT.keys()


def test_reaching_it_elsewhere_would_be_noticed() -> None:
    for source in (
        "from facts.guard import Guard",
        "from facts.guard.names import names_of",
        "import facts.guard.index",
        "from facts import guard",
        "from facts.store import ShowGuards",
        "from facts.store.select import select_names",
        "async def f(bot): return await bot.guards.load('show')",
    ):
        assert list(lines_that_reach_it(ast.parse(source))), source
    assert not list(lines_that_reach_it(ast.parse("bot.ledger.guards.get(1)")))
