"""What can go wrong with facts, as types; what a user reads of them is written where users are answered."""

from __future__ import annotations

from facts.position import Position


class FactsError(Exception):
    """The base of every error of this library."""


class UnknownShowError(FactsError):
    """No pack of that show has been loaded."""

    def __init__(self, show: str) -> None:
        super().__init__(f"no show {show!r} is loaded")
        self.show = show


class UnknownPositionError(FactsError):
    """The show does not get as far as that position."""

    def __init__(self, show: str, position: Position) -> None:
        super().__init__(f"{show!r} does not have {position}")
        self.show = show
        self.position = position


class StoreError(FactsError):
    """The database cannot be used; the message is one line for whoever runs the bot."""


class StoreSetupError(StoreError):
    """The same, where no further try and no restart mends it."""
