"""Fit the weights of the guard's signs to messages: logistic regression with few weights, in plain Python."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from facts.guard import Names
from facts.guard.index import Guard, Match
from facts.guard.place import Place
from facts.guard.signs import signs_of
from tests.support.guard import Said

Sign = tuple[str, str]
"""A kind of name, empty where it is said of all kinds, and what is said."""

ROUNDS: Final = 600
TIMES: Final = 3
"""How often it is chosen anew which of a message's names gives it away."""
PENALTY: Final = 0.5
STEP: Final = 0.002
KIND: Final = 0.5
"""How much cheaper a weight is that holds for all kinds of names than one of a kind."""
SELDOM: Final = 6
"""The fewest messages that a sign with a weight is in."""


class Example(NamedTuple):
    """The signs of each name from beyond in a message, and whether any gives something away."""

    meant: bool
    names: Sequence[Mapping[Sign, float]]
    group: str
    """The first of the names: to leave out whole names."""


class Listening(Guard):
    """A guard that takes no name as meant, and keeps the signs of all."""

    __slots__ = ("heard",)

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.heard: list[tuple[str, Mapping[Sign, float]]] = []

    def _is_meant(self, match: Match, place: Place) -> bool:
        form = match[2]
        signs = {("", sign): 1.0 for sign in signs_of(form, place)}
        signs.update({(form.kind, sign): KIND for _, sign in tuple(signs)})
        signs[form.kind, ""] = 1.0
        self.heard.append((place.written.lower().removesuffix("s"), signs))
        return False


def examples_of(names: Names, said: Sequence[tuple[Said, bool]]) -> list[Example]:
    """Read the signs of messages; those that a pair or year gives away say nothing of names."""
    guard, found = Listening(names), []
    for one, meant in said:
        guard.heard = []
        if not guard.beyond(one.text, one.ceiling) and guard.heard:
            found.append(Example(meant, [signs for _, signs in guard.heard], guard.heard[0][0]))
    return found


def fit(examples: Sequence[Example]) -> dict[Sign, float]:
    """Return the weight of each sign that has one."""
    count = Counter(sign for example in examples for name in example.names for sign in name)
    weights = {sign: 0.0 for sign, times in sorted(count.items()) if times >= SELDOM or not sign[1]}
    for _ in range(TIMES):
        rows = [
            ([(sign, value) for sign, value in name.items() if sign in weights], example.meant)
            for example in examples
            for name in (
                [max(example.names, key=lambda name: score(weights, name))] if example.meant else example.names
            )
        ]
        weights = _descend(rows, weights)
    return {sign: weight for sign, weight in weights.items() if abs(weight) >= 0.05}


def score(weights: Mapping[Sign, float], name: Mapping[Sign, float]) -> float:
    """What all signs say together: over 0, the name is meant."""
    return sum(weights.get(sign, 0.0) * value for sign, value in name.items())


def _descend(rows: Sequence[tuple[Sequence[tuple[Sign, float]], bool]], start: dict[Sign, float]) -> dict[Sign, float]:
    """Accelerated proximal gradient descent."""
    weights, ahead, momentum = dict(start), dict(start), 1.0
    for _ in range(ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for signs, meant in rows:
            said = sum(ahead[sign] * value for sign, value in signs)
            error = 1 / (1 + math.exp(-said)) - meant
            for sign, value in signs:
                slope[sign] += error * value
        following = {}
        for sign, weight in ahead.items():
            moved = weight - STEP * slope[sign]
            following[sign] = math.copysign(max(0.0, abs(moved) - STEP * PENALTY), moved)
        faster = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        ahead = {sign: now + (momentum - 1) / faster * (now - weights[sign]) for sign, now in following.items()}
        weights, momentum = following, faster
    return weights
