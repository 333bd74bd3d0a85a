"""Measure the judge of typed answers on lists of trivia: ``python -m tests.bench.judge FOLDER``.

The folder holds YAML files as Red-DiscordBot's trivia has them, each a mapping of questions to lists of answers; fetch
them to measure, they are no part of this project. Four figures are printed, first where the judge is told nothing
but the question, then where it knows the answers of the whole list as the names of a view.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.trivia.judge import NOBODY, Right, judge
from bot.trivia.known import Entry, Known
from bot.trivia.spelling import same, spell

_NOT_QUESTIONS: Final = {"AUTHOR", "DESCRIPTION", "CONFIG"}
_SHORTEST: Final = 5
_FURTHEST: Final = 2
"""Only other answers that are so many edits from one of the question's are tried: none further off can be accepted."""


class Asked(NamedTuple):
    """A question as the judge takes it."""

    ask: str
    answer: str
    accept: tuple[str, ...]
    wrong: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """All that counts."""
        return (self.answer, *self.accept)


class Figures(NamedTuple):
    """How many of how many."""

    questions: int
    exclaimed: int
    swappable: int
    swapped: int
    denied: int
    taken_for_another: int
    """Questions for which another answer of their list, that is not the same written otherwise, is accepted."""
    written_otherwise: int
    """Questions for which one that is (*The Borg* for *Borg*, *seven* for *7*) is accepted."""
    microseconds: float


def main() -> None:
    """Print the figures for the folder given."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.bench.judge FOLDER")
    lists = read_lists(Path(sys.argv[1]))
    for title, knowing in (("told nothing but the question", False), ("knowing the list's answers", True)):
        sys.stdout.write(_told(title, measure(lists, knowing=knowing)))


def measure(lists: Sequence[Sequence[Asked]], *, knowing: bool) -> Figures:
    """Judge every question of every list."""
    chance = random.Random(1)
    total = Figures(0, 0, 0, 0, 0, 0, 0, 0.0)
    judged, spent = 0, 0.0
    for questions in lists:
        known = Known(Entry("answer", answer, (answer,)) for answer in _distinct(questions)) if knowing else NOBODY
        exclaimed = swappable = swapped = denied = 0
        started = time.process_time()
        for question in questions:
            swap = with_a_swap(question.answer, chance)
            exclaimed += _accepts(question.answer + "!", question, known)
            denied += _accepts("definitely not " + question.answer, question, known)
            swappable += swap is not None
            swapped += swap is not None and _accepts(swap, question, known)
            judged += 2 + (swap is not None)
        spent += time.process_time() - started
        others = [_others(question, questions, known) for question in questions]
        found = (len(questions), exclaimed, swappable, swapped, denied)
        kinds = (sum(other is False for other in others), sum(other is True for other in others), 0.0)
        total = Figures(*(a + b for a, b in zip(total, (*found, *kinds), strict=True)))  # type: ignore[arg-type]
    return total._replace(microseconds=spent / max(judged, 1) * 1e6)


def read_lists(folder: Path) -> list[list[Asked]]:
    """Every list of a folder."""
    return [list(_read(path)) for path in sorted(folder.glob("*.y*ml"))]


def _read(path: Path) -> Iterator[Asked]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for ask, answers in content.items():
        if ask not in _NOT_QUESTIONS and answers:
            first, *rest = map(str, answers)
            yield Asked(str(ask), first, tuple(rest))


def _distinct(questions: Sequence[Asked]) -> Iterable[str]:
    """Every answer of a list, one way of writing it each."""
    return {spell(answer).joined: answer for question in questions for answer in question.answers}.values()


def _accepts(typed: str, question: Asked, known: Known) -> bool:
    return judge(typed, question, known) == Right()


def with_a_swap(answer: str, chance: random.Random) -> str | None:
    """Swap two neighbouring letters of an answer that is long enough, where there are two that differ."""
    pairs = enumerate(itertools.pairwise(answer))
    places = [at for at, (a, b) in pairs if a.isalpha() and b.isalpha() and a.casefold() != b.casefold()]
    if len(answer) < _SHORTEST or not places:
        return None
    at = chance.choice(places)
    return answer[:at] + answer[at + 1] + answer[at] + answer[at + 2 :]


def _others(question: Asked, questions: Sequence[Asked], known: Known) -> bool | None:
    """Whether the answers of others that are accepted are all this one's written otherwise; ``None``: none is."""
    mine = {answer.strip().casefold() for answer in question.answers}
    spelt = [spell(answer) for answer in question.answers]
    written = None
    for answer in _near(question, _answers(questions)):
        if answer.strip().casefold() in mine or not _accepts(answer, question, known):
            continue
        if not any(same(spell(answer), own) for own in spelt):
            return False
        written = True
    return written


_cache: dict[int, dict[str, list[str]]] = {}


def _answers(questions: Sequence[Asked]) -> dict[str, list[str]]:
    """Every answer of a list under each form in which it is compared."""
    if id(questions) not in _cache:
        _cache.clear()
        forms = _cache.setdefault(id(questions), {})
        for answer in dict.fromkeys(answer for question in questions for answer in question.answers):
            spelt = spell(answer)
            for form in {spelt.text, spelt.plain, spelt.joined}:
                forms.setdefault(form, []).append(answer)
    return _cache[id(questions)]


def _near(question: Asked, forms: dict[str, list[str]]) -> Iterator[str]:
    own = {form for spelt in map(spell, question.answers) for form in (spelt.text, spelt.plain, spelt.joined)}
    for form in own:
        for near, _, _ in process.extract_iter(form, forms.keys(), scorer=OSA.distance, score_cutoff=_FURTHEST):
            yield from forms[near]


def _told(title: str, figures: Figures) -> str:
    exclaimed, swapped = figures.exclaimed / figures.questions, figures.swapped / figures.swappable
    return f"""{figures.questions} questions, {title}:
  the answer with "!" accepted                   {exclaimed:9.2%}
  one swap of neighbouring letters accepted      {swapped:9.2%}  of {figures.swappable} answers
  "definitely not …" accepted                    {figures.denied / figures.questions:9.2%}
  another answer of the list accepted            {figures.taken_for_another:9}  questions
  the same answer, written otherwise, accepted   {figures.written_otherwise:9}  questions
  a judgement                                    {figures.microseconds:9.1f}  µs of CPU
"""


if __name__ == "__main__":
    main()
