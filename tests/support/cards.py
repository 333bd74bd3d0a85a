"""Every card that can be made from a view, what Discord takes of one, and where its buttons lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from random import Random
from typing import NamedTuple, get_args

from bot import custom_id
from bot.errors import AskError
from bot.options import one_entry
from bot.render import cast, episodes, facts, moderation, progress
from bot.render.card import Button, Card, Menu, RoleMenu
from bot.render.errors import error_card
from bot.render.help import about_card
from bot.render.message import components_of, embed_of
from facts.position import Position
from facts.view import Entry, Section, View


class Made(NamedTuple):
    """A card and what was asked for."""

    asked: str
    card: Card


def cards_of_entries(view: View, entries: Iterable[Entry]) -> Iterator[Made]:
    """The cards of entries, and all pages of the facts about each."""
    for entry in entries:
        yield Made(f"entry {entry.id}", cast.entry_card(view, entry))
        yield from pages(f"about {entry.id}", partial(facts.about_card, view, entry))


def cards_of_texts(view: View, texts: Iterable[str]) -> Iterator[Made]:
    """What is found, or told, for texts typed as names and as searches, of which two pages."""
    sections: tuple[Section | None, ...] = (None, *get_args(Section))
    for text in texts:
        yield from pages(f"search {text!r}", partial(facts.search_card, view, text), 2)
        yield Made(f"shared search {text!r}", _made_or_told(partial(facts.shared_search_card, view, text)))
        for among in sections:
            yield Made(f"{among} {text!r}", _found_or_told(view, text, among))


def cards_of_show(view: View) -> Iterator[Made]:
    """Cast lists, episodes, timelines, recaps, single facts, chance, preview and what the bot says of itself."""
    for season in range(len(view.seasons) + 2):
        yield from pages(f"cast {season}", partial(cast.cast_card, view, season))
        yield from pages(f"recap {season}", partial(episodes.recap_card, view, season))
    for episode in view.episodes:
        yield from pages(f"episode {episode.since}", partial(episodes.episode_card, view, episode))
    for start, end in ((None, None), (Position(1, 1), Position(1)), (Position(2, 1), None), (None, Position(1, 2))):
        yield from pages(f"timeline {start} {end}", partial(episodes.timeline_card, view, start, end))
    for fact in view.facts:
        yield Made(f"fact {fact.id}", facts.fact_card(view, fact))
    for seed in range(5):
        yield Made(f"random {seed}", facts.random_card(view, Random(seed)))
    yield Made("preview", moderation.preview_card(view, view.position))
    yield Made("about", about_card(view))


def unlocked(before: View, after: View) -> Made:
    """What somebody is told who has moved from one view to the other."""
    return Made(f"unlocked from {before.position}", progress.unlocked(Card("Saved", "You have moved."), before, after))


def every_card(view: View, texts: Iterable[str] = ()) -> Iterator[Made]:
    """All of them."""
    yield from cards_of_entries(view, (*view.characters.values(), *view.things.values(), *view.people.values()))
    yield from cards_of_texts(view, texts)
    yield from cards_of_show(view)


def pages(asked: str, make: Callable[[int], Card], most: int | None = None) -> Iterator[Made]:
    """All pages of a card, or the first ``most``."""
    first = make(1)
    yield Made(f"{asked}, page 1", first)
    turn = [button.label for button in buttons(first) if " / " in button.label]
    count = int(turn[0].partition(" / ")[2]) if turn else 1
    for page in range(2, min(count, most or count) + 1):
        yield Made(f"{asked}, page {page}", make(page))


def buttons(card: Card) -> list[Button]:
    """The buttons of a card."""
    return [button for row in card.rows if isinstance(row, tuple) for button in row]


def menus(card: Card) -> list[Menu]:
    """The menus of a card."""
    return [row for row in card.rows if isinstance(row, Menu)]


def message(card: Card) -> tuple[object, object]:
    """The embed and the components that Discord gets."""
    components = components_of(card)
    return embed_of(card).to_dict(), components.to_components() if components is not None else None


def assert_fits_discord(made: Made) -> None:
    """Fail where Discord would refuse the message, or something of the card is not in it."""
    asked, card = made
    embed = embed_of(card)
    assert len(embed) <= 6000, asked
    assert 1 <= len(embed.title or "") <= 256, asked
    assert len(embed.description or "") <= 4096, asked
    assert len(embed.footer.text or "") <= 2048, asked
    assert len(embed.fields) == len(card.fields) <= 25, asked
    assert all(1 <= len(field.name or "") <= 256 and 1 <= len(field.value or "") <= 1024 for field in embed.fields), (
        asked
    )
    assert len(card.note) <= 2000, asked
    assert card.text or card.fields, asked
    assert len(card.rows) <= 5, asked
    for row in card.rows:
        if isinstance(row, Menu):
            assert 1 <= len(row.options) <= 25, asked
            assert 1 <= len(row.placeholder) <= 150, asked
            assert len({option.value for option in row.options}) == len(row.options), asked
            assert all(len(option.label.strip()) >= 1 and len(option.label) <= 100 for option in row.options), asked
            assert all(1 <= len(option.value) <= 100 for option in row.options), asked
        elif isinstance(row, RoleMenu):
            assert 1 <= len(row.placeholder) <= 150, asked
        else:
            assert 1 <= len(row) <= 5, asked
            assert all(len(button.label.strip()) >= 1 and len(button.label) <= 80 for button in row), asked
    ids = [button.custom_id for button in buttons(card)] + [menu.custom_id for menu in menus(card)]
    ids += [row.custom_id for row in card.rows if isinstance(row, RoleMenu)]
    assert all(1 <= len(id_) <= 100 for id_ in ids), asked
    assert len(set(ids)) == len(ids), asked


def assert_leads_somewhere(view: View, made: Made) -> None:
    """Fail where a button that can be pressed, or a line of a menu, leads to what is not in the view."""
    for button in buttons(made.card):
        if not button.disabled:
            assert _target(view, button.custom_id), (made.asked, button)
    for menu in menus(made.card):
        action, show = custom_id.unpack(menu.custom_id)
        assert action in ("open", "peek"), (made.asked, menu.custom_id)
        assert show.split("|")[0] == view.show.id, (made.asked, menu.custom_id)
        assert all(view.entry(option.value) is not None for option in menu.options), (made.asked, menu)


def _target(view: View, written: str) -> object:
    action, rest = custom_id.unpack(written)
    show, *arguments = rest.split("|", 4 if action == "timeline" else 2)
    assert show == view.show.id, written
    match action, arguments:
        case "entry", [entry]:
            return view.entry(entry)
        case "about", [page, entry]:
            found = view.entry(entry)
            return found and _has_page(facts.about_card(view, found, custom_id.number(page)), page)
        case "cast", [season, page]:
            return _has_page(cast.cast_card(view, custom_id.number(season), custom_id.number(page)), page)
        case "recap", [season, page]:
            return _has_page(episodes.recap_card(view, custom_id.number(season), custom_id.number(page)), page)
        case "search", [page, text]:
            return _has_page(facts.search_card(view, text, custom_id.number(page)), page)
        case "timeline", [start, end, page]:
            since, until = (None if text == "-" else custom_id.position(text) for text in (start, end))
            return _has_page(episodes.timeline_card(view, since, until, custom_id.number(page)), page)
        case "episode", [position]:
            return view.episode(custom_id.position(position))
        case "episode-page", [position, page]:
            shown = view.episode(custom_id.position(position))
            return shown and _has_page(episodes.episode_card(view, shown, custom_id.number(page)), page)
        case "random", []:
            return view.facts
        case _:
            return None


def _has_page(card: Card, page: str) -> bool:
    labels = [button.label for button in buttons(card) if " / " in button.label]
    return labels[0].startswith(f"{page} / ") if labels else page == "1"


def _found_or_told(view: View, text: str, among: Section | None) -> Card:
    return _made_or_told(lambda: cast.entry_card(view, one_entry(view, text, among)))


def _made_or_told(make: Callable[[], Card]) -> Card:
    try:
        return make()
    except AskError as error:
        return error_card(error, "reference")
