"""Cards of practice: one question after another, alone."""

from __future__ import annotations

from typing import Final

from bot import custom_id
from bot.render.card import Button, Card, Colour, Style
from bot.render.question import known_from, marked_lines, option_lines, option_rows, why_fields
from bot.render.text import as_of
from facts.questions import TriviaQuestion
from facts.store import LoadedShow
from facts.view import View

ANY_KIND: Final = "-"
"""Stands in a ``custom_id`` where practice is not of one kind."""


def practice_card(view: View, question: TriviaQuestion, seed: str, mark: str, kind: str) -> Card:
    """A question to practise; ``seed`` makes it again, and ``mark`` tells whether it is still the same."""
    show = view.show.id

    def choice(place: int) -> str:
        return custom_id.pack("prac", show, question.id, seed, mark, kind, str(place))

    return Card(
        title="Practice",
        text=f"{question.ask}\n\n{option_lines(question.options)}",
        footer=as_of(view),
        colour=Colour.TRIVIA,
    ).with_rows(*option_rows(question.options, choice, low=True), _onward(show, kind, "Another one"))


def practised_card(view: View, question: TriviaQuestion, given: str, kind: str) -> Card:
    """Whether it was right, and why."""
    right = given == question.answer
    return Card(
        title="Right" if right else "Not right",
        text=f"{question.ask}\n\n{marked_lines(question.options, question.answer, given)}",
        fields=why_fields(question),
        footer=" · ".join(part for part in (known_from(question), as_of(view)) if part),
        colour=Colour.TRIVIA,
    ).with_rows(_onward(view.show.id, kind, "Next", style="primary"))


def outdated_practice_card(view: View, kind: str) -> Card:
    """A question that was asked from elsewhere, or of what has been renewed since."""
    return Card(
        title="Out of date",
        text="That question was from before. It counts for nothing; go on with the next one.",
        footer=as_of(view),
        colour=Colour.TRIVIA,
    ).with_rows(_onward(view.show.id, kind, "Next", style="primary"))


def nothing_to_practise_card(view: View) -> Card:
    """There is nothing to ask."""
    return Card(
        title="Practice", text="I know no questions of that kind.", footer=as_of(view), colour=Colour.TRIVIA
    ).with_rows((Button("All kinds", custom_id.pack("prac-next", view.show.id, ANY_KIND), "primary"),))


def practice_over_card(show: LoadedShow) -> Card:
    """Practice has been stopped."""
    return Card(
        title="That was practice",
        text="What you got wrong comes back sooner the next time.",
        colour=Colour.TRIVIA,
    ).with_rows((Button("Go on", custom_id.pack("prac-next", show.id, ANY_KIND)),))


def _onward(show: str, kind: str, label: str, *, style: Style = "secondary") -> tuple[Button, ...]:
    following = custom_id.pack("prac-next", show, kind)
    return (
        Button(label, following, style),
        Button("Stop", custom_id.pack("prac-stop", show)),
    )
