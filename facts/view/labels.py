"""Labels under which entries are offered: their names, told apart where two are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 100
"""What Discord shows of a choice."""


def labels(names: Mapping[str, str], hints: Mapping[str, str]) -> dict[str, str]:
    """Return one label an id: its name, with its hint where another has that name, and numbered if need be."""
    taken = Counter(name.casefold() for name in names.values())
    found: dict[str, str] = {}
    used = set(taken)
    for id_, name in names.items():
        if taken[name.casefold()] == 1:
            found[id_] = name[:LONGEST]
            continue
        hint = hints[id_][:80]
        label, number = _with(name, hint), 1
        while label.casefold() in used:
            number += 1
            label = _with(name, f"{hint}, {number}")
        used.add(label.casefold())
        found[id_] = label
    return found


def _with(name: str, hint: str) -> str:
    hint = f" ({hint})"
    return name[: LONGEST - len(hint)] + hint
