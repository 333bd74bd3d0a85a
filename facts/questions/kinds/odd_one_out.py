"""Three of these have something in common that the fourth has not: which is it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from facts.model import Fact, Ref
from facts.position import Position
from facts.questions.ground import Ground
from facts.questions.kinds.dates import gives_time_away, is_episode, year_of
from facts.questions.kinds.values import phrase
from facts.questions.model import LONGEST_ANSWER, Basis, Option, Stem
from facts.questions.options import plain
from facts.questions.wording import pointless

KIND: Final = "odd_one_out"

_PLURALS: Final = {"organisation": "organisations", "place": "places", "vessel": "vessels", "mission": "missions"}


_GROUPS: Final = 2
"""In how many groups each one stands as the odd one."""


class _One(NamedTuple):
    """Something that falls in exactly one group, and what says so."""

    option: Option
    group: str
    basis: Basis


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for what does not belong: by season of a title, year of an event, type of a thing, nation, organisation."""
    yield from _of(_titles(ground), "Three of these episodes are from {}. Which one is not?", difficulty=3)
    yield from _of(_events(ground), "Three of these happen in {} of the story. Which one does not?", difficulty=4)
    yield from _of(_things(ground), "Three of these are {}. Which one is not?", difficulty=1)
    yield from _of(_nations(ground), "Three of these are {}. Which one is not?", difficulty=2)
    yield from _of(_members(ground), "Three of these belong to {}. Which one does not?", difficulty=3)


def _of(ones: Iterable[_One], ask: str, difficulty: int) -> Iterator[Stem]:
    ones = tuple(ones)
    groups: Mapping[str, list[_One]] = {one.group: [] for one in ones}
    for one in ones:
        groups[one.group].append(one)
    for one in ones:
        others = sorted((group for group in groups if group != one.group), key=lambda group: _away(one, groups[group]))
        for group in others[:_GROUPS]:
            near = sorted(groups[group], key=lambda other: _away(one, [other]))
            yield Stem(
                kind=KIND,
                subject=group,
                ask=ask.format(group),
                answer=one.option,
                wrong=[other.option for other in near],
                basis=one.basis,
                difficulty=difficulty,
                open=False,
            )


def _away(one: _One, others: Iterable[_One]) -> int:
    return min(abs(other.basis.since.season - one.basis.since.season) for other in others)


def _titles(ground: Ground) -> Iterator[_One]:
    for episode in ground.view.episodes:
        if episode.title is not None and is_episode(episode.since):
            where = f"season {episode.since.season}"
            explain = f"“{episode.title}” is {_number(episode.since)}."
            basis = Basis(episode.since, explain, topics=(f"title {episode.since}",))
            yield _One(plain(episode.title, key=str(episode.since)), where, basis)


def _events(ground: Ground) -> Iterator[_One]:
    for fact in ground.view.events():
        year = year_of(fact)
        text = pointless(fact.text)
        if year is not None and len(text) <= LONGEST_ANSWER and not gives_time_away(text):
            yield _One(plain(text, key=fact.id), f"the year {year}", ground.placed(fact, year))


def _things(ground: Ground) -> Iterator[_One]:
    for id_, option in ground.things.items():
        thing = ground.view.things[id_]
        if id_ in ground.of_the_story:
            saying = f"{option.text} is {'an' if thing.type[0] in 'aeiou' else 'a'} {thing.type}."
            yield _One(option, _PLURALS[thing.type], Basis(thing.since, saying, (id_,), (id_,)))


def _nations(ground: Ground) -> Iterator[_One]:
    for fact in _single(ground, "nationality"):
        who, value = ground.characters.get(fact.about[0]), phrase(fact)
        if who is not None and value is not None:
            yield _One(who, value, ground.basis(fact))


def _members(ground: Ground) -> Iterator[_One]:
    for fact in _single(ground, "member_of"):
        who = ground.characters.get(fact.about[0])
        if who is not None and isinstance(fact.value, Ref) and (of := ground.things.get(fact.value.id)) is not None:
            yield _One(who, of.text, ground.basis(fact))


def _single(ground: Ground, kind: str) -> Iterator[Fact]:
    """Yield the facts of a kind about those of whom there is just one."""
    facts = [fact for fact in ground.view.facts if fact.kind == kind]
    for fact in facts:
        ids = ground.same(fact.about[0])
        if sum(other.about[0] in ids for other in facts) == 1:
            yield fact


def _number(position: Position) -> str:
    return f"episode {position.episode} of season {position.season}"
