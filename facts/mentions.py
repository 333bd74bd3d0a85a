"""Who and what a text mentions, and from which position each mention is harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from facts.model import Character, Pack, Person, Thing
from facts.position import MAX_SEASON, NOTHING, Position
from facts.seasons import Seasons

_SMALL: Final = frozenset(
    ["a", "an", "and", "at", "by", "de", "for", "from", "in", "la", "of", "on", "or", "the", "to", "von", "with"]
)
"""Words of a name whose case says nothing."""
_ARTICLES: Final = ("the ", "a ", "an ")
_SPACES: Final = re.compile(r"[\s_\u002d\u00ad\u2010-\u2015\u2212]+")
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")
_PLAIN: Final = re.compile(r"[!-,./-^`-~]+(?:[ _-][!-,./-^`-~]+)*")
"""Text that folds letter by letter: printable ASCII, with at most one space or hyphen between words."""
_LETTER_BY_LETTER: Final = str.maketrans("_-\u00a0’ʼ‘`´“”", "   '''''\"\"")


_NEVER: Final = Position(MAX_SEASON + 1)


class Mention(NamedTuple):
    """A name in a text: where (``text[start:end]``), which, known from when, and whose."""

    start: int
    end: int
    name: str
    since: Position
    ids: frozenset[str]


@dataclass(slots=True)
class _Form:
    """The folded words of a name or an id: how they are written, whose they are, and from when they are known."""

    spellings: set[str] = field(default_factory=set)
    named: Position | None = None
    known: Position = _NEVER
    """The earliest name; of words that are no name, the earliest id: ids give nothing away before names do."""
    owners: set[str] = field(default_factory=set)
    ids: frozenset[str] = frozenset()


class Mentions:
    """All names of a pack in one automaton.

    Names are found at word borders, with possessives and plurals, without regard to accents. In prose the words of a
    name begin with capitals where the name's do, so that an everyday word is no mention; ids are found as they are
    written, in lower case with hyphens.
    """

    def __init__(self, pack: Pack) -> None:
        self._seasons = Seasons(pack.show.episodes)
        self._forms: dict[str, _Form] = {}
        for spelling, since, id_ in _names(pack):
            self._add_name(spelling, self._seasons.canonical(since), id_)
        for id_, since in _ids(pack):
            form = self._forms.setdefault(_fold(id_)[0], _Form())
            form.known = form.named or min(form.known, self._seasons.canonical(since))
            form.owners.add(id_)
        for form in self._forms.values():
            form.ids = frozenset(form.owners)
        self._forms.pop("", None)
        self._patterns = tuple(self._forms)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False)

    def _add_name(self, spelling: str, since: Position, id_: str | None) -> None:
        folded = _fold(spelling)[0]
        keys = {folded: spelling}
        if id_ is not None:
            for article in _ARTICLES:
                if folded.startswith(article):
                    keys[folded.removeprefix(article)] = spelling[len(article) :].strip()
        for key, written in keys.items():
            form = self._forms.setdefault(key, _Form())
            form.spellings.add(written)
            form.named = form.known = since if form.named is None else min(form.named, since)
            if id_ is not None:
                form.owners.add(id_)

    def find(self, text: str, *, any_case: bool = False) -> tuple[Mention, ...]:
        """Find the names in ``text``, in order; of names inside each other only the longest.

        With ``any_case`` capitals do not matter and ids of one word count: for ids and for what people type.
        """
        return _longest(self._matches(text, any_case=any_case))

    def inside(self, name: str) -> tuple[Mention, ...]:
        """Find the names of several words inside a name, which does not count itself.

        Single words would be no sign: two people may be called Sergei.
        """
        inner = []
        for mention in self._matches(name, any_case=False):
            whole = mention.end == len(name) and name[: mention.start].lower() in ("", *_ARTICLES)
            if not whole and not mention.name.isalnum():
                inner.append(mention)
        return _longest(inner)

    def beyond(self, text: str, position: Position, *, any_case: bool = False) -> tuple[Mention, ...]:
        """Find what ``text`` mentions that is not known at ``position``."""
        here = self._seasons.canonical(position)
        return tuple(mention for mention in self.find(text, any_case=any_case) if mention.since > here)

    def _matches(self, text: str, *, any_case: bool) -> list[Mention]:
        folded, places = _fold(text)
        found: list[Mention] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if not _bordered(folded, start, end):
                continue
            form = self._forms[self._patterns[index]]
            first, last = places[start], places[end - 1] + 1
            written = text[first:last]
            if written in form.spellings or any_case or _is_name(written, form.spellings) or _is_id(written):
                found.append(Mention(first, last, written, form.known, form.ids))
        return found


def _fold(text: str) -> tuple[str, range | list[int]]:
    """Fold case, accents, hyphens and spaces; with the place in ``text`` of every folded character."""
    if _PLAIN.fullmatch(text):
        return text.lower().replace("-", " ").replace("_", " "), range(len(text))
    translated = text.translate(_LETTER_BY_LETTER)
    if _PLAIN.fullmatch(translated):
        return translated.lower(), range(len(text))
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(translated):
        if _INVISIBLE.match(letter):
            continue
        if _SPACES.match(letter):
            if folded and folded[-1] == " ":
                continue
            letters = " "
        elif letter.isascii():
            letters = letter.lower()
        else:
            letters = "".join(
                c for c in unicodedata.normalize("NFKD", letter).casefold() if not unicodedata.combining(c)
            )
        folded += letters
        places += [place] * len(letters)
    while folded and folded[-1] == " ":
        folded.pop()
        places.pop()
    return "".join(folded), places


def _names(pack: Pack) -> Iterator[tuple[str, Position, str | None]]:
    yield pack.show.title, NOTHING, None
    for person in pack.people:
        yield person.name, person.since, person.id
    for entry in chain[Character | Thing](pack.characters, pack.things):
        for name in entry.names:
            yield name.name, max(name.since, entry.since), entry.id
    for episode in pack.episodes:
        if episode.title is not None:
            yield episode.title, episode.since, None


def _ids(pack: Pack) -> Iterator[tuple[str, Position]]:
    for entry in chain[Person | Character | Thing](pack.people, pack.characters, pack.things):
        yield entry.id, entry.since


def _bordered(folded: str, start: int, end: int) -> bool:
    """Whether a match is whole words, but for a possessive or plural ending."""
    if start and folded[start - 1].isalnum() and folded[start].isalnum():
        return False
    if end == len(folded) or not folded[end].isalnum() or not folded[end - 1].isalnum():
        return True
    for ending in ("s", "es"):
        after = end + len(ending)
        if folded.startswith(ending, end) and (after == len(folded) or not folded[after].isalnum()):
            return ending == "s" or folded[end - 1] in "sxzh"
    return False


def _is_name(written: str, spellings: set[str]) -> bool:
    words = _words(written)
    return any(_cased_alike(words, _words(spelling)) for spelling in spellings)


def _cased_alike(words: list[str], name: list[str]) -> bool:
    if len(words) != len(name):
        return False
    capitals = [theirs for theirs in name if theirs[0].isupper() and theirs.lower() not in _SMALL]
    if not capitals:
        return True
    return all(
        ours[0].isupper() or not theirs[0].isupper() or theirs.lower() in _SMALL
        for ours, theirs in zip(words, name, strict=True)
    )


def _words(text: str) -> list[str]:
    return [word for word in _SPACES.split(_INVISIBLE.sub("", text)) if word]


def _is_id(written: str) -> bool:
    return "-" in written and written == written.lower() and written.isascii() and " " not in written


def _longest(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Sort mentions, without those that lie inside a longer one."""
    if len(mentions) < 2:
        return tuple(mentions)
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if not kept or mention.end > kept[-1].end:
            kept.append(mention)
    return tuple(kept)
