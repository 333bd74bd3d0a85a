"""What a round is at a moment.

The state is owned by whoever plays the round and changed in place: copying a thousand players for each of their answers
would cost more than the answer. It stays a pure fold all the same, since nothing but the events' own data goes into it:
the same log makes an equal state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from bot.trivia.clock import Away, elapsed
from bot.trivia.effects import Ending, Reveal, Void
from bot.trivia.events import Opened, Settings
from bot.trivia.scoring import Standing, Tally, standings
from facts.position import NOTHING, Position
from facts.questions import TriviaQuestion

LATENESS: Final = 2_000
"""How late, in milliseconds, an answer may arrive that was given in time."""

GRACE: Final = 1_000
"""How long a question stays open when all have answered, for somebody who joins with it."""

IDLE: Final = 2
"""So many questions in a row that nobody answers end the round."""


class Phase(Enum):
    """What a round is waiting for."""

    LOBBY = "lobby"
    DRAWING = "drawing"
    POSTING = "posting"
    OPEN = "open"
    PAUSE = "pause"
    OVER = "over"


class Given(NamedTuple):
    """An answer to the question that is up."""

    interaction: int
    right: bool
    ms: int


@dataclass(slots=True)
class Round:
    """One round of trivia; read it freely, change it only with ``bot.trivia.round.apply``."""

    opened: Opened
    length: int = 1
    """Events that counted, the opening included: an event that leaves it alone needs no place in the log."""
    phase: Phase = Phase.LOBBY
    host: int = 0
    position: Position = NOTHING
    lobby_message: int | None = None
    present: dict[int, Position | None] = field(default_factory=dict)
    """Who plays, longest first, with their position where the round is to fit everyone."""
    fitted: dict[int, Position] = field(default_factory=dict)
    """With whose position in mind it started: it goes no further than any of these."""
    tallies: dict[int, Tally] = field(default_factory=dict)
    """What everybody has who ever played."""
    began: int = 0
    """When the phase's clock started."""
    deadline: int | None = None
    """When the host hands in ``Ticked``."""
    cut: int | None = None
    """An earlier deadline, since all have answered."""
    away: tuple[Away, ...] = ()
    """When the bot was away since the question was drawn, or since it was opened."""
    number: int = 0
    question: TriviaQuestion | None = None
    message: int | None = None
    answers: dict[int, Given] = field(default_factory=dict)
    answered: int = 0
    """How many of those present have answered."""
    stirred: bool = False
    """Whether anybody has tried to answer this question."""
    idle: int = 0
    scored: int = 0
    """How many questions have counted."""
    skips: set[int] = field(default_factory=set)
    stops: set[int] = field(default_factory=set)
    outcome: Reveal | Void | None = None
    """What became of the last question."""
    ending: Ending | None = None

    def __post_init__(self) -> None:
        self.host = self.opened.host
        self.position = self.opened.position
        self.present = {self.host: self.opened.position}
        self.tallies = {self.host: Tally()}
        self.began = self.opened.at
        self.deadline = self.began + self.settings.lobby

    @property
    def settings(self) -> Settings:
        """How it is played."""
        return self.opened.settings

    @property
    def wake(self) -> int | None:
        """When the host hands in ``Ticked``; ``None`` where nothing waits for the clock."""
        if self.deadline is None or self.cut is None:
            return self.deadline
        return min(self.deadline, self.cut)

    @property
    def closes(self) -> int | None:
        """When the question's time is up for those who answer it, for the countdown that is shown."""
        return self.deadline - LATENESS if self.phase is Phase.OPEN and self.deadline is not None else None

    @property
    def needed(self) -> int:
        """How many votes are a majority."""
        return len(self.present) // 2 + 1

    @property
    def asked(self) -> TriviaQuestion:
        """The question that is up; ``LookupError`` where none is."""
        if self.question is None:
            raise LookupError(self.phase)
        return self.question

    def reach(self, ceiling: Position) -> Position:
        """How far the round may go as far as everybody may know, where its channel's ceiling is ``ceiling`` by now.

        Its own position may be that of its host, or of whoever is furthest behind, and is told to nobody.
        """
        if self.settings.named:
            return self.opened.position
        return ceiling if self.opened.ceiling is None else self.opened.ceiling

    def taken(self, at: int) -> int:
        """How long somebody took who answers at ``at``."""
        return elapsed(self.began, at, self.away)

    def standings(self) -> tuple[Standing, ...]:
        """Return where everybody stands who plays or has answered."""
        return standings(self._who())

    def _who(self) -> Iterable[tuple[int, Tally]]:
        return (item for item in self.tallies.items() if item[1].answered or item[0] in self.present)
