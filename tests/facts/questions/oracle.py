"""What is right in a view, worked out from its facts alone: the generator's own judgement is not asked.

``problems`` lists everything that is wrong with a question; every kind has its own way to tell whether a text answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

from facts.model import Character, Fact, Person, Ref, Thing
from facts.names import fold
from facts.position import Position
from facts.questions import Candidate, TriviaQuestion
from facts.view import Entry, View

GAP: Final = "[…]"
INVERSE: Final = {"parent": "child", "child": "parent", "mentor": "protege", "protege": "mentor"}
NOUNS: Final = {"father": "mother", "mother": "father", "son": "daughter", "daughter": "son"}
SMALL: Final = frozenset({"a", "an", "the", "of", "and", "at", "in", "on", "to", "von", "de", "for", "s", "mr", "mrs"})
WRITTEN_DATE: Final = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
OTHER_STATEMENT: Final = "True or false, in the history of the show: "


def problems(view: View, candidate: Candidate, question: TriviaQuestion) -> list[str]:
    """Return what is wrong with a question as asked from a view; nothing, if nothing is."""
    return [*_form(view, question), *_given_away(view, question), *_rightness(view, candidate, question)]


def entries(view: View) -> Iterator[Entry]:
    """Yield all entries of a view."""
    yield from view.characters.values()
    yield from view.things.values()
    yield from view.people.values()


def names_of(entry: Entry) -> list[str]:
    """Return every name an entry bears."""
    return [entry.name] if isinstance(entry, Person) else [name.name for name in entry.names]


def shown(view: View, text: str) -> list[Entry]:
    """Return the entries that go by that name."""
    return _shown(view).get(text, [])


@cache
def _shown(view: View) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries(view):
        found.setdefault(view.name(entry.id), []).append(entry)
    return found


@cache
def _facts(view: View) -> dict[str, Fact]:
    return {fact.id: fact for fact in view.facts}


def _form(view: View, question: TriviaQuestion) -> Iterator[str]:
    folded = [fold(option) for option in question.options]
    two = question.kind == "true_false" or {"true", "false"} == set(folded)
    if len(question.options) != (2 if two else 4):
        yield f"{len(question.options)} options"
    if len(set(folded)) != len(folded):
        yield "options that are the same"
    if question.options.count(question.answer) != 1:
        yield "the answer is not one of the options"
    if question.kind not in ("written", "true_false", "season", "episode", "titles", "year"):
        for one in folded:
            if any(one != other and f" {one} " in f" {other} " for other in folded):
                yield f"an option within another: {one}"
    if len(question.ask) > 300 or any(not 0 < len(option) <= 80 for option in question.options):
        yield "too long"
    if len(question.explain) > 1000 or not 1 <= question.difficulty <= 5:
        yield "explanation or difficulty beyond the limits"
    if view.seasons.canonical(question.since) > view.position:
        yield "revealed later"
    if not set(question.sources) <= view.sources.keys():
        yield "sources that the view has not"
    if not {id_ for id_ in question.about if id_ != "show"} <= {entry.id for entry in entries(view)}:
        yield "about what the view has not"
    chosen = [entry for option in question.options for entry in shown(view, option)]
    for person in chosen:
        if any(other.id in view.same(person.id) for other in chosen):
            yield "one person as two options"


def _given_away(view: View, question: TriviaQuestion) -> Iterator[str]:
    if question.kind in ("written", "true_false"):
        return
    asked = f" {fold(question.ask.replace(chr(39) + 's', ' '))} "
    if f" {fold(question.answer)} " in asked:
        yield "the answer stands in the question"
    for entry in shown(view, question.answer):
        if isinstance(entry, Thing):
            continue
        names = [view.name(entry.id)] if question.kind == "aliases" else names_of(entry)
        for word in {word for name in names for word in fold(name).split()} - SMALL:
            if f" {word} " in asked and word not in _TITLES:
                yield f"a word of the answer stands in the question: {word}"


# fmt: off
_TITLES: Final = frozenset(
    ["admiral", "administrator", "captain", "colonel", "commander", "congressman", "director", "dr", "first",
     "general", "gentleman", "governor", "jr", "lieutenant", "madam", "major", "ms", "president", "senator", "vice",
     "xo"]
)
# fmt: on


def _rightness(view: View, candidate: Candidate, question: TriviaQuestion) -> Iterator[str]:
    right = RIGHT[question.kind]
    if not right(view, candidate, question, question.answer):
        yield "the answer is not right"
    for option in question.options:
        if option != question.answer and right(view, candidate, question, option):
            yield f"also right: {option}"
    if question.open and question.kind in EVERYTHING:
        texts = {view.name(entry.id) for entry in EVERYTHING[question.kind](view)}
        also = sorted(text for text in texts if text != question.answer and right(view, candidate, question, text))
        if also:
            yield f"can be typed and is right: {also}"


def _fact(view: View, id_: str) -> Fact:
    return _facts(view)[id_]


def _character(view: View, text: str) -> list[Character]:
    return [entry for entry in shown(view, text) if isinstance(entry, Character)]


def _plays(view: View, person: str, character: Character) -> bool:
    return any(view.name(casting.person) == person for casting in character.played_by)


def _played_by(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    id_, _, as_ = candidate.subject.partition(" ")
    castings = [c for same in (id_, *view.same(id_)) for c in view.characters[same].played_by]
    if question.open and as_:
        castings = [casting for casting in castings if casting.as_ == as_]
    elif question.open and " before " in question.ask:
        castings = [casting for casting in castings if casting.as_ != "adult"]
    return any(view.name(casting.person) == text for casting in castings)


def _plays_whom(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    person = view.name(candidate.subject)
    return any(
        _plays(view, person, view.characters[same])
        for character in _character(view, text)
        for same in (character.id, *view.same(character.id))
    )


def _related(view: View, id_: str, kinds: set[str], other: str) -> list[Fact]:
    """Return the facts that say that ``other`` is one of ``kinds`` to ``id_``."""
    found = []
    for fact in view.facts:
        if isinstance(fact.value, Ref):
            if (fact.about[0], fact.value.id) == (id_, other) and fact.kind in kinds:
                found.append(fact)
            if (fact.value.id, fact.about[0]) == (id_, other) and INVERSE.get(fact.kind, fact.kind) in kinds:
                found.append(fact)
    return found


def _relations(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    id_, kind = candidate.subject.split(" ")
    kinds = {"spouse", "partner"} if kind in ("spouse", "partner") else {kind}
    asked = question.ask.removesuffix("?").split(" ")[-1]
    for character in _character(view, text):
        for one in (id_, *view.same(id_)):
            facts = _related(view, one, kinds, character.id)
            if facts and not (asked in NOUNS and any(NOUNS[asked] in fold(fact.text).split() for fact in facts)):
                return True
    return False


def _valued(*kinds: str) -> Callable[[View, Candidate, TriviaQuestion, str], bool]:
    """Return the judge of questions after a value that is words: whose it is, or what somebody's is."""

    def right(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
        if candidate.subject in view.characters:
            ids = (candidate.subject, *view.same(candidate.subject))
            own = [fact for fact in view.facts if fact.kind in kinds and fact.about[0] in ids]
            return any(isinstance(fact.value, str) and fold(fact.value) == fold(text) for fact in own)
        asked = _fact(view, candidate.subject).value
        assert isinstance(asked, str)
        return any(
            isinstance(fact.value, str) and fold(fact.value) == fold(asked)
            for character in _character(view, text)
            for fact in view.facts
            if fact.kind in kinds and fact.about[0] in (character.id, *view.same(character.id))
        )

    return right


def _membership(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    id_, _, nation = candidate.subject.partition(" ")
    if nation:
        return any(
            f.kind == "nationality" and f.about[0] == id_ and fold(str(f.value)) == fold(text) for f in view.facts
        )
    member = [fact for fact in view.facts if fact.kind == "member_of" and isinstance(fact.value, Ref)]
    if id_ in view.characters:
        own = [fact.value.id for fact in member if fact.about[0] == id_ and isinstance(fact.value, Ref)]
        return any(view.name(organisation) == text for organisation in own)
    members = [fact.about[0] for fact in member if isinstance(fact.value, Ref) and fact.value.id == id_]
    return any(view.name(id_) == text for id_ in members)


def _fills(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    """Whether some name of what goes by ``text``, put in the gap, gives back a sentence that the view has."""
    fillings = _fillings(view, question.ask.partition("“")[2].removesuffix("”"))
    names = [name for entry in shown(view, text) for name in names_of(entry)] or [text]
    return any(name in fillings for name in names)


@lru_cache(maxsize=8)
def _fillings(view: View, gapped: str) -> frozenset[str]:
    """Return all that the gap can hold for the sentence to be one of the view's."""
    assert GAP in gapped
    parts = gapped.split(GAP)
    longest = max(parts, key=len)
    whole = re.compile("(.+)".join(map(re.escape, parts)))
    matches = (whole.fullmatch(fact.text) for fact in view.facts if longest in fact.text)
    return frozenset(filling for match in matches if match for filling in match.groups())


def _quotes(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    return view.name(_fact(view, candidate.subject).speaker or "") == text


def _season(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    fact = _fact(view, candidate.subject)
    assert fact.text in question.ask
    return f"Season {fact.since.season}" == text


def _called(position: Position) -> str:
    return f"Season {position.season}, episode {position.episode}"


def _episode(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    fact = _fact(view, candidate.subject)
    assert fact.text in question.ask
    return _called(fact.since) == text


def _year_of(fact: Fact) -> int | None:
    return fact.date.year if fact.date else fact.year


def _year(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    fact = _fact(view, candidate.subject)
    assert fact.text in question.ask
    return str(_year_of(fact)) == text


def _event(view: View, text: str) -> Fact:
    return _events(view)[text]


@cache
def _events(view: View) -> dict[str, Fact]:
    return {fact.text.removesuffix("."): fact for fact in view.facts if fact.kind == "event"}


def _order(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    options = [_event(view, option) for option in question.options]
    in_story = candidate.subject.endswith("story")

    def clock(fact: Fact) -> tuple[int, ...]:
        return (_year_of(fact) or 0,) if in_story else (fact.since.season, fact.since.episode)

    ends = min if candidate.subject.startswith("first") else max
    return clock(_event(view, text)) == ends(clock(fact) for fact in options)


def _odd(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    group = candidate.subject
    if group.startswith("season "):
        where = {episode.title: f"season {episode.since.season}" for episode in view.episodes}
        return where[text] != group
    if group.startswith("the year "):
        return f"the year {_year_of(_event(view, text))}" != group
    (entry,) = shown(view, text)
    if isinstance(entry, Thing):
        return f"{entry.type}s" != group
    kind = "nationality" if f"are {group}." in question.ask else "member_of"
    values = [fact.value for fact in view.facts if fact.kind == kind and fact.about[0] == entry.id]
    assert values
    return all((view.name(value.id) if isinstance(value, Ref) else value) != group for value in values)


def _world(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    theirs = [fact for fact in view.facts if fact.kind == "world" and fact.text.removesuffix(".") == text]
    ours = [fact for fact in view.facts if fact.kind == "world" and (fact.real or "").removesuffix(".") == text]
    assert theirs or ours
    return bool(ours) if candidate.subject.endswith(" ours") else bool(theirs)


def _production(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    if not _fills(view, candidate, question, text):
        return False
    fact = _fact(view, candidate.subject)
    return text in fact.text


def _titles(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    asked, position = candidate.subject.split(" ")
    here = Position.parse(position)
    titles = {episode.since: episode.title for episode in view.episodes}
    if asked == "number":
        return any(_called(since) == text and f"“{title}”" in question.ask for since, title in titles.items())
    if asked == "after":
        before = [since for since in view.seasons.episodes() if since < here][-1]
        assert f"“{titles[before]}”" in question.ask
    return titles[here] == text


def _aliases(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    entry = view.entry(candidate.subject)
    if entry is not None and view.name(entry.id) in question.ask:
        return text in [
            name for same in (entry.id, *view.same(entry.id)) for name in names_of(view.entry(same) or entry)
        ]
    (alias,) = re.findall("“(.*)”", question.ask)
    return any(alias in names_of(entry) for entry in shown(view, text))


def _true_false(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    return _is_true(view, candidate, question) == (text == "True")


def _is_true(view: View, candidate: Candidate, question: TriviaQuestion) -> bool:
    source, _, subject = candidate.subject.partition(" ")
    if source == "world":
        stated = question.ask.removeprefix(OTHER_STATEMENT)
        fact = _fact(view, subject)
        assert stated in (fact.text, fact.real)
        return stated == fact.text
    stated = question.ask.removeprefix("True or false: ")
    if source == "played_by":
        person, _, part = stated.removesuffix(".").partition(" plays ")
        (character,) = _character(view, part)
        return _plays(view, person, character)
    if source == "year":
        year, _, said = stated.removeprefix("in the story, this is in ").partition(". ")
        return any(fact.text == said and str(_year_of(fact)) == year for fact in view.facts)
    if source == "titles":
        number, _, title = stated.partition(" is called ")
        return any(_called(e.since) == number and f"“{e.title}”." == title for e in view.episodes)
    if source == "production":
        assert WRITTEN_DATE.search(stated)
        return any(fact.text == stated for fact in view.facts)
    assert source == "relations"
    id_, kind = subject.split(" ")
    other = re.split(" (?:is|was) ", stated)[0]
    return any(_related(view, id_, {kind}, character.id) for character in _character(view, other))


def _written(view: View, candidate: Candidate, question: TriviaQuestion, text: str) -> bool:
    (asked,) = [each for each in view.questions if each.id == candidate.subject]
    assert asked.ask == question.ask
    assert {asked.answer, *asked.wrong} == set(question.options)
    return asked.answer == text


def _characters(view: View) -> list[Entry]:
    return list(view.characters.values())


def _characters_and_things(view: View) -> list[Entry]:
    return [*view.characters.values(), *view.things.values()]


def _people(view: View) -> list[Entry]:
    return list(view.people.values())


RIGHT: Final[dict[str, Callable[[View, Candidate, TriviaQuestion, str], bool]]] = {
    "played_by": _played_by,
    "plays": _plays_whom,
    "relations": _relations,
    "status": _valued("status"),
    "roles": _valued("role", "rank"),
    "membership": _membership,
    "who": _fills,
    "season": _season,
    "episode": _episode,
    "year": _year,
    "order": _order,
    "odd_one_out": _odd,
    "true_false": _true_false,
    "world": _world,
    "production": _production,
    "quotes": _quotes,
    "titles": _titles,
    "aliases": _aliases,
    "written": _written,
}
EVERYTHING: Final[dict[str, Callable[[View], list[Entry]]]] = {
    "played_by": _people,
    "plays": _characters,
    "relations": _characters,
    "who": _characters_and_things,
    "quotes": _people,
    "aliases": _characters_and_things,
}
"""Among what everything else must be wrong where the answer is typed, by kind."""
