"""Malformed, oversized, replayed, reordered and doubled interactions: answered once, changing only what they may."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.fuzz.drive import Fuzzer
from tests.fuzz.report import Report
from tests.fuzz.stage import stage


async def fuzzed(folder: Path, seed: int, count: int) -> Report:
    """Send that many; return what came of it."""
    async with stage(folder) as made:
        return await Fuzzer(made, seed).run(count)


def assert_untroubled(report: Report) -> None:
    """Fail with all that is needed to see it again."""
    print(report)  # noqa: T201
    assert not report.troubles, "\n\n".join(map(str, [report, *report.troubles[:5]]))
    assert report.outcomes["refused"] > report.interactions * 0.1
    assert report.outcomes["accepted"] > report.interactions * 0.1


async def test_whatever_is_sent_is_answered_once_and_changes_what_it_may(tmp_path: Path) -> None:
    assert_untroubled(await fuzzed(tmp_path, 1, 200))


@pytest.mark.proof
async def test_a_hundred_thousand_are_answered_once_and_change_what_they_may(tmp_path: Path) -> None:
    seed = int(os.environ.get("FUZZ_SEED", random.randrange(10**9)))
    assert_untroubled(await fuzzed(tmp_path, seed, 100_000))
