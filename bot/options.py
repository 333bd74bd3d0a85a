"""What users typed into options, read into what it means; raises the errors that users are told."""

from __future__ import annotations

import re
from typing import Any, Final, cast

import discord

from bot.errors import (
    AmbiguousError,
    BadPositionError,
    NoSuchPositionError,
    NotFoundError,
    NothingHereError,
    OutdatedButtonError,
    TooLongError,
)
from facts.position import NOTHING, WHOLE, Position
from facts.seasons import Seasons
from facts.view import Entry, Section, View

NAME: Final = 100
"""The most characters of a name."""

_LOOSE: Final = re.compile(r"s?\s*0*(\d{1,2})\s*(?:[ex]\s*0*(\d{1,3}))?", re.IGNORECASE | re.ASCII)


def read_position(text: str) -> Position:
    """Read ``S3E4``, ``s03e04``, ``3x4``, ``S3`` or ``3``; raise ``BadPositionError`` for anything else."""
    match = _LOOSE.fullmatch(text.strip()) if len(text) <= NAME else None
    if match is None:
        raise BadPositionError(text)
    season = int(match[1])
    episode = int(match[2]) if match[2] else WHOLE
    if season == 0 and match[2] is None:
        return NOTHING
    if season == 0 or episode == 0 or (match[2] and episode == WHOLE):
        raise BadPositionError(text)
    return Position(season, episode)


def read_season_and_episode(season: int, episode: int | None) -> Position:
    """The position of a season, or of an episode in it, given as numbers."""
    if season == 0 and episode is None:
        return NOTHING
    if not 1 <= season <= 99 or (episode is not None and not 1 <= episode < WHOLE):
        raise BadPositionError(f"S{season}" if episode is None else f"S{season}E{episode}")
    return Position(season) if episode is None else Position(season, episode)


def existing(title: str, seasons: Seasons, position: Position) -> Position:
    """``position`` itself, canonical; raise ``NoSuchPositionError`` where the show does not have it."""
    if not seasons.has(position):
        raise NoSuchPositionError(title, tuple(seasons), position)
    return seasons.canonical(position)


def existing_season(view: View, season: int) -> int:
    """``season`` itself; raise ``NoSuchPositionError`` where the show does not have it."""
    return existing(view.show.title, view.seasons, Position(season)).season


def one_entry(view: View, asked: str, among: Section | None = None) -> Entry:
    """The one entry meant, of another kind where none of those bears the name.

    Raise ``NotFoundError`` or ``AmbiguousError``.
    """
    if len(asked) > NAME:
        raise TooLongError("name", NAME)
    found = view.find(asked, among) or view.find(asked)
    if not found:
        raise NotFoundError(asked, view.nearest(asked, among))
    if len(found) > 1:
        raise AmbiguousError(view.show.id, asked, tuple((entry.id, view.label(entry.id)) for entry in found))
    return found[0]


def linked_entry(view: View, entry_id: str) -> Entry:
    """The entry that a button or menu leads to; raise ``NothingHereError`` where this view has none."""
    entry = view.entry(entry_id)
    if entry is None:
        raise NothingHereError
    return entry


def named(view: View, asked: str) -> str:
    """What was asked for as the asker reads it: by its name where it is an id, which autocomplete sends."""
    entry = view.entry(asked.strip())
    return asked if entry is None else view.label(entry.id)


def typed_fields(interaction: discord.Interaction) -> dict[str, str]:
    """What was typed into the fields of a form, by their ``custom_id``; what is no text is left out."""
    rows = cast("dict[str, Any]", interaction.data or {}).get("components")
    found: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict):
            continue
        inner = row.get("components")
        for field in (*(inner if isinstance(inner, list) else ()), row.get("component")):
            if isinstance(field, dict) and isinstance(field.get("value"), str):
                found[str(field.get("custom_id"))] = field["value"]
    return found


def chosen(interaction: discord.Interaction) -> str:
    """The line chosen from a menu."""
    values = cast("dict[str, Any]", interaction.data or {}).get("values")
    if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], str):
        raise OutdatedButtonError
    return values[0]
