"""Hold a pack's data against the model, and say in plain words what does not fit."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import SchemaValidator, ValidationError, core_schema

from facts.model import Pack
from facts.pack.problem import Problem, did_you_mean, shown
from facts.pack.tree import Node

Path = tuple[str | int, ...]

_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_BRANCHES: Final = ("constrained-str", "Ref")
_LOOSE_POSITION: Final = re.compile(
    r"\s*(?:s|season\s*)?0*(\d{1,2})\s*(?:(?:\s|[.,x-]|ep?|episode)*0*(\d{1,3}))?\s*", re.IGNORECASE
)
_ENDING_KEYS: Final = frozenset({"until", "to", "ends", "end", "till"})


@cache
def validator() -> SchemaValidator:
    """Compile the model, stricter than pydantic is by itself: no text as number, no number as date."""
    return SchemaValidator(_strict(TypeAdapter(Pack).core_schema))


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "date":
        return core_schema.chain_schema([core_schema.str_schema(pattern=_DATE, strict=True), schema])
    kept = {key: _strict(part) for key, part in schema.items()}
    return {**kept, "strict": True} if kept.get("type") in ("int", "bool") else kept


def validate(root: Node) -> tuple[Pack | None, list[Problem], set[Path]]:
    """Make a pack of plain data; where that fails say why, and which list items or mappings are to blame."""
    try:
        return validator().validate_python(root.plain), [], set()
    except ValidationError as error:
        problems: list[Problem] = []
        blamed: set[Path] = set()
        for details in error.errors(include_url=False, include_context=True, include_input=False):
            problem = _explain(root, details)
            path = details["loc"]
            blamed.add(tuple(path[:2]) if len(path) > 1 and isinstance(path[1], int) else tuple(path[:1]))
            if problem is not None:
                problems.append(problem)
        return None, problems, blamed


def node_at(root: Node, path: Iterable[str | int]) -> tuple[Node, list[str | int]]:
    """Follow ``path`` as far as it goes; the rest is what is missing."""
    node, rest = root, list(path)
    while rest and node.parts is not None:
        step = rest[0]
        if isinstance(node.parts, dict) != isinstance(step, str):
            break
        if isinstance(step, str) and step not in node.parts:
            break
        node = node.parts[step]
        rest.pop(0)
    return node, rest


def keys_at(path: Iterable[str | int]) -> tuple[str, ...]:
    """List the keys that the mapping at ``path`` may have."""
    here: type[Any] | None = Pack
    for step in path:
        if isinstance(step, str) and here is not None:
            here = _fields(here).get(step)
    return tuple(_fields(here)) if here is not None else ()


def _fields(mapping: type[Any]) -> Mapping[str, type[Any] | None]:
    hints = get_type_hints(mapping, include_extras=True)
    return {field.name.rstrip("_"): next(_mappings(hints[field.name]), None) for field in dataclasses.fields(mapping)}


def _mappings(hint: Any) -> Iterator[type[Any]]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
    elif get_origin(hint) in (Annotated, tuple, Union, types.UnionType):
        for part in get_args(hint):
            yield from _mappings(part)


def _explain(root: Node, details: Any) -> Problem | None:
    path: Path = tuple(step for step in details["loc"] if step not in _BRANCHES)
    branch = next((step for step in details["loc"] if step in _BRANCHES), None)
    node = node_at(root, path)[0]
    if branch is not None and (branch == "Ref") != isinstance(node_at(root, _to_branch(details["loc"]))[0].parts, dict):
        return None  # a mapping is meant as a reference, anything else as a word
    kind, context = details["type"], details.get("ctx", {})
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if kind == "missing":
        return node.problem(f"{_owner(path)} has no {shown(str(path[-1]))}", _missing_hint(path))
    if kind == "unexpected_keyword_argument":
        return _unknown_key(node_at(root, path[:-1])[0], path)
    found = _found(node)
    if kind == "value_error":
        return node.problem(f"{key}: found {found}, expected a position such as S0, S3 or S3E4", _as_position(node))
    if kind == "literal_error":
        expected = context["expected"].replace("'", "")
        return node.problem(f"{key}: found {found}, expected {expected}", _enum_hint(node, path))
    if kind == "string_too_short" or (kind == "string_type" and node.written == ""):
        return node.problem(f"{key}: found an empty text, expected at least one character")
    if kind == "string_too_long":
        limit, length = context["max_length"], len(str(node.plain).strip())
        return node.problem(f"{key}: found {length:,} characters, expected at most {limit:,}: {found}")
    if kind in ("string_pattern_mismatch", "date_from_datetime_parsing", "date_parsing") or (
        kind == "string_type" and key in ("date", "aired")
    ):
        return node.problem(f"{key}: found {found}, expected a date such as 2019-11-01 that exists")
    if kind == "string_type":
        return node.problem(f"{key}: found {found}, expected text{' or {id: …}' if branch else ''}", _quote_hint(node))
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return node.problem(f"{key}: found {found}, expected {bound}")
    if kind.startswith("int_"):
        return node.problem(f"{key}: found {found}, expected a whole number", _unquote_hint(node))
    if kind.startswith("bool_"):
        return node.problem(f"{key}: found {found}, expected true or false")
    if kind == "too_short":
        if len(node.parts or ()) >= context["min_length"]:
            return None  # counted after the broken items were left out: those have their own problems
        return node.problem(f"{key}: found {_count(len(node.parts))}, expected at least {context['min_length']}")
    if kind == "too_long":
        return node.problem(f"{key}: found {_count(len(node.parts))}, expected at most {context['max_length']}")
    if kind == "tuple_type":
        return node.problem(f"{key}: found {found}, expected a list", _list_hint(node))
    if kind == "dataclass_type":
        keys = ", ".join(keys_at(path)[:4])
        return node.problem(f"{key}: found {found}, expected a mapping with the keys {keys} …")
    return node.problem(f"{key}: found {found}: {details['msg']}")


def _to_branch(path: Path) -> Path:
    return path[: next(index for index, step in enumerate(path) if step in _BRANCHES)]


def _owner(path: Path) -> str:
    lists = {"people": "person", "cast": "cast", "years": "years", "played_by": "played_by", "same_as": "same_as"}
    name = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
    if not name:
        return "the pack"
    return f"this {lists.get(name, name.removesuffix('s') if len(path) > 2 else name)}"


def _missing_hint(path: Path) -> str:
    return "without it the item is hidden from everybody" if path[-1] == "since" else ""


def _unknown_key(node: Node, path: Path) -> Problem:
    written = str(path[-1])
    valid = keys_at(path[:-1])
    hint = did_you_mean(written, valid)
    if not hint and written in _ENDING_KEYS:
        hint = "nothing in a pack says when something ends: a later item says what it replaces"
    return node.key(written).problem(
        f"found the unknown key {shown(written)}, expected one of {', '.join(valid)}", hint
    )


def _enum_hint(node: Node, path: Path) -> str:
    here: type[Any] | None = Pack
    *owners, last = [step for step in path if isinstance(step, str)]
    for step in owners:
        here = _fields(here).get(step) if here else None
    if here is None or node.written is None:
        return ""
    hint = get_type_hints(here).get(last) or get_type_hints(here).get(f"{last}_")
    return did_you_mean(node.written, [str(value) for value in _literals(hint)])


def _literals(hint: Any) -> Iterator[object]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for part in get_args(hint):
            yield from _literals(part)


def _found(node: Node) -> str:
    if node.parts is not None:
        return "a mapping" if isinstance(node.parts, dict) else f"a list of {len(node.parts)}"
    if node.plain is None:
        return "nothing" if not node.written else f"nothing ({node.written})"
    if isinstance(node.plain, bool):
        return f"the truth value {node.written}"
    if isinstance(node.plain, (int, float)):
        return f"the number {node.written}"
    return f"the text {shown(node.plain)}"


def _count(length: int) -> str:
    return {0: "an empty list", 1: "a list of one"}.get(length, f"a list of {length}")


def _quote_hint(node: Node) -> str:
    return f'put it in quotes: "{node.written}"' if node.written and not isinstance(node.plain, str) else ""


def _unquote_hint(node: Node) -> str:
    text = str(node.plain).strip()
    return f"without quotes: {text}" if isinstance(node.plain, str) and text.isdigit() else ""


def _list_hint(node: Node) -> str:
    if isinstance(node.parts, dict):
        return "put a hyphen and a space before it"
    return f"write it in brackets: [{node.written}]" if node.written else ""


def _as_position(node: Node) -> str:
    match = _LOOSE_POSITION.fullmatch(str(node.written or ""))
    if match is None or not node.written:
        return ""
    season, episode = int(match[1]), int(match[2] or 0)
    return f"did you mean {'S0' if not season else f'S{season}E{episode}' if episode else f'S{season}'}?"
