"""A view: a show as somebody at a position knows it, and every question one may ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NoReturn, Self

from facts.errors import UnknownPositionError
from facts.model import (
    Billing,
    Character,
    Episode,
    Fact,
    FactKind,
    Pack,
    Person,
    PlayedBy,
    Question,
    Show,
    Source,
    Thing,
    Together,
)
from facts.names import MOST, Named, Names, Suggestion
from facts.position import Position
from facts.rows import Items, Row, rows_of
from facts.search import Search, Words
from facts.seasons import Seasons
from facts.view import casting, relations
from facts.view.assemble import assemble
from facts.view.labels import labels
from facts.view.relations import Relation
from facts.view.timeline import in_story_order

Entry = Character | Thing | Person
Section = Literal["characters", "things", "people"]


@dataclass(frozen=True, eq=False)
class View:
    """What may be known of a show at a position; immutable, and holding nothing else.

    Orders are the pack's among what is visible. ``since`` of an item is as written; ``position`` is canonical.
    """

    show: Show
    position: Position
    episodes: tuple[Episode, ...]
    characters: Mapping[str, Character]
    things: Mapping[str, Thing]
    people: Mapping[str, Person]
    facts: tuple[Fact, ...]
    together: tuple[Together, ...]
    questions: tuple[Question, ...]
    sources: Mapping[str, Source]
    replaced: tuple[Fact, ...] = ()
    """Facts that no longer hold and are never shown: when they were told says where somebody was."""

    @classmethod
    def of(cls, pack: Pack, position: Position) -> Self:
        """Build the view of a pack that is in memory; raise ``UnknownPositionError`` beyond the show."""
        seasons = Seasons(pack.show.episodes)
        if not seasons.has(position):
            raise UnknownPositionError(pack.show.id, position)
        rank = seasons.canonical(position).rank
        return cls.of_rows(pack.show, position, (row for row in rows_of(pack) if row.since <= rank))

    @classmethod
    def of_rows(cls, show: Show, position: Position, rows: Iterable[Row], items: Items | None = None) -> Self:
        """Build the view of a show from the rows visible at ``position``, in order of ``seq``."""
        parts = assemble(rows, items or Items())
        return cls(
            show=replace(show, years=tuple(parts.years)),
            position=Seasons(show.episodes).canonical(position),
            episodes=tuple(parts.episodes),
            characters=MappingProxyType(parts.characters),
            things=MappingProxyType(parts.things),
            people=MappingProxyType(parts.people),
            facts=tuple(parts.facts),
            together=tuple(parts.together),
            questions=tuple(parts.questions),
            sources=MappingProxyType(parts.sources),
            replaced=tuple(parts.replaced),
        )

    def __repr__(self) -> str:
        return f"<View of {self.show.id} at {self.position}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a view is built from rows, never copied or stored")

    def warm(self) -> None:
        """Build every index now, as a thread does before an event loop gets the view."""
        for name, index in vars(View).items():
            if isinstance(index, cached_property):
                getattr(self, name)
        self._names.warm()
        self._search.warm()

    @cached_property
    def seasons(self) -> Seasons:
        """How long the show's seasons are, which is public."""
        return Seasons(self.show.episodes)

    # Entries and their names

    def entry(self, id_: str) -> Entry | None:
        """Return the entry of that id, if there is one."""
        return self._entries.get(id_)

    def name(self, id_: str) -> str:
        """Return the name that an entry (or the show itself, ``show``) goes by; raise ``KeyError`` for others."""
        return self._shown[id_]

    def find(self, text: str, among: Section | None = None) -> tuple[Entry, ...]:
        """Return the entries of that id or name, or else those with these words in a name; all, where ambiguous."""
        exact = self._entries.get(text.strip())
        if exact is not None and (among is None or exact.id in getattr(self, among)):
            return (exact,)
        return tuple(self._entries[id_] for id_ in self._names.find(text, self._ranges[among]))

    def suggest(self, text: str, among: Section | None = None, limit: int = MOST) -> tuple[Suggestion, ...]:
        """Return at most ``limit`` (at most 25) entries for what has been typed so far; the main cast for nothing."""
        return self._names.suggest(text, limit, self._ranges[among])

    def nearest(self, text: str, among: Section | None = None) -> str | None:
        """Return the name that is most like ``text``, if any is like it."""
        id_ = self._names.nearest(text, self._ranges[among])
        return None if id_ is None else self._shown[id_]

    def label(self, id_: str) -> str:
        """Return the name of an entry, told apart where another has that name; raise ``KeyError`` for others."""
        return self._labels[id_]

    def same(self, id_: str) -> tuple[str, ...]:
        """Return the other ids revealed to be the same person."""
        return self._same.get(id_, ())

    # Cast

    def billing(self, id_: str) -> Billing | None:
        """Return how a character is billed now, ``None`` where nothing says so; raise ``KeyError`` for others."""
        return casting.billing(self.characters[id_], self.seasons)

    def played_by(self, id_: str, season: int | None = None) -> tuple[PlayedBy, ...]:
        """Return who plays a character, in ``season`` or now; raise ``KeyError`` for others."""
        return casting.played_by(self.characters[id_], self.seasons, season)

    def cast(self, season: int) -> tuple[tuple[Character, Billing | None], ...]:
        """Return a season's cast as far as known: main, recurring, guest, and those not billed."""
        return self._cast.get(season, ())

    def roles(self, person_id: str) -> tuple[tuple[Character, PlayedBy], ...]:
        """Return the characters that a person plays or played, with the castings."""
        return self._roles.get(person_id, ())

    def first_episode(self, id_: str) -> Position | None:
        """Return the episode with which an entry enters the story, ``None`` where none is known."""
        entry = self._entries.get(id_)
        if entry is None:
            return None
        nested: list[Position] = []
        if not isinstance(entry, Person):
            nested += [name.since for name in entry.names]
        if isinstance(entry, Character):
            nested += [casting.since for casting in entry.played_by]
        return casting.first_episode(entry.since, nested, (*self.about(id_), *self._replaced.get(id_, ())))

    # Facts

    def about(self, id_: str) -> tuple[Fact, ...]:
        """Return the facts that name an entry (or ``show``), those mainly about it first."""
        return self._naming.get(id_, ())

    def mainly(self, id_: str) -> tuple[Fact, ...]:
        """Return the facts mainly about an entry (or ``show``)."""
        return self._mainly.get(id_, ())

    def latest(self, id_: str, kind: FactKind) -> Fact | None:
        """Return the fact of that kind mainly about an entry that was revealed last."""
        return self._latest.get((id_, kind))

    def relations(self, id_: str) -> tuple[Relation, ...]:
        """Return who is what to an entry, whichever side says so."""
        if id_ not in self._entries:
            return ()
        if id_ not in self._relations:
            self._relations[id_] = relations.relations(id_, self.about(id_))
        return self._relations[id_]

    def related(self, id_: str, limit: int) -> tuple[str, ...]:
        """Return the ids that an entry has most facts, castings and identities in common with."""
        if id_ not in self._entries:
            return ()
        if id_ not in self._related:
            beside = [*self.same(id_), *(character.id for character, _ in self.roles(id_))]
            if id_ in self.characters:
                beside += [casting.person for casting in self.played_by(id_)]
            self._related[id_] = relations.related(id_, self.about(id_), beside, self._order)
        return self._related[id_][:limit]

    def reveals(self, position: Position) -> tuple[Fact, ...]:
        """Return the facts that became known with exactly that episode or season."""
        return self._reveals.get(self.seasons.canonical(position), ())

    def events(self) -> tuple[Fact, ...]:
        """Return the events in the order of the story."""
        return self._events

    def episode(self, position: Position) -> Episode | None:
        """Return that episode, if it may be known."""
        return self._episodes.get(self.seasons.canonical(position))

    def search(self, text: str, limit: int | None = None) -> tuple[Fact, ...]:
        """Return the facts that hold the words of ``text``, best first, at most 250."""
        return tuple(self.facts[number] for number in self._search.find(text, limit))

    # Indexes, each built when first needed

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return {**self.characters, **self.things, **self.people}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {id_: order for order, id_ in enumerate(self._entries)}

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        shown = {"show": self.show.title}
        for id_, entry in self._entries.items():
            if isinstance(entry, Person):
                shown[id_] = entry.name
            else:
                names = [name for name in entry.names if not name.also] or entry.names
                shown[id_] = max(names, key=lambda name: self.seasons.canonical(name.since)).name
        return shown

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return labels({id_: self._shown[id_] for id_ in self._entries}, {id_: self._hint(id_) for id_ in self._entries})

    def _hint(self, id_: str) -> str:
        entry = self._entries[id_]
        if isinstance(entry, Thing):
            return entry.type
        if isinstance(entry, Person):
            return "actor" if id_ in self._roles else "crew"
        actors = [self._shown[c.person] for c in self.played_by(id_) if c.person in self._shown]
        return actors[-1] if actors else "character"

    @cached_property
    def _names(self) -> Names:
        """Characters, things, people, each a range: the main cast and who plays it first, then as in the pack."""

        def billed(id_: str) -> int:
            return casting.BILLINGS[self.billing(id_)]

        def cast(id_: str) -> int:
            return min((billed(character.id) for character, _ in self.roles(id_)), default=len(casting.BILLINGS))

        ids = (*sorted(self.characters, key=billed), *self.things, *sorted(self.people, key=cast))
        return Names(Named(id_, self._labels[id_], self._all_names(id_)) for id_ in ids)

    @cached_property
    def _ranges(self) -> Mapping[Section | None, range]:
        things = len(self.characters)
        people = things + len(self.things)
        return {
            None: range(people + len(self.people)),
            "characters": range(things),
            "things": range(things, people),
            "people": range(people, people + len(self.people)),
        }

    def _all_names(self, id_: str) -> tuple[str, ...]:
        entry = self._entries[id_]
        return (entry.name,) if isinstance(entry, Person) else tuple(name.name for name in entry.names)

    @cached_property
    def _relations(self) -> dict[str, tuple[Relation, ...]]:
        return {}

    @cached_property
    def _related(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _same(self) -> Mapping[str, tuple[str, ...]]:
        return relations.same(self.characters)

    @cached_property
    def _mainly(self) -> Mapping[str, tuple[Fact, ...]]:
        return relations.mainly(self.facts)

    @cached_property
    def _naming(self) -> Mapping[str, tuple[Fact, ...]]:
        return relations.naming(self.facts, self._mainly)

    @cached_property
    def _replaced(self) -> Mapping[str, tuple[Fact, ...]]:
        return relations.naming(self.replaced, relations.mainly(self.replaced))

    @cached_property
    def _latest(self) -> Mapping[tuple[str, FactKind], Fact]:
        in_order = (fact for position in sorted(self._reveals) for fact in self._reveals[position])
        return {(fact.about[0], fact.kind): fact for fact in in_order}

    @cached_property
    def _cast(self) -> Mapping[int, tuple[tuple[Character, Billing | None], ...]]:
        told = relations.mainly((*self.facts, *self.replaced))
        return casting.by_season(self.characters.values(), told, self.seasons)

    @cached_property
    def _roles(self) -> Mapping[str, tuple[tuple[Character, PlayedBy], ...]]:
        found: dict[str, list[tuple[Character, PlayedBy]]] = {}
        for character in self.characters.values():
            for played in character.played_by:
                found.setdefault(played.person, []).append((character, played))
        return {person: tuple(roles) for person, roles in found.items()}

    @cached_property
    def _reveals(self) -> Mapping[Position, tuple[Fact, ...]]:
        found: dict[Position, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(self.seasons.canonical(fact.since), []).append(fact)
        return {position: tuple(facts) for position, facts in found.items()}

    @cached_property
    def _episodes(self) -> Mapping[Position, Episode]:
        return {self.seasons.canonical(episode.since): episode for episode in self.episodes}

    @cached_property
    def _events(self) -> tuple[Fact, ...]:
        return in_story_order(self.facts, self.seasons)

    @cached_property
    def _search(self) -> Search:
        words = Words()
        named = {id_: [word for name in self._all_names(id_) for word in words.of(name)] for id_ in self._entries}
        return Search(
            words.of(fact.text) + [word for id_ in relations.named(fact) for word in named.get(id_, ())]
            for fact in self.facts
        )
