"""An entry in plain text, as the pack author's ``show`` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from facts.model import Character, Person, Ref, Thing
from facts.view import View


def describe(view: View, id_: str) -> Iterator[str]:
    """Yield the lines that say what ``view`` knows about an entry that is in it."""
    entry = view.entry(id_)
    if entry is None:
        return
    kind = entry.type if isinstance(entry, Thing) else type(entry).__name__.lower()
    yield f"{view.name(id_)} ({kind} {id_}, known from {entry.since})"
    if isinstance(entry, Person):
        for character, role in view.roles(id_):
            yield f"  plays {view.name(character.id)}{f' ({role.as_})' if role.as_ else ''}"
    else:
        also = [name.name for name in entry.names if name.name != view.name(id_)]
        if also:
            yield f"  also called {', '.join(also)}"
    if isinstance(entry, Character):
        for role in view.played_by(id_):
            yield f"  played by {view.name(role.person)}{f' ({role.as_})' if role.as_ else ''}"
        if billing := view.billing(id_):
            yield f"  {billing} cast"
        for other in view.same(id_):
            yield f"  the same as {view.name(other)}"
    for relation in view.relations(id_):
        yield f"  {relation.kind}: {view.name(relation.other)}"
    for fact in view.about(id_):
        value = view.name(fact.value.id) if isinstance(fact.value, Ref) else fact.value
        when = f"{fact.date or fact.year}: " if fact.date or fact.year else ""
        yield f"  [{fact.since}] {fact.kind}{f' {value}' if value else ''}. {when}{fact.text}"
