"""What is found when it is first asked for: ``functools.cached_property`` without its lock, which costs more than most
of what is asked here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  # used as ``property`` is
    """A method without arguments that is called once for each object, and is its attribute from then on."""

    __slots__ = ("_make", "_name")

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__

    def __get__(self, of: Any, _: type | None = None) -> T:
        """Find it; the attribute of that name comes before this from then on."""
        value = of.__dict__[self._name] = self._make(of)
        return value
