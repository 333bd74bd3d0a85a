"""Fit the guard's weights anew to the messages it may be tuned on: ``python -m tests.bench.guard_weights``.

Prints ``facts/guard/weights.py``. With ``--names`` it says instead how many messages would be wrong if their names had
been left out of the fit: what to expect of other shows.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping

from tests.support.guard import TUNED_ON, messages, shipped_names
from tests.support.guard_fit import Example, Sign, examples_of, fit, score

PARTS = 6
HEAD = '''"""What each sign weighs, in hundredths; fitted by ``python -m tests.bench.guard_weights``, not by hand."""

from __future__ import annotations

from typing import Final

WEIGHTS: Final[dict[str, dict[str, int]]] = {
'''
TAIL = '''}
"""Signs by the kind of name they are said of: first of all kinds, then what is to be added for one."""

ALONE: Final[dict[str, int]] = {
'''


def examples() -> list[Example]:
    """All that may be tuned on."""
    said = [
        (one, name == "harmful")
        for half in TUNED_ON
        for name in ("harmful", "harmless")
        for one in messages(name, half)
    ]
    return examples_of(shipped_names(), said)


def table(weights: Mapping[Sign, float]) -> str:
    """The module with these weights."""
    kinds: dict[str, dict[str, int]] = {}
    alone: dict[str, int] = {}
    for (kind, sign), weight in sorted(weights.items()):
        if sign:
            kinds.setdefault(kind, {})[sign] = round(weight * (100 if not kind else 50))
        else:
            alone[kind] = round(weight * 100)
    lines = [HEAD]
    for kind, signs in kinds.items():
        lines.append(f'    "{kind}": {{\n')
        lines += [f'        "{sign}": {weight},\n' for sign, weight in signs.items()]
        lines.append("    },\n")
    lines.append(TAIL)
    lines += [f'    "{kind}": {weight},\n' for kind, weight in alone.items()]
    return "".join([*lines, '}\n"""What a kind of name says by itself."""\n'])


def left_out(found: list[Example]) -> tuple[int, int]:
    """How many are missed, and how many flagged, by weights that were fitted without their names."""
    missed = flagged = 0
    for part in range(PARTS):
        inside = [zlib.crc32(one.group.encode()) % PARTS == part for one in found]
        weights = fit([one for one, out in zip(found, inside, strict=True) if not out])
        for one, out in zip(found, inside, strict=True):
            said = out and max(score(weights, name) for name in one.names) > 0
            missed += out and one.meant and not said
            flagged += said and not one.meant
    return missed, flagged


def main() -> None:
    """Print the weights, or how well they would do."""
    found = examples()
    if "--names" in sys.argv:
        missed, flagged = left_out(found)
        meant = sum(one.meant for one in found)
        sys.stdout.write(f"{missed} of {meant} missed, {flagged} of {len(found) - meant} with such words flagged\n")
    else:
        sys.stdout.write(table(fit(found)))


if __name__ == "__main__":
    main()
