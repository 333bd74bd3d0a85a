"""Facts are read in one place only, and no view knows of another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facts.position import Position
from facts.store import Views, load_pack, open_engine, upgrade
from facts.view import View
from tests.support.cards import every_card
from tests.support.fans import Fans, text, title
from tests.support.harbour import SHOW, is_as_of
from tests.support.packs import as_pack, small_pack, write_pack
from tests.support.rooms import ROOMS, fact
from tests.support.views import snapshot

ROOT = Path(__file__).parents[2]
P = Position.parse

MAY_NAME_ITEMS = {
    "facts/store/select.py": "the one SELECT, which takes a position",
    "facts/store/load.py": "writes packs and removes earlier versions",
    "bot/database/tables.py": "copies and backs up whole databases for their host, and shows nothing of them",
}


def names_of_the_table(tree: ast.AST) -> Iterator[int]:
    """The lines in which a module names the table of items: imported, reached through its module, or in SQL."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.endswith("store.tables"):
                yield from (node.lineno for name in names if name.name in ("item", "metadata", "*"))
            case ast.ImportFrom(module="facts.store", names=names):
                yield from (node.lineno for name in names if name.name == "tables")
            case ast.Attribute(attr="item", value=ast.Name(id="tables")):
                yield node.lineno
            case ast.Constant(value=str(said)) if re.search(r"\b(FROM|JOIN)\s+item\b", said, re.IGNORECASE):
                yield node.lineno


def test_only_the_store_reads_and_writes_items() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for package in ("facts", "bot")
        for file in (ROOT / package).rglob("*.py")
        if "migrations" not in file.parts and list(names_of_the_table(ast.parse(file.read_text(encoding="utf-8"))))
    }
    assert found - {"bot/ledger/tables.py", "facts/store/migrate.py"} == MAY_NAME_ITEMS.keys()


def test_reading_items_elsewhere_would_be_noticed() -> None:
    for source in (
        "from facts.store.tables import item",
        "from facts.store import tables",
        "import facts.store.tables as tables\ntables.item",
        "connection.exec_driver_sql('SELECT body FROM item')",
    ):
        assert list(names_of_the_table(ast.parse(source))), source


@pytest.mark.parametrize("position", ["S0", "S1E1", "S1E2", "S2"])
def test_view_is_the_same_whatever_views_were_made_before(position: str) -> None:
    # What is shared between views, or kept for all of them, must not carry anything from one to another.
    past = (
        fact("with-lamp", "S0", "show", "A lamp is lit tonight."),
        fact("with-rope", "S0", "show", "A rope is cut tonight."),
    )
    lamps = tuple(fact(f"later-{n}", "S3", "show", "A lamp, a lamp, a lamp.") for n in range(50))
    pack = replace(ROOMS, facts=(*lamps, *past, *ROOMS.facts))
    asked = ["rope lamp", "Tom", "masked", "Ellen Wilson"]

    def all_of(view: View) -> object:
        return snapshot(view, asked), list(every_card(view, asked))

    first = all_of(View.of(pack, P(position)))
    for wider in ("S3", "S2E1"):
        all_of(View.of(pack, P(wider)))
    assert all_of(View.of(pack, P(position))) == first


async def test_views_of_the_store_are_the_same_in_any_order(tmp_path: Path) -> None:
    heard = []
    for number, order in enumerate((("S3", "S1E1", "S0", "S2E1"), ("S0", "S1E1", "S2E1", "S3"))):
        engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / f'{number}.db'}")
        try:
            await upgrade(engine)
            await load_pack(engine, ROOMS, "one")
            views = Views(engine)
            await views.refresh()
            made = {position: snapshot(await views.load("rooms", P(position)), ["Tom"]) for position in order}
        finally:
            await engine.dispose()
        heard.append([made[position] for position in sorted(made)])
    assert heard[0] == heard[1]


async def test_reloaded_pack_is_served_at_once_and_its_earlier_version_never(fans: Fans, tmp_path: Path) -> None:
    assert title(await fans.bob.command("/cast character name:Karen Stevens")) == "Karen Stevens"
    data = small_pack()
    # The new version reveals Karen later, and one fact of Ellen's with her.
    for entry in (data["characters"][1], *data["characters"][1]["names"]):
        entry["since"] = "S1E2"
    data["facts"][0]["text"] = "Ellen Waverly rows the mail in 1969."
    write_pack(tmp_path / "packs" / SHOW, data)
    await load_pack(fans.bot.views._engine, as_pack(data), "another")
    await fans.bot.views.refresh()
    assert title(await fans.bob.command("/cast character name:Karen Stevens")) == "Not found"
    card = await fans.bob.command("/facts about name:Ellen Waverly")
    assert "rows the mail" in text(card)
    assert is_as_of(card, "S1E1")
    assert "karen" not in [choice.value for choice in await fans.bob.autocomplete("/facts about name:")]
