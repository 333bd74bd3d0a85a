"""Their history against ours: what is so in which world?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from facts.model import Fact
from facts.questions.ground import Ground
from facts.questions.model import LONGEST_ANSWER, Option, Stem
from facts.questions.options import plain
from facts.questions.wording import pointless

KIND: Final = "world"

_LEANS: Final = re.compile(
    r"^(?:(?:He|She|It|They|Neither|Nothing|There (?:is|was) (?:no such|none|no difference)|We|Too few)\b|The [a-z])"
    r"|\b(?:such|none|neither|that flaw|the ice|after that|decades after|four years on|on that|got there|the same)\b",
)
_NAMES_SOMETHING: Final = re.compile(r"\s[A-Z]")
"""Beginnings and words of a sentence that cannot stand without the one it answers."""


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask which of four is the show's history among three of ours, and which is ours among three of the show's."""
    facts = [fact for fact in ground.view.facts if fact.kind == "world" and fact.real is not None]
    shown = {fact.id: _option(fact, fact.text) for fact in facts if len(pointless(fact.text)) <= LONGEST_ANSWER}
    real = {fact.id: _option(fact, fact.real or "") for fact in facts if stands_alone(fact)}
    for fact in facts:
        order = sorted(facts, key=lambda other: abs(other.since.season - fact.since.season))
        if fact.id in shown:
            yield _stem(
                ground,
                fact,
                "Which of these is history in the show, but not in our own world?",
                shown[fact.id],
                [real[other.id] for other in order if other.id in real],
                ours=False,
            )
        if fact.id in real:
            yield _stem(
                ground,
                fact,
                "Which of these is our own history, and not the show's?",
                real[fact.id],
                [shown[other.id] for other in order if other.id in shown],
                ours=True,
            )


def stands_alone(fact: Fact) -> bool:
    """Whether what ``real`` says can be understood without the sentence of the show, and is another thing."""
    real = pointless(fact.real or "")
    return (
        20 <= len(real) <= LONGEST_ANSWER and _NAMES_SOMETHING.search(real) is not None and _LEANS.search(real) is None
    )


def _stem(ground: Ground, fact: Fact, ask: str, answer: Option, wrong: list[Option], *, ours: bool) -> Stem:
    basis = ground.basis(fact)
    return Stem(
        kind=KIND,
        subject=f"{fact.id} {'ours' if ours else 'theirs'}",
        ask=ask,
        answer=answer,
        wrong=wrong,
        basis=basis._replace(explain=f"In the show: {fact.text} In our world: {fact.real}"),
        barred=frozenset(other.id for other in ground.sentences.like(fact)),
        difficulty=2,
        open=False,
    )


def _option(fact: Fact, text: str) -> Option:
    return plain(pointless(text), key=fact.id)
