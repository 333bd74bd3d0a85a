"""Who plays a character?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Character, PlayedBy
from facts.questions.ground import Ground
from facts.questions.kinds.casting import basis, followed_by
from facts.questions.model import Stem

KIND: Final = "played_by"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for every casting: who plays the part, who plays it as a child, or played it before somebody else did."""
    for character in ground.view.characters.values():
        for casting in character.played_by:
            answer = ground.people.get(casting.person)
            if answer is None or (name := ground.subject(character.id, answer)) is None:
                continue
            ask, alone = _ask(ground, character, casting, name)
            yield Stem(
                kind=KIND,
                subject=" ".join(filter(None, (character.id, casting.as_))),
                ask=ask,
                answer=answer,
                wrong=ground.actors_like(character.id, ground.season(casting.since)),
                basis=basis(ground, character, casting),
                barred=_players(ground, character.id),
                difficulty=2 + ground.billed(character.id) + (not alone),
                open=alone,
            )


def _ask(ground: Ground, character: Character, casting: PlayedBy, name: str) -> tuple[str, bool]:
    """Return the words of the question, and whether only one answers it."""
    others = [other for other in character.played_by if other.person != casting.person]
    rivals = [other for other in others if other.as_ == casting.as_]
    if rivals:
        return f"Which of these has played {name}?", False
    if casting.as_ is not None:
        as_ = {"child": "as a child", "adult": "as an adult", "voice": "by voice alone"}[casting.as_]
        return f"Who plays {name} {as_}?", True
    if (follower := followed_by(ground, character, casting)) is not None:
        return f"Who played {name} before {follower} did as an adult?", True
    return (f"Which of these has played {name}?", False) if others else (f"Who plays {name}?", True)


def _players(ground: Ground, character: str) -> frozenset[str]:
    ids = ground.same(character)
    return frozenset(casting.person for id_ in sorted(ids) for casting in ground.view.characters[id_].played_by)
