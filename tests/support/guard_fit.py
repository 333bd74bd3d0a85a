"""Fit the weights of the guard to messages: a logistic regression, by scikit-learn."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from facts.guard import Names
from facts.guard.index import Guard, Match
from facts.guard.place import Place
from facts.guard.signs import signs_of
from tests.support.guard import Said

Feature = tuple[str, str]
"""A list of the weights, and what is in it."""

SCALE: Final = {"kinds": 1.0, "signs": 1.0, "signs of kinds": 0.5, "said": 0.8, "before": 0.8, "after": 0.8}
"""How much a feature of each list counts in the fit: the less, the more messages it takes for a large weight."""
TIMES: Final = 3
"""How often it is chosen anew which of a message's names gives it away."""
SELDOM: Final = 3
"""The fewest messages that a feature with a weight is in."""
SMALL: Final = 5
"""Weights that are less, in hundredths, are left out."""
STRENGTH: Final = 2.0
"""The inverse of the penalty on large weights."""


class Example(NamedTuple):
    """The features of each name from beyond in a message, and whether any gives something away."""

    meant: bool
    names: Sequence[frozenset[Feature]]
    group: str
    """The first of the names: to leave out whole names."""


class Listening(Guard):
    """A guard that takes no name as meant, and keeps the features of all."""

    __slots__ = ("heard",)

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.heard: list[tuple[str, frozenset[Feature]]] = []

    def _is_meant(self, match: Match, place: Place) -> bool:
        kind = match[2].kind
        found: set[Feature] = {("kinds", kind), ("before", place.nearest), ("after", place.next)}
        for sign in signs_of(match[2], place):
            found |= {("signs", sign), ("signs of kinds", f"{kind}: {sign}")}
        found.update(("said", word) for word in place.context.said)
        self.heard.append((place.written.lower().removesuffix("s"), frozenset(found)))
        return False


def examples_of(names: Names, said: Sequence[tuple[Said, bool]]) -> list[Example]:
    """Read the features of messages; those that a pair gives away say nothing of names."""
    guard, found = Listening(names), []
    for one, meant in said:
        guard.heard = []
        if not guard.beyond(one.text, one.ceiling) and guard.heard:
            found.append(Example(meant, [features for _, features in guard.heard], guard.heard[0][0]))
    return found


def fit(examples: Sequence[Example]) -> dict[Feature, int]:
    """Return the weight of each feature that has one, in hundredths."""
    from scipy.sparse import vstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    count = Counter(feature for example in examples for feature in frozenset().union(*example.names))
    kept = {feature for feature, times in count.items() if times >= SELDOM or feature[0] == "kinds"}
    vectors = DictVectorizer()
    vectors.fit([_values(sorted(kept))])
    rows = [vectors.transform([_values(kept & name) for name in example.names]) for example in examples]
    weights: dict[Feature, int] = {}
    model: Any = None
    for _ in range(TIMES):
        chosen, meant = [], []
        for example, row in zip(examples, rows, strict=True):
            # Of a message that gives something away only the likeliest name is known to do so.
            likeliest = [int(model.decision_function(row).argmax()) if model else 0]
            chosen.append(row[likeliest] if example.meant else row)
            meant += [example.meant] * chosen[-1].shape[0]
        model = LogisticRegression(C=STRENGTH, max_iter=1000, fit_intercept=False).fit(vstack(chosen).tocsr(), meant)
    for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True):
        group, _, what = name.partition("|")
        hundredths = round(float(weight) * SCALE[group] * 100)
        if abs(hundredths) >= SMALL or group == "kinds":
            weights[group, what] = hundredths
    return weights


def _values(features: Iterable[Feature]) -> dict[str, float]:
    return {f"{group}|{what}": SCALE[group] for group, what in features}


def score(weights: Mapping[Feature, int], name: frozenset[Feature]) -> int:
    """What all features say together: over 0, the name is meant."""
    return sum(weights.get(feature, 0) for feature in name)


def written(weights: Mapping[Feature, int]) -> str:
    """The file with these weights."""
    found: dict[str, dict[str, int]] = {group: {} for group in SCALE}
    for (group, what), weight in sorted(weights.items()):
        found[group][what] = weight
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
