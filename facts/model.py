"""What a pack holds, as frozen types: the format's keys, one class a mapping.

These are the pack format, version 1. The reader validates against them, the published JSON Schema is made from them,
and a view is built of them. A trailing underscore stands where the key is a Python keyword (``as_`` is ``as``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from facts.position import Position

FORMAT_VERSION: Final = 1

Id = Annotated[str, MinLen(1), MaxLen(60)]
"""Lower-case words joined by hyphens; the reader checks the shape."""
EntryId = Annotated[str, MinLen(1), MaxLen(50)]
"""The id of a character, thing or person: with the show's it must fit a button's ``custom_id``."""
ShowId = Annotated[str, MinLen(1), MaxLen(30)]
Line = Annotated[str, MinLen(1), MaxLen(80)]
"""A name, title or answer: what fits a button or a menu's line."""
Ask = Annotated[str, MinLen(1), MaxLen(300)]
Sentence = Annotated[str, MinLen(1), MaxLen(1000)]
Year = Annotated[int, Ge(1000), Le(9999)]

Billing = Literal["main", "recurring", "guest"]
Portrayal = Literal["child", "adult", "voice"]
ThingType = Literal["organisation", "place", "vessel", "mission"]
FactKind = Literal[
    "status",
    "role",
    "rank",
    "member_of",
    "nationality",
    "home",
    "spouse",
    "partner",
    "parent",
    "child",
    "sibling",
    "friend",
    "rival",
    "mentor",
    "event",
    "world",
    "production",
    "award",
    "quote",
    "note",
]
RELATIONS: Final[tuple[FactKind, ...]] = (
    "spouse",
    "partner",
    "parent",
    "child",
    "sibling",
    "friend",
    "rival",
    "mentor",
)
"""Kinds whose ``value`` is what the other one is *to* the entry: ``parent`` of Kelly is Ed."""
VALUELESS: Final[frozenset[FactKind]] = frozenset({"event", "world", "production", "award", "quote", "note"})
"""Kinds that need no ``value``."""


class _Mapping:
    """A mapping of the format: keys that it does not name are errors."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: name.rstrip("_"),
        "str_strip_whitespace": True,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Years(_Mapping):
    """In which years of the story a season plays, ends included."""

    since: Position
    season: Annotated[int, Ge(1), Le(99)]
    from_: Year
    to: Year


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(_Mapping):
    """The show itself; only ``years`` tells anything that not everybody may know."""

    id: ShowId
    title: Line
    premise: Sentence
    episodes: Annotated[tuple[Annotated[int, Ge(1), Le(200)], ...], MinLen(1), MaxLen(99)]
    years: tuple[Years, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(_Mapping):
    """Where a fact is from. Users see the publisher only: titles and addresses tell endings."""

    id: Id
    title: Annotated[str, MinLen(1), MaxLen(300)]
    publisher: Line
    url: Annotated[str, MinLen(1), MaxLen(2000)] | None = None
    licence: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode(_Mapping):
    """An episode; ``since`` is the episode itself."""

    since: Position
    title: Line | None = None
    aired: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(_Mapping):
    """An actor, creator or member of the crew, from when one may know that they belong to the show."""

    id: EntryId
    since: Position
    name: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(_Mapping):
    """A name of an entry. The last one visible is shown, unless it is ``also``: findable, never shown."""

    since: Position
    name: Line
    also: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast(_Mapping):
    """How a character is billed; the last one visible counts."""

    since: Position
    as_: Billing


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedBy(_Mapping):
    """Who plays a character; ``as_`` where there are several."""

    since: Position
    person: Id
    as_: Portrayal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs(_Mapping):
    """Two entries turn out to be one."""

    since: Position
    character: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Character(_Mapping):
    """Somebody in the story."""

    id: EntryId
    since: Position
    names: Annotated[tuple[Name, ...], MinLen(1)]
    cast: tuple[Cast, ...] = ()
    played_by: tuple[PlayedBy, ...] = ()
    same_as: tuple[SameAs, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(_Mapping):
    """An organisation, place, vessel or mission of the story."""

    id: EntryId
    since: Position
    type: ThingType
    names: Annotated[tuple[Name, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref(_Mapping):
    """A value that is an entry of the pack."""

    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(_Mapping):
    """One sentence that is true from ``since`` on, until a later fact ``replaces`` it."""

    id: Id
    since: Position
    about: Annotated[tuple[Id, ...], MinLen(1)]
    kind: FactKind
    text: Sentence
    sources: Annotated[tuple[Id, ...], MinLen(1)]
    value: Line | Ref | None = None
    year: Year | None = None
    date: dt.date | None = None
    real: Sentence | None = None
    speaker: Id | None = None
    replaces: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(_Mapping):
    """Entries that are harmless apart and a spoiler when named together, for lint and for the guard."""

    since: Position
    ids: Annotated[tuple[Id, ...], MinLen(2)]
    why: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(_Mapping):
    """A trivia question written by hand."""

    id: Id
    since: Position
    about: Annotated[tuple[Id, ...], MinLen(1)]
    ask: Ask
    answer: Line
    wrong: Annotated[tuple[Line, ...], MinLen(1), MaxLen(3)]
    sources: Annotated[tuple[Id, ...], MinLen(1)]
    accept: tuple[Line, ...] = ()
    explain: Sentence | None = None
    difficulty: Annotated[int, Ge(1), Le(5)] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(_Mapping):
    """Everything known about one show; files of a pack are joined into this."""

    pack: Literal[1]
    show: Show
    sources: tuple[Source, ...] = ()
    episodes: tuple[Episode, ...] = ()
    people: tuple[Person, ...] = ()
    characters: tuple[Character, ...] = ()
    things: tuple[Thing, ...] = ()
    facts: tuple[Fact, ...] = ()
    together: tuple[Together, ...] = ()
    questions: tuple[Question, ...] = ()
