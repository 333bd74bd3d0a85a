"""The mutants that survive, and why none of them shows anybody more than they have watched."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutants import Change

EXPLAINED: Final[dict[Change, str]] = {}
