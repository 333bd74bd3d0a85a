"""``python -m tests.fuzz [SEED [COUNT]]``: one run of the fuzzer, and what it finds, as it finds it.

``FULL`` in the environment prints every trouble with all that was sent.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
import tempfile
from pathlib import Path

from tests.fuzz.drive import Fuzzer
from tests.fuzz.report import Report
from tests.fuzz.stage import stage


class Teller:
    """Prints what is new in a report: each kind of trouble once."""

    def __init__(self) -> None:
        self._told = 0
        self._said: set[str] = set()
        self._next = 0

    def __call__(self, report: Report) -> None:
        """Print what has been found since the last time, and now and then how it goes."""
        for trouble in report.troubles[self._told :]:
            last = trouble.what.strip().splitlines()[-1][:200]
            if last not in self._said:
                text = str(trouble)
                shown = text if os.environ.get("FULL") else "\n".join(line[:500] for line in text.splitlines()[-14:])
                print(shown, end="\n\n", flush=True)  # noqa: T201
            self._said.add(last)
        self._told = len(report.troubles)
        if report.interactions >= self._next:
            print(report, end="\n\n", flush=True)  # noqa: T201
            self._next = report.interactions + 5000


async def run(seed: int, count: int) -> bool:
    """Run it; return whether all was well."""
    tell = Teller()
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder)) as made:
            report = await Fuzzer(made, seed).run(count, heard=tell)
    tell(report)
    print(report)  # noqa: T201
    return not report.troubles


if __name__ == "__main__":
    logging.basicConfig(handlers=[logging.NullHandler()])  # what is an error is reported as a trouble
    given = [int(one) for one in sys.argv[1:]]
    seed = given[0] if given else random.randrange(10**6)
    sys.exit(0 if asyncio.run(run(seed, given[1] if len(given) > 1 else 1000)) else 1)
