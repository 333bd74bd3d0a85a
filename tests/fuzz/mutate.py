"""Spoiling what Discord sends: each change is one that some client, proxy or later version of Discord could make."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fuzz import junk

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Known:
    """What a spoiler of messages may put in the place of something else."""

    ids: Sequence[str]
    custom_ids: Sequence[str]
    actions: Sequence[str]
    commands: Sequence[str]


def paths(node: Any, at: Path = ()) -> Iterator[Path]:
    """Every place in some JSON but its root."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in items:
        yield (*at, key)
        yield from paths(child, (*at, key))


def holder(root: Any, path: Path) -> Any:
    """What holds the place."""
    for key in path[:-1]:
        root = root[key]
    return root


def spoilt(payload: dict[str, Any], chance: Random, known: Known) -> tuple[dict[str, Any], str]:
    """A copy with one thing changed, and words for what that was."""
    made = copy.deepcopy(payload)
    places = list(paths(made))
    inner = [path for path in places if path[0] == "data"]
    values = [path for path in inner if path[-1] in ("custom_id", "value") or (len(path) > 1 and path[-2] == "values")]
    of_values = bool(values) and chance.random() < 0.4
    path = chance.choice(values if of_values else inner if inner and chance.random() < 0.7 else places or [("data",)])
    change = chance.choice(OF_VALUES if of_values else CHANGES)
    where = holder(made, path)
    change(where, path[-1], chance, known)
    return made, f"{change.__name__.strip('_')} {'.'.join(map(str, path))}"


def _replace(where: Any, key: Any, chance: Random, known: Known) -> None:
    where[key] = junk.anything(chance, known.ids)


def _replace_text(where: Any, key: Any, chance: Random, known: Known) -> None:
    where[key] = junk.text(chance)


def _remove(where: Any, key: Any, chance: Random, known: Known) -> None:
    del where[key]


def _add(where: Any, key: Any, chance: Random, known: Known) -> None:
    value = junk.anything(chance, known.ids)
    if isinstance(where, dict):
        where[chance.choice(("extra", "", "options", "value", "resolved", "type", "focused", "name"))] = value
    else:
        where.insert(chance.randrange(len(where) + 1), value)


def _double(where: Any, key: Any, chance: Random, known: Known) -> None:
    if isinstance(where, list):
        where.insert(key, copy.deepcopy(where[key]))
    elif isinstance(where[key], list):
        where[key] = where[key] * chance.choice((2, 30))
    else:
        where[f"{key}2"] = copy.deepcopy(where[key])


def _retype(where: Any, key: Any, chance: Random, known: Known) -> None:
    value = where[key]
    where[key] = chance.choice((str(value), [value], {"value": value}, None, len(str(value)), not value))


def _lengthen(where: Any, key: Any, chance: Random, known: Known) -> None:
    value = where[key]
    where[key] = value + junk.text(chance) if isinstance(value, str) else junk.text(chance)


def _cut(where: Any, key: Any, chance: Random, known: Known) -> None:
    value = where[key]
    if isinstance(value, str | list):
        where[key] = value[: chance.randrange(len(value) + 1)]
    else:
        where[key] = None


def _put_id(where: Any, key: Any, chance: Random, known: Known) -> None:
    where[key] = chance.choice((*junk.SNOWFLAKES, *known.ids, *known.ids))


def _cross(where: Any, key: Any, chance: Random, known: Known) -> None:
    """Another's id or name in the place of its own."""
    value = where[key]
    if key == "custom_id" and isinstance(value, str):
        rest = value.partition("|")[2]
        made = (
            chance.choice(known.custom_ids or ("",)),
            f"{chance.choice(known.actions)}|{rest}",
            "|".join(_exchanged(value.split("|"), chance, known)),
            f"{value}|{junk.text(chance)}",
        )
        where[key] = chance.choice(made)[:120]
    elif key == "name":
        where[key] = chance.choice(known.commands)
    elif isinstance(value, int):
        where[key] = chance.choice(junk.NUMBERS)
    else:
        _put_id(where, key, chance, known)


def _exchanged(parts: list[str], chance: Random, known: Known) -> list[str]:
    place = chance.randrange(len(parts))
    parts[place] = chance.choice((*junk.SNOWFLAKES, *known.ids, "S2E2", "S0", "99", "9999", "late-one", ""))
    return parts


Change = Callable[[Any, Any, Random, Known], None]

OF_VALUES: tuple[Change, ...] = (_cross, _put_id, _lengthen, _cut, _replace_text)
CHANGES: tuple[Change, ...] = (
    *(_replace, _replace, _remove, _add, _double, _retype, _lengthen, _cut, _put_id, _cross, _cross),
)
