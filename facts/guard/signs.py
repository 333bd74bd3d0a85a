"""What speaks for a name in a message being meant as one, or for something else: signs, each there or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from facts.guard.context import Context
from facts.guard.cues import BY, EPITHET, FELT, FELT_AFTER, FORETOLD, JUDGED, LIFE, MOVED, MOVES
from facts.guard.forms import YEAR, Form
from facts.guard.place import Place
from facts.guard.topics import BE, CHATTING, FUNCTION, GIVING, HONOURS, SMALL, VERBS
from facts.guard.words import EVERYDAY

_PIECE: Final = re.compile(r"[^\s-]+")
_ARTICLES: Final = ("the", "a", "an")
_OF_TITLES: Final = frozenset({"episode", "ep", "finale", "hour", "title", "one", "penultimate"})
_OF_SEASONS: Final = frozenset({"season", "seasons", "finale", "timeline", "flash"})
_DESCRIBING: Final = EVERYDAY - FUNCTION - VERBS - HONOURS - {"the", "at", "on", "to", "from", "in"}
_HERS: Final = frozenset({"i", "my", "we", "our", "me", "us", "you", "your", "u"})
_BRIEF: Final = 4
"""The words of a message that says little else."""
_LONG: Final = 9


def signs_of(form: Form, place: Place) -> Iterator[str]:
    """All signs of a name at a place."""
    yield from of_message(place.context)
    if form is YEAR:
        yield from of_year(place.context)
    yield from of_place(form, place)


def of_message(context: Context) -> Iterator[str]:
    """What the whole message says, wherever the name stands in it."""
    if context.show:
        yield "show"
    if context.story:
        yield "story"
    if context.known:
        yield "known"
    if context.other:
        yield "other"
        if context.other > 1:
            yield "others"
    if context.evidence:
        yield "evidence"
        if context.other:
            yield "evidence, other"
        if context.foreign:
            yield "evidence, foreign"
    elif context.foreign:
        yield "foreign"
    if context.people:
        yield "people"
    if context.personal:
        yield "personal"
    elif not context.words.isdisjoint(_HERS):
        yield "speaker"
    if context.ours:
        yield "ours"
    if context.reaction:
        yield "reaction"
    if context.narrated:
        yield "narrated"
    if context.naming:
        yield "naming"
    if context.reality:
        yield "reality"
    if context.world:
        yield "world"
    if FORETOLD.search(context.lowered):
        yield "foretold"
    if context.mended:
        yield "mended"
    if context.shouted:
        yield "shouted"
    if len(context.words) < _BRIEF:
        yield "brief"
    elif len(context.words) > _LONG:
        yield "long"


def of_year(context: Context) -> Iterator[str]:
    """What the message says of the time it speaks of."""
    if MOVES.search(context.lowered):
        yield "time moves"
    if LIFE.search(context.lowered):
        yield "our time"
    if not context.words.isdisjoint(_OF_SEASONS):
        yield "seasons"


def of_place(form: Form, place: Place) -> Iterator[str]:
    """What the name, and the words beside it, say."""
    context = place.context
    capitals = not context.shouted and has_capitals(place.written, form)
    if not capitals:
        yield "small"
    elif place.opens:
        yield "opens"
    if form.title:
        yield "title"
        if capitals:
            yield "title, capitals"
    if form.sure:
        yield "sure"
    if form.borne:
        yield "borne"
    if form.idiom and not capitals:
        yield "idiom"
    if form.number:
        yield "number"
    if form.person:
        yield "person"
    if form.person and form.real:
        yield "real person"
    if form.everyday and form.given:
        yield "everyday person"
    if place.is_all:
        yield "all"
    if place.quoted:
        yield "quoted"
    if place.stated or BY.match(context.cased, place.end):
        yield "elsewhere"
    if place.beside:
        yield "beside"
    if place.called:
        yield "called"
    elif place.addressed:
        yield "addressed"
    if place.among_other_names:
        yield "among"
    if place.unknown_after:
        yield "unknown after"
    if place.unknown_before:
        yield "unknown before"
    if place.led_by_given:
        yield "surname"
    if not place.nearest:
        yield "first"
    elif place.nearest == "the":
        yield "the"
    elif place.nearest in _DESCRIBING:
        yield "described"
    if EPITHET.match(context.cased, place.end):
        yield "epithet"
    if place.led_by(FELT) or FELT_AFTER.match(context.lowered, place.end):
        yield "felt"
    yield from _after(form, place)


def _after(form: Form, place: Place) -> Iterator[str]:
    context, verb = place.context, place.next
    if context.lowered.startswith("'s", place.end):
        yield "possessive"
    elif place.acts:
        yield "acts"
    elif verb in BE:
        yield "be"
    elif verb in VERBS:
        yield "chatting" if verb in CHATTING or verb in GIVING else "did"
    elif place.follows == " " and verb in EVERYDAY and verb not in FUNCTION:
        yield "goes on"
    elif not verb:
        yield "last"
    if verb in _OF_TITLES or not _OF_TITLES.isdisjoint(place.further[1:8]):
        yield "episode"
    if form.title or not form.given:
        if MOVED.match(context.lowered, place.end):
            yield "moved"
        if JUDGED.match(context.lowered, place.end):
            yield "judged"


def has_capitals(written: str, form: Form) -> bool:
    """Whether the words begin with capitals where those of the name do."""
    words = _PIECE.findall(written)
    if len(words) == len(form.capitals) and not form.single:
        return all(
            not word[0].islower() or not capital
            for word, capital in zip(words, form.capitals, strict=True)
            if word not in _ARTICLES
        )
    return all(not word[0].islower() for word in words if word.lower() not in SMALL)
