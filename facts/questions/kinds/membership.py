"""To which organisation, or nation, does somebody belong?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Fact, Ref, Thing
from facts.questions.ground import Ground
from facts.questions.kinds.values import Values, phrase
from facts.questions.model import Option, Stem

KIND: Final = "membership"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for the one organisation and the one nationality of somebody, and for the one member of an organisation."""
    yield from _organisations(ground)
    yield from _nationalities(ground)


def _organisations(ground: Ground) -> Iterator[Stem]:
    facts = [fact for fact in ground.view.facts if fact.kind == "member_of" and isinstance(fact.value, Ref)]
    organisations = _of_the_story(ground)
    for fact in facts:
        id_, value = fact.about[0], fact.value
        who = ground.characters.get(id_)
        if who is None or not isinstance(value, Ref) or (answer := ground.things.get(value.id)) is None:
            continue
        own = [other for other in facts if other.about[0] in ground.same(id_)]
        if len(own) == 1:
            linked = frozenset(other for about in ground.view.about(id_) for other in ground.named(about))
            name = ground.subject(id_, answer)
            if name is not None:
                yield Stem(
                    kind=KIND,
                    subject=id_,
                    ask=f"Which organisation does {name} belong to?",
                    answer=answer,
                    wrong=organisations,
                    basis=ground.basis(fact),
                    barred=linked,
                    difficulty=1 + ground.billed(id_),
                )
        members = frozenset(same for f in facts if f.value == value for same in ground.same(f.about[0]))
        yield Stem(
            kind=KIND,
            subject=value.id,
            ask=f"Which of these is a member of this organisation: {answer.text}?",
            answer=who,
            wrong=ground.characters_like(id_),
            basis=ground.basis(fact),
            barred=members | {other for about in ground.view.about(value.id) for other in ground.named(about)},
            difficulty=2 + ground.billed(id_),
            open=False,
        )


def _nationalities(ground: Ground) -> Iterator[Stem]:
    facts = [fact for fact in ground.view.facts if fact.kind == "nationality" and phrase(fact) is not None]
    values = Values(ground, facts)
    for fact in facts:
        id_, value = fact.about[0], phrase(fact)
        own = [other for other in facts if other.about[0] in ground.same(id_)]
        if value is None or len(own) != 1 or (name := ground.subject(id_, values.option(value))) is None:
            continue
        yield Stem(
            kind=KIND,
            subject=f"{id_} nationality",
            ask=f"What nationality is {name}?",
            answer=values.option(value),
            wrong=values.options(),
            basis=ground.basis(fact),
            difficulty=1 + ground.billed(id_),
        )


def _of_the_story(ground: Ground) -> list[Option]:
    """Return the organisations that some fact of the story names, as options."""
    told = {id_ for fact in ground.view.facts if _in_story(fact) for id_ in ground.named(fact)}
    return [
        ground.things[thing.id]
        for thing in ground.view.things.values()
        if _is_organisation(thing) and thing.id in ground.things and thing.id in told
    ]


def _is_organisation(thing: Thing) -> bool:
    return thing.type == "organisation"


def _in_story(fact: Fact) -> bool:
    return fact.kind not in ("production", "award", "quote") and fact.about[0] != "show"
