"""Planted leaks: for every row of the catalogue a change that opens it, and the test that is to catch it.

``python -m tests.leaks.planted > docs/leaks.md`` writes the table that says where each row is closed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from tests.leaks.catalogue import ROWS, Planted
from tests.leaks.planted_cards import CARDS
from tests.leaks.planted_lookups import LOOKUPS
from tests.leaks.planted_plumbing import PLUMBING
from tests.leaks.planted_sharing import SHARING
from tests.leaks.planted_spoilers import SPOILERS
from tests.leaks.planted_words import WORDS

PLANTED: Final[tuple[Planted, ...]] = tuple(
    sorted((*LOOKUPS, *CARDS, *WORDS, *SHARING, *SPOILERS, *PLUMBING), key=lambda leak: leak.row)
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


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table())
