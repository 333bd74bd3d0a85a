"""What a made trivia question is, and the light triples and stems it is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from facts.position import Position

LONGEST_ASK: Final = 300
LONGEST_ANSWER: Final = 80
"""What Discord shows on a button."""
LONGEST_EXPLANATION: Final = 1000


class Candidate(NamedTuple):
    """Something that can be asked: its kind, whom or what it is about, and the key of the answer.

    Subject and answer are ids or words of the pack that the view holds, so that the id stays when a name changes.
    """

    kind: str
    subject: str
    answer: str

    def id(self, show: str) -> str:
        """Return the short id of the question, the same in every view that can ask it."""
        written = "\n".join((show, *self))
        return hashlib.blake2b(written.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class TriviaQuestion:
    """A question with its options, ready to be asked: ``facts.model.Question`` is what an editor wrote, this is made.

    ``open`` says that it can be answered without seeing the options; the others ask "which of these". ``topics`` are
    the facts, or else the entries, that it is made from: two with a common topic may answer each other.
    """

    id: str
    kind: str
    ask: str
    answer: str
    options: tuple[str, ...]
    """All that are offered, the right one among them, in the order to be shown."""
    accept: tuple[str, ...] = ()
    """What counts besides the answer when it is typed."""
    explain: str = ""
    since: Position
    """When what it asks about was revealed, as in "S3E10"; canonical."""
    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    difficulty: int = 3
    about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    open: bool = True

    @property
    def wrong(self) -> tuple[str, ...]:
        """The options that are not the answer, in the order shown."""
        return tuple(option for option in self.options if option != self.answer)


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A possible answer: what is shown, and by what it is told apart from others.

    ``words`` are the folded words that count: an option whose words are all among another's may not stand beside it.
    ``tells`` are the words, and ``phrases`` the runs of words, that give it away where a question holds them.
    ``one`` is the same for entries that turned out to be one person.
    """

    key: str
    text: str
    words: frozenset[str]
    one: str
    tells: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()


class Basis(NamedTuple):
    """What a question rests on: when that was revealed, its own sentences, the entries, facts and sources."""

    since: Position
    explain: str
    about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Stem:
    """A question before its options are drawn.

    ``wrong`` are the possible wrong options, the most plausible first, shared among stems; those whose keys are in
    ``barred`` would be right too, or silly. ``given`` says that the options are those written here, and no others.
    """

    kind: str
    subject: str
    ask: str
    answer: Option
    wrong: Sequence[Option]
    basis: Basis
    barred: frozenset[str] = frozenset()
    difficulty: int = 3
    open: bool = True
    given: bool = False

    @property
    def candidate(self) -> Candidate:
        """The triple that stands for it."""
        return Candidate(self.kind, self.subject, self.answer.key)
