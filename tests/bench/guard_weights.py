"""Fit the guard's weights anew to the messages it may be tuned on: ``python -m tests.bench.guard_weights``.

It needs scikit-learn (``pip install scikit-learn``), and writes ``facts/guard/weights.json``. With ``--names`` it says
instead how many messages would be wrong if their names had been left out of the fit: what to expect of other shows.
With ``--lots``, how many would be wrong in each lot of messages if it had been left out: what to expect of others'
words.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable

from facts.guard.weigh import FILE
from tests.support.guard import TUNED_ON, Lot, messages, shipped_names
from tests.support.guard_fit import Example, examples_of, fit, score, written

PARTS = 6


def examples(lots: Iterable[Lot] = TUNED_ON) -> list[Example]:
    """All that may be tuned on, or some of it."""
    said = [(one, name == "harmful") for lot in lots for name in ("harmful", "harmless") for one in messages(name, lot)]
    return examples_of(shipped_names(), said)


def left_out(kept: list[Example], out: list[Example]) -> tuple[int, int]:
    """How many of those left out are missed, and how many flagged, by weights that were fitted to the others."""
    weights = fit(kept)
    said = [(one.meant, max(score(weights, name) for name in one.names) > 0) for one in out]
    return sum(meant and not is_said for meant, is_said in said), sum(is_said and not meant for meant, is_said in said)


def by_names() -> None:
    """Print how many are wrong where names are unknown to the fit."""
    found = examples()
    parts: list[list[Example]] = [[] for _ in range(PARTS)]
    for one in found:
        parts[zlib.crc32(one.group.encode()) % PARTS].append(one)
    wrong = [left_out(_without(parts, number), out) for number, out in enumerate(parts)]
    missed, flagged = (sum(each) for each in zip(*wrong, strict=True))
    meant = sum(one.meant for one in found)
    sys.stdout.write(f"{missed} of {meant} missed, {flagged} of {len(found) - meant} with such words flagged\n")


def by_lots() -> None:
    """Print how many of each lot are wrong where the lot is unknown to the fit."""
    lots = [examples([lot]) for lot in TUNED_ON]
    for number, lot in enumerate(TUNED_ON):
        missed, flagged = left_out(_without(lots, number), lots[number])
        count = [len(messages(name, lot)) for name in ("harmful", "harmless")]
        sys.stdout.write(f"{lot}: {missed} of {count[0]} missed, {flagged} of {count[1]} flagged\n")


def _without(parts: list[list[Example]], left_out: int) -> list[Example]:
    return [one for number, part in enumerate(parts) if number != left_out for one in part]


def main() -> None:
    """Write the weights, or print how well they would do."""
    if "--lots" in sys.argv:
        by_lots()
    elif "--names" in sys.argv:
        by_names()
    else:
        FILE.write_text(written(fit(examples())), encoding="utf-8")


if __name__ == "__main__":
    main()
