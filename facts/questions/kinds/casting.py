"""What questions about the cast share: what a casting rests on."""

from __future__ import annotations

from facts.model import Character, PlayedBy
from facts.questions.ground import Ground
from facts.questions.model import Basis


def basis(ground: Ground, character: Character, casting: PlayedBy) -> Basis:
    """Return what says that somebody plays a character: the fact, where one does, or else the casting itself."""
    person, part = ground.view.name(casting.person), ground.view.name(character.id)
    saying = [
        fact
        for fact in ground.view.mainly(casting.person)
        if fact.kind == "production" and fact.about[1:2] == (character.id,) and " plays " in fact.text
    ]
    return Basis(
        since=ground.latest(
            (ground.view.people[casting.person].since, character.since, casting.since, *(f.since for f in saying[:1]))
        ),
        explain=saying[0].text if saying else f"{person} plays {part}.",
        about=(character.id, casting.person),
        topics=(f"{character.id} {casting.person}",),
        sources=saying[0].sources if saying else (),
    )


def followed_by(ground: Ground, character: Character, casting: PlayedBy) -> str | None:
    """Return who plays a character as an adult after ``casting``, where there are just these two."""
    others = [other for other in character.played_by if other.person != casting.person]
    if len(others) != 1 or others[0].as_ != "adult" or casting.as_ is not None:
        return None
    if ground.canonical(others[0].since) < ground.canonical(casting.since):
        return None
    return ground.view.name(others[0].person)
