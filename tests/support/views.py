"""Everything that a view says, as plain data, for comparing views exhaustively."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from facts.model import Character, FactKind, Thing
from facts.view import Section, View

SECTIONS: tuple[Section | None, ...] = (None, *get_args(Section))


def snapshot(view: View, texts: Iterable[str] = ()) -> dict[str, Any]:
    """Return all results of all methods of ``view``, asked for everything it holds and for ``texts`` besides.

    ``texts`` are tried as ids and as typed texts: give the names and ids of whatever should be hidden.
    """
    entries = [*view.characters, *view.things, *view.people]
    names = [view.name(id_) for id_ in entries]
    bearers: list[Character | Thing] = [*view.characters.values(), *view.things.values()]
    also = [name.name for bearer in bearers for name in bearer.names]
    asked = list(dict.fromkeys((*entries, *names, *also, *texts, "show", "", "nobody at all")))
    typed = list(dict.fromkeys(form for text in asked for form in _typed(text)))
    positions = list(dict.fromkeys((*view.seasons.positions(), *view.seasons.episodes())))
    return {
        "show": view.show,
        "seasons": view.seasons,
        "position": view.position,
        "repr": repr(view),
        "episodes": view.episodes,
        "characters": list(view.characters.items()),
        "things": list(view.things.items()),
        "people": list(view.people.items()),
        "facts": view.facts,
        "together": view.together,
        "questions": view.questions,
        "sources": list(view.sources.items()),
        "events": _ids(view.events()),
        "cast": [_pairs(view.cast(season)) for season in range(-1, len(view.seasons) + 2)],
        "episode": [view.episode(position) for position in positions],
        "reveals": [_ids(view.reveals(position)) for position in positions],
        **{f"id {id_}": _of_id(view, id_) for id_ in asked},
        **{f"typed {text}": _of_text(view, text) for text in typed},
    }


def _of_id(view: View, id_: str) -> dict[str, Any]:
    return {
        "entry": view.entry(id_),
        "name": _or_key_error(view.name, id_),
        "label": _or_key_error(view.label, id_),
        "billing": _or_key_error(view.billing, id_),
        "played_by": _or_key_error(view.played_by, id_),
        "same": view.same(id_),
        "roles": _pairs(view.roles(id_)),
        "first_episode": view.first_episode(id_),
        "about": _ids(view.about(id_)),
        "mainly": _ids(view.mainly(id_)),
        "relations": [(relation.kind, relation.other, relation.fact.id) for relation in view.relations(id_)],
        "related": [view.related(id_, limit) for limit in (0, 1, 4, 99)],
        "latest": [fact and fact.id for fact in (view.latest(id_, kind) for kind in get_args(FactKind))],
    }


def _of_text(view: View, text: str) -> dict[str, Any]:
    return {
        "find": [[entry.id for entry in view.find(text, among)] for among in SECTIONS],
        "suggest": [view.suggest(text, among, limit) for among in SECTIONS for limit in (1, 25)],
        "nearest": [view.nearest(text, among) for among in SECTIONS],
        "search": [_ids(view.search(text, limit)) for limit in (None, 1)],
    }


def _typed(text: str) -> Iterable[str]:
    yield text
    yield text[:2]
    yield text[1:]
    yield text.upper()
    yield from text.replace("-", " ").split()


def _or_key_error(method: Any, id_: str) -> Any:
    try:
        return method(id_)
    except KeyError:
        return KeyError


def _ids(items: Iterable[Any]) -> list[str]:
    return [item.id for item in items]


def _pairs(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[str, Any]]:
    return [(item.id, value) for item, value in pairs]
