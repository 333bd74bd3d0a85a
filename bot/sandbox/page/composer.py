"""The message box as an element of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui.element import Element

from bot.sandbox.page.completion import Offers

Typed = Callable[[str], Awaitable[None]]


class Composer(Element, component="composer.js"):
    """A box with a list of what can follow. What is typed lives in the browser; this hears of it."""

    def __init__(self, label: str, typed: Typed, send: Typed) -> None:
        super().__init__()
        self._props["label"] = label
        self.on("typed", lambda event: typed(str(event.args)))
        self.on("send", lambda event: send(str(event.args)))

    def offer(self, offers: Offers) -> None:
        """Show what can follow."""
        self._props["offers"] = offers.json()
        self.update()

    def describe(self, *, placeholder: str, disabled: bool = False) -> None:
        """Say what the box is for, and whether one can write."""
        if (self._props.get("placeholder"), self._props.get("disabled")) != (placeholder, disabled):
            self._props["placeholder"] = placeholder
            self._props["disabled"] = disabled
            self.update()

    def complain(self, error: str) -> None:
        """Say under the box why something was not sent; nothing takes that away."""
        if self._props.get("error", "") != error:
            self._props["error"] = error
            self.update()

    def put(self, line: str) -> None:
        """Write a line into the box, for the user to finish and send."""
        self.run_method("put", line)

    def restore(self, line: str) -> None:
        """Give back a line that was not sent."""
        self.run_method("restore", line)
