"""A round at play: its state, its place in the ledger, and what is still to be done in its channel."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import orjson

from bot.ledger import Award, KindScore, Score, StoredRound
from bot.trivia import effects, events
from bot.trivia.effects import Effect
from bot.trivia.round import apply
from bot.trivia.scoring import Standing
from bot.trivia.serial import from_json, to_json
from bot.trivia.state import Phase, Round
from bot.trivia.timing import Handle
from facts.questions import TriviaQuestion


def body_of(event: events.Event) -> Any:
    """An event as the ledger takes it."""
    return orjson.loads(to_json(event))


@dataclass(slots=True)
class Table:
    """One round in a channel. ``apply`` is the only way in which its state changes."""

    round_id: int
    state: Round
    next_seq: int = 2
    messages: dict[int, int] = field(default_factory=dict)
    """The message of each question, and of the lobby under 0."""
    asked: dict[int, TriviaQuestion] = field(default_factory=dict)
    used: set[str] | None = None
    """Ids of the questions that were asked in this channel; ``None`` until they have been read."""
    pressed: dict[int, events.Answered] = field(default_factory=dict)
    """What those pressed first, at the last question they tried, who are asked before they join."""
    kinds: dict[int, dict[str, KindScore]] = field(default_factory=dict)
    """What each player has by kind of question, so far."""
    todo: deque[Effect] = field(default_factory=deque)
    doing: asyncio.Task[None] | None = None
    failed: int = 0
    """How often the first thing to be done has failed."""
    rest: Handle | None = None
    """When it is tried again."""
    timer: Handle | None = None
    saving: asyncio.Future[None] | None = None
    """Done when the last event has been saved, or could not be."""
    broken: bool = False
    """The ledger could not follow: nothing more is applied until the log has been read again."""
    owed: list[events.Event] = field(default_factory=list)
    """What must reach the round and could not be saved: it comes first when the log has been read again."""

    @classmethod
    def of(cls, stored: StoredRound, void: Collection[int] = frozenset()) -> Self:
        """Play a stored log again; questions whose numbers are in ``void`` count for nobody."""
        log = [from_json(orjson.dumps(event.body)) for event in stored.events]
        opened = log[0]
        if not isinstance(opened, events.Opened):
            raise TypeError(f"round {stored.round_id} does not begin with its opening")
        table = cls(stored.round_id, Round(opened), stored.next_seq)
        for event in log[1:]:
            table.apply(event, void)
        return table

    @property
    def channel(self) -> int:
        """Where it is played."""
        return self.state.opened.channel

    @property
    def guild(self) -> int:
        """The server it is played in."""
        return self.state.opened.guild

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.state.phase is Phase.OVER

    def apply(self, event: events.Event, void: Collection[int] = frozenset()) -> tuple[Effect, ...]:
        """Change the state by an event, and remember what later ones need of it."""
        done = apply(self.state, event, void)
        if isinstance(event, events.Posted):
            self.messages.setdefault(event.number, event.message)
        if isinstance(event, events.Drawn) and event.question is not None:
            self.asked[event.number] = event.question
            if self.used is not None:
                self.used.add(event.question.id)
        for effect in done:
            if isinstance(effect, effects.Reveal):
                self._count(effect)
        return done

    def note_press(self, event: events.Answered) -> None:
        """Remember what somebody pressed who is asked whether to join: what they pressed first counts from then."""
        before = self.pressed.get(event.player)
        if before is None or before.number != event.number:
            self.pressed[event.player] = event

    def first_press(self, event: events.Answered) -> events.Answered:
        """The press that one confirms; itself, with its own time, where the same was not pressed first."""
        before = self.pressed.get(event.player)
        if before is None or (before.number, before.option) != (event.number, event.option):
            return event
        return before

    def award(self, standings: Iterable[Standing]) -> Award:
        """What the players have earned, for the boards."""
        return Award(
            datetime.fromtimestamp(self.state.opened.at / 1000, UTC),
            tuple(
                Score(
                    standing.player,
                    standing.points,
                    standing.right,
                    standing.answered,
                    standing.best_streak,
                    standing.ms,
                    self.kinds.get(standing.player, {}),
                )
                for standing in standings
            ),
        )

    def final_award(self) -> Award:
        """What is awarded when it is over now, as after scoring anew."""
        return self.award(standing for standing in self.state.standings() if standing.answered)

    @property
    def shown(self) -> int:
        """The number of the last question whose answer has been shown."""
        return self.state.number if self.state.phase in (Phase.PAUSE, Phase.OVER) else self.state.number - 1

    @property
    def last_asked(self) -> int | None:
        """The number of the last question whose answer has been shown, if any was."""
        return self.shown if self.shown in self.asked else None

    def _count(self, reveal: effects.Reveal) -> None:
        kind = reveal.question.kind
        for result in reveal.results:
            kinds = self.kinds.setdefault(result.player, {})
            so_far = kinds.get(kind, KindScore(0, 0, 0))
            kinds[kind] = KindScore(so_far.answered + 1, so_far.right + result.right, so_far.points + result.points)
