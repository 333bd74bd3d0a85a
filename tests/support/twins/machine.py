"""Sequences of steps for two twins, found, shortened and told by Hypothesis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from facts.position import NOTHING, Position
from facts.questions import KINDS
from tests.support.twins.judging import Judge, differences
from tests.support.twins.offered import ACTIONS, COMMANDS, SUGGESTED
from tests.support.twins.place import PEOPLE
from tests.support.twins.process import Databases, Twinned
from tests.support.twins.steps import (
    Command,
    Complete,
    Forget,
    Form,
    Hide,
    Load,
    Press,
    Pressable,
    Remove,
    Restart,
    Say,
    Step,
    Submit,
    Wait,
    Written,
)
from tests.support.twins.town import FUTURES, SHOW, Kin, families

DATA: Final = st.data()
_INVENTED: Final = ("nobody at all", "Admiral", "e", "ma", "")
_WORDS: Final = ("nice weather", "a quiet day by the sea", "who is it")
_IN_SERVERS: Final = ("lounge", "thread", "post", "den")
_TEMPTING: Final = 24
"""How many of the buttons that were borne last are pressed most often."""

_NEAR: Final = ("ann", "bob", "mod")
_MOVING: Final = ("/progress set", "/progress next", "/progress rewatch", "/channel ceiling", "/server set")
_FORGOTTEN: Final = ("views", "pools", "ledger")
_ROUND: Final[tuple[str, ...]] = ("join|", "start|", "answer|", "form|", "again|", "daily|", "prac|")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "kind": (*KINDS, "none"),
    "any kind": ("any", *KINDS),
    "answer": ("buttons", "typed"),
    "fit": ("host", "everyone"),
    "period": ("all time", "month", "week"),
    "board": ("all time", "month", "week"),
    "guard": ("hint", "hide", "off", "inherit"),
    "time": ("18:00", "6"),
    "zone": ("Europe/Berlin", "UTC"),
    "mode": ("set", "rewatch"),
    "question": ("asked-7", "asked-1", "question-1"),
    "seed": ("00000001",),
    "mark": ("00000000",),
    "guild": ("1",),
    "day": ("2026-01-01", "2026-01-02"),
    "source": ("r1.1", "r1.2", "d2026-01-01"),
    "made": ("1",),
    "end": ("keep", "delete"),
}


class Twins(RuleBasedStateMachine):
    """Two worlds with one past, to which the same happens."""

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

    @initialize(
        kin=families(),
        views=st.sampled_from([64, 2, 1]),
        users=st.sampled_from([1000, 2]),
    )
    def begin(self, kin: Kin, views: int, users: int) -> None:
        """Make both, with caches of some size."""
        self.kin = kin
        self.judge = Judge(kin)
        self.twins = [Twinned(self.databases, kin.packs, number, views, users) for number in self.packs]
        for twin in self.twins:
            twin.hear()
        self.tally["runs"] += 1
        self._settle()

    def _settle(self) -> None:
        """Let everybody say how far they are, and the channels how far they may go: else there is little to hear."""
        here, end = self.kin.position, Position(len(self.kin.seasons))
        for by, position in (("ann", here), ("bob", here), ("mod", here), ("eve", end)):
            if position != NOTHING:
                self._do(Press(by, "lounge", None, f"confirm|{SHOW}|{position}"))
        for at in ("lounge", "den"):
            self._do(Command("mod", at, "/channel ceiling", (("to", str(here)),)))

    def teardown(self) -> None:
        """End both."""
        self.tally["processor"] += round(self.cpu * 1000)
        for twin in self.twins:
            twin.close()

    # Asking

    @rule(data=DATA)
    def ask(self, data: st.DataObject) -> None:
        """Somebody looks something up."""
        lookups = ["cast", "facts", "episode", "timeline", "recap", "about"]
        self._command(data, lambda name: name.split()[0] in lookups)

    @rule(near=st.sampled_from(_NEAR), data=DATA)
    def look_around(self, near: str, data: st.DataObject) -> None:
        """Somebody who is further asks for one thing in every way, and then somebody who is not."""
        name, at = self._text(data) or "?", self._where(data)
        share = (("share", True),) if data.draw(st.integers(0, 3)) == 3 else ()
        prefix = data.draw(st.sampled_from(["", "e", "m", name[:2].strip()]))
        for by in ("eve", near):
            self._look(by, at, name, prefix, share)
            self._interrupt(data)

    def _look(self, by: str, at: str, name: str, prefix: str = "", share: tuple[tuple[str, bool], ...] = ()) -> None:
        self._do(Complete(by, at, "/facts about", (*share, ("name", prefix))))
        for line in ("/cast character", "/facts about"):
            self._do(Command(by, at, line, (("name", name), *share)))
        for line in ("/timeline", "/facts random", "/facts random"):
            self._do(Command(by, at, line, share))

    @precondition(lambda self: any(hasattr(step, "at") for step in self.steps[-12:]))
    @rule(data=DATA)
    def again(self, data: st.DataObject) -> None:
        """Somebody does what somebody else has just done."""
        steps = [step for step in self.steps[-12:] if isinstance(step, Command | Complete | Press)]
        if steps:
            step, by = data.draw(st.sampled_from(steps[::-1])), self._who(data)
            if isinstance(step, Press) and step.on is not None and step.on[0] != "m":
                step = replace(step, on=None)
            if not (isinstance(step, Command) and self.judge.is_near(by) and step.line.startswith(_MOVING)):
                self._do(replace(step, by=by))

    @rule(back=st.sampled_from(["undo", "clear", "rewatch"]), data=DATA)
    def go_back(self, back: str, data: st.DataObject) -> None:
        """Somebody who was further is so no more, and uses what they were shown there."""
        at, end, here = self._where(data), Position(len(self.kin.seasons)), self.kin.position
        name = self._text(data) or "?"
        self._do(Press("eve", at, None, f"confirm|{SHOW}|{end}"))
        self._look("eve", at, name)
        for line, values in (("/channel preview", (("as", str(end)),)), ("/facts random", ())):
            self._do(Command("eve", at, line, values))
        self._press_newest("random|", "eve")
        values = (("season", here.season), *(() if here.whole or not here.season else (("episode", here.episode),)))
        self._do(Command("eve", at, f"/progress {back}", values if back == "rewatch" else ()))
        self._press_newest("random|", "eve")
        self._interrupt(data)
        self._press_newest("random|", "eve")
        self._do(Press("eve", at, None, f"preview|{SHOW}|{end}|{end}"))
        self._look("eve", at, name)
        if data.draw(st.booleans()):
            self._do(Press("eve", at, None, f"confirm|{SHOW}|{end}"))
            self._do(Press("eve", at, None, f"unrewatch|{SHOW}"))

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
        by, at = self._who(data), self._where(data)
        name = data.draw(st.sampled_from(sorted(SUGGESTED)))
        focused = SUGGESTED[name]
        values: list[tuple[str, Any]] = []
        if "share" in COMMANDS[name] and data.draw(st.booleans()):
            values.append(("share", True))
        typed = self._text(data)[: data.draw(st.sampled_from([2, 0, 1, 3, 50]))]
        # The line is split at colons, and what is typed may hold none.
        self._do(Complete(by, at, f"/{name}", (*values, (focused, typed.replace(":", " ").strip()))))

    # Pressing

    @precondition(lambda self: self.pressables)
    @rule(data=DATA)
    def press(self, data: st.DataObject) -> None:
        """Somebody presses what they see, mostly something new."""
        self._press(data, self.pressables[-_TEMPTING:])

    @precondition(lambda self: self.pressables)
    @rule(data=DATA)
    def press_old(self, data: st.DataObject) -> None:
        """Somebody presses what any message bore, their own or others'."""
        self._press(data, self.pressables)

    @precondition(lambda self: any(one.custom_id.startswith(_ROUND) for one in self.pressables[-_TEMPTING:]))
    @rule(data=DATA)
    def take_part(self, data: st.DataObject) -> None:
        """Somebody joins, starts or answers."""
        self._press(data, [one for one in self.pressables[-_TEMPTING:] if one.custom_id.startswith(_ROUND)])

    @rule(data=DATA)
    def forge(self, data: st.DataObject) -> None:
        """Somebody whose app is another sends what no message bore."""
        by = self._who(data)
        action = data.draw(st.sampled_from(sorted(ACTIONS)))
        custom_id = "|".join((action, *(self._argument(data, by, kind) for kind in ACTIONS[action])))[:100]
        value = None
        if action in ("open", "peek"):
            value = self._id(data)
        elif action in ("season", "episode-set"):
            position = self._near(data) if self.judge.is_near(by) else data.draw(st.sampled_from(self._positions()))
            value = str(position.season) if action == "season" else str(position)
        self._do(Press(by, self._where(data), None, custom_id, 2 if value is None else 3, value))

    @precondition(lambda self: self.forms)
    @rule(data=DATA)
    def submit(self, data: st.DataObject) -> None:
        """Somebody fills in a form that they opened."""
        self._submit(data, data.draw(st.sampled_from(self.forms[::-1][:6])))

    def _submit(self, data: st.DataObject, form: Form) -> None:
        contents = {
            "since": lambda: str(data.draw(st.sampled_from(self._positions()))),
            "title": lambda: data.draw(st.sampled_from(["", "By the sea"])),
            "text": lambda: self._text(data)[:90] or "…",
        }
        self._do(Submit(form.by, form.id, tuple((name, contents[name]()) for name in form.fields)))

    # What takes several steps, between which anything may happen

    @rule(data=DATA)
    def game(self, data: st.DataObject) -> None:
        """A round of trivia is played, or some of it."""
        host, at = data.draw(st.sampled_from(["ann", "eve", "mod", "bob"])), data.draw(st.sampled_from(_IN_SERVERS))
        values = (("questions", 3), *((("answer", "typed"),) if data.draw(st.integers(0, 3)) == 3 else ()))
        self._do(Command(host, at, "/trivia start", values))
        for prefix, by in (("join|", "bob"), ("join|", "eve"), ("start|", host)):
            self._press_newest(prefix, by)
        for _ in range(data.draw(st.integers(0, 3))):
            self._interrupt(data)
            for by in ("ann", data.draw(st.sampled_from(["eve", "bob"]))):
                if self._press_newest("form|", by):
                    if self.forms:
                        self._submit(data, self.forms[-1])
                else:
                    self._press_newest("answer|", by, data.draw(st.integers(0, 3)))
            self._do(Wait(40))

    @rule(data=DATA)
    def day(self, data: st.DataObject) -> None:
        """A server has its question of the day, and some try it."""
        at = data.draw(st.sampled_from(["lounge", "den"]))
        self._do(Command("mod", at, "/server daily", (("time", "18:00"),)))
        self._interrupt(data)
        for _ in range(5):
            # A question that is late by more than six hours is left out.
            self._do(Wait(5 * 3600))
        for by in ("ann", "eve"):
            self._do(Command(by, at, "/trivia daily"))
            self._press_newest("daily|", by, data.draw(st.integers(0, 3)))

    @rule(data=DATA)
    def practise(self, data: st.DataObject) -> None:
        """Somebody practises for a while."""
        for by in ("eve", data.draw(st.sampled_from(_NEAR))):
            self._do(Command(by, "dm", "/trivia practice"))
            for _ in range(5 if by == "eve" else data.draw(st.sampled_from([3, 2, 1]))):
                self._press_newest("prac|", by, data.draw(st.integers(0, 3)))
                self._press_newest("prac-next|", by)

    @rule(data=DATA)
    def gate(self, data: st.DataObject) -> None:
        """Somebody posts a spoiler, and others look at it."""
        by, at = self._who(data), data.draw(st.sampled_from(_IN_SERVERS))
        self._do(Command(by, at, "/spoiler post"))
        if self.forms:
            self._submit(data, self.forms[-1])
        self._interrupt(data)
        for reader in ("ann", "eve"):
            self._press_newest("spoiler-reveal|", reader)
            self._press_newest("spoiler-page|", reader)

    # Writing

    @rule(data=DATA)
    def say(self, data: st.DataObject) -> None:
        """Somebody writes what holds nothing of what comes later: to other words the guard may react."""
        by, at = self._who(data), data.draw(st.sampled_from(_IN_SERVERS))
        self._do(Say(by, at, data.draw(st.sampled_from(_WORDS))))

    @precondition(lambda self: self.written)
    @rule(data=DATA)
    def hide(self, data: st.DataObject) -> None:
        """Somebody hides a message."""
        on = data.draw(st.sampled_from(self.written[::-1]))
        self._do(Hide(self._who(data), on.key))

    @precondition(lambda self: any(one.only is None for one in self.pressables))
    @rule(data=DATA)
    def remove(self, data: st.DataObject) -> None:
        """A moderator deletes what the bot has posted."""
        public = [one.on for one in self.pressables if one.only is None]
        self._do(Remove(data.draw(st.sampled_from(public[::-1]))))

    # What happens by itself

    @rule(seconds=st.sampled_from([25, 5, 65, 3600, 24 * 3600]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self._do(Wait(seconds))

    @rule(data=DATA)
    def load(self, data: st.DataObject) -> None:
        """The packs of both are replaced, by two that go on otherwise and have the same past."""
        self._load(data)

    def _load(self, data: st.DataObject) -> None:
        one, other = self.packs
        pairs = [(a, b) for a in range(FUTURES) for b in range(FUTURES) if len({a, b}) == 2 and a != one and b != other]
        self.packs = data.draw(st.sampled_from(pairs))
        self._do(Load(self.packs, noticed=data.draw(st.booleans())))

    @rule(seconds=st.sampled_from([2, 40, 24 * 3600]))
    def restart(self, seconds: float) -> None:
        """Both bots are started anew."""
        self._do(Restart(seconds))

    @rule(what=st.sampled_from(_FORGOTTEN))
    def forget(self, what: str) -> None:
        """Something is no longer kept in memory."""
        self._do(Forget(what))

    # What the rules share

    def _command(self, data: st.DataObject, wanted: Callable[[str], bool], often: str | None = None) -> None:
        by = often if often is not None and data.draw(st.booleans()) else self._who(data)
        name = data.draw(st.sampled_from([name for name in COMMANDS if wanted(name)]))
        values: list[tuple[str, Any]] = []
        target: Position | None = None
        if name in ("progress set", "progress rewatch"):
            target = self._near(data) if self.judge.is_near(by) else data.draw(st.sampled_from(self._positions()))
        for option, kind in COMMANDS[name].items():
            if target is not None and kind.startswith("own"):
                if kind.startswith("own season"):
                    values.append((option, target.season))
                elif target.season and not target.whole:
                    values.append((option, target.episode))
            elif kind.endswith("!") or data.draw(st.integers(0, 3)) == (0 if kind != "share" else 3):
                values.append((option, self._value(data, kind.removesuffix("!"))))
        self._do(Command(by, self._where(data), f"/{name}", tuple(values)))

    def _press(self, data: st.DataObject, offered: list[Pressable]) -> None:
        one = data.draw(st.sampled_from(offered[::-1]))
        by = one.only if one.only is not None and data.draw(st.integers(0, 3)) else self._who(data)
        value = None
        if one.kind == 3:
            value = data.draw(st.sampled_from(one.options or ("none",)))
        on = one.on if one.only in (None, by) else None
        self._do(Press(by, one.at, on, one.custom_id, one.kind, value))

    def _press_newest(self, prefix: str, by: str, place: int = 0) -> bool:
        """Press what begins so on the newest message that bears it and that somebody sees."""
        seen = [one for one in self.pressables if one.custom_id.startswith(prefix) and one.only in (None, by)]
        if not seen:
            return False
        there = [one for one in seen if one.on == seen[-1].on]
        one = there[place % len(there)]
        self._do(Press(by, one.at, one.on, one.custom_id, one.kind))
        return True

    def _interrupt(self, data: st.DataObject) -> None:
        """Perhaps something comes between."""
        match data.draw(st.integers(0, 8)):
            case 3:
                self._do(Restart(2))
            case 4:
                self._load(data)
            case 5:
                self._do(Forget(data.draw(st.sampled_from(_FORGOTTEN))))

    def _do(self, step: Step) -> None:
        if self.judge.would_reveal(step):
            return
        self.steps.append(step)
        number = len(self.steps)
        for which, twin in enumerate(self.twins):
            own = Load((step.packs[which],) * 2, step.noticed) if isinstance(step, Load) else step
            twin.tell(number, own)
        one, other = (twin.hear() for twin in self.twins)
        self.cpu = one.cpu + other.cpu
        self.tally["steps"] += 1
        self.tally[type(step).__name__] += 1
        if isinstance(step, Press):
            self.tally[f"action {step.custom_id.partition('|')[0]}"] += 1
        elif isinstance(step, Command):
            self.tally[f"command {step.line[1:]}"] += 1
        found, compared = differences(self.judge, step, one, other)
        self.tally["compared"] += compared
        if found:
            raise AssertionError(self._told(step, found))
        self.judge.positions = {name: Position.parse(written) for name, written in one.positions.items()}
        self.judge.note()
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

    # What is given

    def _who(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(PEOPLE))

    def _where(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(["lounge", "lounge", "lounge", *_IN_SERVERS, "dm", "abroad"]))

    def _positions(self) -> list[Position]:
        return list(self.kin.seasons.positions())

    def _near(self, data: st.DataObject) -> Position:
        return data.draw(st.sampled_from([p for p in self._positions() if p <= self.kin.position][::-1]))

    def _text(self, data: st.DataObject) -> str:
        """A name or an id, known, hidden or invented."""
        return data.draw(st.sampled_from([*self.kin.known(), *self.kin.hidden(), *_INVENTED]))

    def _id(self, data: st.DataObject) -> str:
        ids = [text for text in (*self.kin.known(), *self.kin.hidden()) if text == text.lower()]
        return data.draw(st.sampled_from([*ids, "nobody"]))

    def _value(self, data: st.DataObject, kind: str) -> Any:
        seasons = len(self.kin.seasons)
        match kind:
            case "name":
                return self._text(data) or "?"
            case "words":
                return (self._text(data) or "the")[:60]
            case "season":
                return data.draw(st.integers(0, seasons + 1))
            case "position":
                return data.draw(st.sampled_from([*map(str, self._positions()), "S9", "s1e1", "?"]))
            case "ceiling":
                return data.draw(st.sampled_from([str(self._near(data)), "inherit", "S9"]))
            case "count":
                return data.draw(st.sampled_from([3, 1, 25]))
            case "channel":
                return data.draw(st.sampled_from(["#lounge", "#thread", "#post", "#category", "#log"]))
            case "text channel":
                return data.draw(st.sampled_from(["#log", "#lounge"]))
            case "file":
                return b"notes"
            case "show":
                return data.draw(st.sampled_from([SHOW, "Harbour Lights", "another"]))
            case "share" | "off":
                return True
            case _:
                return data.draw(st.sampled_from(_CHOICES[kind]))

    def _argument(self, data: st.DataObject, by: str, kind: str) -> str:
        match kind:
            case "show":
                return SHOW
            case "id":
                return self._id(data)
            case "own position" if self.judge.is_near(by):
                return str(self._near(data))
            case "position" | "own position":
                return str(data.draw(st.sampled_from(self._positions())))
            case "limit":
                return data.draw(st.sampled_from(["-", *map(str, self._positions())]))
            case "season" | "page" | "round":
                return str(data.draw(st.integers(1, 4)))
            case "place":
                return str(data.draw(st.integers(0, 4)))
            case "words":
                return self._text(data)
            case _:
                return data.draw(st.sampled_from(_CHOICES[kind]))
