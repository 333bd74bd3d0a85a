"""Building large things in a thread without holding up the event loop."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LARGE: Final = 20_000
"""Rows from which on what is built of them is kept from the garbage collector for good."""

_SWITCH: Final = 0.0005
"""Seconds after which the thread lets the event loop have its turn. With Python's 5 ms every answer would take tens."""


class Calm:
    """What is done to the interpreter while threads build; used from one event loop."""

    def __init__(self) -> None:
        self._building = 0
        self._usual = sys.getswitchinterval()

    @contextmanager
    def building(self, rows: int) -> Iterator[None]:
        """Collect no garbage meanwhile: a full collection stops everybody, and what is being built is none.

        What was built of many rows is never looked through afterwards either, which would take half a second each time.
        It is still freed when nobody uses it any longer, since it holds no cycles.
        """
        self._building += 1
        gc.disable()
        sys.setswitchinterval(_SWITCH)
        try:
            yield
        finally:
            self._building -= 1
            if rows >= LARGE:
                gc.freeze()
            if not self._building:
                sys.setswitchinterval(self._usual)
                gc.enable()
