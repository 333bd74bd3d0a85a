"""Whether a name in a message is meant as one: rules, written by hand, and weights, fitted to messages, add up.

Alone, either makes more mistakes in messages that it was not made for.
"""

from __future__ import annotations

from typing import Final

from facts.guard.context import Context
from facts.guard.cues import BY, EPITHET, FELT, JUDGED, LIFE, MOVED, MOVES
from facts.guard.forms import Form
from facts.guard.place import Place
from facts.guard.signs import has_capitals
from facts.guard.topics import BE, CALLS, CHATTING, FUNCTION, GIVING, HONOURS, SMALL, TITLE, VERBS
from facts.guard.weigh import weight_of
from facts.guard.words import EVERYDAY

_ENOUGH: Final = 2
_POINT: Final = 100
"""What a point of the rules weighs."""
_MOST: Final = 4
_CERTAIN: Final = 2.5
_OF_TITLES: Final = frozenset({"episode", "ep", "finale", "hour", "title", "one", "penultimate"})
_OF_SEASONS: Final = frozenset({"season", "seasons", "finale", "timeline", "flash"})


def is_meant(form: Form, place: Place) -> bool:
    """Whether the name at a place of a message is meant, rather than an everyday word or somebody else's name."""
    if not (form.single or form.title) and place.written[0].isupper() and place.is_all:
        return True  # who says nothing but a name of several words means it; titles are phrases, too
    weight = weight_of(form, place)
    return weight > 0 if abs(weight) > _MOST * _POINT else weight + _POINT * _ruled(form, place) > 0


def _ruled(form: Form, place: Place) -> float:
    """What the rules say, from -4 to 4: over 0, that the name is meant."""
    said, settled = _score(form, place) - _ENOUGH + 0.5, _settled(form, place)
    if settled is not None and settled != (said > 0):
        return _CERTAIN if settled else -_CERTAIN
    return max(-_MOST, min(_MOST, said))


def _settled(form: Form, place: Place) -> bool | None:
    """Whether the name is meant, or everyday words or somebody of the chat are, whatever else is said."""
    context = place.context
    if form.sure and not (context.naming or context.reality):
        return True
    if context.other > 1 and not (context.evidence or place.quoted):
        return False
    if form.single and form.everyday and place.written[0].islower() and not form.title:
        known = form.given and context.evidence > 0
        return known and (place.acts or place.beside or (context.show and place.next in BE))
    if form.given and not context.evidence and not place.beside and _is_of_chat(form, place):
        return False
    return None


def is_story_year(context: Context) -> bool:
    """Whether a year is meant as the story's, rather than as one of our own."""
    score = context.evidence
    if MOVES.search(context.lowered):
        score += 2
    if not context.words.isdisjoint(_OF_SEASONS) or context.numbered:
        score += 1
    if LIFE.search(context.lowered):
        score -= 3
    if context.personal:
        score -= 2
    return score - min(1, context.other) * 2 >= _ENOUGH


def _score(form: Form, place: Place) -> int:
    context = place.context
    capitals = not context.shouted and has_capitals(place.written, form)
    score = _of_message(form, context)
    if place.quoted and (capitals or not form.single):
        score += 2
    if BY.match(context.cased, place.end):
        score -= 3
    if place.stated:
        score -= 4
    if form.title:
        score += _as_title(place, capitals=capitals)
    if form.single:
        score += _as_word(form, place, capitals=capitals)
    elif form.everyday:
        score += _as_phrase(form, place, capitals=capitals)
    else:
        score += 2 if form.famous or not capitals else 3
        if context.personal and not context.evidence:
            score -= 1
    return score + _as_subject(form, place, capitals=capitals)


def _of_message(form: Form, context: Context) -> int:
    """What the whole message says, wherever the name stands in it."""
    score = context.evidence - context.other * (1 if context.evidence > 1 else 2)
    if context.people and not (form.given or form.title or context.known):
        score -= 2
    if not form.rare and not context.evidence and context.foreign:
        score -= 1
    if context.narrated and not form.title and not context.other:
        score += 1
    if context.mended:
        score += 2
    if context.naming:
        score -= 4
    if context.reality and (form.real or form.sure or not form.rare):
        score -= 2
    return score


