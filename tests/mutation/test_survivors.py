"""The list of mutants that survive is held to the code: ``make mutants`` makes it, and takes long."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from tests.mutation.mutants import existing, mutants
from tests.mutation.plan import MODULES
from tests.mutation.survivors import EXPLAINED

ROOT = Path(__file__).parents[2]

SAMPLE = """
@cached
def may(who: int | None, names: dict[str, int], *, share: bool = False) -> int | None:
    found.clear()
    if who not in names:
        return None
    return min((n for n in names if n.since <= 3), default=NOTHING)
"""

CHANGES = [
    ("@cached", ""),
    ("def may(who: int | None, names: dict[str, int], *, share: bool = False) -> int | None:", "= True"),
    ("found.clear()", "pass"),
    ("if who not in names:", "if who in names:"),
    ("if who not in names:", "if True:"),
    ("if who not in names:", "if False:"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if n.since < 3)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if n.since > 3)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if n.since <= 4)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if n.since <= 2)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if True)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if False)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "max((n for n in names if n.since <= 3)"),
    ("return min((n for n in names if n.since <= 3), default=NOTHING)", "min((n for n in names if n.since <= 3))"),
]


def test_mutants_are_the_slips_that_would_show_too_much() -> None:
    found = [mutant.change for mutant in mutants("sample.py", SAMPLE)]
    for was, becomes in CHANGES:
        assert [change for change in found if change.was == was and becomes in " ".join(change.becomes.split())], (
            becomes
        )
    assert len(found) == len(CHANGES)
    assert {change.within for change in found} == {"may"}


def test_modules_and_their_tests_are_there() -> None:
    for module, tests in MODULES.items():
        assert (ROOT / module).is_file()
        assert all((ROOT / test).exists() for test in tests), module


@pytest.mark.parametrize("file", sorted({change.file for change in EXPLAINED}))
def test_every_explained_survivor_still_is_a_mutant(file: str) -> None:
    changes = {change for change in EXPLAINED if change.file == file}
    assert file in MODULES
    assert existing(changes, (ROOT / file).read_text(encoding="utf-8")) == changes


def test_every_explanation_is_one() -> None:
    assert all(len(why.split()) > 3 for why in EXPLAINED.values())
    assert [key for key, group in groupby(change.file for change in EXPLAINED)] == list(
        dict.fromkeys(change.file for change in EXPLAINED)
    )
