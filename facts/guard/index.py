"""The guard of one show: whether a text mentions what lies beyond a position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ahocorasick_rs import AhoCorasick

from facts.guard.clean import clean
from facts.guard.context import Context
from facts.guard.fold import fold
from facts.guard.forms import YEAR, Form, forms_of
from facts.guard.names import Names, Pair
from facts.guard.near import Near
from facts.guard.place import Place
from facts.guard.weigh import is_meant
from facts.guard.years import beyond
from facts.lookalikes import unframed
from facts.position import Position

LONGEST: Final = 8000
"""Characters of a message that are read: Discord takes half as many."""

Match = tuple[int, int, Form]
"""A name in a text: from where to where, and what is known of it."""


class Guard:
    """All names of a show in one automaton, with the positions they are known from.

    It knows what lies beyond every position, so it is asked one thing only, and answers yes or no.
    """

    __slots__ = ("_automaton", "_found", "_near", "_pairs", "_ranks", "_seasons", "_years")

    def __init__(self, names: Names) -> None:
        forms = forms_of(names.known)
        paired = frozenset(id_ for pair in names.together for id_ in pair.ids)
        for form in forms.values():
            form.pairs = frozenset(form.ids) & paired
        written = [(pattern, form, len(name)) for name, form in forms.items() for pattern in _patterns(name)]
        self._automaton = AhoCorasick([pattern for pattern, _, _ in written], store_patterns=False)
        self._found = tuple((form, length) for _, form, length in written)
        self._near = Near(word for name in forms for word in name.split() if len(word) > 4)
        self._pairs = names.together
        self._seasons = names.seasons
        self._years = names.years
        self._ranks: dict[Position, int] = {}

    def beyond(self, text: str, position: Position, *, strict: bool = False) -> bool:
        """Whether ``text`` mentions a name, title, year or pair first known after ``position``.

        What stands behind spoiler bars counts only where ``strict``. Words that are names and also everyday language
        count where what stands around them speaks of the show.
        """
        here = self._ranks.get(position)
        if here is None:
            here = self._ranks[position] = self._seasons.within(position).rank
        text = text[:LONGEST]
        if self._says(clean(text, strict=strict), here):
            return True
        letters = unframed(text)
        return letters is not text and self._says(clean(letters, strict=strict), here)

    def _says(self, cased: str, here: int) -> bool:
        """Whether a text in plain letters mentions something first known after a rank."""
        near = self._near
        folded = f" {fold(cased)} "
        words = {*folded.split()}
        digits = False
        spelled = mended = near.spell(cased, folded, words)
        unlike = near.unlike(words)
        if unlike:
            digits = not all(map(str.isalpha, unlike))
            if digits:
                spelled = near.read_digits(spelled, unlike)
            mended = near.mend(spelled, unlike)
        if mended is not cased:
            folded = f" {fold(mended)} "
        matches: list[Match] = []
        found = False
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            form, length = self._found[index]
            matches.append((start, start + length, form))
            found = found or form.since > here
        pairs = self._mentioned(matches, here) if len(matches) > 1 else ()
        if digits:
            years = [(start, end, YEAR) for start, end in beyond(mended, self._years, here)]
            matches += years
            found = found or bool(years)
        if not found and not pairs:
            return False
        matches = _longest(matches)
        known = {id(form) for _, _, form in matches if form.since <= here and (form.rare or form.given)}
        named = [(start, end) for start, end, _ in matches]
        context = Context(mended, len(known), named, mended=spelled is not cased)
        if found:
            for match in matches:
                if match[2].since > here and self._is_meant(match, Place(context, match[0], match[1])):
                    return True
        return _are_together(pairs, matches, context)

    def _is_meant(self, match: Match, place: Place) -> bool:
        return is_meant(match[2], place)

    def _mentioned(self, matches: list[Match], here: int) -> Sequence[Pair]:
        """The pairs from beyond of which every part is in the text."""
        ids: set[str] = set()
        for _, _, form in matches:
            if form.pairs:
                ids |= form.pairs
        return [pair for pair in self._pairs if pair.since > here and pair.ids <= ids] if len(ids) > 1 else ()


def _are_together(pairs: Sequence[Pair], matches: list[Match], context: Context) -> bool:
    """Whether a pair is named, each of it by words of its own."""
    for pair in pairs:
        places = [
            {start for start, end, form in matches if id_ in form.pairs and not _lower_word(form, context, start, end)}
            for id_ in pair.ids
        ]
        if all(places) and len(set.union(*places)) >= len(places):
            return True
    return False


def _lower_word(form: Form, context: Context, start: int, end: int) -> bool:
    """Whether it is an everyday word in lower case, which names nobody."""
    return form.single and form.everyday and end - start > 2 and context.cased[start].islower()


def _patterns(name: str) -> Iterator[str]:
    """A name as whole words, and its plural."""
    yield f" {name} "
    if name[-1].isalpha():
        yield f" {name}s "
        if name[-1] in "sxzh":
            yield f" {name}es "


def _longest(matches: list[Match]) -> list[Match]:
    """Sort matches, without those that lie inside a longer one."""
    if len(matches) < 2:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[0], -match[1])):
        if not kept or match[1] > kept[-1][1]:
            kept.append(match)
    return kept
