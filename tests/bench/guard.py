"""What it costs to look at a message: ``python -m tests.bench.guard``.

The harmless messages that the guard is measured on, which bear far more names and words like names than a chat does,
are looked at with the names of the pack that ships and 5,000 names in all; beside it the same without any name.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import replace

from facts.guard import Guard, Known
from tests.support.guard import messages, shipped_names, wrong

NAMES = 5000
ROUNDS = 15
_CONSONANTS, _VOWELS = "bdfghjklmnprstvwyz", "aeio"


def made_up(count: int) -> list[Known]:
    """Names of two words that nobody bears, of every season."""
    chance = random.Random(5)

    def word() -> str:
        return "".join(chance.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 3).capitalize()

    return [
        Known(f"{word()} {word()}", 1000 * (1 + number % 5) + 1, "character", f"n{number}") for number in range(count)
    ]


def cost(guard: Guard) -> float:
    """Microseconds of processor time for a message, the median of rounds."""
    said = messages("harmless")
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in said:
            guard.beyond(one.text, one.ceiling)
        rounds.append((time.process_time() - start) / len(said) * 1e6)
    return statistics.median(rounds)


def main() -> None:
    """Print the figures."""
    names = shipped_names()
    known = (*names.known, *made_up(NAMES - len(names.known)))
    sys.stdout.write(f"{cost(Guard(replace(names, known=known))):6.1f} µs a message with {len(known)} names\n")
    sys.stdout.write(f"{cost(Guard(names)):6.1f} µs with {len(names.known)} names\n")
    sys.stdout.write(f"{cost(Guard(replace(names, known=names.known[:1]))):6.1f} µs with one name\n")
    for name in ("harmful", "harmless"):
        for half in ("tuning", "held out"):
            missed, count = wrong(name, half)
            sys.stdout.write(f"{name}, {half}: {count - len(missed)} of {count} right\n")


if __name__ == "__main__":
    main()
