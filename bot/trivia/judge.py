"""The judge of typed answers: right, wrong, or "which one do you mean?"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from bot.trivia.known import Known
from bot.trivia.spelling import KNOWN_SLIP_FROM, SLIP_FROM, near, same, slipped, spell


class Question(Protocol):
    """What the judge needs of a question."""

    @property
    def answer(self) -> str: ...
    @property
    def accept(self) -> tuple[str, ...]: ...
    @property
    def wrong(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Right:
    """It is the answer."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """It is not."""


@dataclass(frozen=True, slots=True)
class Which:
    """Several may be meant, by what they are shown as; it says nothing of whether the right one is among them."""

    candidates: tuple[str, ...]


Verdict: TypeAlias = Right | Wrong | Which

NOBODY: Final = Known()


def judge(typed: str, question: Question, known: Known = NOBODY) -> Verdict:
    """Say whether ``typed`` answers ``question``, for somebody to whom these names are known.

    What it forgives: case, punctuation, accents, a leading article, number words, one slip of the keyboard in what is
    long enough. It never takes one entry for another.
    """
    spelt = spell(typed)
    answers = [spell(text) for text in (question.answer, *question.accept)]
    if any(same(spelt, answer) for answer in answers):
        return Right()
    others = [spell(text) for text in question.wrong]
    if any(same(spelt, other) for other in others):
        return Wrong()
    right = {number for answer in answers for number in known.named(answer)}
    exact = known.named(spelt) or _alike(known, known.part(spelt), right)
    if exact:
        return _choose(known, exact, right)
    around = [(name, _alike(known, whose, right)) for name, whose in known.near(spelt)] if right else []
    if any(slipped(spelt, answer, KNOWN_SLIP_FROM if right else SLIP_FROM) for answer in answers):
        mistakable = (name for name, whose in around if whose - right and name not in answers)
        return Wrong() if any(near(spelt, other) for other in (*others, *mistakable)) else Right()
    meant = {number for name, whose in around if slipped(spelt, name, KNOWN_SLIP_FROM) for number in whose}
    return _choose(known, meant, right)


def _alike(known: Known, entries: Iterable[int], right: set[int]) -> set[int]:
    """Those of the kind that the answer is: part of a ship's name is nobody's surname."""
    kinds = {known.entries[number].kind for number in right}
    return {number for number in entries if known.entries[number].kind in kinds}


def _choose(known: Known, found: set[int], right: set[int]) -> Verdict:
    if found and found <= right:
        return Right()
    if len(found) > 1:
        return Which(tuple(known.entries[number].label for number in sorted(found)))
    return Wrong()
