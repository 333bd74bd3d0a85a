"""Cards of episodes, the story's timeline, and what happened so far."""

from __future__ import annotations

from typing import Final

from bot import custom_id
from bot.render.card import FIELD, TEXT, Button, Card, Colour, Field
from bot.render.cast import open_menu
from bot.render.paging import Pages
from bot.render.text import as_of, clip, date_words, join_lines, when
from facts.model import Episode, Fact
from facts.position import Position
from facts.view import View

EVENTS_A_PAGE: Final = 12
EPISODES_A_PAGE: Final = 4
_NOT_LEARNT: Final = ("event", "world", "production", "award", "quote")


def episode_card(view: View, episode: Episode) -> Card:
    """Title, date, what happens, and what one gets to know in an episode."""
    reveals = view.reveals(episode.since)
    met = [character.id for character in view.characters.values() if view.first_episode(character.id) == episode.since]
    fields = [
        Field(name, join_lines(lines, FIELD))
        for name, lines in (
            ("What happens", _told(reveals, "event")),
            (
                "What we learn",
                [f"• {fact.text}" for fact in reveals if fact.kind not in _NOT_LEARNT],
            ),
            ("Where history differs", _told(reveals, "world")),
        )
        if lines
    ]
    return Card(
        title=_heading(episode),
        text=f"First shown {date_words(episode.aired)}" if episode.aired else "",
        fields=tuple(fields),
        footer=as_of(view),
        colour=Colour.EPISODE,
    ).with_rows(*open_menu(view, "Who appears for the first time", met[:25]), _neighbours(view, episode))


def timeline_card(view: View, start: Position | None = None, end: Position | None = None, page: int = 1) -> Card:
    """The story's events in the story's order, those told between two positions."""
    seasons = view.seasons
    events = [
        fact
        for fact in view.events()
        if (start is None or seasons.canonical(fact.since) >= seasons.canonical(start))
        and (end is None or seasons.canonical(fact.since) <= seasons.canonical(end))
    ]
    pages = Pages(events, EVENTS_A_PAGE, page)
    lines = [f"**{when(fact) or '—'}** {fact.text} *({fact.since})*" for fact in pages.items]
    span = [str(start or "-"), str(end or "-")]
    return Card(
        title=f"{view.show.title}: timeline",
        text=join_lines(lines, TEXT) or "Nothing on the timeline here.",
        footer=as_of(view),
        colour=Colour.EPISODE,
    ).with_rows(pages.buttons(lambda number: custom_id.pack("timeline", view.show.id, *span, str(number))))


def recap_card(view: View, season: int, page: int = 1) -> Card:
    """What happened in a season so far, episode by episode."""
    places: dict[Position, list[Fact]] = {}
    for fact in view.facts:
        since = view.seasons.canonical(fact.since)
        if since.season == season and fact.kind == "event":
            places.setdefault(since, []).append(fact)
    pages = Pages(sorted(places), EPISODES_A_PAGE, page)
    fields = []
    for place in pages.items:
        episode = view.episode(view.seasons.concrete(place))
        heading = _heading(episode) if episode else str(place)
        fields.append(Field(heading, join_lines((f"• {fact.text}" for fact in places[place]), FIELD)))
    return Card(
        title=f"{view.show.title}: season {season} so far",
        text="" if fields else f"Nothing to tell of season {season} here.",
        fields=tuple(fields),
        footer=as_of(view),
        colour=Colour.EPISODE,
    ).with_rows(pages.buttons(lambda number: custom_id.pack("recap", view.show.id, str(season), str(number))))


def _heading(episode: Episode) -> str:
    return clip(f"{episode.since} · {episode.title}" if episode.title else str(episode.since), 200)


def _told(facts: tuple[Fact, ...], kind: str) -> list[str]:
    return [f"• {fact.text}" for fact in facts if fact.kind == kind]


def _neighbours(view: View, episode: Episode) -> tuple[Button, ...]:
    here = view.episodes.index(episode)
    before = view.episodes[here - 1 : here]
    after = view.episodes[here + 1 : here + 2]
    return tuple(
        Button(clip(f"{arrow} {other.since}", 80), custom_id.pack("episode", view.show.id, str(other.since)))
        for arrow, neighbours in (("◀", before), ("▶", after))
        for other in neighbours
    )
