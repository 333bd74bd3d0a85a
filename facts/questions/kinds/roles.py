"""Which role or rank does somebody have, and whose is it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Fact
from facts.questions.ground import Ground
from facts.questions.kinds.values import overlap, phrase, readings
from facts.questions.model import Stem
from facts.questions.wording import counting

KIND: Final = "roles"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for the latest role of everybody, and who has a role that only one has or had."""
    facts = [fact for fact in ground.view.facts if fact.kind in ("role", "rank")]
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
        own = [values[other.id] for other in of[id_] if other.id in values]
        roles = [other for other in of[id_] if other.kind == "role"]
        newest = [other for other in roles if _at(ground, other) == max(_at(ground, each) for each in roles)]
        if newest == [fact] and (name := ground.subject(id_, known[value])) is not None:
            yield Stem(
                kind=KIND,
                subject=id_,
                ask=f"What is {name} in the story?" if len(own) == 1 else f"What is the latest known role of {name}?",
                answer=known[value],
                wrong=[
                    known[phrase_]
                    for phrase_ in _roles_near(facts, fact)
                    if not any(overlap(ground, phrase_, each) for each in own)
                ],
                basis=ground.basis(fact),
                difficulty=2 + ground.billed(id_),
                open=False,
            )
        holders = frozenset(o.about[0] for o in facts if overlap(ground, values.get(o.id, ""), value)) - ground.same(
            id_
        )
        same = [other for other in facts if other.about[0] != id_ and values.get(other.id) == value]
        barred = holders | (ground.named_alike(fact) if counting(value) & {"crew"} else frozenset())
        yield Stem(
            kind=KIND,
            subject=fact.id,
            ask=f"Whose {fact.kind} is this: {value}?"
            if not holders
            else f"Which of these has this {fact.kind}: {value}?",
            answer=who,
            wrong=ground.characters_like(id_, fact.since.season or 1),
            basis=ground.basis(fact),
            barred=barred,
            difficulty=2 + ground.billed(id_) + bool(same),
            open=not holders,
        )


def _at(ground: Ground, fact: Fact) -> tuple[int, int]:
    return ground.canonical(fact.since)


def _roles_near(facts: list[Fact], fact: Fact) -> list[str]:
    """Return the roles of all, those that became known about when this one did first."""
    ordered = sorted(
        (other for other in facts if other.kind == "role"), key=lambda f: abs(f.since.season - fact.since.season)
    )
    return list(dict.fromkeys(value for other in ordered if (value := phrase(other)) is not None))
