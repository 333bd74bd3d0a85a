"""Cards of facts: all about an entry, what a search finds, one at random."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from random import Random
from typing import Final

from bot import custom_id
from bot.errors import NoFactsError
from bot.render.card import TEXT, Button, Card, Colour, Field
from bot.render.cast import RELATED, entry_buttons
from bot.render.kin import told_once
from bot.render.memo import kept_by_view
from bot.render.paging import Pages
from bot.render.text import as_of, fact_line, join_lines, plain, publishers, quoted, weight, when
from facts.model import Fact
from facts.position import NOTHING
from facts.view import Entry, View

FACTS_A_PAGE: Final = 8
SEARCH_TEXT: Final = 50
"""The most characters of a search: what fits into the buttons that turn its pages."""

_ROOM: Final = TEXT - 200
"""Characters of a list of facts, beside which there is room for what was asked."""


@kept_by_view
def about_card(view: View, entry: Entry, page: int = 1) -> Card:
    """Everything about an entry in the order of watching, page by page."""
    facts = told_once(sorted(view.about(entry.id), key=attrgetter("since")))
    pages = Pages(facts, FACTS_A_PAGE, page, weigh=weight, room=_ROOM)
    return Card(
        title=f"{view.name(entry.id)}: facts",
        text=_list(view, pages.items) or "I know no facts about this.",
        footer=as_of(view),
        colour=Colour.FACT,
        empty=not facts,
    ).with_rows(
        pages.buttons(lambda number: custom_id.pack("about", view.show.id, str(number), entry.id)),
        (Button("Overview", custom_id.pack("entry", view.show.id, entry.id), "primary"),),
    )


def search_card(view: View, text: str, page: int = 1) -> Card:
    """What a search finds, best first."""
    asked = plain(text)[:SEARCH_TEXT]
    pages = Pages(view.search(asked), FACTS_A_PAGE, page, weigh=weight, room=_ROOM)
    return Card(
        title="Search",
        text=f"Facts for {quoted(asked)}\n\n{_list(view, pages.items)}"
        if pages.items
        else f"I know no facts for {quoted(asked)}.",
        footer=as_of(view),
        colour=Colour.FACT,
    ).with_rows(
        entry_buttons(view, _mentioned(view, pages.items)),
        pages.buttons(lambda number: custom_id.pack("search", view.show.id, str(number), asked)),
    )


def shared_search_card(view: View, text: str) -> Card:
    """What a search finds, for everybody in a channel: without the words that were typed, which may tell too much.

    Raises ``NoFactsError`` where nothing is found. Its pages would have to carry the words, so it has none.
    """
    asked = plain(text)[:SEARCH_TEXT]
    found = Pages(view.search(asked), FACTS_A_PAGE, 1, weigh=weight, room=_ROOM).items
    if not found:
        raise NoFactsError(asked)
    return Card(title="Search", text=_list(view, found), footer=as_of(view), colour=Colour.FACT).with_rows(
        entry_buttons(view, _mentioned(view, found))
    )


def random_card(view: View, chance: Random) -> Card:
    """One fact, chosen by ``chance`` among those of the view."""
    again = (Button("Another", custom_id.pack("random", view.show.id), "primary"),)
    if not view.facts:
        return Card(title="A fact", text="I know no facts.", footer=as_of(view), colour=Colour.FACT, empty=True)
    return fact_card(view, chance.choice(view.facts)).with_rows(again)


def fact_card(view: View, fact: Fact) -> Card:
    """One fact with what belongs to it."""
    known = [entry_id for entry_id in fact.about if view.entry(entry_id) is not None]
    fields = [
        Field(name, value, inline=inline)
        for name, value, inline in (
            ("Said by", view.name(fact.speaker) if fact.speaker else "", True),
            ("In our world", fact.real or "", False),
            ("In the story", when(fact) if fact.kind not in ("production", "award", "quote") else "", True),
            ("Revealed in", "" if fact.since == NOTHING else str(fact.since), True),
            ("Source", publishers(view, fact), True),
        )
        if value
    ]
    return Card(
        title=view.name(known[0]) if known else view.show.title,
        text=fact.text,
        fields=tuple(fields),
        footer=as_of(view),
        colour=Colour.FACT,
    ).with_rows(entry_buttons(view, known[:RELATED]))


def _mentioned(view: View, facts: Sequence[Fact]) -> list[str]:
    known = (entry_id for fact in facts for entry_id in fact.about if view.entry(entry_id) is not None)
    return list(dict.fromkeys(known))[:RELATED]


def _list(view: View, facts: Sequence[Fact]) -> str:
    return join_lines((fact_line(view, fact) for fact in facts), _ROOM)
