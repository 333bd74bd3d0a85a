"""What the signs at a name weigh together."""

from __future__ import annotations

from typing import Final

from facts.guard.forms import Form
from facts.guard.place import Place
from facts.guard.signs import signs_of
from facts.guard.weights import ALONE, WEIGHTS

_GENERAL: Final = WEIGHTS[""]
_WEIGHTS: Final = {
    kind: _GENERAL | {sign: _GENERAL.get(sign, 0) + more for sign, more in WEIGHTS.get(kind, {}).items()}
    for kind in ALONE
}


def weight_of(form: Form, place: Place) -> int:
    """What speaks for the name being meant, less what speaks against it, in hundredths; over 0, it is likelier so."""
    weight, weights = ALONE[form.kind], _WEIGHTS[form.kind]
    for sign in signs_of(form, place):
        weight += weights.get(sign, 0)
    return weight
