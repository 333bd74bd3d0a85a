"""Words and lengths that all cards share."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from bot.render.card import LABEL
from facts.model import Fact, Ref
from facts.position import NOTHING, Position
from facts.view import View

PUBLISHERS: Final = 200
"""The most characters of a fact's sources."""

_MARKUP: Final = re.compile(r"([\\*_~`|>#\[\]()<@:-])")


def clip(text: str, limit: int) -> str:
    """Shorten to ``limit`` characters, with an ellipsis where something is cut off."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str) -> str:
    """What a user typed as one line of characters that can be seen: no control characters, no halves of pairs."""
    visible = (
        character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(visible).split())


def quoted(text: str, limit: int = 60) -> str:
    """What a user typed, fit to be repeated: one line, no markup, no mention, no link."""
    return "“" + _MARKUP.sub(r"\\\1", clip(plain(text), limit)) + "”"


def button_label(text: str) -> str:
    """Shorten a label to what a button holds; its end, which may tell it from others, stays."""
    return text if len(text) <= LABEL else f"{text[: LABEL - 31].rstrip()}…{text[-30:]}"


def join_lines(lines: Iterable[str], limit: int) -> str:
    """As many whole lines as fit into ``limit`` characters."""
    kept: list[str] = []
    room = limit
    for line in lines:
        line = clip(line, limit)
        if len(line) > room:
            break
        kept.append(line)
        room -= len(line) + 1
    return "\n".join(kept)


def position_words(position: Position) -> str:
    """A position as users read it: ``S3E4``, ``all of season 3``, ``nothing yet``."""
    if position == NOTHING:
        return "nothing yet"
    return f"all of season {position.season}" if position.whole else str(position)


def up_to(ceiling: Position) -> str:
    """What a shared reply that finds nothing says, always: how far the channel's view goes, and what to do."""
    return f"In this channel I speak up to: {far_words(ceiling)}. Without `share` you may get more."


def far_words(limit: Position) -> str:
    """How far somebody or something may go, after "up to"."""
    return "what is safe before the first episode" if limit == NOTHING else position_words(limit)


def ahead(view: View, asked: Position) -> str | None:
    """What is said of an episode or season that is ahead, ``None`` for others.

    It follows from numbers alone: how long the seasons are is public, and what the view holds plays no part.
    """
    begins = Position(asked.season, 1) if asked.whole else asked
    if not view.seasons.has(asked) or view.seasons.canonical(begins) <= view.position:
        return None
    what = f"season {asked.season}" if asked.whole else str(asked)
    if view.position == NOTHING:
        return f"You are before the first episode; {what} is ahead."
    here = f"the end of season {view.position.season}" if view.position.whole else str(view.position)
    return f"You are at {here}; {what} is ahead."


def as_of(view: View) -> str:
    """The footer that says from where a card was made."""
    where = "before the first episode" if view.position == NOTHING else f"as of {view.position}"
    return f"{view.show.title} · {where}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number of things: ``1 episode``, ``2 episodes``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def date_words(date: dt.date) -> str:
    """A date as in ``1 November 2019``."""
    return f"{date.day} {date:%B %Y}"


def value_words(view: View, fact: Fact) -> str:
    """A fact's value: its word, or the name of the entry it points to; its sentence where it has none."""
    match fact.value:
        case Ref(id=entry_id):
            return view.name(entry_id)
        case None:
            return fact.text
        case word:
            return word


def when(fact: Fact) -> str:
    """The fact's date or year in the story, empty where it has none."""
    if fact.date is not None:
        return date_words(fact.date)
    return str(fact.year) if fact.year is not None else ""


def publishers(view: View, fact: Fact) -> str:
    """Who published what backs a fact, each once; never titles or addresses, which tell endings."""
    return clip(", ".join(dict.fromkeys(view.sources[source].publisher for source in fact.sources)), PUBLISHERS)


def fact_line(view: View, fact: Fact, *, sourced: bool = True) -> str:
    """A fact as a line of a list."""
    since = "" if fact.since == NOTHING else str(fact.since)
    tail = " · ".join(part for part in (since, publishers(view, fact) if sourced else "") if part)
    return f"• {fact.text} *({tail})*" if tail else f"• {fact.text}"


def weight(fact: Fact) -> int:
    """At least the length of a fact's line, found quickly."""
    return len(fact.text) + 20 + min(PUBLISHERS, 82 * len(fact.sources))
