"""What all kinds of questions need to know of a view: who is named where, who is like whom, which facts are alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal

from facts.model import Billing, Character, Fact, Person, Ref, Thing
from facts.names import fold
from facts.position import Position
from facts.questions.model import Basis, Option
from facts.questions.sentences import Sentences
from facts.questions.wording import TITLES, counting, gives_away
from facts.view import View
from facts.view.relations import named

Gender = Literal["he", "she"]

_PRONOUNS: Final[Mapping[str, Gender]] = {
    **dict.fromkeys(("he", "his", "him", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
}
_KIN: Final[Mapping[str, Mapping[str, Gender]]] = {
    "parent": {"father": "he", "mother": "she"},
    "child": {"son": "he", "daughter": "she"},
    "sibling": {"brother": "he", "sister": "she"},
}
_MARRIED: Final[Mapping[str, Gender]] = {"husband": "he", "wife": "she"}
_BILLINGS: Final[Mapping[Billing | None, int]] = {"main": 0, "recurring": 1, "guest": 2, None: 2}
_POSSESSIVE: Final = re.compile(r"['’]s\b")


class Ground:
    """Indexes of one view, each built when first needed."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._nearest: dict[tuple[int, Gender | None, int], tuple[Option, ...]] = {}

    # Positions

    def canonical(self, position: Position) -> Position:
        """Return the one form of a position that has two."""
        return self.view.seasons.canonical(position)

    def latest(self, positions: Iterable[Position]) -> Position:
        """Return the latest of some positions, as it is written."""
        return max(positions, key=self.canonical)

    # Entries

    @cached_property
    def characters(self) -> Mapping[str, Option]:
        """The characters that can be told by a name of their own, as options."""
        return self._options(self.view.characters.values())

    @cached_property
    def things(self) -> Mapping[str, Option]:
        """The things, as options."""
        return self._options(self.view.things.values())

    @cached_property
    def people(self) -> Mapping[str, Option]:
        """The people who act in or make the show, as options."""
        return self._options(self.view.people.values())

    def option(self, id_: str) -> Option | None:
        """Return an entry as an option, if it can be one."""
        return self.characters.get(id_) or self.things.get(id_) or self.people.get(id_)

    def names(self, id_: str) -> tuple[str, ...]:
        """Return all visible names of an entry."""
        entry = self.view.entry(id_)
        if entry is None:
            return ()
        return (entry.name,) if isinstance(entry, Person) else tuple(name.name for name in entry.names)

    def subject(self, id_: str, answer: Option) -> str | None:
        """Return a name of a character to ask with that does not give ``answer`` away, the shown one if it will do."""
        if id_ not in self.characters:
            return None
        shown = self.view.name(id_)
        if not gives_away(shown, answer):
            return shown
        for name in self.names(id_):
            if not gives_away(name, answer) and [entry.id for entry in self.view.find(name)] == [id_]:
                return name
        return None

    def seasons_of(self, id_: str) -> tuple[int, ...]:
        """Return the seasons in whose cast a character is, as far as known."""
        return self._seasons_of.get(id_, ())

    def billed(self, id_: str) -> int:
        """Return how prominent a character is: 0 main, 1 recurring, 2 neither."""
        return _BILLINGS[self.view.billing(id_)] if id_ in self.view.characters else 2

    def gender(self, id_: str) -> Gender | None:
        """Return the pronoun that most of the sentences about a character use: a guess, for plausible options only."""
        return self._genders.get(id_)

    def is_dead(self, id_: str) -> bool:
        """Whether a character is known to have died."""
        return id_ in self._dead

    def same(self, id_: str) -> frozenset[str]:
        """Return an id with those revealed to be the same person."""
        return frozenset((id_, *self.view.same(id_)))

    def characters_near(self, season: int, gender: Gender | None, billed: int) -> Sequence[Option]:
        """Return all characters as options: those of that gender, season and prominence first."""
        key = (season, gender, billed)
        found = self._nearest.get(key)
        if found is None:
            found = self._nearest[key] = tuple(
                sorted(self.characters.values(), key=lambda option: self._distance(option.key, *key))
            )
        return found

    def characters_like(self, id_: str, season: int | None = None) -> Sequence[Option]:
        """Return all characters as options, those most like the one given first."""
        if season is None:
            seasons = self.seasons_of(id_)
            season = seasons[-1] if seasons else max(self.view.position.season, 1)
        return self.characters_near(season, self.gender(id_), self.billed(id_))

    def things_like(self, id_: str) -> Sequence[Option]:
        """Return the things of the same type as options, those that came up about when this one did first."""
        entry = self.view.things[id_]
        alike = [
            thing
            for thing in self.view.things.values()
            if thing.type == entry.type
            and thing.id in self.things
            and (thing.id in self.of_the_story or id_ not in self.of_the_story)
        ]
        alike.sort(key=lambda thing: abs(thing.since.season - entry.since.season))
        return tuple(self.things[thing.id] for thing in alike)

    def actors_like(self, character: str, season: int | None = None) -> Sequence[Option]:
        """Return the people who play somebody as options, who play those most like a character first."""
        found = dict.fromkeys(
            played.person
            for option in self.characters_like(character, season)
            for played in self.view.characters[option.key].played_by
        )
        return tuple(self.people[person] for person in found if person in self.people)

    @cached_property
    def of_the_story(self) -> frozenset[str]:
        """The entries that the story has to do with: some fact that is not about the making of the show names them."""
        told = (fact for fact in self.view.facts if fact.kind not in ("production", "award", "quote"))
        return frozenset(id_ for fact in told if fact.about[0] != "show" for id_ in named(fact))

    def season(self, casting: Position) -> int:
        """Return the season for which somebody was cast: for one announced in between, the next."""
        if casting.season and not casting.whole:
            return casting.season
        return min(casting.season + 1, len(self.view.seasons))

    @cached_property
    def crew(self) -> Sequence[Option]:
        """The people who play nobody, as options."""
        return tuple(option for id_, option in self.people.items() if not self.view.roles(id_))

    # Facts

    @cached_property
    def sentences(self) -> Sentences:
        """The texts of the view's facts."""
        ids = (*self.view.characters, *self.view.things, *self.view.people)
        return Sentences(self.view.facts, {id_: self.names(id_) for id_ in ids})

    def named_alike(self, fact: Fact) -> frozenset[str]:
        """Return whom a fact, and those that may tell of the same, name or refer to."""
        ids: dict[str, None] = {}
        for other in (fact, *self.sentences.like(fact)):
            ids.update(dict.fromkeys(named(other)))
            for mention in self.sentences.mentions(other.text):
                ids.update(dict.fromkeys(mention.ids))
        return frozenset(same for id_ in ids for same in self.same(id_))

    def publishers(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Return who published some sources."""
        known = self.view.sources
        return tuple(dict.fromkeys(known[source].publisher for source in sources if source in known))

    def basis(self, *facts: Fact) -> Basis:
        """Return what a question made of these facts rests on."""
        return Basis(
            since=self.latest(fact.since for fact in facts),
            explain=" ".join(fact.text for fact in facts),
            about=tuple(dict.fromkeys(id_ for fact in facts for id_ in named(fact))),
            topics=tuple(fact.id for fact in facts),
            sources=tuple(dict.fromkeys(source for fact in facts for source in fact.sources)),
        )

    def placed(self, fact: Fact, year: int | None = None) -> Basis:
        """Return what a question holds that says itself what happens: its explanation is where, and in which year."""
        where = self._where(fact.since)
        when = f"In the story it is {year}." if year is not None else ""
        return self.basis(fact)._replace(explain=" ".join(filter(None, (when, where or fact.text))))

    def _where(self, since: Position) -> str:
        """Return which episode or season tells of something, empty for what is known from the start."""
        if not since.season:
            return ""
        episode = None if since.whole else self.view.episode(since)
        title = f" · {episode.title}" if episode is not None and episode.title else ""
        return f"{f'Season {since.season}' if since.whole else since}{title} tells of it."

    def _options(self, entries: Iterable[Character | Thing | Person]) -> dict[str, Option]:
        """Return those entries as options whose name is theirs alone and no description."""
        return {
            entry.id: self._option(entry)
            for entry in entries
            if self.view.label(entry.id) == self.view.name(entry.id)
            and not (isinstance(entry, Character) and _POSSESSIVE.search(self.view.name(entry.id)))
        }

    def _option(self, entry: Character | Thing | Person) -> Option:
        shown = self.view.name(entry.id)
        names = self.names(entry.id)
        if isinstance(entry, Thing):
            tells = frozenset(word for word in counting(shown) if self._of_things[word] == 1 and len(word) > 3)
        else:
            tells = frozenset(word for name in names for word in counting(name) if word not in TITLES)
        accept = tuple(
            name for name in names if name != shown and [other.id for other in self.view.find(name)] == [entry.id]
        )
        return Option(
            key=entry.id,
            text=shown,
            words=counting(shown),
            one=min(self.same(entry.id)),
            tells=tells,
            phrases=tuple(fold(name) for name in names),
            accept=accept,
        )

    @cached_property
    def _of_things(self) -> Counter[str]:
        things = self.view.things.values()
        return Counter(word for thing in things for word in {w for name in thing.names for w in counting(name.name)})

    @cached_property
    def _seasons_of(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for season in range(1, len(self.view.seasons) + 1):
            for character, _ in self.view.cast(season):
                found.setdefault(character.id, []).append(season)
        return {id_: tuple(seasons) for id_, seasons in found.items()}

    @cached_property
    def _dead(self) -> frozenset[str]:
        return frozenset(
            fact.about[0]
            for fact in self.view.facts
            if fact.kind == "status" and isinstance(fact.value, str) and "dead" in counting(fact.value)
        )

    @cached_property
    def _genders(self) -> Mapping[str, Gender]:
        alone: dict[str, Counter[Gender]] = {}
        among: dict[str, Counter[Gender]] = {}
        for fact in self.view.facts:
            words = fold(fact.text).split()
            if fact.kind in _KIN and isinstance(fact.value, Ref):
                kin = [_KIN[fact.kind][word] for word in words if word in _KIN[fact.kind]]
                alone.setdefault(fact.value.id, Counter()).update(kin if len(kin) == 1 else ())
            ids = [id_ for mention in self.sentences.mentions(fact.text) for id_ in mention.ids]
            people = list(dict.fromkeys(id_ for id_ in ids if id_ in self.view.characters))
            if len(people) == 1:
                used = [_PRONOUNS[word] for word in words if word in _PRONOUNS]
                alone.setdefault(people[0], Counter()).update(used)
            else:
                used = [_PRONOUNS[word] for word in words if word in ("he", "she", "himself", "herself")]
                among.setdefault(fact.about[0], Counter()).update(used)
        found: dict[str, Gender] = {}
        for id_ in self.view.characters:
            for count in (alone.get(id_, Counter()), among.get(id_, Counter())):
                if id_ not in found and count["he"] != count["she"]:
                    found[id_] = "he" if count["he"] > count["she"] else "she"
        for fact in self.view.facts:
            married = {_MARRIED[word] for word in fold(fact.text).split() if word in _MARRIED}
            if fact.kind == "spouse" and isinstance(fact.value, Ref) and len(married) == 1:
                known, unknown = sorted((fact.about[0], fact.value.id), key=lambda id_: id_ not in found)
                if known in found and unknown not in found and {found[known]} != married:
                    found[unknown] = married.pop()
        return found

    def _distance(self, id_: str, season: int, gender: Gender | None, billed: int) -> tuple[int, ...]:
        other = self.gender(id_)
        differs = 0 if gender in (None, other) else 1 if other is None else 2
        away = min((abs(each - season) for each in self.seasons_of(id_)), default=9)
        return (differs, away, abs(self.billed(id_) - billed))
