"""What is drawn for steps: people and places, positions, names, options of commands, and ids of buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from facts.position import NOTHING, Position
from facts.questions import KINDS
from tests.support.twins.judging import Judge
from tests.support.twins.offered import ACTIONS, COMMANDS, SUGGESTED
from tests.support.twins.steps import BUTTON, ROLE_MENU, TEXT_MENU, Command, Complete, Form, Press, Pressable, Submit
from tests.support.twins.town import SHOW, Kin
from tests.support.twins.world import PEOPLE, ROLES

IN_SERVERS: Final = ("lounge", "thread", "post", "den")

T = TypeVar("T")

_INVENTED: Final = ("nobody at all", "Admiral", "e", "ma", "")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "kind": (*KINDS, "none"),
    "any kind": ("any", *KINDS),
    "answer": ("buttons", "typed"),
    "fit": ("host", "everyone"),
    "period": ("all time", "month", "week"),
    "board": ("all time", "month", "week"),
    "guard": ("hint", "hide", "off", "inherit"),
    "time": ("18:00", "6"),
    "when": ("in 1 hour", "20:00", "tomorrow 6pm", "soon"),
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
    "channel": ("#lounge", "#thread", "#post", "#category", "#log"),
    "text channel": ("#log", "#lounge"),
    "show": (SHOW, "Harbour Lights", "another"),
}


class Draw:
    """Draws for one rule."""

    def __init__(self, data: st.DataObject, kin: Kin, judge: Judge, pressables: Sequence[Pressable]) -> None:
        self._data = data
        self._kin = kin
        self._judge = judge
        self._pressables = pressables
        self._positions = list(kin.seasons.positions())

    def one_of(self, those: Sequence[T]) -> T:
        """One of those, the first ones above all."""
        return self._data.draw(st.sampled_from(those))

    def number(self, first: int, last: int) -> int:
        """A whole number."""
        return self._data.draw(st.integers(first, last))

    def seldom(self) -> bool:
        """Once in four times, and not in what is shortened."""
        return self.number(0, 3) == 3

    def yes(self) -> bool:
        """Or no."""
        return self._data.draw(st.booleans())

    # People, places and positions

    def who(self) -> str:
        """Somebody."""
        return self.one_of(PEOPLE)

    def where(self) -> str:
        """A channel, mostly one that most is said in."""
        return self.one_of(["lounge", "lounge", "lounge", *IN_SERVERS, "dm", "abroad"])

    def position(self) -> Position:
        """Any position of the show."""
        return self.one_of(self._positions)

    def near(self) -> Position:
        """A position that both futures have in common."""
        return self.one_of([p for p in self._positions if p <= self._kin.position][::-1])

    def step(self) -> tuple[Position, Position]:
        """A position that both futures have in common, often the last one, and an earlier one; not for S0."""
        here = self._kin.position
        there = self.one_of([here, here, *(p for p in self._positions if NOTHING < p < here)])
        return self.one_of([p for p in self._positions if p < there][::-1]), there

    def own(self, by: str) -> Position:
        """How far somebody may say that they have watched."""
        return self.near() if self._judge.is_near(by) else self.position()

    # Words

    def text(self) -> str:
        """A name or an id, known, hidden or invented."""
        return self.one_of([*self._kin.known(), *self._kin.hidden(), *_INVENTED])

    def id(self) -> str:
        """An id."""
        ids = [text for text in (*self._kin.known(), *self._kin.hidden()) if text == text.lower()]
        return self.one_of([*ids, "nobody"])

    # Commands

    def command(self, wanted: Callable[[str], bool], often: str | None = None) -> Command:
        """One of the commands that are wanted, by somebody; ``often`` half of the time."""
        by = often if often is not None and self.yes() else self.who()
        name = self.one_of([name for name in COMMANDS if wanted(name)])
        values: list[tuple[str, Any]] = []
        target = self.own(by) if name in ("progress set", "progress rewatch") else None
        for option, kind in COMMANDS[name].items():
            if target is not None and kind.startswith("own"):
                if kind.startswith("own season"):
                    values.append((option, target.season))
                elif target.season and not target.whole:
                    values.append((option, target.episode))
            elif kind.endswith("!") or self.number(0, 3) == (0 if kind != "share" else 3):
                values.append((option, self._value(kind.removesuffix("!"))))
        return Command(by, self.where(), f"/{name}", tuple(values))

    def completion(self) -> Complete:
        """Somebody types an option of a command."""
        by, at = self.who(), self.where()
        name = self.one_of(sorted(SUGGESTED))
        focused = SUGGESTED[name]
        values: list[tuple[str, Any]] = []
        if "share" in COMMANDS[name] and self.yes():
            values.append(("share", True))
        typed = self.text()[: self.one_of([2, 0, 1, 3, 50])]
        # The line is split at colons, and what is typed may hold none.
        return Complete(by, at, f"/{name}", (*values, (focused, typed.replace(":", " ").strip())))

    def _value(self, kind: str) -> Any:
        match kind:
            case "name":
                return self.text() or "?"
            case "words":
                return (self.text() or "the")[:60]
            case "season":
                return self.number(0, len(self._kin.seasons) + 1)
            case "position":
                return self.one_of([*map(str, self._positions), "S9", "s1e1", "?"])
            case "ceiling":
                return self.one_of([str(self.near()), "inherit", "S9"])
            case "count":
                return self.one_of([3, 1, 25])
            case "file":
                return b"notes"
            case "share" | "off":
                return True
            case _:
                return self.one_of(_CHOICES[kind])

    # Buttons, menus and forms

    def press(self, offered: Sequence[Pressable]) -> Press:
        """Somebody presses one of those, the last ones above all."""
        one = self.one_of(offered[::-1])
        by = one.only if one.only is not None and self.number(0, 3) else self.who()
        value = None
        if one.kind == TEXT_MENU:
            value = self.one_of(one.options or ("none",))
        elif one.kind == ROLE_MENU:
            value = self.one_of((*ROLES, "mod's role", None))
        return Press(by, one.at, one.on if one.only in (None, by) else None, one.custom_id, one.kind, value)

    def forged(self) -> Press:
        """Somebody whose app is another sends what no message bore."""
        by = self.who()
        action = self.one_of(sorted(ACTIONS))
        said = (self._argument(by, action, number, kind) for number, kind in enumerate(ACTIONS[action], 1))
        custom_id = "|".join((action, *said))[:100]
        value = None
        if action in ("open", "peek"):
            value = self.id()
        elif action in ("season", "episode-set"):
            position = self.own(by)
            value = str(position.season) if action == "season" else str(position)
        return Press(by, self.where(), None, custom_id, BUTTON if value is None else TEXT_MENU, value)

    def filled(self, form: Form) -> Submit:
        """Somebody fills in a form."""
        contents = {
            "since": lambda: str(self.position()),
            "title": lambda: self.one_of(["", "By the sea"]),
            "text": lambda: self.text()[:90] or "…",
        }
        return Submit(form.by, form.id, tuple((name, contents[name]()) for name in form.fields))

    def _argument(self, by: str, action: str, number: int, kind: str) -> str:
        match kind:
            case "show":
                return SHOW
            case "id":
                return self.id()
            case "own position":
                return str(self.own(by))
            case "position":
                return str(self.position())
            case "limit":
                return self.one_of(["-", *map(str, self._positions)])
            case "season" | "page" | "round":
                return str(self.number(1, 4))
            case "place":
                return str(self.number(0, 4))
            case "words":
                return self.text()
            case "borne":
                return self.one_of(self._borne(action, number))
            case _:
                return self.one_of(_CHOICES[kind])

    def _borne(self, action: str, number: int) -> list[str]:
        """What an argument was where a message bore this action, the last one first."""
        said = [one.custom_id.split("|") for one in self._pressables if one.custom_id.startswith(f"{action}|")]
        return [*dict.fromkeys(parts[number] for parts in said[::-1]), "1"]
