"""What can happen to a round: the log of these is the round.

``at`` is Discord's time in milliseconds: that of an interaction's or message's id, or the host's clock set by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.trivia.clock import milliseconds
from facts.position import Position
from facts.questions import TriviaQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a round is played; times in milliseconds."""

    questions: int = 10
    kind: str | None = None
    """Only questions of this kind."""
    typed: bool = False
    """Answers are typed into a form, not picked from buttons."""
    everyone: bool = False
    """The round fits everyone: it is lowered to the furthest-behind player of the lobby."""
    named: bool = False
    """The host has named how far the round goes; else nobody is shown that, since it may be how far the host is."""
    seed: int = 0
    lobby: int = 30_000
    time: int = 20_000
    """To answer a question."""
    pause: int = 8_000
    """Between the answer and the next question."""

    def __post_init__(self) -> None:
        if not 1 <= self.questions <= 25 or min(self.lobby, self.pause) < 0 or self.time <= 0:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class Opened:
    """A lobby was opened, and its host is the first player."""

    at: int
    guild: int
    channel: int
    host: int
    show: str
    position: Position
    """What the round may speak of, from now on; canonical."""
    settings: Settings
    ceiling: Position | None = None
    """The channel's then, written as ``position`` is; ``None`` in rounds of before it was kept."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The message of a question, or with number 0 that of the lobby, is in the channel."""

    number: int
    message: int

    @property
    def at(self) -> int:
        """When the message was made."""
        return milliseconds(self.message)


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody plays from now on."""

    at: int
    player: int
    position: Position | None = None
    """Theirs, canonical; needed in the lobby of a round that fits everyone, and read there only."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody in the lobby of a round that fits everyone has watched more than when they joined, or has gone back."""

    at: int
    player: int
    position: Position
    """Theirs, canonical."""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody no longer plays; what they have stays theirs."""

    at: int
    player: int


@dataclass(frozen=True, slots=True)
class StartAsked:
    """Somebody does not want to wait for the rest of the lobby's time."""

    at: int
    player: int
    moderator: bool = False


@dataclass(frozen=True, slots=True)
class SkipAsked:
    """Somebody wants to be rid of this question; from its host or a moderator that is enough."""

    at: int
    player: int
    moderator: bool = False
    number: int | None = None
    """The question meant; ``None``: the one that is up."""


@dataclass(frozen=True, slots=True)
class StopAsked:
    """Somebody wants the round to end; from its host or a moderator that is enough."""

    at: int
    player: int
    moderator: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """The next question was chosen, or there is none left."""

    at: int
    number: int
    question: TriviaQuestion | None
    """As it is asked: a copy, so that a pack that is reloaded changes no round."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody pressed a button, or typed what the judge then called right or wrong."""

    player: int
    number: int
    interaction: int
    option: int | None = None
    text: str | None = None
    right: bool = False
    """The judge's word; not read where there is an ``option``."""

    @property
    def at(self) -> int:
        """When it was pressed or sent, whenever it arrived."""
        return milliseconds(self.interaction)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Somebody typed a name that several of the view bear."""

    player: int
    number: int
    interaction: int
    candidates: tuple[str, ...]

    @property
    def at(self) -> int:
        """When it was sent."""
        return milliseconds(self.interaction)


@dataclass(frozen=True, slots=True)
class Ticked:
    """The host's clock has reached the deadline it was told."""

    at: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """The bot is back, and ``since`` was its last sign of life."""

    at: int
    since: int


@dataclass(frozen=True, slots=True)
class CeilingSet:
    """The channel's ceiling is another; canonical."""

    at: int
    ceiling: Position


@dataclass(frozen=True, slots=True)
class MessageGone:
    """A message was deleted."""

    at: int
    message: int


@dataclass(frozen=True, slots=True)
class Lost:
    """The round can no longer be held where it is."""

    at: int
    what: Literal["channel", "guild", "permission"]


Event: TypeAlias = (
    Opened
    | Posted
    | Joined
    | Moved
    | Left
    | StartAsked
    | SkipAsked
    | StopAsked
    | Drawn
    | Answered
    | Unclear
    | Ticked
    | Resumed
    | CeilingSet
    | MessageGone
    | Lost
)
