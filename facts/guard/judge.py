"""Whether a name in a message is meant as one: what speaks for it is held against what speaks for something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from facts.guard.context import Context
from facts.guard.forms import Form
from facts.guard.names import Year
from facts.guard.words import BE, CALLS, SMALL, TITLE, VERBS

_ENOUGH: Final = 2
_PIECE: Final = re.compile(r"[^\s-]+")
_BY: Final = re.compile(r"[\"']? by (?:the )?[A-Z]")
_ARTICLES: Final = ("the", "a", "an")
_DIGIT: Final = re.compile(r"\d\d")
_YEAR: Final = re.compile(
    r"(?<![\d.,#$£€:-])(?:(1[89]\d\d|2[01]\d\d)|'(\d\d)|(?<!\w)([1-9]0)(?='?s\b))(?![\d%]|[.,:]\d)"
)
_MOVES: Final = re.compile(
    r"(?:jump|skip|go|goes|move|leap|cut|flash|fast)\w*(?: \w+){0,3} (?:to|into)|set in|play(?:s|ing)? in|takes? place|"
    r"flash forward|time jump|starts? in|begins? in|next season|back in the story|the years?"
)
_LIFE: Final = re.compile(
    r"\b(?:born|grew up|released?|came out|real life|in reality|our (?:world|timeline)|irl|married|graduat\w+|bought|"
    r"phone|laptop|wrote|childhood|parents|job|school|kid|remember|miss)\b"
)


def is_meant(form: Form, context: Context, start: int, end: int, named: Collection[tuple[int, int]]) -> bool:
    """Whether the name at a place of a message is meant, rather than an everyday word or somebody else's name."""
    if form.sure:
        return True
    if form.single and form.everyday and context.cased[start].islower() and not form.title:
        return form.given and context.evidence > 0 and context.beside(start, end, named)
    return _score(form, context, start, end, named) >= _ENOUGH


def _score(form: Form, context: Context, start: int, end: int, named: Collection[tuple[int, int]]) -> int:
    capitals = not context.shouted and _has_capitals(context.cased[start:end], form)
    opens = context.opens(start)
    score = context.evidence - context.other * (1 if context.evidence > 1 else 2)
    if context.quoted(start, end) and (capitals or not form.single):
        score += 2
    if _BY.match(context.cased, end):
        score -= 3
    if form.title:
        score += _as_title(context, start, end, capitals=capitals)
    if form.single:
        score += _as_word(form, capitals=capitals, opens=opens)
        if form.worldly and capitals and not (opens and form.given) and not context.evidence:
            score -= 1
        if form.given and context.beside(start, end, named):
            score += 3
        if form.given and context.addressed(start, end):
            score -= 5
        if capitals and not context.shouted and context.among_other_names(start, end, named):
            score -= 2 if form.rare else 4
        if context.ours or (context.personal and not form.given):
            score -= 1 + form.uncommon
        if context.people and context.ours and not context.known_names:
            score -= 1
        if context.before(start)[-1:] in (["a"], ["an"]):
            score -= 2
    elif form.everyday:
        if form.lower and context.folded[end : end + 1] == "s":
            score -= 2
        if form.number:
            score += 1
        else:
            score += 2 if capitals or form.lower else -1
        if context.folded[start:end].partition(" ")[0] in CALLS and not context.evidence:
            score -= 2
        if context.personal and not capitals:
            score -= 1
        if capitals and context.among_other_names(start, end, named):
            score -= 4
    else:
        score += (3 if capitals else 2) - form.famous
        if context.personal and not context.evidence:
            score -= 1
    return score + _as_subject(form, context, end, capitals=capitals)


def _as_subject(form: Form, context: Context, end: int, *, capitals: bool) -> int:
    """What follows: people and ships do something, and have something."""
    if context.folded.startswith("'s", end):
        return 2 if form.given and (form.rare or capitals or context.evidence) else 1
    after = context.after(end)[:2]
    if not after or after[0] not in VERBS:
        return 0
    if form.given:
        if after[1:] in (["me"], ["us"]):
            return -1
        if context.evidence or (form.everyday and after[0] in BE):
            return 2
        return 1
    telling = context.evidence or (form.title and context.reaction)
    return int(after[0] not in BE or bool(telling) or not form.famous)


def _as_word(form: Form, *, capitals: bool, opens: bool) -> int:
    """What the case of a single word says; an everyday one has a capital wherever it begins a sentence."""
    if form.everyday:
        if not capitals:
            return -2
        return 0 if opens else 1 if form.title else 2
    if form.rare:
        return 3 if capitals else 2
    if form.uncommon:
        return 1 if not capitals else 2 if opens else 3
    if form.title:
        return int(capitals and not opens)
    if capitals:
        return 2 if not opens else int(form.given)
    return 0


def _as_title(context: Context, start: int, end: int, *, capitals: bool) -> int:
    """What stands beside the title of an episode."""
    before, after = context.before(start)[-2:], context.after(end)
    if before and (before[-1] in TITLE or (before[-1] in SMALL and before[0] in TITLE)):
        return 3
    if after[:1] in (["ep"], ["episode"]):
        return 3
    if {*after[1:8]} & {"episode", "ep", "finale", "hour", "title", "one"}:
        return 2 if after[0] in VERBS or capitals else 1
    if capitals and " " in context.folded[start:end] and before[-1:] == ["in"]:
        return 2
    return int(capitals and (context.show or context.reaction))


def _has_capitals(written: str, form: Form) -> bool:
    """Whether the words begin with capitals where those of the name do."""
    words = _PIECE.findall(written)
    if len(words) == len(form.capitals) and not form.single:
        return all(
            not word[0].islower() or not capital
            for word, capital in zip(words, form.capitals, strict=True)
            if word not in _ARTICLES
        )
    return all(not word[0].islower() for word in words if word.lower() not in SMALL)


def years_in(folded: str, years: Sequence[Year], here: int) -> bool:
    """Whether a text names a year that the story is not known to reach."""
    return bool(_DIGIT.search(folded)) and any(_is_beyond(first, last, years, here) for first, last in _years(folded))


def is_story_year(context: Context, years: Sequence[Year], here: int) -> bool:
    """Whether such a year is meant as the story's, rather than as one of our own."""
    if not years_in(context.folded, years, here):
        return False
    score = context.evidence
    if _MOVES.search(context.folded):
        score += 2
    if context.words & {"season", "seasons"}:
        score += 1
    if _LIFE.search(context.folded):
        score -= 3
    if context.personal:
        score -= 2
    return score - min(1, context.other) * 2 >= _ENOUGH


def _years(folded: str) -> Iterator[tuple[int, int]]:
    for found in _YEAR.finditer(folded):
        whole, short, decade = found.groups()
        if decade:
            yield 1900 + int(decade), 1909 + int(decade)
        else:
            year = int(whole) if whole else 1900 + int(short) + (100 if int(short) < 40 else 0)
            many = folded.startswith(("s", "'s"), found.end()) and year % 10 == 0
            yield year, year + 9 if many else year


def _is_beyond(first: int, last: int, years: Sequence[Year], here: int) -> bool:
    reached = [year.since for year in years if year.first <= last and year.last >= first]
    return bool(reached) and min(reached) > here
