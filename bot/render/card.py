"""A card: what a reply says and offers, before it becomes Discord's embeds and components."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, Literal

BUTTONS_A_ROW: Final = 5
OPTIONS_A_MENU: Final = 25
LABEL: Final = 80
CHOICE: Final = 100
TITLE: Final = 256
TEXT: Final = 4096
FIELD: Final = 1024
WHOLE: Final = 6000
"""Discord's limits, in characters or pieces."""

Style = Literal["primary", "secondary", "success", "danger"]


class Colour(IntEnum):
    """The colour of a card's edge, by what it is about."""

    PLAIN = 0x4C6A92
    CHARACTER = 0xD9822B
    FACT = 0x2B95D6
    EPISODE = 0x7157D9
    PROGRESS = 0x0F9960
    MODERATION = 0x5C7080
    TRIVIA = 0xC2298A
    ERROR = 0xA82A2A


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press; ``custom_id`` says what it does."""

    label: str
    custom_id: str
    style: Style = "secondary"
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a menu."""

    label: str
    value: str
    description: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu from which one line is chosen."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class RoleMenu:
    """A menu of a server's roles, from which one or none is chosen; ``chosen`` is the one that is set."""

    custom_id: str
    placeholder: str
    chosen: int | None = None


Row = tuple[Button, ...] | Menu | RoleMenu


@dataclass(frozen=True, slots=True)
class Field:
    """A headed piece of a card."""

    name: str
    value: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One reply. ``note`` is a short line above the card, for what concerns only this reply.

    ``empty`` says that nothing was found, which is told to who asked and never posted for everybody.
    """

    title: str
    text: str = ""
    fields: tuple[Field, ...] = ()
    footer: str = ""
    colour: Colour = Colour.PLAIN
    rows: tuple[Row, ...] = ()
    note: str = ""
    empty: bool = False

    def noted(self, *notes: str) -> Card:
        """The same card with more lines above it."""
        return replace(self, note="\n".join(note for note in (self.note, *notes) if note))

    def with_rows(self, *rows: Row) -> Card:
        """The same card with more rows of buttons or menus; empty ones are left out."""
        return replace(self, rows=(*self.rows, *(row for row in rows if not isinstance(row, tuple) or row)))

    def ending(self, line: str) -> Card:
        """The same card with a last line to its text."""
        return replace(self, text=f"{self.text}\n\n{line}")

    def without_rows(self) -> Card:
        """The same card with nothing to press."""
        return replace(self, rows=())
