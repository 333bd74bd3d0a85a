"""Whose name is missing from this sentence of the story?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Fact
from facts.questions.ground import Ground
from facts.questions.model import Option, Stem
from facts.questions.sentences import gapped
from facts.questions.wording import GAP, content, gives_away
from facts.view.relations import named

KIND: Final = "who"

_KINDS: Final = frozenset({"event", "note", "status", "world", "rival", "mentor", "home"})
_ENOUGH: Final = 5
"""Words that must be left to tell who is meant."""


def stems(ground: Ground) -> Iterator[Stem]:
    """Take the name of every character and thing out of the sentences that name them, and ask for it."""
    for fact in ground.view.facts:
        if fact.kind not in _KINDS or fact.about[0] == "show":
            continue
        told = ground.sentences.told(fact)
        if told is None or not told.keys() - ground.view.people.keys():
            continue
        for id_, mentions in told.items():
            answer = ground.characters.get(id_) or ground.things.get(id_)
            if answer is None:
                continue
            text = gapped(fact.text, mentions)
            rest = text.replace(GAP, " ")
            if gives_away(rest, answer) or len(content(rest)) < _ENOUGH:
                continue
            yield _stem(ground, fact, id_, answer, text)


def _stem(ground: Ground, fact: Fact, id_: str, answer: Option, text: str) -> Stem:
    if id_ in ground.characters:
        ask = f"Who is missing here? “{text}”"
        wrong = ground.characters_like(id_, fact.since.season or 1)
        difficulty = 2 + ground.billed(id_)
    else:
        ask = f"What is missing here? “{text}”"
        wrong = ground.things_like(id_)
        difficulty = 3
    return Stem(
        kind=KIND,
        subject=fact.id,
        ask=ask,
        answer=answer,
        wrong=wrong,
        basis=ground.basis(fact),
        barred=ground.named_alike(fact),
        difficulty=difficulty,
        open=not _doubtful(ground, fact, id_),
    )


def _doubtful(ground: Ground, fact: Fact, id_: str) -> bool:
    """Whether a fact that may tell of the same does not name the one asked for."""
    return any(id_ not in named(other) for other in ground.sentences.like(fact))
