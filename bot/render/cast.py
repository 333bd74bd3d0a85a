"""Cards of characters, actors and things, and the cast of a season."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from bot import custom_id
from bot.render.card import CHOICE, FIELD, Button, Card, Colour, Field, Menu, Option
from bot.render.memo import kept_by_view
from bot.render.paging import Pages, list_fields
from bot.render.text import ahead, as_of, button_label, clip, fact_line, join_lines, value_words
from facts.model import RELATIONS, Billing, Character, Fact, FactKind, Person, Thing
from facts.names import fold
from facts.position import Position
from facts.view import Entry, RelationKind, View

CAST_A_PAGE: Final = 20
KEY_FACTS: Final = 5
RELATED: Final = 5

_BILLINGS: Final[dict[Billing | None, str]] = {
    "main": "Main cast",
    "recurring": "Recurring",
    "guest": "Guests",
    None: "Also",
}
_HEADED: Final[dict[FactKind, str]] = {
    "status": "Status",
    "role": "Role",
    "rank": "Rank",
    "member_of": "Belongs to",
    "nationality": "Nationality",
    "home": "Home",
}
_RELATED_AS: Final[dict[RelationKind, tuple[str, str]]] = {
    "spouse": ("Spouse", "Spouses"),
    "partner": ("Partner", "Partners"),
    "parent": ("Parent", "Parents"),
    "child": ("Child", "Children"),
    "sibling": ("Sibling", "Siblings"),
    "friend": ("Friend", "Friends"),
    "rival": ("Rival", "Rivals"),
    "mentor": ("Mentor", "Mentors"),
    "protege": ("Protégé", "Protégés"),
}
_SAID_ELSEWHERE: Final = frozenset((*_HEADED, *RELATIONS))
"""Kinds that have a field of their own on a card."""
_OUT_OF_STORY: Final[frozenset[FactKind]] = frozenset(("production", "award", "note"))
_PLAYS: Final = frozenset(fold("plays is played by the grown-up as a child an adult").split())
_NAME_ONLY: Final = "I know the name and nothing else."
_SHARE: Final = FIELD // len(_RELATED_AS) - 1
_PLAYERS: Final = 120


@kept_by_view
def entry_card(view: View, entry: Entry) -> Card:
    """The card of any entry."""
    match entry:
        case Character():
            return character_card(view, entry)
        case Person():
            return person_card(view, entry)
        case Thing():
            return thing_card(view, entry)


def character_card(view: View, character: Character) -> Card:
    """Name, actor, status, role, relations, first episode and key facts of a character."""
    fields = [
        _field("Played by", _players(view, character)),
        *_headed(view, character.id),
        _field("First seen", str(view.first_episode(character.id) or "")),
        _field("Also known as", ", ".join(_other_names(view, character)), inline=False),
        _field("The same person as", ", ".join(view.name(other) for other in view.same(character.id)), inline=False),
        _field("Relations", join_lines(_relations(view, character.id), FIELD), inline=False),
        _key_facts(view, character.id, _OUT_OF_STORY),
    ]
    return _of_entry(view, character.id, fields)


def person_card(view: View, person: Person) -> Card:
    """An actor or member of the crew: whom they play and what is known of their work."""
    roles = [
        f"• **{view.name(character.id)}**" + (f" ({played.as_})" if played.as_ else "")
        for character, played in view.roles(person.id)
    ]
    fields = [_field("Plays", join_lines(roles, FIELD), inline=False), _key_facts(view, person.id)]
    return _of_entry(view, person.id, fields)


def thing_card(view: View, thing: Thing) -> Card:
    """An organisation, place, vessel or mission."""
    fields = [
        *_headed(view, thing.id),
        _field("First seen", str(view.first_episode(thing.id) or "")),
        _field("Also known as", ", ".join(_other_names(view, thing)), inline=False),
        _key_facts(view, thing.id, _OUT_OF_STORY),
    ]
    return _of_entry(view, thing.id, fields, text=f"*{thing.type.capitalize()}*")


def _of_entry(view: View, entry_id: str, fields: Sequence[Field | None], text: str = "") -> Card:
    return Card(
        title=view.name(entry_id),
        text=text or ("" if any(fields) else _NAME_ONLY),
        fields=tuple(field for field in fields if field is not None),
        footer=as_of(view),
        colour=Colour.CHARACTER,
    ).with_rows(*_entry_rows(view, entry_id))


@kept_by_view
def cast_card(view: View, season: int, page: int = 1) -> Card:
    """Who is in a season, main cast first, with their actors and a menu to open each."""
    pages = Pages(view.cast(season), CAST_A_PAGE, page)
    fields: list[Field] = []
    for billing, heading in _BILLINGS.items():
        lines = [_cast_line(view, character, season) for character, billed in pages.items if billed == billing]
        fields += list_fields(heading, lines, CAST_A_PAGE)
    return Card(
        title=f"{view.show.title}: cast of season {season}",
        text="" if fields else ahead(view, Position(season)) or f"I know nothing about the cast of season {season}.",
        fields=tuple(fields),
        footer=as_of(view),
        colour=Colour.CHARACTER,
        empty=not fields,
    ).with_rows(
        *open_menu(view, "Open a character", [character.id for character, _ in pages.items]),
        pages.buttons(lambda number: custom_id.pack("cast", view.show.id, str(season), str(number))),
    )


def open_menu(view: View, placeholder: str, entry_ids: Iterable[str]) -> tuple[Menu, ...]:
    """A menu that opens the card of an entry; none where there is nothing to open."""
    options = tuple(Option(clip(view.label(entry_id), CHOICE), entry_id) for entry_id in dict.fromkeys(entry_ids))
    return (Menu(custom_id.pack("open", view.show.id), placeholder, options),) if options else ()


def entry_buttons(view: View, entry_ids: Iterable[str]) -> tuple[Button, ...]:
    """Buttons that open the cards of entries."""
    return tuple(
        Button(button_label(view.label(entry_id)), custom_id.pack("entry", view.show.id, entry_id))
        for entry_id in dict.fromkeys(entry_ids)
    )


def _entry_rows(view: View, entry_id: str) -> Sequence[tuple[Button, ...]]:
    rows = [entry_buttons(view, view.related(entry_id, RELATED))]
    if len(view.about(entry_id)) > KEY_FACTS:
        rows.append((Button("All facts", custom_id.pack("about", view.show.id, "1", entry_id), "primary"),))
    return rows


def _headed(view: View, entry_id: str) -> list[Field | None]:
    latest = [(heading, view.latest(entry_id, kind)) for kind, heading in _HEADED.items()]
    return [_field(heading, value_words(view, fact)) for heading, fact in latest if fact is not None]


def _key_facts(view: View, entry_id: str, less: Iterable[FactKind] = ()) -> Field | None:
    # The most recent ones. What stands in a field of its own, and kinds that matter less, only where there is no more.
    facts = _worth_telling(view, view.mainly(entry_id)) or _worth_telling(view, view.about(entry_id))
    further = [fact for fact in facts if fact.kind not in _SAID_ELSEWHERE]
    told = [fact for fact in further if fact.kind not in less] or further or facts
    latest = sorted(told, key=attrgetter("since"))[-KEY_FACTS:]
    return _field("Facts", join_lines(_lines(view, latest), FIELD), inline=False)


def _worth_telling(view: View, facts: Iterable[Fact]) -> list[Fact]:
    # Who plays whom stands above already: a sentence of their names and these words says nothing more.
    return [
        fact
        for fact in facts
        if fact.kind not in _OUT_OF_STORY
        or not set(fold(fact.text).split()) <= {*_PLAYS, *(word for id_ in fact.about for word in _words(view, id_))}
    ]


def _words(view: View, entry_id: str) -> list[str]:
    entry = view.entry(entry_id)
    names = [entry.name] if isinstance(entry, Person) else [name.name for name in entry.names] if entry else []
    return fold(" ".join(names)).split()


def _lines(view: View, facts: Iterable[Fact]) -> Iterable[str]:
    return (fact_line(view, fact, sourced=False) for fact in facts)


def _relations(view: View, entry_id: str) -> Iterable[str]:
    by_kind: dict[RelationKind, list[str]] = {}
    relations = view.relations(entry_id)
    love = {relation.other for relation in relations if relation.kind in ("spouse", "partner")}
    for relation in relations:
        if relation.kind == "friend" and relation.other in love:
            continue
        by_kind.setdefault(relation.kind, []).append(view.name(relation.other))
    return (clip(f"{_RELATED_AS[kind][len(names) > 1]}: {', '.join(names)}", _SHARE) for kind, names in by_kind.items())


def _players(view: View, character: Character, season: int | None = None) -> str:
    return ", ".join(
        view.name(played.person) + (f" ({played.as_})" if played.as_ else "")
        for played in view.played_by(character.id, season)
    )


def _other_names(view: View, entry: Character | Thing) -> list[str]:
    shown = view.name(entry.id)
    return list(dict.fromkeys(name.name for name in entry.names if name.name != shown and not name.also))


def _cast_line(view: View, character: Character, season: int) -> str:
    players = _players(view, character, season)
    return f"**{view.name(character.id)}**" + (f" — {clip(players, _PLAYERS)}" if players else "")


def _field(name: str, value: str, *, inline: bool = True) -> Field | None:
    return Field(name, clip(value, FIELD), inline) if value else None