def _as_word(form: Form, place: Place, *, capitals: bool) -> int:
    """What speaks for a single word as a name, and for something else that is called so."""
    context = place.context
    score = _of_case(form, capitals=capitals, opens=place.opens)
    if form.given:
        score += _as_person(form, place, capitals=capitals)
    else:
        if place.beside and form.title:
            score += 3
        if form.uncommon and capitals and not context.chat and not place.addressed:
            score += 1
        if form.worldly and capitals and not context.evidence:
            score -= 1
    if capitals and not context.shouted and place.among_other_names:
        score -= 4 if not form.rare or (form.borne and place.led_by_given) else 1 if place.led_by_given else 2
    if form.worldly and (context.personal or context.world):
        score -= 1
    if form.worldly and place.nearest == "not":
        score -= 1
    if context.ours or (context.personal and not form.given):
        score -= 1 + form.uncommon
    if context.ours and context.people and not context.known:
        score -= 1
    if place.nearest in ("a", "an"):
        score -= 2
    return score - 4 * (place.nearest in HONOURS)


def _as_person(form: Form, place: Place, *, capitals: bool) -> int:
    """What speaks for somebody of the story, and for somebody else of that name."""
    context, score = place.context, 0
    if place.beside:
        score += 3
    elif _is_of_chat(form, place):
        score -= 5
    if not form.everyday:
        if place.led_by(FELT):
            score += 1
        if not context.chat and not place.addressed:
            score += 1
    if (capitals or not form.everyday) and context.reaction:
        score += not (context.other or context.personal or context.people)
    if EPITHET.match(context.cased, place.end):
        score -= 3
    return score


def _is_of_chat(form: Form, place: Place) -> bool:
    """Whether somebody of the chat is meant, or whom it knows."""
    return place.addressed if form.borne or not form.rare else place.called


def _as_phrase(form: Form, place: Place, *, capitals: bool) -> int:
    """What speaks for everyday words as a name."""
    context, score = place.context, 0
    if form.lower and (context.lowered[place.end : place.end + 1] == "s" or _goes_on(place)):
        score -= 2
    if form.number:
        score += 1
    else:
        score += 2 if capitals or form.lower or form.joined else _in_small(form, context)
    if not context.evidence and context.lowered[place.start : place.end].partition(" ")[0] in CALLS:
        score -= 2
    if context.personal and not capitals:
        score -= 1
    if capitals and place.among_other_names:
        score -= 4
    return score


def _in_small(form: Form, context: Context) -> int:
    """What everyday words without capitals say: people and things are called so, but titles are phrases."""
    if form.title or context.chat:
        return -1
    return 1 if form.person or context.evidence or context.narrated else 0


def _goes_on(place: Place) -> bool:
    """Whether a noun follows at once, of which a phrase is but a part."""
    return place.follows == " " and place.next in EVERYDAY and place.next not in VERBS and place.next not in FUNCTION


def _as_subject(form: Form, place: Place, *, capitals: bool) -> int:
    """What follows: people and ships do something, and have something."""
    context, verb = place.context, place.next
    if context.lowered.startswith("'s", place.end):
        return 2 if form.given and (form.rare or capitals or context.evidence) else 1
    if verb not in VERBS:
        return 0
    if form.given and place.after[1:2] in (["me"], ["us"]):
        return -1 if verb in GIVING else 2
    if place.acts:
        return 2
    if form.given:
        if verb in CHATTING and verb not in BE and not context.evidence:
            return 0
        return 2 if context.evidence or (form.everyday and verb in BE) else 1
    return int(verb not in BE or context.evidence > 0 or (form.title and context.reaction) or not form.famous)


def _of_case(form: Form, *, capitals: bool, opens: bool) -> int:
    """What the case of a single word says; an everyday one has a capital wherever it begins a sentence."""
    if form.everyday:
        if not capitals:
            return -2
        return 0 if opens else 1 if form.title else 2
    if form.rare:
        return 3 if capitals else 2
    if form.uncommon:
        return (1 if form.idiom else 2) if not capitals else 2 if opens else 3
    if form.title:
        return int(capitals and not opens)
    if capitals:
        return 2 if not opens else int(form.given)
    return 0


def _as_title(place: Place, *, capitals: bool) -> int:
    """What stands beside the title of an episode."""
    context, before = place.context, place.before[-2:]
    if before and (before[-1] in TITLE or (before[-1] in SMALL and before[0] in TITLE)):
        return 3
    if place.next in ("ep", "episode") or MOVED.match(context.lowered, place.end):
        return 3
    said = 2 if not place.start and place.follows == ":" and context.known else 0
    if not _OF_TITLES.isdisjoint(place.further[1:8]):
        said = 2 if capitals or place.next in VERBS else 1
    judged = JUDGED.match(context.lowered, place.end) is not None
    if " " in place.written:
        if capitals and place.nearest == "in":
            return 2
        if judged or place.beside:
            return 3 if capitals else 2 + (said > 0)
    elif judged and capitals:
        return 2
    return said or int(capitals and (context.show or context.reaction))
