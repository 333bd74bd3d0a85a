"""What connects entries: facts that name them, relations, shared facts, and entries that are one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, cast

from facts.model import RELATIONS, Character, Fact, Ref

RelationKind = Literal["spouse", "partner", "parent", "child", "sibling", "friend", "rival", "mentor", "protege"]

_INVERSE: Final[dict[str, RelationKind]] = {"parent": "child", "child": "parent", "mentor": "protege"}


class Relation(NamedTuple):
    """What the entry ``other`` is to somebody, and the fact that says so."""

    kind: RelationKind
    other: str
    fact: Fact


def named(fact: Fact) -> tuple[str, ...]:
    """Return the ids that a fact names, the one it is mainly about first, each once."""
    refers = isinstance(fact.value, Ref)
    if len(fact.about) == 1 and not refers and fact.speaker is None:
        return fact.about
    ids = list(fact.about)
    if isinstance(fact.value, Ref):
        ids.append(fact.value.id)
    if fact.speaker is not None:
        ids.append(fact.speaker)
    return tuple(dict.fromkeys(ids))


def mainly(facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """Return the facts by the id each is mainly about."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.about[0], []).append(fact)
    return {id_: tuple(about) for id_, about in found.items()}


def naming(facts: Iterable[Fact], mainly_about: Mapping[str, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    """Return the facts by every id they name, those mainly about it first."""
    besides: dict[str, list[Fact]] = {}
    for fact in facts:
        for id_ in named(fact)[1:]:
            besides.setdefault(id_, []).append(fact)
    ids = dict.fromkeys((*mainly_about, *besides))
    return {id_: (*mainly_about.get(id_, ()), *besides.get(id_, ())) for id_ in ids}


def relations(id_: str, facts: Iterable[Fact]) -> tuple[Relation, ...]:
    """Return who is what to ``id_`` by the facts that name it: each relation once, whichever side states it."""
    found: dict[tuple[str, str], Relation] = {}
    for fact in facts:
        if fact.kind not in RELATIONS or not isinstance(fact.value, Ref):
            continue
        kind = cast("RelationKind", fact.kind)
        if fact.about[0] == id_:
            relation = Relation(kind, fact.value.id, fact)
        elif fact.value.id == id_:
            relation = Relation(_INVERSE.get(kind, kind), fact.about[0], fact)
        else:
            continue
        if relation.other != id_:
            found.setdefault((relation.kind, relation.other), relation)
    return tuple(found.values())


def related(id_: str, facts: Iterable[Fact], beside: Iterable[str], order: Mapping[str, int]) -> tuple[str, ...]:
    """Return the ids that share most of ``facts`` with ``id_``, or stand ``beside`` it, ties in ``order``."""
    shared = Counter(other for fact in facts for other in named(fact))
    shared.update(beside)
    del shared[id_]
    return tuple(
        sorted((other for other in shared if other in order), key=lambda other: (-shared[other], order[other]))
    )


def same(characters: Mapping[str, Character]) -> dict[str, tuple[str, ...]]:
    """Return, for each character revealed to be another too, the ids of all who are that one person, in pack order."""
    one: dict[str, set[str]] = {}
    for character in characters.values():
        for other in character.same_as:
            if other.character not in characters:
                continue
            joined = one.get(character.id, {character.id}) | one.get(other.character, {other.character})
            one.update(dict.fromkeys(joined, joined))
    return {
        id_: tuple(other for other in characters if other in joined and other != id_) for id_, joined in one.items()
    }
