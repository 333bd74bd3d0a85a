"""Rules of one act each: what somebody does, or what happens by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.support.twins.lockstep import Lockstep
from tests.support.twins.steps import (
    Command,
    Complete,
    Forget,
    Hide,
    Load,
    Press,
    Pressable,
    Remove,
    Restart,
    Say,
    Wait,
)
from tests.support.twins.strategies import IN_SERVERS, Draw
from tests.support.twins.town import FUTURES

DATA: Final = st.data()
_WORDS: Final = ("nice weather", "a quiet day by the sea", "who is it")
_TEMPTING: Final = 24
"""How many of the buttons that were borne last are pressed most often."""
_MOVING: Final = ("/progress set", "/progress next", "/progress rewatch", "/channel ceiling", "/server set")
_FORGOTTEN: Final = ("views", "pools", "ledger")
_ROUND: Final[tuple[str, ...]] = ("join|", "start|", "answer|", "form|", "again|", "daily|", "prac|")


class Rules(Lockstep):
    """Everything that can be done, one thing at a time."""

    def draws(self, data: st.DataObject) -> Draw:
        """What a rule draws from."""
        return Draw(data, self.kin, self.judge, self.pressables)

    # Asking

    @rule(data=DATA)
    def ask(self, data: st.DataObject) -> None:
        """Somebody looks something up."""
        lookups = ["cast", "facts", "episode", "timeline", "recap", "about"]
        self._command(data, lambda name: name.split()[0] in lookups)

    @rule(data=DATA)
    def command(self, data: st.DataObject) -> None:
        """Somebody uses any command."""
        self._command(data, lambda name: name != "Hide as spoiler")

    @rule(data=DATA)
    def play(self, data: st.DataObject) -> None:
        """Somebody plays."""
        self._command(data, lambda name: name.startswith("trivia"))

    @rule(data=DATA)
    def move(self, data: st.DataObject) -> None:
        """Somebody has watched more, or less."""
        self._command(data, lambda name: name.startswith("progress"), often="eve")

    @rule(data=DATA)
    def moderate(self, data: st.DataObject) -> None:
        """A moderator decides something."""
        self._command(data, lambda name: name.startswith(("channel", "server")), often="mod")

    @rule(data=DATA)
    def complete(self, data: st.DataObject) -> None:
        """Somebody types."""
        self.do(self.draws(data).completion())

    @precondition(lambda self: any(hasattr(step, "at") for step in self.steps[-12:]))
    @rule(data=DATA)
    def again(self, data: st.DataObject) -> None:
        """Somebody does what somebody else has just done."""
        steps = [step for step in self.steps[-12:] if isinstance(step, Command | Complete | Press)]
        if steps:
            draw = self.draws(data)
            step, by = draw.one_of(steps[::-1]), draw.who()
            if isinstance(step, Press) and step.on is not None and step.on[0] != "m":
                step = replace(step, on=None)
            if not (isinstance(step, Command) and self.judge.is_near(by) and step.line.startswith(_MOVING)):
                self.do(replace(step, by=by))

    # Pressing

    @precondition(lambda self: self.pressables)
    @rule(data=DATA)
    def press(self, data: st.DataObject) -> None:
        """Somebody presses what they see, mostly something new."""
        self.do(self.draws(data).press(self.pressables[-_TEMPTING:]))

    @precondition(lambda self: self.pressables)
    @rule(data=DATA)
    def press_old(self, data: st.DataObject) -> None:
        """Somebody presses what any message bore, their own or others'."""
        self.do(self.draws(data).press(self.pressables))

    @precondition(lambda self: any(one.custom_id.startswith(_ROUND) for one in self.pressables[-_TEMPTING:]))
    @rule(data=DATA)
    def take_part(self, data: st.DataObject) -> None:
        """Somebody joins, starts or answers."""
        self.do(self.draws(data).press(self._tempting(_ROUND)))

    @rule(data=DATA)
    def forge(self, data: st.DataObject) -> None:
        """Somebody whose app is another sends what no message bore."""
        self.do(self.draws(data).forged())

    @precondition(lambda self: self.forms)
    @rule(data=DATA)
    def submit(self, data: st.DataObject) -> None:
        """Somebody fills in a form that they opened."""
        draw = self.draws(data)
        self.do(draw.filled(draw.one_of(self.forms[::-1][:6])))

    # Writing

    @rule(data=DATA)
    def say(self, data: st.DataObject) -> None:
        """Somebody writes what holds nothing of what comes later: to other words the guard may react."""
        draw = self.draws(data)
        self.do(Say(draw.who(), draw.one_of(IN_SERVERS), draw.one_of(_WORDS)))

    @precondition(lambda self: self.written)
    @rule(data=DATA)
    def hide(self, data: st.DataObject) -> None:
        """Somebody hides a message."""
        draw = self.draws(data)
        on = draw.one_of(self.written[::-1])
        self.do(Hide(draw.who(), on.key))

    @precondition(lambda self: any(one.only is None for one in self.pressables))
    @rule(data=DATA)
    def remove(self, data: st.DataObject) -> None:
        """A moderator deletes what the bot has posted."""
        public = [one.on for one in self.pressables if one.only is None]
        self.do(Remove(self.draws(data).one_of(public[::-1])))

    # What happens by itself

    @rule(seconds=st.sampled_from([25, 5, 65, 3600, 24 * 3600]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.do(Wait(seconds))

    @rule(data=DATA)
    def load(self, data: st.DataObject) -> None:
        """The packs of both are replaced, by two that go on otherwise and have the same past."""
        self._load(self.draws(data))

    @rule(seconds=st.sampled_from([2, 40, 24 * 3600]))
    def restart(self, seconds: float) -> None:
        """Both bots are started anew."""
        self.do(Restart(seconds))

    @rule(what=st.sampled_from(_FORGOTTEN))
    def forget(self, what: str) -> None:
        """Something is no longer kept in memory."""
        self.do(Forget(what))

    # What scenarios need too

    def press_newest(self, prefix: str, by: str, place: int = 0) -> bool:
        """Press what begins so on the newest message that bears it and that somebody sees."""
        seen = [one for one in self.pressables if one.custom_id.startswith(prefix) and one.only in (None, by)]
        if not seen:
            return False
        there = [one for one in seen if one.on == seen[-1].on]
        one = there[place % len(there)]
        self.do(Press(by, one.at, one.on, one.custom_id, one.kind))
        return True

    def interrupt(self, draw: Draw) -> None:
        """Perhaps something comes between."""
        match draw.number(0, 8):
            case 3:
                self.do(Restart(2))
            case 4:
                self._load(draw)
            case 5:
                self.do(Forget(draw.one_of(_FORGOTTEN)))

    def _load(self, draw: Draw) -> None:
        one, other = self.packs
        pairs = [(a, b) for a in range(FUTURES) for b in range(FUTURES) if len({a, b}) == 2 and a != one and b != other]
        self.packs = draw.one_of(pairs)
        self.do(Load(self.packs, noticed=draw.yes()))

    def _command(self, data: st.DataObject, wanted: Callable[[str], bool], often: str | None = None) -> None:
        self.do(self.draws(data).command(wanted, often))

    def _tempting(self, prefixes: tuple[str, ...]) -> Sequence[Pressable]:
        return [one for one in self.pressables[-_TEMPTING:] if one.custom_id.startswith(prefixes)]
