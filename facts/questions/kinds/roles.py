"""Which role or rank does somebody have, and whose is it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from facts.model import Fact
from facts.questions.ground import Ground
from facts.questions.kinds.values import Values, phrase
from facts.questions.model import Option, Stem
from facts.questions.wording import counting

KIND: Final = "roles"

_Stated = tuple[Fact, str]


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for the latest role of everybody, and who has a role or rank."""
    stated = [
        (fact, value)
        for fact in ground.view.facts
        if fact.kind in ("role", "rank") and (value := phrase(fact)) is not None
    ]
    values = Values(ground, (fact for fact, _ in stated))
    for fact, value in stated:
        if fact.about[0] in ground.characters:
            yield from _what(ground, values, stated, fact, value)
            yield _whose(ground, values, stated, fact, value)


def _what(ground: Ground, values: Values, stated: Sequence[_Stated], fact: Fact, value: str) -> Iterator[Stem]:
    """Ask what somebody is, where one role is later than all others of theirs."""
    id_ = fact.about[0]
    own = [(each, other) for each, other in stated if each.about[0] in ground.same(id_)]
    name = ground.subject(id_, values.option(value))
    earlier = all(ground.canonical(each.since) < ground.canonical(fact.since) for each, _ in own if each is not fact)
    if fact.kind != "role" or name is None or not earlier:
        return
    near = sorted(stated, key=lambda each: abs(each[0].since.season - fact.since.season))
    wrong = [
        values.option(other)
        for each, other in near
        if each.kind == "role" and not any(values.overlap(other, mine) for _, mine in own)
    ]
    yield Stem(
        kind=KIND,
        subject=id_,
        ask=f"What is {name} in the story?" if len(own) == 1 else f"What is the latest known role of {name}?",
        answer=values.option(value),
        wrong=list(dict.fromkeys(wrong)),
        basis=ground.basis(fact),
        difficulty=2 + ground.billed(id_),
        open=False,
    )


def _whose(ground: Ground, values: Values, stated: Sequence[_Stated], fact: Fact, value: str) -> Stem:
    """Ask who has a role, among others of whom a role is known: the rest might well have it too."""
    id_ = fact.about[0]
    who: Option = ground.characters[id_]
    holders = frozenset(each.about[0] for each, other in stated if values.overlap(other, value)) - ground.same(id_)
    known = {each.about[0] for each, _ in stated if each.kind == fact.kind or fact.kind == "rank"}
    is_crew = "crew" in counting(value)
    return Stem(
        kind=KIND,
        subject=fact.id,
        ask=f"Which of these has this {fact.kind}: {value}?" if holders else f"Whose {fact.kind} is this: {value}?",
        answer=who,
        wrong=[option for option in ground.characters_like(id_, fact.since.season or 1) if option.key in known],
        basis=ground.basis(fact),
        barred=holders | (ground.named_alike(fact) if is_crew else frozenset()),
        difficulty=2 + ground.billed(id_) + bool(holders),
        open=not holders,
    )
