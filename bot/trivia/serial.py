"""Events as text for the ledger: ``[version, kind, fields]``, what is at its default left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

import orjson

from bot.trivia import events
from facts.position import Position
from facts.questions import TriviaQuestion

VERSION: Final = 1

_KINDS: Final[Mapping[str, type[events.Event]]] = {kind.__name__.lower(): kind for kind in get_args(events.Event)}


class UnknownEventError(ValueError):
    """A text that is no event of this version."""


def to_json(event: events.Event) -> str:
    """Write an event as one line of JSON."""
    return orjson.dumps([VERSION, type(event).__name__.lower(), _fields(event)], default=_plain).decode()


def from_json(text: str | bytes) -> events.Event:
    """Read what ``to_json`` wrote; raise ``UnknownEventError`` for anything else."""
    try:
        version, kind, fields = orjson.loads(text)
        if version != VERSION:
            raise UnknownEventError(text)
        return _KINDS[kind](**{name: _READ.get(name, _as_is)(value) for name, value in fields.items()})
    except UnknownEventError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnknownEventError(text) from error


def _fields(value: Any) -> dict[str, Any]:
    fields = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
    return {field.name: given for field, given in fields if given != field.default}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Position) else _fields(value)


def _as_is(value: Any) -> Any:
    return value


def _position(value: str | None) -> Position | None:
    return None if value is None else Position.parse(value)


def _question(value: dict[str, Any] | None) -> TriviaQuestion | None:
    if value is None:
        return None
    fields: dict[str, Any] = {name: tuple(given) if isinstance(given, list) else given for name, given in value.items()}
    return TriviaQuestion(**{**fields, "since": Position.parse(fields["since"])})


def _settings(value: dict[str, Any]) -> events.Settings:
    return events.Settings(**value)


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "position": _position,
    "ceiling": _position,
    "question": _question,
    "settings": _settings,
    "candidates": tuple,
}
