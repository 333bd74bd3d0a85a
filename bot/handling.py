"""The interaction that is being handled: everything done for it knows its id, log lines included."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Literal

_PRIVATE: Final = frozenset({"value", "values", "username", "global_name", "nick", "content"})
_TELLING: Final = 3
"""Characters from which on a text tells anything."""

Outcome = Literal["answered", "refused", "discord", "error"]
"""An answer, an error that is expected in normal use, Discord's trouble, a defect."""


@dataclass(slots=True)
class Handling:
    """One interaction, from its arrival on."""

    data: dict[str, Any]
    began: float = field(default_factory=time.perf_counter)
    outcome: Outcome = "answered"
    is_answered: bool = False

    @property
    def id(self) -> str:
        """Discord's id of the interaction."""
        return str(self.data.get("id", ""))

    def private(self) -> set[str]:
        """What it holds of its user and of what was typed and chosen: what no log may repeat."""
        user = self.data.get("user") or (self.data.get("member") or {}).get("user") or {}
        return {text for text in (*_private(self.data), str(user.get("id", ""))) if len(text) >= _TELLING}


def _private(of: Any, *, found: bool = False) -> Iterator[str]:
    match of:
        case dict():
            for key, value in of.items():
                yield from _private(value, found=found or key in _PRIVATE)
        case list():
            for value in of:
                yield from _private(value, found=found)
        case str() if found:
            yield of


_current: Final[ContextVar[Handling | None]] = ContextVar("handling", default=None)


def current() -> Handling | None:
    """The interaction for which this is being done."""
    return _current.get()


def end_with(outcome: Outcome) -> None:
    """Note how the interaction that is being handled turned out."""
    handling = _current.get()
    if handling is not None:
        handling.outcome = outcome


def within(parse: Callable[[Any], None], received: Iterable[Callable[[Handling], None]]) -> Callable[[Any], None]:
    """Make all that ``parse`` begins know of the interaction it was given; all in ``received`` hear of it first."""

    def begin(data: Any) -> None:
        handling = Handling(data)
        for hear in received:
            hear(handling)
        token = _current.set(handling)
        try:
            parse(data)
        finally:
            _current.reset(token)

    return begin
