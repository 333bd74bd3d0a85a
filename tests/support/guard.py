"""Messages that a guard is measured on, and the guard of the pack that ships."""

from __future__ import annotations

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

Half = Literal["tuning", "held out", "development", "second tuning", "second held out"]

TUNED_ON: Final[tuple[Half, ...]] = ("tuning", "development", "second tuning")


class Said(NamedTuple):
    """A message at a ceiling."""

    ceiling: Position
    text: str


def messages(name: Literal["harmful", "harmless"], half: Half | None = None) -> list[Said]:
    """Read a set, or a half of it: under each ceiling every second message is held out; or the messages to tune on."""
    found: list[Said] = []
    ceiling, number = Position.parse("S0"), 0
    file, part = f"{name}.txt", half
    if half == "development":
        file, part = f"development-{name}.txt", None
    elif half in ("second tuning", "second held out"):
        file, part = f"second-{name}.txt", "tuning" if half == "second tuning" else "held out"
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            ceiling, number = Position.parse(line[3:]), 0
        elif line and not line.startswith("#"):
            if part is None or part == ("tuning", "held out")[number % 2]:
                found.append(Said(ceiling, line))
            number += 1
    return found


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


def wrong(name: Literal["harmful", "harmless"], half: Half) -> tuple[list[Said], int]:
    """The messages of a half that the guard takes for the other kind, and how many there are in all."""
    said = messages(name, half)
    guard = shipped_guard()
    return [one for one in said if guard.beyond(one.text, one.ceiling) != (name == "harmful")], len(said)
