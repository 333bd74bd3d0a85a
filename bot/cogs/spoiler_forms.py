"""The form in which a spoiler is written, and what comes back from it."""

from __future__ import annotations

from typing import Final, NamedTuple

import discord

from bot import custom_id
from bot.caller import Caller
from bot.drafts import Draft
from bot.errors import OptionError, TooLongError
from bot.options import NAME, typed_fields
from bot.render.spoiler import TITLE, WORDS
from bot.render.text import plain
from facts.position import Position

ORIGINAL: Final = "m"
"""Stands, with the id of the message, for the number of files where the form takes the place of a message."""
BEYOND: Final = "+"
"""Follows the number of files where the guard has found that the text goes beyond the ceiling."""


class Typed(NamedTuple):
    """What a form says; ``text`` is ``None`` where it has no field for it."""

    since: str
    title: str
    text: str | None


def form_of(draft: Draft) -> discord.ui.Modal:
    """The form for a new post, or for changing one, filled in with what is known."""
    if draft.changes:
        key = custom_id.pack("spoiler-edited", str(draft.id))
    else:
        files = f"{len(draft.files)}{BEYOND * draft.beyond}"
        files = files if draft.original is None else f"{ORIGINAL}{draft.original}"
        key = custom_id.pack("spoiler-form", str(draft.id), draft.show, files)
    form = discord.ui.Modal(title="Spoiler", custom_id=key)
    form.add_item(
        discord.ui.TextInput(
            label="Safe for who has watched",
            custom_id="since",
            placeholder="The latest episode that it gives away, such as S3E4, or S3 for a whole season",
            default=draft.since[:NAME] or None,
            max_length=NAME,
        )
    )
    form.add_item(
        discord.ui.TextInput(
            label="Title, which everybody sees",
            custom_id="title",
            placeholder="Leave it out, or say nothing that is hidden",
            default=draft.title or None,
            required=False,
            max_length=TITLE,
        )
    )
    if draft.text is not None:
        form.add_item(
            discord.ui.TextInput(
                label="Spoiler",
                custom_id="text",
                style=discord.TextStyle.paragraph,
                default=draft.text[:WORDS] or None,
                # A message of files alone has no words, and a post may lose them when it is edited.
                required=not draft.files and not draft.changes,
                max_length=WORDS,
            )
        )
    form.stop()
    return form


def typed(interaction: discord.Interaction) -> Typed:
    """What was typed into the form; raise ``OptionError`` or ``TooLongError`` for what no form of ours sends."""
    found = typed_fields(interaction)
    if "since" not in found:
        raise OptionError
    title, text = plain(found.get("title", "")), found.get("text")
    if len(title) > TITLE:
        raise TooLongError("title", TITLE)
    if text is not None:
        # Neither database keeps every character that Python does.
        text = text.replace("\0", "").encode("utf-8", "replace").decode().strip()
        if len(text) > WORDS:
            raise TooLongError("text", WORDS)
    return Typed(found["since"], title, text)


def first_since(caller: Caller) -> str:
    """What the form proposes: the end of the season that the caller has reached, if the channel is not that far.

    Their own progress would stand beside their name; and of what the channel may speak of, nobody is asked first.
    """
    season = caller.own.season
    return f"S{season}" if season and Position(season) > caller.ceiling else ""
