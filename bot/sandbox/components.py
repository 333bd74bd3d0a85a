"""Finding components of messages and what choosing in a menu sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.limits.components import walk
from bot.sandbox.resolve import Resolved
from bot.sandbox.world import Channel, Message, Role, User


def interactive(components: Sequence[dict[str, Any]], kinds: Sequence[int]) -> list[dict[str, Any]]:
    """Return the components of some kinds in the order shown, those inside others included."""
    return [component for component in walk(components) if component["type"] in kinds]


def find_component(
    message: Message,
    kinds: Sequence[int],
    *,
    custom_id: str | None = None,
    label: str | None = None,
    index: int | None = None,
    stale: bool = False,
) -> dict[str, Any]:
    """Find one component; raise ``NotOfferedError`` if there is none, or several and it is not said which.

    ``stale`` looks in what the message said before, too.
    """
    found = interactive(message.components, kinds)
    if stale:
        for before in reversed(message.history):
            known = {component.get("custom_id") for component in found}
            found += [c for c in interactive(before["components"], kinds) if c.get("custom_id") not in known]
    if custom_id is not None:
        matching = [component for component in found if component.get("custom_id") == custom_id]
    elif label is not None:
        matching = [component for component in found if component.get("label") == label]
    elif index is not None:
        matching = found[index : index + 1]
    else:
        matching = found
    if len(matching) != 1:
        offered = [component.get("label") or component.get("custom_id") for component in found]
        raise NotOfferedError(f"no single component is {custom_id or label or index!r}; there are {offered}")
    return matching[0]


def select_values(select: dict[str, Any], chosen: Sequence[Any]) -> dict[str, Any]:
    """Return the ``values`` that choosing sends; options are named by value or label."""
    low, high = select.get("min_values"), select.get("max_values")
    if not (1 if low is None else low) <= len(chosen) <= (1 if high is None else high):
        raise NotOfferedError(f"{len(chosen)} cannot be chosen in that menu")
    if select["type"] != 3:
        return {"values": [str(item.id) for item in chosen]}
    values = []
    for item in chosen:
        for option in select["options"]:
            if item in (option["value"], option["label"]):
                values.append(option["value"])
                break
        else:
            raise NotOfferedError(f"the menu has no option {item!r}")
    return {"values": values}


def resolve_values(where: Channel, chosen: Sequence[Any]) -> dict[str, Any]:
    """Return what is told about users, roles and channels that were chosen."""
    resolved = Resolved(where)
    for item in chosen:
        if isinstance(item, User):
            resolved.add_user(item)
        elif isinstance(item, Role):
            resolved.add_role(item)
        else:
            resolved.add_channel(item)
    return resolved.data
