"""The guard of one show: whether a text mentions what lies beyond a position."""

from __future__ import annotations

from typing import Final

from ahocorasick_rs import AhoCorasick

from facts.guard.clean import clean
from facts.guard.context import Context
from facts.guard.forms import Form, fold, forms_of
from facts.guard.judge import is_meant, is_story_year, years_in
from facts.guard.names import Names, Pair
from facts.position import Position

LONGEST: Final = 8000
"""Characters of a message that are read: Discord takes half as many."""

Match = tuple[int, int, Form]
"""A name in a text: from where to where, and what is known of it."""


class Guard:
    """All names of a show in one automaton, with the positions they are known from.

    It knows what lies beyond every position, so it is asked one thing only, and answers yes or no.
    """

    __slots__ = ("_automaton", "_forms", "_paired", "_pairs", "_ranks", "_seasons", "_years")

    def __init__(self, names: Names) -> None:
        forms = forms_of(names.known)
        self._seasons = names.seasons
        self._forms = tuple(forms.values())
        self._automaton = AhoCorasick(tuple(forms), store_patterns=False)
        self._pairs = names.together
        self._paired = frozenset(id_ for pair in names.together for id_ in pair.ids)
        for form in self._forms:
            form.pairs = frozenset(form.ids) & self._paired
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
        cased = clean(text[:LONGEST], strict=strict)
        folded = fold(cased)
        matches = self._matches(folded)
        found = False
        for _, _, form in matches:
            if form.since > here:
                found = True
                break
        pairs = self._mentioned(matches, here) if len(matches) > 1 else []
        if not found and not pairs and not years_in(folded, self._years, here):
            return False
        matches = _longest(matches)
        if found and any(form.since > here and form.sure for _, _, form in matches):
            return True
        known = {id(form) for _, _, form in matches if form.since <= here and (form.rare or form.given)}
        context = Context(cased, folded, len(known))
        if found:
            named = [(start, end) for start, end, _ in matches]
            for start, end, form in matches:
                if form.since > here and is_meant(form, context, start, end, named):
                    return True
        return _are_together(pairs, matches, context) or is_story_year(context, self._years, here)

    def _matches(self, folded: str) -> list[Match]:
        forms, last = self._forms, len(folded)
        return [
            (start, end, forms[index])
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if not (start and folded[start - 1].isalnum())
            and (end == last or not folded[end].isalnum() or _inflected(folded, end))
        ]

    def _mentioned(self, matches: list[Match], here: int) -> list[Pair]:
        """The pairs from beyond of which every part is in the text."""
        ids = set().union(*[form.pairs for _, _, form in matches])
        return [pair for pair in self._pairs if pair.since > here and pair.ids <= ids] if len(ids) > 1 else []


def _are_together(pairs: list[Pair], matches: list[Match], context: Context) -> bool:
    """Whether a pair is named, each of it by words of its own."""
    for pair in pairs:
        places = [
            {start for start, end, form in matches if id_ in form.pairs and not _lower_word(form, context, start, end)}
            for id_ in pair.ids
        ]
        if all(places) and len(set.union(*places)) >= len(places):
            return True
    return False


def _inflected(folded: str, end: int) -> bool:
    """Whether a name goes on as its plural or possessive only."""
    for ending in ("s", "es"):
        after = end + len(ending)
        if folded.startswith(ending, end) and (after == len(folded) or not folded[after].isalnum()):
            return ending == "s" or folded[end - 1] in "sxzh"
    return False


def _lower_word(form: Form, context: Context, start: int, end: int) -> bool:
    """Whether it is an everyday word in lower case, which names nobody."""
    return form.single and form.everyday and end - start > 2 and context.cased[start].islower()


def _longest(matches: list[Match]) -> list[Match]:
    """Sort matches, without those that lie inside a longer one."""
    if len(matches) < 2:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[0], -match[1])):
        if not kept or match[1] > kept[-1][1]:
            kept.append(match)
    return kept
