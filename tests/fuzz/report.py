"""One interaction of the fuzzer's, and the report of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.world import Interaction
from tests.fuzz.watch import Trouble


@dataclass(eq=False)
class Case:
    """One interaction as it is sent, and how it came about."""

    number: int
    kind: str
    how: tuple[str, ...]
    payload: dict[str, Any]
    interaction: Interaction
    answerable: bool
    same_place: bool
    """Whether who and where are as they were."""
    novice: bool
    sent_at: float = 0.0
    took: float | None = None

    @property
    def own_application(self) -> bool:
        """Whether anything but the first answer can reach its user."""
        return str(self.payload.get("application_id")) == str(self.interaction.channel.world.application.id)

    def trouble(self, what: str) -> Trouble:
        """What went wrong with it."""
        return Trouble(f"{self.kind} {self.number} ({', '.join(self.how) or 'as it is'}): {what}", self.payload)


@dataclass
class Report:
    """What was sent, and what came of it."""

    seed: int
    sent: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    """Commands and actions that have accepted something."""
    troubles: list[Trouble] = field(default_factory=list)
    late: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    unread: int = 0

    @property
    def interactions(self) -> int:
        """How many interactions were sent."""
        return sum(count for kind, count in self.sent.items() if not kind.startswith("event"))

    def __str__(self) -> str:
        def listed(counts: Counter[str]) -> str:
            return ", ".join(f"{count:,} {what}" for what, count in counts.most_common())

        return (
            f"seed {self.seed}: {self.interactions:,} interactions in {self.seconds:.0f} s\n"
            f"sent: {listed(self.sent)}\noutcomes: {listed(self.outcomes)}\n"
            f"late: {self.late}, the slowest {self.slowest:.2f} s; events that could not be read: {self.unread}\n"
            f"accepted something: {len(self.reached)} commands and actions; troubles: {len(self.troubles)}"
        )
