"""``python -m tests.mutation [FILE…]``: mutate the modules that decide what is seen, and have the tests notice.

Fails for a mutant that survives, unless ``tests/mutation/survivors.py`` explains why it shows nobody more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from typing import Final, NamedTuple

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.plan import MODULES
from tests.mutation.running import ROOT, Outcome, copied, kill, passes, pool, try_out
from tests.mutation.survivors import EXPLAINED

FIGURES: Final = ROOT / "build" / "mutants.json"


class Trial(NamedTuple):
    """A mutant, what its tests said, and how many seconds that took."""

    mutant: Mutant
    outcome: Outcome
    seconds: float

    @property
    def explained(self) -> bool:
        return self.mutant.change in EXPLAINED


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="modules to mutate (default: all)", metavar="FILE")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(arguments)
    unknown = [file for file in asked.files if file not in MODULES]
    if unknown:
        parser.error(f"not in tests/mutation/plan.py: {', '.join(unknown)}")

    started = time.monotonic()
    trials: list[Trial] = []
    for trial in run(asked.files or list(MODULES), asked.workers):
        trials.append(trial)
        if trial.outcome is Outcome.SURVIVED and not trial.explained:
            say(str(trial.mutant))
        if len(trials) % 20 == 0:
            say(f"{len(trials)} after {time.monotonic() - started:.0f} s")
    say(table(trials))
    save(trials, time.monotonic() - started)
    for trial in trials:
        if trial.outcome is not Outcome.SURVIVED and trial.explained:
            say(f"explained, but killed: {trial.mutant}")
    return int(any(trial.outcome is Outcome.SURVIVED and not trial.explained for trial in trials))


def run(files: Sequence[str], workers: int) -> Iterator[Trial]:
    """Try every mutant of ``files`` out; leave where tests fail without any."""
    with copied() as root:
        for tests in dict.fromkeys(MODULES[file] for file in files):
            if not passes(root, tests):
                sys.exit(f"fail where nothing is changed: {' '.join(tests)}\n{(root / 'said.txt').read_text()[-3000:]}")
        with pool(root, workers) as processes:
            # Those that are not killed quickly are tried in a process of their own.
            quick = {
                processes.submit(kill, found, MODULES[file]): (file, found)
                for file in files
                for found in _dealt(list(mutants(file, (root / file).read_text(encoding="utf-8"))), workers)
            }
            slow = {}
            for future in as_completed(quick):
                file, found = quick[future]
                killed = future.result()
                for number, mutant in enumerate(found):
                    if number in killed:
                        yield Trial(mutant, Outcome.KILLED, killed[number])
                    else:
                        slow[processes.submit(try_out, mutant, MODULES[file])] = mutant
            for trial in as_completed(slow):
                yield Trial(slow[trial], *trial.result())


def _dealt(found: list[Mutant], hands: int) -> Iterator[list[Mutant]]:
    for hand in range(hands):
        yield found[hand::hands]


def table(trials: Sequence[Trial]) -> str:
    """How many mutants each module has, and what became of them."""
    lines = [
        "| module | mutants | killed | survived, explained | survived, unexplained |",
        "| --- | --- | --- | --- | --- |",
    ]
    for file in (*MODULES, ""):
        of_file = [trial for trial in trials if file in ("", trial.mutant.change.file)]
        survived = [trial for trial in of_file if trial.outcome is Outcome.SURVIVED]
        explained = sum(trial.explained for trial in survived)
        if of_file:
            counts = (len(of_file), len(of_file) - len(survived), explained, len(survived) - explained)
            lines.append(f"| {f'`{file}`' if file else 'all'} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def save(trials: Sequence[Trial], seconds: float) -> None:
    """Write what became of every mutant to ``build/mutants.json``."""
    found = [
        {**trial.mutant.change._asdict(), "line": trial.mutant.line, "outcome": trial.outcome.value}
        | {"seconds": round(trial.seconds, 2), "explained": EXPLAINED.get(trial.mutant.change)}
        for trial in trials
    ]
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps({"seconds": round(seconds), "mutants": found}, indent=1), encoding="utf-8")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
