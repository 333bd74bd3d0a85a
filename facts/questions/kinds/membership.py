"""To which organisation, or nation, does somebody belong?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Ref
from facts.questions.ground import Ground
from facts.questions.kinds.values import Values, phrase
from facts.questions.model import Option, Stem
from facts.view.relations import named

KIND: Final = "membership"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for the one organisation and the one nationality of somebody, and for the one member of an organisation."""
    yield from _organisations(ground)
    yield from _nationalities(ground)


def _organisations(ground: Ground) -> Iterator[Stem]:
    facts = [fact for fact in ground.view.facts if fact.kind == "member_of" and isinstance(fact.value, Ref)]
    organisations = _organisations_of_the_story(ground)
    for fact in facts:
        id_, value = fact.about[0], fact.value
        who = ground.characters.get(id_)
        if who is None or not isinstance(value, Ref) or (answer := ground.things.get(value.id)) is None:
            continue
        own = [other for other in facts if other.about[0] in ground.same(id_)]
        if len(own) == 1:
            linked = frozenset(other for about in ground.view.about(id_) for other in named(about))
            name = ground.subject(id_, answer)
            if name is not None:
                yield Stem(
                    kind=KIND,
                    subject=id_,
                    ask=f"Which organisation does {name} belong to?",
                    answer=answer,
                    wrong=organisations,
                    basis=ground.basis(fact),
                    barred=linked | _tied(ground, value.id),
                    difficulty=1 + ground.billed(id_),
                )
        members = frozenset(same for f in facts if f.value == value for same in ground.same(f.about[0]))
        # That nothing says where somebody belongs does not mean that they belong nowhere.
        elsewhere = {other.about[0] for other in facts if other.value != value}
        yield Stem(
            kind=KIND,
            subject=value.id,
            ask=f"Which of these is a member of this organisation: {answer.text}?",
            answer=who,
            wrong=[option for option in ground.characters_like(id_) if option.key in elsewhere],
            basis=ground.basis(fact),
            barred=members | {other for about in ground.view.about(value.id) for other in named(about)},
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


def _tied(ground: Ground, organisation: str) -> frozenset[str]:
    """Return what is told of with reference to an organisation, as a part of it is: whose members may be its own."""
    things = ground.view.things
    return frozenset(id_ for id_ in things if any(organisation in named(fact) for fact in ground.view.mainly(id_)))


def _organisations_of_the_story(ground: Ground) -> list[Option]:
    return [
        option
        for id_, option in ground.things.items()
        if ground.view.things[id_].type == "organisation" and id_ in ground.of_the_story
    ]
