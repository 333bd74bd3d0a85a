"""Stopping when asked to: in good order, and within ten seconds whatever hangs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

WITHIN: Final = 9.0
"""Seconds after which the process ends, closed or not: hosts kill what has not ended after ten."""
FOR_ANSWERS: Final = 3.0
"""Seconds of them for what is being answered: Discord waits no longer for an answer either."""


def on_signals(callback: Callable[..., object], *arguments: object) -> None:
    """Call back in the running loop at SIGTERM and SIGINT; on Windows, whose loops hear neither, Python interrupts."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, callback, *arguments)


class Stopping:
    """Whether the process has been asked to stop. The first signal begins it, the second ends it at once."""

    def __init__(self, within: float = WITHIN) -> None:
        self._within = within
        self.asked = False

    def listen(self, begin: Callable[[], object]) -> None:
        """Call ``begin`` in the running loop at the first SIGTERM or SIGINT."""
        on_signals(self._ask, begin)

    def _ask(self, begin: Callable[[], object]) -> None:
        if self.asked:
            _leave("stopped at once")
        self.asked = True
        log.info("stopping")
        # A thread, since the loop may be what hangs, or Python's own wait for threads at its end.
        clock = threading.Timer(self._within, _leave, ("stopped; not everything could be closed in time",))
        clock.daemon = True
        clock.start()
        begin()


def _leave(how: str) -> None:
    """End the process here and now. Everything that was acknowledged is durable already."""
    log.warning(how)
    logging.shutdown()
    os._exit(0)
