"""Two twins in lockstep: each step happens to both, and what they say is compared."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from hypothesis.stateful import RuleBasedStateMachine

from facts.position import Position
from tests.support.twins.judging import Judge, differences
from tests.support.twins.process import Databases, Twinned
from tests.support.twins.steps import Command, Form, Heard, Load, Press, Pressable, Step, Written
from tests.support.twins.town import Kin


class Lockstep(RuleBasedStateMachine):
    """Two worlds with one past, and all that has happened to them."""

    databases: ClassVar[Databases]
    tally: ClassVar[Counter[str]] = Counter()
    """What was done and compared in all runs, and the milliseconds of a processor that it took."""

    def __init__(self) -> None:
        super().__init__()
        self.twins: list[Twinned] = []
        self.steps: list[Step] = []
        self.pressables: list[Pressable] = []
        self.forms: list[Form] = []
        self.written: list[Written] = []
        self.packs = (0, 1)
        self.cpu = 0.0
        self.kin: Kin
        self.judge: Judge

    def start(self, kin: Kin, views: int, users: int) -> None:
        """Start both, with caches of some size."""
        self.kin = kin
        self.judge = Judge(kin)
        self.twins = [Twinned(self.databases, kin.packs, number, views, users) for number in self.packs]
        for twin in self.twins:
            twin.hear()
        self.tally["runs"] += 1

    def teardown(self) -> None:
        """End both."""
        self.tally["processor"] += round(self.cpu * 1000)
        for twin in self.twins:
            twin.close()

    def do(self, *steps: Step) -> None:
        """Let something happen to both; raise ``AssertionError`` where they can be told apart by what they say."""
        for step in steps:
            if not self.judge.goes_too_far(step):
                self._do(step)

    def _do(self, step: Step) -> None:
        self.steps.append(step)
        for which, twin in enumerate(self.twins):
            twin.tell(Load((step.packs[which],) * 2, step.noticed) if isinstance(step, Load) else step)
        one, other = (twin.hear() for twin in self.twins)
        self.cpu = one.cpu + other.cpu
        self._count(step)
        found, compared = differences(self.judge, step, one, other)
        self.tally["compared"] += compared
        self.tally["about roles"] += sum(said.lane.startswith("guilds/") for said in one.said)
        if found:
            raise AssertionError(self._told(step, found))
        self.judge.positions = {name: Position.parse(written) for name, written in one.positions.items()}
        self.judge.note()
        self._remember(one, other)

    def _count(self, step: Step) -> None:
        self.tally["steps"] += 1
        self.tally[type(step).__name__] += 1
        if isinstance(step, Press):
            self.tally[f"action {step.custom_id.partition('|')[0]}"] += 1
        elif isinstance(step, Command):
            self.tally[f"command {step.line[1:]}"] += 1

    def _remember(self, one: Heard, other: Heard) -> None:
        """Keep what can be pressed and filled in from now on, in both."""
        both = {form.id for form in one.forms} & {form.id for form in other.forms}
        self.forms += [form for form in one.forms if form.id in both]
        self.written += one.written
        keys = {each.on for each in one.pressables} & {each.on for each in other.pressables}
        self.pressables += [
            each for each in dict.fromkeys((*one.pressables, *other.pressables)) if each.on in keys or each.only is None
        ]

    def _told(self, step: Step, found: list[str]) -> str:
        before = "\n".join(f"  {number}. {each!r}" for number, each in enumerate(self.steps, 1))
        return "\n".join(
            (
                f"step {len(self.steps)} tells two futures apart, after {self.kin.position} "
                f"(in sequence {self.tally['runs']}, after {self.tally['steps']} steps in all):",
                *found,
                f"step {len(self.steps)} is {step!r}; all steps, packs {self.packs}:",
                before,
            )
        )
