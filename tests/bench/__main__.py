# ruff: noqa: T201
"""Every bench with moderate numbers, in less than ten minutes, and one table: ``python -m tests.bench``."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench import answers, databases, flat, guilds, ledger, lookups, red, rounds, start
from tests.bench.figures import Figure, table


async def main(folder: Path) -> bool:
    """Run them one after the other, and print the table; return whether all targets are met."""
    begun = time.monotonic()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    figures: list[Figure] = []
    benches: dict[str, Callable[[Path], Awaitable[list[Figure]]]] = {
        "lookups": lambda path: lookups.measure(path, 320, 5),
        "flat": lambda path: flat.measure(path, rounds=5),
        "start": lambda path: start.measure(path, 7),
        "answers": lambda path: answers.measure(path, rounds=4),
        "rounds": lambda _: rounds.measure(seconds=60),
        "ledger": lambda path: ledger.measure(path, 5),
        "databases": lambda path: databases.measure(path, 320, 5),
        "red": lambda path: red.compare(path, 5),
        "guilds": lambda path: guilds.measure(path, 2_000, 5),
    }
    for name, measure in benches.items():
        print(f"\n{name}:", flush=True)
        (folder / name).mkdir()
        figures += await measure(folder / name)
    print(f"\n{table(figures)}\n")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{time.monotonic() - begun:.0f} seconds; load at the end {load} on {os.cpu_count()} processors")
    return all(figure.met for figure in figures)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        raise SystemExit(0 if asyncio.run(main(Path(name))) else 1)
