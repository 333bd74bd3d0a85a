"""Cards of the question of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot import custom_id
from bot.ledger import DailyRow, DailySettings, Streak
from bot.render.card import FIELD, Button, Card, Colour, Field
from bot.render.question import known_from, option_lines, option_rows, why_fields
from bot.render.text import as_of, clip, join_lines
from facts.questions import TriviaQuestion
from facts.view import View

_SHOWN_BOARD: Final = 10
_ASK: Final = 300
"""The most characters of the question before, where only its answer is told."""


def daily_card(view: View, guild: int, day: date, question: TriviaQuestion, before: Sequence[Field] = ()) -> Card:
    """The question of the day with its buttons; ``before`` tells of the one before it."""

    def choice(place: int) -> str:
        return custom_id.pack("daily", str(guild), day.isoformat(), str(place))

    return Card(
        title="Question of the day",
        text=f"{question.ask}\n\n{option_lines(question.options)}\n\nOne try each: press a button.",
        fields=tuple(before),
        footer=as_of(view),
        colour=Colour.TRIVIA,
    ).with_rows(*option_rows(question.options, choice))


def before_field(question: TriviaQuestion, right: int, answered: int) -> Field:
    """The answer to the question before, and how many had it."""
    had = f"{right} of {answered} had it." if answered else "Nobody tried."
    return Field("The question before", f"{clip(question.ask, _ASK)}\n**{question.answer}** · {had}")


def daily_answered_card(
    day: date, right: bool, streak: Streak, told: TriviaQuestion | None, *, again: bool = False, here: bool = True
) -> Card:
    """What came of somebody's one try; ``told`` is the question where they may be told its answer.

    ``here`` says that this is where it was posted: only from there it can be reported.
    """
    lines = [_had(right) if again else "", streak_words(streak)]
    if told is not None:
        lines.insert(1, f"{told.ask}\n**{told.answer}**")
    else:
        lines.append("The answer is told with the next question.")
    return Card(
        title="You have had your try" if again else "Right" if right else "Not right",
        text="\n".join(line for line in lines if line),
        fields=() if told is None else why_fields(told),
        footer="" if told is None else known_from(told),
        colour=Colour.TRIVIA,
    ).with_rows((Button("Report", custom_id.pack("report-day", day.isoformat())),) if here else ())


def daily_closed_card() -> Card:
    """A question of the day that another has followed."""
    return Card(title="Closed", text="That question is closed: another has followed it.", colour=Colour.TRIVIA)


def daily_withdrawn_card() -> Card:
    """A question of the day that was banned or corrected after it was posted."""
    return Card(title="Withdrawn", text="That question was withdrawn. It counts for nobody.", colour=Colour.TRIVIA)


def no_daily_card() -> Card:
    """A server without a question of the day."""
    return Card(
        title="No question of the day",
        text="This server has none. Its moderators can set one up with `/server daily`.",
        colour=Colour.TRIVIA,
    )


def daily_overview_card(
    settings: DailySettings, streak: Streak, rows: Sequence[DailyRow], *, open_: bool, reachable: bool
) -> Card:
    """When the next question comes, one's streak and the day's board.

    ``open_`` says that there is one to be answered still, ``reachable`` that it can be shown here.
    """
    lines = []
    if open_ and not reachable:
        lines.append(
            f"There is a question in <#{settings.channel}>. That channel's ceiling lies beyond your own progress, "
            "so I don't repeat it here."
        )
    if settings.next_at is not None:
        lines.append(f"The next question: <t:{int(settings.next_at.timestamp())}:F> in <#{settings.channel}>.")
    lines.append(streak_words(streak))
    board = join_lines((_daily_line(row) for row in rows[:_SHOWN_BOARD]), FIELD)
    return Card(
        title="Question of the day",
        text="\n".join(lines),
        fields=(Field("Today's board", board),) if board else (),
        colour=Colour.TRIVIA,
    )


def streak_words(streak: Streak) -> str:
    """How many questions of the day somebody got right one after the other."""
    return f"Your streak: **{streak.current}** · best {streak.best}"


def daily_settings_card(settings: DailySettings | None, title: str = "Question of the day") -> Card:
    """When and where a server has its question of the day, for its moderators."""
    if settings is None or not settings.enabled:
        text = "Off. `/server daily` with a channel and a time such as `18:00` turns it on."
    else:
        text = (
            f"Every day at **{settings.hour:02}:{settings.minute:02}** ({settings.zone}) in <#{settings.channel}>, "
            "up to that channel's ceiling."
        )
        if settings.next_at is not None:
            text += f"\nThe next one: <t:{int(settings.next_at.timestamp())}:F>."
    return Card(title=title, text=text, colour=Colour.MODERATION)


def daily_words(settings: DailySettings | None) -> str:
    """When and where, in one line."""
    if settings is None or not settings.enabled:
        return "off"
    return f"{settings.hour:02}:{settings.minute:02} {settings.zone} in <#{settings.channel}>"


def _had(right: bool) -> str:
    return "It was right." if right else "It was not right."


def _daily_line(row: DailyRow) -> str:
    if not row.right:
        return f"❌ <@{row.user}>"
    return f"{row.rank}. <@{row.user}> ({_duration(row.ms)})"


def _duration(ms: int) -> str:
    seconds = ms // 1000
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours = seconds // 60, seconds // 3600
    return f"{minutes} min" if hours == 0 else f"{hours} h {minutes % 60} min"
