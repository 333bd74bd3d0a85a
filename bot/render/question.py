"""What cards of trivia questions share: the options, as lines and as buttons, and what explains the answer.

Buttons are the same for the right option as for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.render.card import FIELD, LABEL, Button, Field
from bot.render.text import clip
from facts.position import NOTHING
from facts.questions import TriviaQuestion

LETTERS: Final = "ABCD"
_WIDE: Final = 28
"""Characters of an option from which on buttons stand below one another."""


def option_lines(options: Sequence[str]) -> str:
    """All options, a line each."""
    return "\n".join(f"**{letter}** {option}" for letter, option in zip(LETTERS, options, strict=False))


def option_rows(
    options: Sequence[str], custom_id: Callable[[int], str], *, low: bool = False
) -> tuple[tuple[Button, ...], ...]:
    """Buttons for all options; ``custom_id`` is told an option's place, and nothing else of it.

    ``low`` keeps long options to one row, named by their letters, where other rows are to follow.
    """
    wide = max(map(len, options)) >= _WIDE
    labels = LETTERS if wide and low else [clip(option, LABEL) for option in options]
    buttons = tuple(
        Button(label, custom_id(place), "primary")
        for place, (label, _) in enumerate(zip(labels, options, strict=False))
    )
    if wide:
        return (buttons,) if low else tuple((button,) for button in buttons)
    return (buttons[:2], buttons[2:]) if len(buttons) > 2 else (buttons,)


def marked_lines(options: Sequence[str], answer: str, given: str | None = None) -> str:
    """All options, the right one marked, and what was given instead of it."""
    marks = {given: "❌", answer: "✅"}
    return "\n".join(f"{marks.get(option, '▫️')} {option}" for option in options)


def why_fields(question: TriviaQuestion) -> tuple[Field, ...]:
    """The explanation, with who published it; nothing where there is none."""
    if not question.explain:
        return ()
    sources = f"\n*{clip(', '.join(question.publishers), 200)}*" if question.publishers else ""
    return (Field("Why", clip(question.explain, FIELD - len(sources)) + sources),)


def known_from(question: TriviaQuestion) -> str:
    """Since when what a question asks about is known; empty for what is known before the first episode."""
    return "" if question.since == NOTHING else f"Known from {question.since}"
