"""The tests of leaks are shown to catch leaks: each is planted in a copy of the code, and its test then fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.leaks.catalogue import ROWS, Planted
from tests.leaks.planted import PLANTED, table

ROOT = Path(__file__).parents[2]
COPIED = ("facts", "bot", "tests", "pyproject.toml")
PATIENCE = 240.0
"""Seconds after which a test that hangs has caught nothing."""

ALWAYS = (
    (1, "autocomplete from the end of the show"),
    (8, "ordered by the final billing"),
    (30, "public at the caller's position"),
    (38, "items are shared without what is nested in them"),
)
"""Run with all tests; the others are for `make proof`."""

_ASSERTED = ("AssertionError", "assert ", "Failed:", "ExceptionGroup")


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the code, its compiled files too: they are valid wherever the source is unchanged."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, Path(folder) / name)
            else:
                shutil.copy2(source, folder)
        yield Path(folder)


def plant(root: Path, leak: Planted) -> None:
    """Make the slip."""
    file = root / leak.file
    text = file.read_text(encoding="utf-8")
    assert text.count(leak.old) == 1, f"{leak.id}: its text stands {text.count(leak.old)} times in {leak.file}"
    file.write_text(text.replace(leak.old, leak.new), encoding="utf-8")


def run(root: Path, tests: Sequence[str]) -> tuple[int, list[str], str]:
    """Run tests of a copy; return the exit code, the message of each failure or error, and what was printed."""
    report = root / "report.xml"
    command = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "0", f"--junitxml={report}"]
    done = subprocess.run(
        [sys.executable, *command, "--hypothesis-seed=0", *tests],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTEST_ADDOPTS": "", "AIRLOCK_TWINS_SHRINK": "off"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    found = []
    if report.exists():
        tree = ElementTree.parse(report)
        found = [f"{kind}: {node.get('message')}" for kind in ("failure", "error") for node in tree.iter(kind)]
    return done.returncode, found, done.stdout + done.stderr


def assert_caught(leak: Planted) -> None:
    """Fail unless the leak's test fails, and by what it asserts."""
    with copied() as root:
        plant(root, leak)
        code, found, said = run(root, [leak.caught_by])
    assert code == 1, f"{leak.id} is not caught:\n{said[-3000:]}"
    assert found, said[-3000:]
    assert found[0].removeprefix("failure: ").startswith(_ASSERTED), f"{leak.id} breaks the test:\n{said[-3000:]}"


def test_every_row_has_a_planted_leak() -> None:
    assert {leak.row for leak in PLANTED} == ROWS.keys()
    assert len({leak.id for leak in PLANTED}) == len(PLANTED)


@pytest.mark.parametrize("leak", PLANTED, ids=lambda leak: leak.id)
def test_planted_leak_has_its_place_and_its_test(leak: Planted) -> None:
    text = (ROOT / leak.file).read_text(encoding="utf-8")
    assert text.count(leak.old) == 1
    assert leak.new != leak.old
    file, _, name = leak.caught_by.partition("::")
    assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text(encoding="utf-8")


def test_copy_is_what_runs() -> None:
    with copied() as root:
        code = (
            "import bot.client, facts.view, tests.leaks.planted as t; print(bot.__path__, facts.__path__, t.__file__)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.count(str(root)) == 3
        assert str(ROOT) not in done.stdout


@pytest.mark.parametrize(
    "leak", [leak for leak in PLANTED if (leak.row, leak.title) in ALWAYS], ids=lambda leak: leak.id
)
def test_planted_leak_is_caught(leak: Planted) -> None:
    assert_caught(leak)


@pytest.mark.proof
@pytest.mark.parametrize(
    "leak", [leak for leak in PLANTED if (leak.row, leak.title) not in ALWAYS], ids=lambda leak: leak.id
)
def test_every_planted_leak_is_caught(leak: Planted) -> None:
    assert_caught(leak)


@pytest.mark.proof
def test_tests_pass_where_nothing_is_planted() -> None:
    with copied() as root:
        code, _, said = run(root, list(dict.fromkeys(leak.caught_by for leak in PLANTED)))
    assert code == 0, said[-3000:]


def test_table_of_leaks_is_up_to_date() -> None:
    written = (ROOT / "docs" / "leaks.md").read_text(encoding="utf-8")
    assert written.splitlines() == list(table())
