"""A round played by hand: a clock that is moved, ids made from it, and a log as the ledger would keep it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.trivia import effects, events
from bot.trivia.clock import milliseconds
from bot.trivia.effects import Effect
from bot.trivia.round import apply, replay
from bot.trivia.rules import refusal
from bot.trivia.serial import from_json, to_json
from bot.trivia.state import Phase, Round
from facts.position import Position
from facts.questions import TriviaQuestion

HOST: Final = 1
SEASON_3: Final = Position(3)
START: Final = 1_600_000_000_000
E = TypeVar("E")


def snowflake(at: int, counter: int = 0) -> int:
    """An id that Discord would give at ``at``."""
    return (at - milliseconds(0)) << 22 | counter


def question(number: int = 1, right: int = 0) -> TriviaQuestion:
    """A question with four options."""
    options = tuple(f"{number}-{letter}" for letter in "abcd")
    return TriviaQuestion(
        id=f"q{number}",
        kind="written",
        ask=f"What is {number}?",
        answer=options[right],
        options=options,
        since=Position(1, number + 1),
    )


@dataclass
class Played:
    """A round, its log, and all that it wanted done."""

    settings: events.Settings = field(default_factory=events.Settings)
    position: Position = SEASON_3
    now: int = START
    log: list[events.Event] = field(default_factory=list)
    tried: list[events.Event] = field(default_factory=list)
    done: list[Effect] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        opened = events.Opened(self.now, 7, 8, HOST, "show", self.position, self.settings)
        self.state = Round(opened)
        self.log.append(opened)
        self.tried.append(opened)

    def do(self, event: events.Event) -> tuple[Effect, ...]:
        """Hand in an event as the host does, through its written form; what it changes must be what it says."""
        assert from_json(to_json(event)) == event
        before = copy.deepcopy(self.state)
        refused = refusal(self.state, event)
        assert self.state == before
        wanted = apply(self.state, event)
        self.tried.append(event)
        if refused is None:
            assert self.state.length == before.length + 1
            self.log.append(event)
        else:
            assert wanted == refused
            assert self.state == before
        self.done += wanted
        return wanted

    def id(self, at: int | None = None) -> int:
        """A fresh id made at ``at``, else now."""
        self.count += 1
        return snowflake(self.now if at is None else at, self.count)

    def join(self, *players: int) -> None:
        """Have players join."""
        for player in players:
            self.do(events.Joined(self.now, player))

    def tick(self) -> tuple[Effect, ...]:
        """Move the clock to the deadline and say so."""
        assert self.state.wake is not None
        self.now = max(self.now, self.state.wake)
        return self.do(events.Ticked(self.now))

    def ask(self, right: int = 0) -> tuple[Effect, ...]:
        """Draw and post the question that is due."""
        self.do(events.Drawn(self.now, self.state.number, question(self.state.number, right)))
        return self.do(events.Posted(self.state.number, self.id()))

    def up_to_question(self) -> None:
        """Go on until a question is open."""
        while self.state.phase is not Phase.OPEN:
            if self.state.phase is Phase.DRAWING:
                self.ask()
            else:
                self.tick()

    def answer(self, player: int, after: int = 1_000, option: int = 0) -> tuple[Effect, ...]:
        """Press an option ``after`` so many milliseconds."""
        return self.do(events.Answered(player, self.state.number, self.id(self.state.began + after), option=option))

    def finish(self) -> None:
        """Play to the end with nobody doing anything more."""
        for _ in range(200):
            if self.state.phase is Phase.OVER:
                return
            if self.state.phase is Phase.DRAWING:
                self.ask()
            elif self.state.phase is Phase.POSTING:
                self.do(events.Posted(self.state.number, self.id()))
            else:
                self.tick()
        raise AssertionError("this round does not end")

    def again(self) -> Round:
        """The round as its log tells it."""
        return replay(from_json(to_json(event)) for event in self.log)

    def all(self, kind: type[E]) -> list[E]:
        """Every effect of a kind so far."""
        return [effect for effect in self.done if isinstance(effect, kind)]


def one(wanted: Sequence[Effect], kind: type[E]) -> E:
    """The only effect of its kind."""
    (found,) = (effect for effect in wanted if isinstance(effect, kind))
    return found


def refused(why: effects.Why, player: int) -> tuple[Effect, ...]:
    """What a refusal looks like."""
    return (effects.Refuse(player, why),)
