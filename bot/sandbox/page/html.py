"""HTML that the page draws itself, and one handler for all that can be pressed in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

_DELEGATED = "(event) => { const what = sandbox.pressed(event); if (what) emit(what); }"


class Html(ui.html):
    """An element whose inside was made, and escaped, by this package; the browser hears of changes only."""

    def __init__(self, tag: str, classes: str) -> None:
        super().__init__("", sanitize=False, tag=tag)
        self.classes(classes)

    def show(self, html: str) -> None:
        """Replace what is inside, where it is something else."""
        if self.content != html:
            self.content = html


def delegate(element: Element, handler: Callable[[GenericEventArguments], Awaitable[Any]]) -> None:
    """Call ``handler`` with ``do``, ``value``, ``chosen``, ``checked`` and ``message`` of what was used inside."""
    element.on("click", handler, js_handler=_DELEGATED)
    element.on("change", handler, js_handler=_DELEGATED)
    element.on("input", handler, js_handler=_DELEGATED, throttle=0.1)
