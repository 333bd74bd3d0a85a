"""Planted leaks: for every row of the catalogue a change that opens it, and the test that is to catch it.

``python -m tests.leaks.planted > docs/leaks.md`` writes the table that says where each row is closed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from tests.leaks.catalogue import ROWS, Planted
from tests.leaks.planted_cards import CARDS
from tests.leaks.planted_follow import FOLLOW
from tests.leaks.planted_guard import GUARD
from tests.leaks.planted_long import LONG
from tests.leaks.planted_lookups import LOOKUPS
from tests.leaks.planted_plumbing import PLUMBING
from tests.leaks.planted_processes import PROCESSES
from tests.leaks.planted_roles import ROLES
from tests.leaks.planted_sharing import SHARING
from tests.leaks.planted_spoilers import SPOILERS
from tests.leaks.planted_trivia import TRIVIA
from tests.leaks.planted_words import WORDS

PLANTED: Final[tuple[Planted, ...]] = tuple(
    sorted(
        (*FOLLOW, *GUARD, *LOOKUPS, *CARDS, *WORDS, *SHARING, *ROLES, *SPOILERS, *TRIVIA, *PLUMBING, *PROCESSES, *LONG),
        key=lambda leak: leak.row,
    )
)


def table() -> Iterator[str]:
    """The lines of docs/leaks.md."""
    yield "# The leak catalogue"
    yield ""
    yield "Every way known to us in which a bot gives away what it should hide, where it is closed, and the tests that"
    yield "are shown to fail when it is opened again: `make proof` plants each of these leaks in a copy of the code and"
    yield "runs its test. (`python -m tests.leaks.planted > docs/leaks.md` writes this file.)"
    yield ""
    yield "| row | what | where it is closed | planted leaks, and what catches each |"
    yield "| --- | --- | --- | --- |"
    for number, row in ROWS.items():
        planted = (f"{leak.title}: `{leak.caught_by.partition('[')[0]}`" for leak in PLANTED if leak.row == number)
        yield f"| {number} | {row.what} | {row.closed} | {'<br>'.join(planted)} |"
    yield ""
    yield "## What the guard may reveal"
    yield ""
    yield "`/channel guard` is the one feature that reacts to what lies beyond a position: it can only notice a"
    yield "name from later by knowing it. So it is made of names, titles, years and pairs with their positions, and"
    yield "of no facts, by a read of its own (`facts/store/select.py`, `select_names`), is reached by"
    yield "`bot/cogs/guard` alone, and answers one question with yes or no. Whoever writes in a guarded channel"
    yield "can so learn of words that they wrote themselves that something in them is first known beyond the"
    yield "ceiling; not which, nor when, nor why. Everybody else sees that a message was noticed, in words that are"
    yield "the same for all. Where that is too much, leave it off."


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table())
