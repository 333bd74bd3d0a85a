"""Messages that a guard is measured on, and the guard of the pack that ships."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from bot.settings import SHIPPED_PACKS
from facts.guard import Guard, Names, names_of
from facts.pack.read import read
from facts.position import Position
from facts.rows import rows_of
from facts.seasons import Seasons

FOLDER = Path(__file__).parents[1] / "facts" / "guard_messages"

Lot = Literal[
    "tuning", "held out", "development", "second tuning", "second held out", "fans", "fans held out", "stranger"
]

LOTS: Final[dict[Lot, tuple[str, int | None]]] = {
    "tuning": ("", 0),
    "held out": ("", 1),
    "development": ("development-", None),
    "second tuning": ("second-", 0),
    "second held out": ("second-", 1),
    "fans": ("fans-", None),
    "fans held out": ("fans-held-out-", None),
    "stranger": ("stranger-", None),
}
"""How the files of each begin, and which of every two messages under a ceiling are of it, where not all are."""

TUNED_ON: Final[tuple[Lot, ...]] = ("tuning", "development", "second tuning", "fans")
HELD_OUT: Final[tuple[Lot, ...]] = ("held out", "second held out", "fans held out", "stranger")


class Said(NamedTuple):
    """A message at a ceiling."""

    ceiling: Position
    text: str


def messages(name: Literal["harmful", "harmless"], *lots: Lot) -> list[Said]:
    """Read messages of some lots, in their order."""
    return [said for lot in lots for said in _read(f"{LOTS[lot][0]}{name}.txt", LOTS[lot][1])]


def _read(file: str, part: int | None) -> Iterator[Said]:
    ceiling, number = Position.parse("S0"), 0
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            ceiling, number = Position.parse(line[3:]), 0
        elif line and not line.startswith("#"):
            if part is None or part == number % 2:
                yield Said(ceiling, line)
            number += 1


@cache
def shipped_names() -> Names:
    """The names of the pack that ships."""
    pack = read(SHIPPED_PACKS / "for-all-mankind").pack
    assert pack is not None
    return names_of(rows_of(pack), Seasons(pack.show.episodes))


@cache
def shipped_guard() -> Guard:
    """The guard of the pack that ships."""
    return Guard(shipped_names())


def wrong(name: Literal["harmful", "harmless"], *lots: Lot) -> tuple[list[Said], int]:
    """The messages of some lots that the guard takes for the other kind, and how many there are in all."""
    said = messages(name, *lots)
    guard = shipped_guard()
    return [one for one in said if guard.beyond(one.text, one.ceiling) != (name == "harmful")], len(said)
