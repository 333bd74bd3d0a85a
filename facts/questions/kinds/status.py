"""How do things stand with somebody, as of the position?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.questions.ground import Ground
from facts.questions.kinds.values import Values, phrase
from facts.questions.model import Stem

KIND: Final = "status"

_UNASKED: Final = frozenset({"alive"})
"""Values whose question would be odd: that somebody lives is what everybody thinks until it is asked."""
_DEAD: Final = "dead"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask how things stand with somebody, and with whom they stand so."""
    stated = [
        (fact, value)
        for fact in ground.view.facts
        if fact.kind == "status" and (value := phrase(fact)) is not None and value not in _UNASKED
    ]
    values = Values(ground, (fact for fact, _ in stated))
    for fact, value in stated:
        id_ = fact.about[0]
        who = ground.characters.get(id_)
        if who is None:
            continue
        own = [other for each, other in stated if each.about[0] in ground.same(id_)]
        name = ground.subject(id_, values.option(value))
        if len(own) == 1 and name is not None:
            yield Stem(
                kind=KIND,
                subject=id_,
                ask=f"As things stand, which of these describes {name}?",
                answer=values.option(value),
                wrong=[option for option in values.options() if not values.overlap(option.key, value)],
                basis=ground.basis(fact),
                difficulty=2 + ground.billed(id_),
                open=False,
            )
        if value != _DEAD and all(
            each.about[0] in ground.same(id_) or not values.overlap(other, value) for each, other in stated
        ):
            yield Stem(
                kind=KIND,
                subject=fact.id,
                ask=f"Whom does this describe, as things stand: “{value}”?",
                answer=who,
                wrong=ground.characters_like(id_, fact.since.season or 1),
                basis=ground.basis(fact),
                barred=ground.named_alike(fact) | {relation.other for relation in ground.view.relations(id_)},
                difficulty=3 + (ground.billed(id_) > 0),
            )
