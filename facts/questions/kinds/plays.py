"""Whom does an actor play?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.questions.ground import Ground
from facts.questions.kinds.casting import basis
from facts.questions.model import Stem
from facts.questions.wording import gives_away

KIND: Final = "plays"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for every casting whom the actor plays."""
    for id_, person in ground.people.items():
        roles = ground.view.roles(id_)
        parts = frozenset(same for character, _ in roles for same in ground.same(character.id))
        for character, casting in roles:
            answer = ground.characters.get(character.id)
            if answer is None or gives_away(person.text, answer):
                continue
            alone = parts == ground.same(character.id)
            yield Stem(
                kind=KIND,
                subject=id_,
                ask=f"Which character does {person.text} play?"
                if alone
                else f"Which of these characters does {person.text} play?",
                answer=answer,
                wrong=ground.characters_like(character.id, ground.season(casting.since)),
                basis=basis(ground, character, casting),
                barred=parts,
                difficulty=2 + ground.billed(character.id),
                open=alone,
            )
