"""True or false: what is stated is a fact, or a fact with its value swapped for one that cannot be right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from facts.questions.ground import Ground
from facts.questions.kinds import played_by, production, relations, titles, world, year
from facts.questions.model import Option, Stem
from facts.questions.options import plain, possible, sound
from facts.questions.wording import GAP, called

KIND: Final = "true_false"

TRUE: Final = plain("True", key="true", accept=("t", "yes", "right", "correct"))
FALSE: Final = plain("False", key="false", accept=("f", "no", "wrong", "incorrect"))

_AMONG: Final = 4
"""From how many of the most plausible wrong values the false one is taken."""


class _Claim(NamedTuple):
    """A question whose answer rules out every other, and the words around the value when it is stated."""

    stem: Stem
    before: str
    after: str

    def state(self, value: Option) -> str:
        """Return the claim with that value."""
        return f"{self.before}{value.text}{self.after}"


def stems(ground: Ground) -> Iterator[Stem]:
    """State facts of kinds in which one value rules out all others, as they are and with a value that is not right."""
    for claim in _claims(ground):
        if not sound(claim.stem):
            continue
        wrong = tuple(islice(possible(claim.stem), _AMONG))
        subject = f"{claim.stem.kind} {claim.stem.subject}"
        # What is stated depends on the claim alone, so that one id always means one statement in a view.
        digest = hashlib.blake2b(subject.encode(), digest_size=2).digest()
        if digest[0] % 2:
            yield _stem(claim, subject, claim.state(claim.stem.answer), TRUE)
        else:
            yield _stem(claim, subject, claim.state(wrong[digest[1] % len(wrong)]), FALSE)
    yield from _histories(ground)


def _claims(ground: Ground) -> Iterable[_Claim]:
    yield from _castings(ground)
    yield from _years(ground)
    yield from _titles(ground)
    yield from _families(ground)
    yield from _dates(ground)


def _castings(ground: Ground) -> Iterator[_Claim]:
    for stem in played_by.stems(ground):
        character = ground.view.characters.get(stem.subject)
        if character is not None and len(character.played_by) == 1:
            yield _Claim(stem, "", f" plays {ground.view.name(character.id)}.")


def _years(ground: Ground) -> Iterator[_Claim]:
    told = {fact.id: fact.text for fact in ground.view.facts}
    for stem in year.stems(ground):
        yield _Claim(stem, "in the story, this is in ", f". {told[stem.subject]}")


def _titles(ground: Ground) -> Iterator[_Claim]:
    for stem in titles.stems(ground):
        if stem.subject.startswith("title "):
            yield _Claim(stem, f"{called(stem.basis.since)} is called “", "”.")


def _families(ground: Ground) -> Iterator[_Claim]:
    for stem in relations.stems(ground):
        after = relations.predicate(ground, stem)
        if after is not None:
            yield _Claim(stem, "", after)


def _dates(ground: Ground) -> Iterator[_Claim]:
    for stem in production.dates(ground):
        before, _, after = stem.ask.partition("“")[2].removesuffix("”").partition(GAP)
        yield _Claim(stem, before, after)


def _histories(ground: Ground) -> Iterator[Stem]:
    for fact in ground.view.facts:
        if fact.kind != "world" or fact.real is None or not world.stands_alone(fact):
            continue
        for text, answer in ((fact.text, TRUE), (fact.real, FALSE)):
            yield Stem(
                kind=KIND,
                subject=f"world {fact.id}",
                ask=f"True or false, in the history of the show: {text}",
                answer=answer,
                wrong=(FALSE if answer is TRUE else TRUE,),
                basis=ground.basis(fact),
                difficulty=2,
                given=True,
            )


def _stem(claim: _Claim, subject: str, statement: str, answer: Option) -> Stem:
    return Stem(
        kind=KIND,
        subject=subject,
        ask=f"True or false: {statement}",
        answer=answer,
        wrong=(FALSE if answer is TRUE else TRUE,),
        basis=claim.stem.basis,
        difficulty=max(1, claim.stem.difficulty - 1),
        given=True,
    )
