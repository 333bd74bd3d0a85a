"""What it costs to look at a message: ``python -m tests.bench.guard``; with ``--count`` also how many are right.

Two mixes are looked at, with the names of the pack that ships and 5,000 names in all. Of the messages that the guard is
measured on nearly half bear a name from beyond or a word like one, far more than in a chat; of the mix like a chat, one
in ten is such a message. Beside it: how long the guard takes to build, and the memory it adds.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from dataclasses import replace

from facts.guard import Guard, Known
from tests.support.guard import LOTS, Said, messages, shipped_names, wrong

NAMES = 5000
ROUNDS = 7
MEASURED_ON = messages("harmless", "tuning", "held out")
_CONSONANTS, _VOWELS = "bdfghjklmnprstvwyz", "aeio"


def made_up(count: int) -> list[Known]:
    """Names of two words that nobody bears, of every season."""
    chance = random.Random(5)

    def word() -> str:
        return "".join(chance.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 3).capitalize()

    return [
        Known(f"{word()} {word()}", 1000 * (1 + number % 5) + 1, "character", f"n{number}") for number in range(count)
    ]


CHAT = (
    "good night all, see you tomorrow",
    "lol",
    "I really think this show does a great job with how life up there would be",
    "same",
    "no way, I had to pause and walk around the room",
    "what time are we starting?",
    "the music in that scene was so good",
    "can somebody pin the schedule please",
    "my partner fell asleep halfway through, unbelievable",
)
"""What is said most of the time."""


def like_a_chat() -> list[Said]:
    """Nine everyday messages for each of those that the guard is measured on."""
    return [one for said in MEASURED_ON for one in (said, *(Said(said.ceiling, text) for text in CHAT))]


def cost(guard: Guard, said: list[Said]) -> float:
    """Microseconds of processor time for a message, the median of rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in said:
            guard.beyond(one.text, one.ceiling)
        rounds.append((time.process_time() - start) / len(said) * 1e6)
    return statistics.median(rounds)


def resident() -> float:
    """Megabytes of memory of this process, at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    names = shipped_names()
    known = (*names.known, *made_up(NAMES - len(names.known)))
    before, start = resident(), time.process_time()
    large = Guard(replace(names, known=known))
    took, grown = time.process_time() - start, resident() - before
    sys.stdout.write(f"{took:6.2f} s and {grown:.0f} MB to build {len(known)} names\n")
    for label, said in (("measured on", MEASURED_ON), ("like a chat", like_a_chat())):
        sys.stdout.write(f"{cost(large, said):6.1f} µs a message, {label}, with {len(known)} names\n")
        sys.stdout.write(f"{cost(Guard(names), said):6.1f} µs with {len(names.known)} names\n")
    for name in ("harmful", "harmless") if "--count" in sys.argv else ():
        for lot in LOTS:
            missed, count = wrong(name, lot)
            sys.stdout.write(f"{name}, {lot}: {count - len(missed)} of {count} right\n")


if __name__ == "__main__":
    main()
