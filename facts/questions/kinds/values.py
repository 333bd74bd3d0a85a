"""Values that are words, such as roles and states: as options, and which of them say nearly the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from facts.model import Fact
from facts.names import fold
from facts.questions.ground import Ground
from facts.questions.model import Option
from facts.questions.wording import counting

# fmt: off
_HEADS: Final = frozenset(
    ["administrator", "boss", "captain", "ceo", "chief", "commander", "director", "executive", "founder", "head",
     "leader", "leads", "owner", "president", "chairman"]
)
_FLYERS: Final = frozenset(
    ["astronaut", "astronauts", "capcom", "commander", "cosmonaut", "crew", "pilot", "physician", "engineer"]
)
# fmt: on


def phrase(fact: Fact) -> str | None:
    """Return the value of a fact that is words."""
    return fact.value if isinstance(fact.value, str) else None


def readings(values: Iterable[str]) -> dict[str, Option]:
    """Return values as options, by value, those that only differ in case or points once."""
    found: dict[str, Option] = {}
    seen: dict[str, Option] = {}
    for value in values:
        folded = fold(value)
        option = seen.setdefault(
            folded, Option(key=value, text=capital(value), words=counting(value), one=folded, phrases=(folded,))
        )
        found[value] = option
    return found


def capital(value: str) -> str:
    """Return a value as it stands on a button."""
    return value[:1].upper() + value[1:]


def overlap(ground: Ground, one: str, other: str) -> bool:
    """Whether who is one of two roles might be said to be the other too."""
    ours, theirs = counting(one), counting(other)
    if not ours or not theirs:
        return False
    if ours <= theirs or theirs <= ours:
        return True
    one_things, other_things = _things(ground, one), _things(ground, other)
    apart = bool(one_things and other_things and not one_things & other_things)
    if not apart and ours & _FLYERS and theirs & _FLYERS:
        return True
    return bool(ours & _HEADS and theirs & _HEADS and (ours & theirs) - _HEADS) and not apart


def _things(ground: Ground, value: str) -> frozenset[str]:
    return frozenset(id_ for mention in ground.mentions(value) for id_ in mention.ids if id_ in ground.view.things)
