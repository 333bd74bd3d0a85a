"""The threat model is held together with the code: what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_NAMED = re.compile(r"`((?:tests|bot|facts|docs)/[\w./-]+?)(?:::(\w+))?`")


def named() -> list[tuple[str, str | None]]:
    """Every file that the threat model names, with the test where it names one."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    return [(match[1], match[2]) for match in _NAMED.finditer(text)]


def rows() -> list[list[str]]:
    """The rows of the table: who, what they want, what stops them, what shows it."""
    lines = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][2:]


def test_threat_model_names_tests() -> None:
    assert len(named()) > 25
    assert len(rows()) > 15


@pytest.mark.parametrize(("file", "test"), named(), ids=lambda part: str(part))
def test_what_the_threat_model_names_is_there(file: str, test: str | None) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    if file.startswith("tests/") and Path(file).name.startswith("test_"):
        assert f"def {test or 'test_'}" in text
    if test is not None:
        assert f"def {test}(" in text


@pytest.mark.parametrize("row", rows(), ids=lambda row: " ".join(row[:2])[:60])
def test_every_threat_has_what_stops_it_and_tests_that_show_it(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row)
    assert "`tests/" in row[3]
