"""How a name may be written, and what kind of words it is made of."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from facts.guard.clean import clean
from facts.guard.fold import fold
from facts.guard.names import Known
from facts.guard.topics import SMALL
from facts.guard.words import is_everyday
from facts.guard.world import FAMILIES, GIVEN, IDIOMS, SELDOM, SURNAMES, UNCOMMON, WORLD

_ARTICLES: Final = ("the ", "a ", "an ")
_NAMES: Final = GIVEN | SURNAMES | WORLD | UNCOMMON
_DERIVED: Final = 4
"""The fewest letters of a part of a name that stands for the whole of it."""
_JOINED: Final = 8
"""The fewest letters of a name of several words that is also written as one."""


@dataclass(slots=True)
class Form:
    """A written name. ``since`` is the lowest rank it is known from; the rest says how far it can be mistaken."""

    since: int
    ids: set[str] = field(default_factory=set)
    title: bool = False
    """Whether an episode is called that, and nothing else."""
    single: bool = False
    """Whether it is one word."""
    rare: bool = False
    """Whether it holds a word that is neither everyday nor anybody's name."""
    everyday: bool = False
    """Whether all its words are everyday ones."""
    given: bool = False
    """Whether it is one word that somebody of the show is called."""
    pairs: frozenset[str] = frozenset()
    """Those of the ids that are in a pair."""
    capitals: tuple[bool, ...] = ()
    """Which of the words of the name, as it is spelled, have a capital."""
    worldly: bool = False
    """Whether it is one word of our own world, of which people often speak."""
    sure: bool = False
    """Whether it is meant wherever it stands."""
    uncommon: bool = False
    """Whether it is one word of our own world of which people seldom speak."""
    number: bool = False
    """Whether there is no letter in it."""
    idiom: bool = False
    """Whether it is one word that is also said of other things."""
    person: bool = False
    """Whether it is somebody's name."""
    real: bool = False
    """Whether it holds a word of our own world."""
    borne: bool = False
    """Whether it is one word that people are called, though few."""
    kind: str = ""
    """What kind of words it is made of, which says most of how far it can be mistaken."""


YEAR: Final = Form(sys.maxsize, single=True, kind="year")
"""A year of the story that it is not known to reach: it is found wherever it is beyond."""


def forms_of(known: Iterable[Known]) -> dict[str, Form]:
    """Return every way in which the names may be written, folded, with what it says."""
    known = tuple(known)
    forms: dict[str, Form] = {}
    for name in known:
        for written in _variants(name.name):
            form = forms.setdefault(written, Form(name.since, title=name.kind == "title"))
            form.since = min(form.since, name.since)
            form.title = form.title and name.kind == "title"
            form.capitals = form.capitals or _capitals(name.name)
            if name.id is not None:
                form.ids.add(name.id)
    for written, form in _parts(known, forms).items():
        forms.setdefault(written, form)
    people = {name.id for name in known if name.kind in ("character", "person")}
    for written, form in forms.items():
        _describe(form, written, people)
    for written, form in _joined(known, forms).items():
        forms.setdefault(written, form)
    return forms


def _describe(form: Form, written: str, people: set[str | None]) -> None:
    words = [word for word in written.split() if word not in SMALL] or [written]
    form.single = len(written.split()) == 1
    form.rare = _is_designation(written) or not all(is_everyday(word) or word in _NAMES for word in words)
    form.worldly = form.single and words[0] in WORLD
    form.uncommon = form.single and words[0] in UNCOMMON
    person = bool(form.ids & people)
    form.person = person
    form.idiom = form.single and words[0] in IDIOMS
    form.number = not any(letter.isalpha() for letter in written)
    form.everyday = (
        not _is_designation(written)
        and all(is_everyday(word) for word in words)
        and (form.single or not person or words[0] not in GIVEN)
    )
    form.given = person and (form.single or all(len(word) < 3 for word in written.split()))
    form.borne = form.single and form.rare and words[0] in SELDOM | FAMILIES
    form.real = any(word in WORLD or word in UNCOMMON for word in words)
    form.sure = form.rare and not form.given and not (form.real and _is_designation(written) and len(words) < 3)
    form.kind = _kind(form)


def _kind(form: Form) -> str:
    if form.single:
        if form.everyday:
            return "word"
        if form.worldly or form.uncommon:
            return "worldly" if form.worldly else "uncommon"
        if not form.rare:
            return "given"
        return "seldom" if form.borne else "unique"
    if form.everyday:
        return "phrase"
    return "full" if form.rare else "famous"


def _variants(name: str) -> Iterator[str]:
    plain = clean(name)
    for spelled in dict.fromkeys((plain, re.sub(r"['.!?,]", "", plain), re.sub(r"[^\w\s]", " ", plain))):
        folded = fold(spelled).strip()
        yield folded
        yield " ".join(folded.split())
        for article in _ARTICLES:
            if folded.startswith(article) and folded.count(" ") > 1:
                yield folded.removeprefix(article)


def _joined(known: Iterable[Known], forms: dict[str, Form]) -> dict[str, Form]:
    """Names of several words written as one (SeaDragon, Mars7, M7), which say what they say in several."""
    joined: dict[str, Form] = {}
    for name in known:
        folded = fold(clean(name.name)).strip()
        words = folded.split()
        one = "".join(words)
        if len(words) == 2 and (len(one) >= _JOINED or words[1].isdigit()) and not (one.isalpha() and is_everyday(one)):
            joined[one] = replace(forms[folded])
    return joined


def _parts(known: Iterable[Known], forms: dict[str, Form]) -> dict[str, Form]:
    """The last words of people's names, each known from the earliest name that it is in; everyday words are none."""
    parts: dict[str, Form] = {}
    earliest: dict[str, int] = {}
    for name in known:
        words = fold(clean(name.name)).split()
        for word in words:
            earliest[word] = min(name.since, earliest.get(word, name.since))
        last = words[-1] if words else ""
        if name.kind not in ("character", "person") or len(words) < 2 or len(last) < _DERIVED or last in forms:
            continue
        if is_everyday(last) or last in _NAMES:
            continue
        part = parts.setdefault(last, Form(name.since))
        part.ids.add(name.id or "")
    for word, part in parts.items():
        part.since = earliest[word]
    return parts


def _is_designation(written: str) -> bool:
    """Whether letters and digits are mixed, as in Apollo 11 or M-7."""
    return any(c.isalpha() for c in written) and any(c.isdigit() for c in written)


def _capitals(name: str) -> tuple[bool, ...]:
    return tuple(not word[0].islower() for word in re.findall(r"[^\s-]+", clean(name)))
