"""Cards of episodes, the story's timeline, and recaps of seasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Final

from bot import custom_id
from bot.render.card import OPTIONS_A_MENU, TEXT, Button, Card, Colour
from bot.render.cast import open_menu
from bot.render.kin import told_once
from bot.render.memo import kept_by_view
from bot.render.paging import Pages, list_fields
from bot.render.text import ahead, as_of, clip, date_words, when
from facts.model import Episode, Fact
from facts.position import NOTHING, Position
from facts.view import View

EVENTS_A_PAGE: Final = 12
LINES_A_PAGE: Final = 16
_EPISODE: Final = 1500
"""Characters of an episode's lines on a page: a card, not a wall of text."""
_NOTHING: Final = "I know nothing about this episode."
RECAP_A_PAGE: Final = 16
_HEADING: Final = 100
"""Characters of an episode's number and title."""
_NOT_LEARNT: Final = ("event", "world", "production", "award", "quote", "note")


@kept_by_view
def episode_card(view: View, episode: Episode, page: int = 1) -> Card:
    """Title, date, what happens, and what one gets to know in an episode."""
    reveals = told_once(view.reveals(episode.since))
    lines = [
        *(("What happens", f"• {fact.text}") for fact in reveals if fact.kind == "event"),
        *(("What we learn", f"• {fact.text}") for fact in reveals if fact.kind not in _NOT_LEARNT),
        *(("Where history differs", f"• {fact.text}") for fact in reveals if fact.kind == "world"),
    ]
    pages = Pages(lines, LINES_A_PAGE, page, weigh=lambda line: len(line[1]) + 1, room=_EPISODE)
    fields = [
        field
        for heading, told in groupby(pages.items, key=itemgetter(0))
        for field in list_fields(heading, [text for _, text in told])
    ]
    return Card(
        title=_heading(episode),
        text=f"First shown {date_words(episode.aired)}" if episode.aired else "" if fields else _NOTHING,
        fields=tuple(fields),
        footer=as_of(view),
        colour=Colour.EPISODE,
    ).with_rows(
        *open_menu(view, "Who appears for the first time", _met(view, episode)[:OPTIONS_A_MENU]),
        pages.buttons(lambda number: custom_id.pack("episode-page", view.show.id, str(episode.since), str(number))),
        _neighbours(view, episode),
    )


def ahead_card(view: View, position: Position) -> Card | None:
    """The card for an episode or season that is ahead, ``None`` for one that is not; titles are not public."""
    text = ahead(view, position)
    if text is None:
        return None
    return Card(title=str(position), text=text, footer=as_of(view), colour=Colour.EPISODE, empty=True)


@kept_by_view
def timeline_card(view: View, start: Position | None = None, end: Position | None = None, page: int = 1) -> Card:
    """The story's events in the story's order, those told between two positions."""
    # A season and its last episode are one position: the episode is the lower form of it, the season the higher.
    first = NOTHING if start is None else view.seasons.concrete(start)
    last = view.position if end is None else view.seasons.canonical(end)
    events = view.events()
    if start is not None or end is not None:
        events = tuple(fact for fact in events if first <= fact.since <= last)
    pages = Pages(events, EVENTS_A_PAGE, page, weigh=_weight, room=TEXT)
    span = [str(start or "-"), str(end or "-")]
    return Card(
        title=f"{view.show.title}: timeline",
        text="\n".join(map(_moment, pages.items)) or "I know no events there.",
        footer=as_of(view),
        colour=Colour.EPISODE,
        empty=not events,
    ).with_rows(pages.buttons(lambda number: custom_id.pack("timeline", view.show.id, *span, str(number))))


@kept_by_view
def recap_card(view: View, season: int, page: int = 1) -> Card:
    """What happens in a season, episode by episode."""
    events = [fact for fact in view.facts if fact.since.season == season and fact.kind == "event"]
    events.sort(key=attrgetter("since"))
    pages = Pages(events, RECAP_A_PAGE, page, weigh=_weight, room=TEXT - RECAP_A_PAGE * (_HEADING + 6))
    return Card(
        title=f"{view.show.title}: recap of season {season}",
        text="\n".join(_by_episode(view, pages.items))
        or ahead(view, Position(season))
        or f"I know nothing about season {season}.",
        footer=as_of(view),
        colour=Colour.EPISODE,
        empty=not events,
    ).with_rows(pages.buttons(lambda number: custom_id.pack("recap", view.show.id, str(season), str(number))))


def _heading(episode: Episode) -> str:
    return clip(f"{episode.since} · {episode.title}" if episode.title else str(episode.since), _HEADING)


def _met(view: View, episode: Episode) -> list[str]:
    # Whoever enters with an episode is known since then, or since before the first one.
    entries = (NOTHING, episode.since) if episode.since.season == 1 else (episode.since,)
    candidates = [character.id for character in view.characters.values() if character.since in entries]
    return [character for character in candidates if view.first_episode(character) == episode.since]


def _moment(fact: Fact) -> str:
    moment = when(fact)
    return f"• **{moment}** {fact.text} *({fact.since})*" if moment else f"• {fact.text} *({fact.since})*"


def _weight(fact: Fact) -> int:
    return len(fact.text) + 40


def _by_episode(view: View, facts: Sequence[Fact]) -> Iterator[str]:
    before: Position | None = None
    for fact in facts:
        place = view.seasons.canonical(fact.since)
        if place != before:
            episode = view.episode(place)
            yield f"{'' if before is None else chr(10)}**{_heading(episode) if episode else place}**"
            before = place
        yield f"• {fact.text}"


def _neighbours(view: View, episode: Episode) -> tuple[Button, ...]:
    episodes = sorted(view.episodes, key=attrgetter("since"))
    here = episodes.index(episode)
    before = episodes[max(0, here - 1) : here]
    after = episodes[here + 1 : here + 2]
    return tuple(
        Button(clip(f"{arrow} {other.since}", 80), custom_id.pack("episode", view.show.id, str(other.since)))
        for arrow, neighbours in (("◀", before), ("▶", after))
        for other in neighbours
    )
