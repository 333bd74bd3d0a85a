# ruff: noqa: T201
"""Figures against their targets, and the table of them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_HEAD: Final = ("what", "measured", "wanted", "", "beside")


class Figure(NamedTuple):
    """One thing that was measured; ``unit`` is ``×`` for ratios."""

    what: str
    measured: float
    target: float
    unit: str = "×"
    beside: str = ""
    """What else is worth knowing of it."""
    at_least: bool = False
    """Whether more is better."""

    @property
    def met(self) -> bool:
        """Whether it is as wanted."""
        return self.measured >= self.target if self.at_least else self.measured <= self.target


def table(figures: Iterable[Figure]) -> str:
    """Return a table as Markdown has it, misses marked."""
    rows = [
        (
            figure.what,
            _shown(figure.measured, figure.unit),
            ("≥ " if figure.at_least else "≤ ") + _shown(figure.target, figure.unit),
            "" if figure.met else "**miss**",
            figure.beside,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in (_HEAD, *rows)) for column in range(len(_HEAD))]
    lines = [_HEAD, tuple("-" * width for width in widths), *rows]
    return "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines)


def told(figures: Sequence[Figure]) -> Sequence[Figure]:
    """Print figures as soon as they are known, and return them."""
    for figure in figures:
        wanted = ("at least " if figure.at_least else "at most ") + _shown(figure.target, figure.unit)
        miss = "" if figure.met else "  MISS"
        beside = f"  ({figure.beside})" if figure.beside else ""
        print(f"{figure.what}: {_shown(figure.measured, figure.unit)}, wanted {wanted}{miss}{beside}", flush=True)
    return figures


def spread(ratios: Sequence[float]) -> str:
    """Say between which values the rounds of a run lay."""
    return f"{min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds" if ratios else ""


def median(values: Iterable[float]) -> float:
    """The middle one; not a number where there is none, which meets no target."""
    found = list(values)
    return statistics.median(found) if found else float("nan")


def percentile(values: Iterable[float], part: float) -> float:
    """The value below which ``part`` of them lie; not a number where there is none."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * part))] if found else float("nan")


def _shown(value: float, unit: str) -> str:
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}{'' if unit == '×' else ' '}{unit}"
