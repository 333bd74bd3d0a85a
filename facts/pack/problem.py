"""What is wrong in a pack, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend; ``line`` and ``column`` count from 1, and are 1 where a whole file is meant."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.message}{hint}"


class PackErrors(Exception):  # noqa: N818 -- it carries many
    """A pack that cannot be used, with everything that is wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def nearest(written: str, valid: Iterable[str]) -> str | None:
    """Find the valid spelling that was probably meant."""
    found = process.extractOne(written, sorted(valid), scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    return found[0] if found else None


def did_you_mean(written: str, valid: Iterable[str]) -> str:
    """Say the nearest valid spelling as a hint; nothing where none is near."""
    found = nearest(written, valid)
    return f"did you mean {found}?" if found else ""


def shown(text: str, limit: int = 60) -> str:
    """Quote what was found, on one line and not too long."""
    flat = " ".join(text.split())
    return f"“{flat[: limit - 1]}…”" if len(flat) > limit else f"“{flat}”"
