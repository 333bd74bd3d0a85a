"""Which wrong options a question gets: plausible ones first, none that is right, silly or another's name."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from facts.names import fold
from facts.questions.model import LONGEST_ANSWER, LONGEST_ASK, LONGEST_EXPLANATION, Option, Stem
from facts.questions.wording import TEXTS, gives_away, spoken

WRONG: Final = 3
"""How many wrong options a question has; true or false has one."""

NEAREST: Final = 9
"""From how many of the most plausible options chance draws."""


@lru_cache(maxsize=TEXTS)
def plain(text: str, *, key: str | None = None, accept: tuple[str, ...] = ()) -> Option:
    """Return an option that is told apart by its whole text: a year, an episode, a date, a sentence."""
    folded = fold(text)
    key = text if key is None else key
    return Option(key=key, text=text, words=frozenset([folded]), one=folded, phrases=(folded,), accept=accept)


def sound(stem: Stem) -> bool:
    """Whether a stem can be asked: within the limits, not answered by itself, with enough wrong options."""
    if not _fits(stem):
        return False
    if stem.given:
        texts = [fold(option.text) for option in (stem.answer, *stem.wrong)]
        return len(texts) in (2, WRONG + 1) and len(set(texts)) == len(texts)
    return not gives_away(stem.ask, stem.answer) and len(_first(stem)) == WRONG


def draw(stem: Stem, chance: random.Random) -> tuple[Option, ...]:
    """Return the options of a sound stem in the order to be shown, the right one among them."""
    if stem.given:
        options = [stem.answer, *stem.wrong]
        if len(options) == 2:
            return tuple(sorted(options, key=lambda option: fold(option.text), reverse=True))
        chance.shuffle(options)
        return tuple(options)
    near = list(islice(possible(stem), NEAREST))
    chance.shuffle(near)
    wrong = _beside(near)
    if len(wrong) < WRONG:
        wrong = list(_first(stem))
    options = [stem.answer, *wrong]
    chance.shuffle(options)
    return tuple(options)


def possible(stem: Stem) -> Iterator[Option]:
    """Yield the options that may stand beside the answer, the most plausible first."""
    asked = spoken(stem.ask)
    for option in stem.wrong:
        if (
            option.key not in stem.barred
            and option.one not in stem.barred
            and len(option.text) <= LONGEST_ANSWER
            and not clash(option, stem.answer)
            and not any(phrase and f" {phrase} " in asked for phrase in option.phrases)
        ):
            yield option


def clash(one: Option, other: Option) -> bool:
    """Whether two options may not stand side by side: the same, one person, or one's words within the other's."""
    return one.one == other.one or one.words <= other.words or other.words <= one.words


def _fits(stem: Stem) -> bool:
    return (
        len(stem.ask) <= LONGEST_ASK
        and 0 < len(stem.answer.text) <= LONGEST_ANSWER
        and len(stem.basis.explain) <= LONGEST_EXPLANATION
        and bool(stem.answer.words)
    )


def _first(stem: Stem) -> list[Option]:
    return _beside(possible(stem))


def _beside(options: Iterable[Option]) -> list[Option]:
    """Return the first three of ``options`` that may stand beside one another."""
    found: list[Option] = []
    for option in options:
        if not any(clash(option, other) for other in found):
            found.append(option)
            if len(found) == WRONG:
                break
    return found
