"""How long lint takes, as a process of its own, in seconds of CPU: other tests may run beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.packs import large_pack, write_pack


def seconds_of_lint(*folders: Path) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-m", "facts", "lint", *map(str, folders)], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_lint_of_the_packs_that_ship_takes_under_two_seconds() -> None:
    assert seconds_of_lint() < 2


@pytest.mark.proof
def test_lint_of_20_000_facts_takes_under_ten_seconds(tmp_path: Path) -> None:
    assert seconds_of_lint(write_pack(tmp_path, large_pack(20_000))) < 10
