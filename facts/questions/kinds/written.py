"""Questions written by hand, as their editor wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Question
from facts.names import fold
from facts.questions.ground import Ground
from facts.questions.model import Basis, Option, Stem
from facts.questions.options import WRONG, plain

KIND: Final = "written"


def stems(ground: Ground) -> Iterator[Stem]:
    """Take every question that can be asked as it stands: with three wrong options, or as true or false."""
    for question in ground.view.questions:
        if len(question.wrong) == WRONG or _is_true_or_false(question):
            yield _stem(question)


def _is_true_or_false(question: Question) -> bool:
    return {fold(text) for text in (question.answer, *question.wrong)} == {"true", "false"}


def _stem(question: Question) -> Stem:
    answer = plain(question.answer)
    return Stem(
        kind=KIND,
        subject=question.id,
        ask=question.ask,
        answer=Option(answer.key, answer.text, answer.words, answer.one, accept=question.accept),
        wrong=tuple(plain(text) for text in question.wrong),
        basis=Basis(
            since=question.since,
            explain=question.explain or "",
            about=question.about,
            topics=(question.id,),
            sources=question.sources,
        ),
        difficulty=question.difficulty,
        open=not question.ask.startswith("Which of these"),
        given=True,
    )
