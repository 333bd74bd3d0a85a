"""Which of these comes first, or last: in the story, and on the screen?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from facts.model import Fact
from facts.questions.ground import Ground
from facts.questions.kinds.dates import gives_time_away, is_episode, year_of
from facts.questions.model import LONGEST_ANSWER, Option, Stem
from facts.questions.options import plain
from facts.questions.wording import pointless

KIND: Final = "order"


class _Moment(NamedTuple):
    """An event short enough for a button, and when it was on some clock."""

    at: tuple[int, ...]
    fact: Fact
    option: Option


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask of short events which comes first or last of four, all others being clearly later or earlier."""
    short = [
        (fact, plain(pointless(fact.text), key=fact.id))
        for fact in ground.view.events()
        if len(pointless(fact.text)) <= LONGEST_ANSWER and not gives_time_away(fact.text)
    ]
    dated = [_Moment((year,), fact, option) for fact, option in short if (year := year_of(fact)) is not None]
    shown = [_Moment(tuple(fact.since), fact, option) for fact, option in short if is_episode(fact.since)]
    in_story = "Which of these comes {} in the years of the story?"
    on_screen = "Which of these does the show tell {}?"
    yield from _of(ground, "first in the story", in_story.format("first"), dated, lambda one, other: one < other)
    yield from _of(ground, "last in the story", in_story.format("last"), dated, lambda one, other: one > other)
    yield from _of(ground, "first on screen", on_screen.format("first"), shown, lambda one, other: one < other)
    yield from _of(ground, "last on screen", on_screen.format("last"), shown, lambda one, other: one > other)


def _of(
    ground: Ground,
    subject: str,
    ask: str,
    moments: Sequence[_Moment],
    before: Callable[[tuple[int, ...], tuple[int, ...]], bool],
) -> Iterator[Stem]:
    backwards = subject.startswith("last")
    ordered = sorted(moments, key=lambda moment: moment.at, reverse=backwards)
    for moment in ordered:
        alike = {other.id for other in ground.sentences.like(moment.fact)}
        later = [other for other in ordered if before(moment.at, other.at) and other.fact.id not in alike]
        yield Stem(
            kind=KIND,
            subject=subject,
            ask=ask,
            answer=moment.option,
            wrong=[other.option for other in later],
            basis=ground.placed(moment.fact, year_of(moment.fact) if subject.endswith("story") else None),
            difficulty=3,
            open=False,
        )
