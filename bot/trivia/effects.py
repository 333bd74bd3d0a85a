"""What a round wants done: data for the host, which reads players and deadline off the round where it needs them.

Nothing here holds a position but ``Draw``, which is for choosing a question and is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from bot.trivia.scoring import Result, Standing
from facts.position import Position
from facts.questions import TriviaQuestion


class Why(Enum):
    """Why something that somebody did does not count; each has its own private reply."""

    ALREADY_IN = "already_in"
    NOT_IN = "not_in"
    SECOND = "second"
    """One answer each, and it is final."""
    LATE = "late"
    OLD = "old"
    """The question is another by now."""
    NOT_OPEN = "not_open"
    """There is nothing to answer, or to skip, yet."""
    STARTED = "started"
    NOT_HOST = "not_host"
    VOTED = "voted"
    OVER = "over"


class Ending(Enum):
    """Why a round is over."""

    PLAYED = "played"
    STOPPED = "stopped"
    EMPTY = "empty"
    """The last player left."""
    IDLE = "idle"
    """Nobody answered for two questions."""
    DRY = "dry"
    """There are no questions left."""
    CEILING = "ceiling"
    """The channel may no longer speak of what the round is about."""
    MESSAGE = "message"
    """The lobby was deleted."""
    CHANNEL = "channel"
    GUILD = "guild"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class ShowLobby:
    """Post or edit the lobby: players, host, and the time until it starts or that it has started."""


@dataclass(frozen=True, slots=True)
class Wake:
    """Hand in ``Ticked`` at this time; a later one replaces it."""

    at: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Choose a question within this position and hand in ``Drawn``."""

    number: int
    position: Position


@dataclass(frozen=True, slots=True)
class Post:
    """Post the question and hand in ``Posted``."""

    number: int
    question: TriviaQuestion


@dataclass(frozen=True, slots=True)
class ShowQuestion:
    """Edit the question: its deadline is not what it was when it was posted."""

    number: int


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show the answer, who had it and how all stand; record what each answer came to."""

    number: int
    question: TriviaQuestion
    results: tuple[Result, ...]
    """In the order in which they were pressed."""
    standings: tuple[Standing, ...]
    last: bool
    """No question follows."""


@dataclass(frozen=True, slots=True)
class Void:
    """The question counts for nobody: take its buttons away, say why."""

    number: int
    question: TriviaQuestion
    why: Literal["skipped", "message", "ended"]


@dataclass(frozen=True, slots=True)
class Taken:
    """Tell a player privately that the answer is in."""

    player: int
    number: int
    option: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class AskWhich:
    """Ask a player privately which one is meant; no answer is used up."""

    player: int
    number: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskToJoin:
    """Somebody who does not play has pressed an answer: have them join, or ask them to confirm."""

    player: int
    number: int


@dataclass(frozen=True, slots=True)
class Refuse:
    """Tell somebody privately that this does not count."""

    player: int
    why: Why


@dataclass(frozen=True, slots=True)
class Welcome:
    """Tell a player privately that they are in."""

    player: int


@dataclass(frozen=True, slots=True)
class Farewell:
    """Tell a player privately that they are out."""

    player: int


@dataclass(frozen=True, slots=True)
class NewHost:
    """Say who is the host now."""

    player: int


@dataclass(frozen=True, slots=True)
class Voted:
    """Tell a player privately that the vote is in, and how many it takes."""

    player: int
    what: Literal["skip", "stop"]
    votes: int
    needed: int


@dataclass(frozen=True, slots=True)
class Award:
    """Add what the players have to their scores; whoever gave no answer is not among them."""

    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Podium:
    """Say how it ended; with *Play again* where the channel can still have a round."""

    ending: Ending
    standings: tuple[Standing, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Release:
    """The channel is free for another round."""

    channel: int


Effect: TypeAlias = (
    ShowLobby
    | Wake
    | Draw
    | Post
    | ShowQuestion
    | Reveal
    | Void
    | Taken
    | AskWhich
    | AskToJoin
    | Refuse
    | Welcome
    | Farewell
    | NewHost
    | Voted
    | Award
    | Podium
    | Release
)
