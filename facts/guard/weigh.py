"""Whether a name in a message is meant as one: what its signs, and the words of the message, weigh together.

The weights are those of a logistic regression, in hundredths: over 0 they speak for the name, under 0 for something
else. ``python -m tests.bench.guard_weights`` fits them to messages, and writes ``weights.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from facts.guard.forms import Form
from facts.guard.place import Place
from facts.guard.signs import signs_of

FILE: Final = Path(__file__).with_name("weights.json")

_WEIGHTS: Final = json.loads(FILE.read_bytes())
_KINDS: Final[dict[str, int]] = _WEIGHTS["kinds"]
"""What a kind of name says by itself."""
_SIGNS: Final[dict[str, dict[str, int]]] = {
    kind: {
        sign: _WEIGHTS["signs"].get(sign, 0) + _WEIGHTS["signs of kinds"].get(f"{kind}: {sign}", 0)
        for sign in {*_WEIGHTS["signs"], *(pair.partition(": ")[2] for pair in _WEIGHTS["signs of kinds"])}
    }
    for kind in _KINDS
}
"""What each sign says of a kind of name."""
_SAID: Final[dict[str, int]] = _WEIGHTS["said"]
"""What a word says that is anywhere in the message, but for its names."""
_BEFORE: Final[dict[str, int]] = _WEIGHTS["before"]
"""What the word before the name says; it is empty where the name is the first."""
_AFTER: Final[dict[str, int]] = _WEIGHTS["after"]
"""What the word after it says."""


def is_meant(form: Form, place: Place) -> bool:
    """Whether the name at a place of a message is meant, rather than everyday words or somebody else's name."""
    signs = _SIGNS[form.kind]
    weight = _KINDS[form.kind] + _BEFORE.get(place.nearest, 0) + _AFTER.get(place.next, 0)
    weight += sum([signs[sign] for sign in signs_of(form, place) if sign in signs])
    return weight + sum([_SAID[word] for word in place.context.said if word in _SAID]) > 0
