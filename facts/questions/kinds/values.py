"""Values that are words, such as roles and states: as options, and which of them say nearly the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from facts.model import Fact
from facts.names import fold
from facts.questions.ground import Ground
from facts.questions.model import Option
from facts.questions.wording import counting

# fmt: off
_HEADS: Final = frozenset(
    ["administrator", "boss", "captain", "ceo", "chairman", "chief", "commander", "director", "executive", "founder",
     "head", "leader", "leads", "owner", "president"]
)
_FLYERS: Final = frozenset(
    ["astronaut", "astronauts", "capcom", "commander", "cosmonaut", "crew", "pilot", "physician", "engineer"]
)
# fmt: on


class _Reading(NamedTuple):
    """A value as it is compared: its words, the things it names, and the option it makes."""

    words: frozenset[str]
    things: frozenset[str]
    option: Option


class Values:
    """The values of some facts of one kind, as far as they are words."""

    def __init__(self, ground: Ground, facts: Iterable[Fact]) -> None:
        self._readings: dict[str, _Reading] = {}
        seen: dict[str, Option] = {}
        for fact in facts:
            value = phrase(fact)
            if value is not None and value not in self._readings:
                folded, words = fold(value), counting(value)
                text = value[:1].upper() + value[1:]
                option = seen.setdefault(folded, Option(value, text, words, folded, phrases=(folded,)))
                self._readings[value] = _Reading(words, _things(ground, value), option)

    def option(self, value: str) -> Option:
        """Return a value as an option; those that differ only in case or points are one."""
        return self._readings[value].option

    def options(self) -> list[Option]:
        """Return all values as options, each once."""
        return list(dict.fromkeys(reading.option for reading in self._readings.values()))

    def overlap(self, one: str, other: str) -> bool:
        """Whether whom one of two values describes might be described by the other too."""
        ours, theirs = self._readings[one], self._readings[other]
        if ours.words <= theirs.words or theirs.words <= ours.words:
            return True
        if ours.things and theirs.things and ours.things.isdisjoint(theirs.things):
            return False
        if not ours.words.isdisjoint(_FLYERS) and not theirs.words.isdisjoint(_FLYERS):
            return True
        both_lead = not ours.words.isdisjoint(_HEADS) and not theirs.words.isdisjoint(_HEADS)
        return both_lead and not (ours.words & theirs.words) <= _HEADS


def phrase(fact: Fact) -> str | None:
    """Return the value of a fact that is words."""
    return fact.value if isinstance(fact.value, str) else None


def _things(ground: Ground, value: str) -> frozenset[str]:
    return frozenset(
        id_ for mention in ground.sentences.mentions(value) for id_ in mention.ids if id_ in ground.view.things
    )
