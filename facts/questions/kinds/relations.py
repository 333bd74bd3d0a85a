"""Who is what to whom: spouses, partners, parents, children, siblings, friends, rivals and mentors?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from facts.names import fold
from facts.questions.ground import Ground
from facts.questions.model import Option, Stem
from facts.questions.wording import whose
from facts.view import Relation

KIND: Final = "relations"

_NOUNS: Final[Mapping[str, tuple[str, ...]]] = {
    "parent": ("father", "mother"),
    "child": ("son", "daughter"),
    "sibling": ("brother", "sister"),
}
_WORDS: Final[Mapping[str, str]] = {
    "partner": "partner",
    "spouse": "spouse",
    "parent": "parent",
    "child": "child",
    "sibling": "brother or sister",
    "friend": "friend",
    "rival": "rival",
    "mentor": "mentor",
    "protege": "protégé",
}
_STEP: Final = re.compile(r"\b[Ss]tep-?(?:mother|father|parent|son|daughter|child|brother|sister)")
"""Families of which the closest is somebody else."""
_LOVE: Final = ("spouse", "partner")
_CLOSE: Final = frozenset({"friend", "rival"})


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask whom somebody has as a spouse, a parent and so on, by the word that the fact uses where it has one."""
    for id_ in ground.characters:
        relations = [relation for relation in ground.view.relations(id_) if relation.other in ground.view.characters]
        related = frozenset(same for relation in relations for same in ground.same(relation.other)) | ground.same(id_)
        for relation in relations:
            answer = ground.characters.get(relation.other)
            if answer is None or relation.other in ground.same(id_) or _STEP.search(relation.fact.text):
                continue
            stem = _stem(ground, id_, relation, relations, answer, related)
            if stem is not None:
                yield stem


def predicate(ground: Ground, stem: Stem) -> str | None:
    """Return what can be stated of the answer, and of nobody else, as in " is married to Ed Baldwin."."""
    id_, kind = stem.subject.split(" ")
    name = ground.view.name(id_)
    is_ = "was" if " was " in stem.ask else "is"
    if kind == "spouse":
        return f" {is_} married to {name}."
    if not stem.open or kind not in _NOUNS or kind == "sibling":
        return None
    word = stem.ask.removesuffix("?").rpartition(" ")[2]
    return f" {is_} {whose(name)} {word}."


def _stem(
    ground: Ground, id_: str, relation: Relation, relations: list[Relation], answer: Option, related: frozenset[str]
) -> Stem | None:
    name = ground.subject(id_, answer)
    if name is None:
        return None
    rivals = [other for other in relations if _alike(relation.kind, other.kind)]
    others = {one for other in rivals for one in ground.same(other.other)} - ground.same(relation.other)
    past = ground.is_dead(id_) or ground.is_dead(relation.other)
    is_ = "was" if past else "is"
    noun = _noun(relation)
    alone = not others
    if noun is not None and others:
        alone = sum(_noun(other) in (noun, None) for other in rivals) == 1
    if relation.kind == "partner":
        ask = f"With whom {is_} {name} romantically involved?"
    elif relation.kind == "spouse":
        ask = f"To whom {is_} {name} married?"
    else:
        ask = f"Who {is_} {whose(name)} {noun if noun and alone else _WORDS[relation.kind]}?"
    if not alone or relation.kind in _CLOSE:
        if relation.kind in _LOVE:
            return None
        ask = f"Which of these {is_} a {_WORDS[relation.kind]} of {whose(name) if relation.kind in _CLOSE else name}?"
    wrong = ground.characters_like(relation.other, relation.fact.since.season or 1)
    if noun is not None and alone:
        # Nobody's father is a woman: only those known to be like the answer will do.
        wrong = [option for option in wrong if ground.gender(option.key) == ground.gender(relation.other)]
    return Stem(
        kind=KIND,
        subject=f"{id_} {relation.kind}",
        ask=ask,
        answer=answer,
        wrong=wrong,
        basis=ground.basis(relation.fact),
        barred=related | (ground.named_alike(relation.fact) - ground.same(relation.other)),
        difficulty=2 + min(ground.billed(id_), 1) + (relation.kind in ("friend", "rival", "mentor")),
        open=alone and relation.kind not in _CLOSE,
    )


def _alike(kind: str, other: str) -> bool:
    return kind == other or (kind in _LOVE and other in _LOVE)


def _noun(relation: Relation) -> str | None:
    """Return the one word for the other that the fact's text has, such as "mother", if it speaks of that one."""
    if relation.kind != relation.fact.kind or relation.other == relation.fact.about[0]:
        return None
    used = fold(relation.fact.text).split()
    found = [noun for noun in _NOUNS.get(relation.kind, ()) if noun in used]
    return found[0] if len(found) == 1 else None
