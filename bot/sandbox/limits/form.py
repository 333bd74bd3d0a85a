"""Collects what is wrong with a body into the tree of errors that Discord answers with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.errors import ApiError

Check = Callable[["Form", Any], None]

REQUIRED: Final = ("BASE_TYPE_REQUIRED", "This field is required")


class Form:
    """One place in a body; errors of all places of one body are collected together."""

    def __init__(self, path: tuple[str, ...] = (), errors: dict[str, Any] | None = None) -> None:
        self.path = path
        self._errors: dict[str, Any] = {} if errors is None else errors

    def at(self, *keys: str | int) -> Form:
        """Return a place further inside."""
        return Form((*self.path, *map(str, keys)), self._errors)

    def add(self, code: str, message: str) -> None:
        """Report an error here."""
        node = self._errors
        for key in self.path:
            node = node.setdefault(key, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def text(self, value: Any, low: int, high: int) -> None:
        """Check a string's length; null is let through."""
        if value is None:
            return
        if not isinstance(value, str):
            self.add("STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        elif not low <= len(value) <= high:
            self._length(len(value), low, high)

    def required_text(self, value: Any, low: int, high: int) -> None:
        """Check the length of a string that must be there."""
        if value is None or value == "":
            self.add(*REQUIRED)
        else:
            self.text(value, low, high)

    def count(self, value: Any, low: int, high: int) -> list[Any]:
        """Check a list's length; return it, or an empty one for null and for what is no list."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not low <= len(value) <= high:
            self._length(len(value), low, high)
        return value

    def choice(self, value: Any, allowed: tuple[int, ...]) -> bool:
        """Check that a value is one of those; return whether it is."""
        if _is_whole(value) and value in allowed:
            return True
        self.add("BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, sorted(allowed)))}}}.")
        return False

    def whole(self, value: Any, low: int, high: int) -> None:
        """Check an integer's range; null is let through."""
        if value is None:
            return
        if not _is_whole(value):
            self.add("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            self.add("NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        elif value > high:
            self.add("NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")

    def bits(self, value: Any) -> int:
        """Check that a value is a set of flags; return it, or 0 for null and for what is none."""
        if value is None or (_is_whole(value) and value >= 0):
            return value or 0
        self.add("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return 0

    def raise_errors(self) -> None:
        """Raise 50035 if anything was reported, here or elsewhere in the body."""
        if self._errors:
            raise ApiError(400, 50035, "Invalid Form Body", self._errors)

    def _length(self, length: int, low: int, high: int) -> None:
        if low > 0:
            self.add("BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        elif length > high:
            self.add("BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def optional_mapping(form: Form, value: Any) -> dict[str, Any]:
    """Return the object, or an empty one for null; report what is neither."""
    return {} if value is None else mapping(form, value)


def mapping(form: Form, value: Any) -> dict[str, Any]:
    """Return the object, or report that it is none and return an empty one."""
    if isinstance(value, dict):
        return value
    form.add("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    return {}
