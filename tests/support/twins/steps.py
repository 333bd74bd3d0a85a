"""What can happen to both twins, written so that it can be sent, repeated and read; and what a twin tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

BUTTON: Final = 2
TEXT_MENU: Final = 3
ROLE_MENU: Final = 6
"""Discord's numbers of what can be pressed."""


@dataclass(frozen=True)
class Command:
    """Somebody sends a slash command; ``values`` as they are."""

    by: str
    at: str
    line: str
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Complete:
    """Somebody types; the last of ``values`` has the focus."""

    by: str
    at: str
    line: str
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Press:
    """Somebody presses a button or chooses in a menu; ``on`` names the message, ``None`` for one that never bore it."""

    by: str
    at: str
    on: str | None
    custom_id: str
    kind: int = BUTTON
    value: str | None = None
    """What is chosen in a menu: a text, or a role by its name."""


@dataclass(frozen=True)
class Submit:
    """Somebody sends the form that interaction ``form`` opened."""

    by: str
    form: int
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Say:
    """Somebody writes a message."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Hide:
    """Somebody uses the menu of a message."""

    by: str
    on: str


@dataclass(frozen=True)
class Remove:
    """A moderator deletes a message."""

    on: str


@dataclass(frozen=True)
class Manage:
    """A server's owner lets the bot manage roles (``allow``) or not (``forbid``), or deletes one (``delete``)."""

    at: str
    what: str


@dataclass(frozen=True)
class Wait:
    """Time passes, and what comes due in it happens."""

    seconds: float


@dataclass(frozen=True)
class Load:
    """Another process loads another pack while the bot runs; each twin another one."""

    packs: tuple[int, int]
    noticed: bool
    """Whether the bot looks at once, else when it next reads."""


@dataclass(frozen=True)
class Restart:
    """The bot's process ends, and another begins after a while."""

    seconds: float


@dataclass(frozen=True)
class Forget:
    """What is kept in memory is given up: views, pools, what users own."""

    what: str


Step = Command | Complete | Press | Submit | Say | Hide | Remove | Manage | Wait | Load | Restart | Forget


class Said(NamedTuple):
    """One request of the bot: in which place, privately to whom, and what."""

    lane: str
    private: bool
    text: str


class Pressable(NamedTuple):
    """A button or a menu that a message bears or bore; ``only`` names who sees it."""

    on: str
    at: str
    custom_id: str
    kind: int
    options: tuple[str, ...]
    only: str | None


class Form(NamedTuple):
    """A form that was opened, and its fields."""

    id: int
    by: str
    custom_id: str
    fields: tuple[str, ...]


class Written(NamedTuple):
    """A message of somebody's."""

    key: str
    by: str


@dataclass
class Heard:
    """What came of a step in one twin."""

    said: list[Said] = field(default_factory=list)
    outcome: str = ""
    """How the stand-in took it, the same for both."""
    pressables: list[Pressable] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    positions: dict[str, str] = field(default_factory=dict)
    """How far everybody may be told, by name."""
    cpu: float = 0.0
    """Seconds of a processor that the twin has taken so far."""
    complaints: list[str] = field(default_factory=list)
    """What went wrong in the bot or the stand-in."""
