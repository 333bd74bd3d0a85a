"""The same past with another future: packs cut off after a position, and packs that go on differently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from facts.model import (
    Cast,
    Character,
    Fact,
    Name,
    Pack,
    Person,
    PlayedBy,
    Question,
    Ref,
    SameAs,
    Source,
    Thing,
    Together,
    Years,
)
from facts.position import Position
from facts.seasons import Seasons


class _Since(Protocol):
    @property
    def since(self) -> Position: ...


Item = TypeVar("Item", bound=_Since)
Entry = TypeVar("Entry", Character, Thing)


def without_future(pack: Pack, position: Position) -> Pack:
    """The pack as somebody at ``position`` knows it."""
    return _Future(pack, position).cut()


def with_other_future(pack: Pack, position: Position) -> Pack:
    """The pack with everything after ``position`` renamed, dropped, moved or invented."""
    return _Future(pack, position).altered()


def later_texts(pack: Pack, position: Position) -> list[str]:
    """Ids and names that are revealed after ``position``, each once."""
    future = _Future(pack, position)
    found: list[str] = []
    named: list[Character | Thing] = [*pack.characters, *pack.things]
    found += [name.name for entry in named for name in entry.names if future.later(name)]
    found += [person.name for person in future.future(pack.people)]
    entries: list[Character | Thing | Person] = [*named, *pack.people]
    found += [entry.id for entry in entries if future.later(entry)]
    found += [fact.text for fact in pack.facts if future.later(fact)]
    return list(dict.fromkeys(found))


class _Future:
    """What lies after a position of a pack."""

    def __init__(self, pack: Pack, position: Position) -> None:
        self.pack = pack
        self.seasons = Seasons(pack.show.episodes)
        self.position = self.seasons.canonical(position)
        after = self.seasons.after(self.position)
        self.next = None if after is None else self.seasons.canonical(after)

    def later(self, item: _Since) -> bool:
        return self.seasons.canonical(item.since) > self.position

    def past(self, items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(item for item in items if not self.later(item))

    def future(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if self.later(item)]

    def cut(self) -> Pack:
        pack = self.pack
        facts, questions = self.past(pack.facts), self.past(pack.questions)
        citing: list[Fact | Question] = [*facts, *questions]
        cited = {source for item in citing for source in item.sources}
        return replace(
            pack,
            show=replace(pack.show, years=self.past(pack.show.years)),
            sources=tuple(source for source in pack.sources if source.id in cited),
            episodes=self.past(pack.episodes),
            people=self.past(pack.people),
            characters=tuple(map(self._past_of, self.past(pack.characters))),
            things=tuple(replace(thing, names=self.past(thing.names)) for thing in self.past(pack.things)),
            facts=facts,
            together=self.past(pack.together),
            questions=questions,
        )

    def _past_of(self, character: Character) -> Character:
        return replace(
            character,
            names=self.past(character.names),
            cast=self.past(character.cast),
            played_by=self.past(character.played_by),
            same_as=self.past(character.same_as),
        )

    def altered(self) -> Pack:
        cut, then = self.cut(), self.next
        if then is None:
            return self.pack
        people = (*self._renamed_people(), Person(id="zz-newcomer", since=then, name="Joel Kinneman"))
        invented = Character(
            id="ed-baldwyn",
            since=then,
            names=(Name(since=then, name="Ed Baldwyn"), Name(since=then, name="Margo Maddison", also=True)),
            cast=(Cast(since=then, as_="main"),),
            played_by=(PlayedBy(since=then, person="zz-newcomer"),),
        )
        characters = [self._going_on(character, invented) for character in cut.characters]
        # Those of the future come first, and in another order, so that nothing may depend on where they stand.
        characters[:0] = [invented, *map(self._renamed, _every_other(self.future(self.pack.characters)))]
        things = [self._going_on_thing(thing) for thing in cut.things]
        things[:0] = map(self._renamed, _every_other(self.future(self.pack.things)))
        entries: list[Character | Thing | Person] = [*characters, *things, *people]
        kept = {entry.id for entry in entries}
        return replace(
            cut,
            show=replace(cut.show, years=(*map(_of_other_years, self.future(self.pack.show.years)), *cut.show.years)),
            sources=(Source(id="zz-later", title="How it ends", publisher="Later Herald"), *cut.sources),
            episodes=tuple(
                replace(episode, title=f"Another {number}") if self.later(episode) else episode
                for number, episode in enumerate(self.pack.episodes)
            ),
            people=(*reversed([person for person in people if self.later(person)]), *cut.people),
            characters=tuple(characters),
            things=tuple(things),
            facts=tuple(_between(cut.facts, self._other_facts(cut, kept))),
            together=(Together(since=then, ids=(invented.id, *[c.id for c in cut.characters[:1]])), *cut.together)
            if cut.characters
            else cut.together,
            questions=tuple(_between(cut.questions, [self._question(invented)])),
        )

    def _renamed_people(self) -> list[Person]:
        return [replace(person, name=f"Other {person.name}"[:80]) for person in self.future(self.pack.people)]

    def _renamed(self, entry: Entry) -> Entry:
        names = tuple(replace(name, name=f"Other {name.name}"[:80], also=False) for name in entry.names)
        if isinstance(entry, Character):
            return replace(entry, names=names, cast=(), played_by=(), same_as=())
        return replace(entry, names=names)

    def _going_on(self, character: Character, invented: Character) -> Character:
        """Somebody known, of whom something else becomes known later."""
        assert self.next is not None
        names = (Name(since=self.next, name=f"President {character.id}"[:80]), *character.names)
        return replace(
            character,
            names=names,
            cast=(Cast(since=self.next, as_="guest"), *character.cast),
            played_by=(PlayedBy(since=self.next, person="zz-newcomer", as_="child"), *character.played_by),
            same_as=(SameAs(since=self.next, character=invented.id), *character.same_as),
        )

    def _going_on_thing(self, thing: Thing) -> Thing:
        assert self.next is not None
        return replace(thing, names=(Name(since=self.next, name=f"Fort {thing.id}"[:80]), *thing.names))

    def _other_facts(self, cut: Pack, kept: set[str]) -> list[Fact]:
        """Half of the later facts in other words, and new ones that replace what is known or are about who is."""
        assert self.next is not None
        facts = [
            replace(fact, text=f"It is otherwise: {fact.text}"[:1000], replaces=(), sources=("zz-later",), value=value)
            for fact in _every_other(self.future(self.pack.facts))
            if (value := _other_value(fact, kept)) is not fact
            and {*fact.about, *([fact.speaker] if fact.speaker else [])} <= kept | {"show"}
        ]
        for number, known in enumerate(cut.facts[::3]):
            replacing = Fact(
                id=f"zz-fact-{number}",
                since=self.next,
                about=known.about,
                kind=known.kind,
                text=f"{known.text} That was a lie of Mars."[:1000],
                sources=("zz-later", *known.sources),
                value=known.value,
                year=known.year,
                replaces=(known.id,),
            )
            facts.append(replacing)
        for number, character in enumerate(cut.characters):
            more = Fact(
                id=f"zz-more-{number}",
                since=self.next,
                about=(character.id, "ed-baldwyn"),
                kind=("status", "spouse", "event", "role")[number % 4],
                text=f"Much happens to {character.id}.",
                sources=("zz-later",),
                value=(None, Ref(id="ed-baldwyn"), None, "president")[number % 4]
                or ("dead" if number % 4 == 0 else None),
            )
            facts.append(more)
        return facts

    def _question(self, invented: Character) -> Question:
        assert self.next is not None
        return Question(
            id="zz-question",
            since=self.next,
            about=(invented.id,),
            ask="Who comes last?",
            answer="Ed Baldwyn",
            wrong=("Nobody",),
            sources=("zz-later",),
        )


def _of_other_years(years: Years) -> Years:
    return replace(years, from_=years.from_ + 7, to=years.to + 9)


def _other_value(fact: Fact, kept: set[str]) -> Any:
    """The value of a later fact, ``fact`` itself where it cannot be kept."""
    if isinstance(fact.value, Ref):
        return fact.value if fact.value.id in kept else fact
    return fact.value and f"other {fact.value}"[:80]


def _every_other(items: Sequence[Item]) -> list[Item]:
    return list(reversed(items))[::2]


def _between(past: Sequence[Item], future: Sequence[Item]) -> list[Item]:
    """Both, in turns, each in its order."""
    mixed: list[Item] = []
    for number in range(max(len(past), len(future))):
        mixed += [*future[number : number + 1], *past[number : number + 1]]
    return mixed
