"""How do things stand with somebody, as of the position?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Fact
from facts.questions.ground import Ground
from facts.questions.kinds.values import overlap, phrase, readings
from facts.questions.model import Stem
from facts.questions.wording import counting

KIND: Final = "status"

_UNASKED: Final = frozenset({"alive"})
"""Values whose question would be odd: that somebody lives is what everybody thinks until it is asked."""


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask how things stand with somebody, and with whom they stand so."""
    facts = [fact for fact in ground.view.facts if _askable(fact)]
    values = {fact.id: value for fact in facts if (value := phrase(fact)) is not None}
    known = readings(values.values())
    of: dict[str, list[Fact]] = {}
    for fact in facts:
        of.setdefault(fact.about[0], []).append(fact)
    for fact in facts:
        id_, value = fact.about[0], values.get(fact.id)
        who = ground.characters.get(id_)
        if who is None or value is None:
            continue
        own = frozenset(values[other.id] for other in of[id_] if other.id in values)
        if len(of[id_]) == 1 and (name := ground.subject(id_, known[value])) is not None:
            yield Stem(
                kind=KIND,
                subject=id_,
                ask=f"As things stand, which of these describes {name}?",
                answer=known[value],
                wrong=[option for key, option in known.items() if not any(overlap(ground, key, each) for each in own)],
                basis=ground.basis(fact),
                difficulty=2 + ground.billed(id_),
                open=False,
            )
        holders = frozenset(other.about[0] for other in facts if overlap(ground, values.get(other.id, ""), value))
        if holders == {id_} and not counting(value) & {"dead"}:
            yield Stem(
                kind=KIND,
                subject=fact.id,
                ask=f"Whom does this describe, as things stand: “{value}”?",
                answer=who,
                wrong=ground.characters_like(id_, fact.since.season or 1),
                basis=ground.basis(fact),
                barred=ground.named_alike(fact),
                difficulty=3 + (ground.billed(id_) > 0),
            )


def _askable(fact: Fact) -> bool:
    return fact.kind == "status" and phrase(fact) not in _UNASKED
