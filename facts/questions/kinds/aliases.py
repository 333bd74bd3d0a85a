"""Who goes by another name, and by which?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from facts.model import Character, Name, Thing
from facts.names import fold
from facts.questions.ground import Ground
from facts.questions.model import Basis, Option, Stem
from facts.questions.wording import counting, gives_away

KIND: Final = "aliases"

_ALIKE: Final = 70.0


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask whose a telling other name is, and which other name somebody has."""
    known: dict[tuple[str, str], tuple[Character | Thing, Name, Option]] = {}
    for entry in chain[Character | Thing](ground.view.characters.values(), ground.view.things.values()):
        who = ground.option(entry.id)
        if who is None:
            continue
        for name in entry.names:
            if _tells_nothing(ground, entry, name):
                known[entry.id, fold(name.name)] = (entry, name, who)
    aliases = {key: _alias(name) for key, (_, name, _) in known.items()}
    for (id_, folded), (entry, name, who) in known.items():
        person = isinstance(entry, Character)
        basis = Basis(
            since=ground.latest((entry.since, name.since)),
            explain=f"{who.text} is also called {name.name}.",
            about=(id_,),
            topics=(id_,),
        )
        yield Stem(
            kind=KIND,
            subject=folded,
            ask=f"Who is also called “{name.name}”?" if person else f"What is also called “{name.name}”?",
            answer=Option(who.key, who.text, who.words, who.one, frozenset(), (fold(who.text),), _others(who, folded)),
            wrong=ground.characters_like(id_) if person else ground.things_like(id_),
            basis=basis,
            barred=ground.same(id_),
            difficulty=3 + (ground.billed(id_) > 0),
        )
        yield Stem(
            kind=KIND,
            subject=id_,
            ask=f"By which other name does {who.text} go?" if person else f"What else is {who.text} called?",
            answer=aliases[id_, folded],
            wrong=[
                alias
                for key, alias in aliases.items()
                if key[0] not in ground.same(id_) and isinstance(known[key][0], Character) == person
            ],
            basis=basis,
            barred=frozenset(fold(other) for same in sorted(ground.same(id_)) for other in ground.names(same)),
            difficulty=4,
            open=False,
        )


def _tells_nothing(ground: Ground, entry: Character | Thing, name: Name) -> bool:
    """Whether a name has nothing in common with the one shown, and is nobody else's."""
    shown = ground.view.name(entry.id)
    return (
        any(letter.isalpha() for letter in shown)  # digits and their words are no two names
        and not any(_akin(word, other) for word in counting(name.name) for other in counting(shown))
        and fold(name.name) != "".join(word[0] for word in fold(shown).split())
        and fold(name.name).replace(" ", "") != fold(shown).replace(" ", "")
        and [found.id for found in ground.view.find(name.name)] == [entry.id]
        and not any(gives_away(name.name, other) for other in _namesakes(ground, entry.id))
    )


def _akin(word: str, other: str) -> bool:
    """Whether two words are the same but for their ends, or a letter or two."""
    from rapidfuzz import fuzz  # no start should pay for it

    return word[:3] == other[:3] or fuzz.ratio(word, other) > _ALIKE


def _namesakes(ground: Ground, id_: str) -> list[Option]:
    return [option for key, option in ground.characters.items() if key not in ground.same(id_)]


def _alias(name: Name) -> Option:
    folded = fold(name.name)
    return Option(key=folded, text=name.name, words=counting(name.name), one=folded, phrases=(folded,))


def _others(who: Option, folded: str) -> tuple[str, ...]:
    return tuple(name for name in who.accept if fold(name) != folded)
