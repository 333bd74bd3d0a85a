"""Where the stand-in reads the time, so that tests move it instead of sleeping."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """A wall clock and a monotonic one."""

    def now(self) -> float:
        """Return seconds since 1970, UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""


class SystemClock:
    """The computer's own clocks."""

    def now(self) -> float:
        """Return seconds since 1970, UTC."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        return time.monotonic()


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: float = 1_767_225_600.0) -> None:
        """Start at that moment, in seconds since 1970; by default 2026-01-01."""
        self._start = start
        self._passed = 0.0

    def now(self) -> float:
        """Return seconds since 1970, UTC."""
        return self._start + self._passed

    def monotonic(self) -> float:
        """Return seconds since the clock was made."""
        return self._passed

    def advance(self, seconds: float) -> None:
        """Let that much time pass; raise ``ValueError`` for a step backwards."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._passed += seconds
