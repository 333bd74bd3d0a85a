"""How much group commits bring: ``python -m tests.bench.ledger``.

Users change their progress, 32 at once, through two ledgers that differ in one thing: one commits what is waiting
together, the other each write for itself. Both are durable (SQLite, WAL, ``synchronous=FULL``) on real files, and take
turns within one run, so that what else the machine does is shared by both.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from bot.ledger import Ledger, Progress, StoreUnavailable
from bot.ledger.write import Write
from bot.ledger.writer import Writer
from facts.position import Position
from facts.store import open_engine, upgrade
from tests.bench.figures import Figure, median, spread, told

AT_ONCE = 32
TARGET = 10.0


class OneByOne(Writer):
    """A writer that commits every write for itself."""

    async def _settle(self, group: Sequence[Write]) -> StoreUnavailable | None:
        for write in group:
            outage = await super()._settle((write,))
            if outage is not None:
                return outage
        return None


async def opened(file: Path, writer: type[Writer]) -> tuple[Ledger, list[object]]:
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    await upgrade(engine)
    ledger = Ledger(engine, lambda: datetime.now(UTC), patience=30)
    ledger._writer = ledger._turns._writer = writer(engine)
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    for user in range(AT_ONCE):
        await ledger.progress.get(user, "show")
    commits.clear()
    return ledger, commits


async def rate(ledger: Ledger, times: int) -> float:
    """Return how many changes a second are acknowledged."""

    async def watch(user: int) -> None:
        for _ in range(times):
            await ledger.progress.change(user, "show", watch_next)

    start = time.perf_counter()
    await asyncio.gather(*map(watch, range(AT_ONCE)))
    return AT_ONCE * times / (time.perf_counter() - start)


def watch_next(before: Progress) -> Progress:
    return Progress(Position(1, before.position.episode % 900 + 1))


async def measure(folder: Path, rounds: int = 9, times: int = 40) -> list[Figure]:
    """Compare both ledgers."""
    grouped, group_commits = await opened(folder / "grouped.db", Writer)
    single, _ = await opened(folder / "single.db", OneByOne)
    few = max(1, times // 10)
    rates = [(await rate(grouped, times), await rate(single, few)) for _ in range(rounds)]
    ratios = [together / alone for together, alone in rates]
    in_groups = f"{median(each[0] for each in rates):,.0f} changes a second, "
    in_groups += f"{times * AT_ONCE * rounds / len(group_commits):.1f} a commit"
    beside = f"{in_groups}, against {median(each[1] for each in rates):,.0f}; {spread(ratios)}"
    for ledger in (grouped, single):
        await ledger.close()
    what = f"changes of progress, {AT_ONCE} at once: in groups against one by one"
    return list(told([Figure(what, median(ratios), TARGET, beside=beside, at_least=True)]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(), help="on the disk to measure (not in memory)")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        asyncio.run(measure(Path(temporary), options.rounds))
