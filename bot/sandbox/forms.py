"""Filling in a form as a user does."""

from __future__ import annotations

from typing import Any

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.components import select_values


def fill_in(modal: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """Return what submitting a form sends; fields are named by ``custom_id`` or label.

    Raise ``NotOfferedError`` for what Discord's client would not let a user send.
    """
    left = dict(fields)
    rows = [_filled(row, left) for row in modal["components"]]
    if left:
        raise NotOfferedError(f"the form has no field {next(iter(left))!r}")
    return {"custom_id": modal["custom_id"], "components": rows}


def _filled(row: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a form as it is submitted, taking the values it uses out of ``fields``."""
    if row["type"] == 10:
        return {"type": 10, "id": row.get("id", 0)}
    labelled = row["type"] == 18
    inner = row["component"] if labelled else row["components"][0]
    keys = (inner["custom_id"], row.get("label") if labelled else inner.get("label"))
    value = next((fields.pop(key) for key in keys if key in fields), None)
    filled = _filled_input(inner, value, next((key for key in reversed(keys) if key), "it"))
    return {"type": 18, "component": filled} if labelled else {"type": 1, "components": [filled]}


def _filled_input(component: dict[str, Any], value: Any, called: str) -> dict[str, Any]:
    head = {"type": component["type"], "custom_id": component["custom_id"], "id": component.get("id", 0)}
    if component["type"] == 4:
        text = str(component.get("value") or "") if value is None else str(value)
        if component.get("required", True) and not text:
            raise NotOfferedError(f"“{called}” must be filled in")
        low, high = component.get("min_length") or 0, component.get("max_length") or 4000
        if text and not low <= len(text) <= high:
            raise NotOfferedError(f"“{called}” is too short or too long")
        return head | {"value": text}
    if component["type"] in (21, 23):
        return head | {"value": value}
    chosen = [value] if isinstance(value, str) else list(value or ())
    if component["type"] == 3:
        return head | select_values(component, chosen)
    return head | {"values": chosen}
