"""Lists of facts in which nobody's parent is told twice: from both sides, and of each parent alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from facts.model import Fact, Ref

_KIN: Final = ("parent", "child")


def told_once(facts: Sequence[Fact]) -> list[Fact]:
    """The facts in their order, without whose child somebody is where a longer one of that position names them all."""
    kept: list[tuple[Fact, set[str]]] = []
    again: set[str] = set()
    for fact in sorted(facts, key=lambda fact: -len(fact.text)):
        if fact.kind not in _KIN or not isinstance(fact.value, Ref):
            continue
        pair = {fact.about[0], fact.value.id}
        if any(other.since == fact.since and pair <= named for other, named in kept):
            again.add(fact.id)
        else:
            kept.append((fact, {*fact.about, fact.value.id}))
    return [fact for fact in facts if fact.id not in again]
