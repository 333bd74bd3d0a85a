"""How a name may be written, and what kind of words it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from facts.guard.clean import clean
from facts.guard.names import Known
from facts.guard.words import EVERYDAY, GIVEN, SMALL, SURNAMES, UNCOMMON, WORLD

_WORD: Final = re.compile(r"[a-z0-9']+")
_ARTICLES: Final = ("the ", "a ", "an ")
_NAMES: Final = GIVEN | SURNAMES | WORLD | UNCOMMON
_DERIVED: Final = 4
"""The fewest letters of a part of a name that stands for the whole of it."""


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
    famous: bool = False
    """Whether it holds a name of our own world, of which people speak without meaning any show."""
    worldly: bool = False
    """Whether it is one word of our own world, of which people often speak."""
    sure: bool = False
    """Whether it is meant wherever it stands."""
    uncommon: bool = False
    """Whether it is one word of our own world of which people seldom speak."""
    lower: bool = False
    """Whether it is written without capitals."""
    number: bool = False
    """Whether there is no letter in it."""


def fold(text: str) -> str:
    """Fold case and hyphens; as long as ``text``."""
    folded = text.lower().replace("-", " ")
    return folded if len(folded) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def is_everyday(word: str) -> bool:
    """Whether a word, or what it is inflected from, is one of everyday language."""
    word = word.removesuffix("'s").replace("'", "")
    return any(stem in EVERYDAY for stem in _stems(word)) or len(word) < 3 or word.isdigit()


def forms_of(known: Iterable[Known]) -> dict[str, Form]:
    """Return every way in which the names may be written, folded, with what it says."""
    known = tuple(known)
    forms: dict[str, Form] = {}
    for name in known:
        for written in _variants(name):
            form = forms.setdefault(written, Form(name.since, title=name.kind == "title"))
            form.since = min(form.since, name.since)
            form.title = form.title and name.kind == "title"
            form.capitals = form.capitals or _capitals(name.name)
            form.lower |= name.kind != "title" and _is_lower(name.name)
            if name.id is not None:
                form.ids.add(name.id)
    for written, form in _parts(known, forms).items():
        forms.setdefault(written, form)
    people = {name.id for name in known if name.kind in ("character", "person")}
    for written, form in forms.items():
        _describe(form, written, people)
    return forms


def _describe(form: Form, written: str, people: set[str | None]) -> None:
    words = [word for word in _WORD.findall(written) if word not in SMALL] or [written]
    form.single = len(_WORD.findall(written)) == 1
    form.rare = _is_designation(written) or not all(is_everyday(word) or word in _NAMES for word in _bare(words))
    form.worldly = form.single and words[0] in WORLD
    form.uncommon = form.single and words[0] in UNCOMMON
    form.famous = any(word in WORLD for word in words) or (not form.rare and form.single)
    person = bool(form.ids & people)
    form.number = not any(letter.isalpha() for letter in written)
    form.everyday = (
        not _is_designation(written)
        and all(is_everyday(word) for word in words)
        and (form.single or not person or words[0] not in GIVEN)
    )
    form.given = form.single and person
    form.sure = form.rare and not form.given


def _variants(name: Known) -> Iterator[str]:
    folded = " ".join(fold(clean(name.name)).split())
    yield folded
    plain = re.sub(r"['.!?,]", "", folded)
    if plain != folded:
        yield plain
    if " " in folded and "-" in name.name:
        yield re.sub(r"\s", "", folded) if len(folded) < 5 else plain
    for article in _ARTICLES:
        if folded.startswith(article) and folded.count(" ") > 1:
            yield folded.removeprefix(article)


def _parts(known: Iterable[Known], forms: dict[str, Form]) -> dict[str, Form]:
    """The last words of people's names, each known from the earliest name that it is in; everyday words are none."""
    parts: dict[str, Form] = {}
    earliest: dict[str, int] = {}
    for name in known:
        words = _words(name.name)
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


def _is_lower(name: str) -> bool:
    """Whether a name has more words than one, of which some could have a capital and have none."""
    words = [word for word in name.replace("'s", "").split() if word.lower() not in SMALL]
    return len(words) > 1 and any(word[0].islower() for word in words)


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(clean(name)))


def _bare(words: Iterable[str]) -> Iterator[str]:
    return (word.removesuffix("'s") for word in words)


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending in ("s", "es", "d", "ed", "ing", "r", "er", "ly"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word.removesuffix(ending)
            yield stem
            if ending in ("ing", "ed", "er"):
                yield f"{stem}e"
                yield stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
