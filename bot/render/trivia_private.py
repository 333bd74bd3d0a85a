"""Cards of trivia beside the rounds: practice, the question of the day, reports of questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot import custom_id
from bot.ledger import DailyRow, DailySettings, Report, Streak
from bot.render.card import FIELD, TEXT, Button, Card, Colour, Field, Style
from bot.render.options import marked_lines, option_lines, option_rows
from bot.render.text import as_of, clip, counted, join_lines, quoted
from facts.position import NOTHING, Position
from facts.questions import TriviaQuestion
from facts.store import LoadedShow
from facts.view import View

ANY_KIND: Final = "-"
"""Stands in a ``custom_id`` where practice is not of one kind."""

_SHOWN_BOARD: Final = 10
_ASK: Final = 300


# Practice


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


def why_fields(question: TriviaQuestion) -> tuple[Field, ...]:
    """The explanation, with who published it; nothing where there is none."""
    if not question.explain:
        return ()
    sources = f"\n*{clip(', '.join(question.publishers), 200)}*" if question.publishers else ""
    return (Field("Why", clip(question.explain, FIELD - len(sources)) + sources),)


def known_from(question: TriviaQuestion) -> str:
    """Since when what a question asks about is known; empty for what is known before the first episode."""
    return "" if question.since == NOTHING else f"Known from {question.since}"


def _onward(show: str, kind: str, label: str, *, style: Style = "secondary") -> tuple[Button, ...]:
    following = custom_id.pack("prac-next", show, kind)
    return (
        Button(label, following, style),
        Button("Stop", custom_id.pack("prac-stop", show)),
    )


# The question of the day


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


# Reports


def thanks_card(*, first: bool) -> Card:
    """What who reports a question is told."""
    text = (
        "Thank you. This server's moderators get to see it."
        if first
        else "Thank you. You have reported that question before, and this server's moderators have it."
    )
    return Card(title="Reported", text=text, colour=Colour.TRIVIA)


def nothing_to_report_card() -> Card:
    """There is no question to be reported."""
    return Card(
        title="Nothing to report",
        text="I have asked nothing in this channel lately whose answer is known. Reports go from where it was asked.",
        colour=Colour.TRIVIA,
    )


def reported_notice(channel: int, source: str) -> Card:
    """What moderators read in their log: where a question was reported, and not a word of it."""
    return Card(
        title="A question was reported",
        text=f"A question of <#{channel}> was reported.",
        colour=Colour.MODERATION,
    ).with_rows((Button("Show", custom_id.pack("reported", source)),))


def report_warning_card(show: LoadedShow, source: str, own: Position) -> Card:
    """Ask a moderator before they are shown a question from beyond their own progress.

    It does not say from where: that may be how far the host of its round has watched.
    """
    return Card(
        title="You have not watched that far",
        text=f"That question of {show.title} may tell what lies beyond your own progress.",
        colour=Colour.MODERATION,
    ).with_rows(
        (
            Button("Show it to me", custom_id.pack("reported-sure", source, str(own)), "danger"),
            Button("No, leave it", custom_id.pack("dismiss")),
        )
    )


def report_card(
    question: TriviaQuestion, source: str, report: Report | None, *, banned: bool, decides: bool = True
) -> Card:
    """A reported question in full, for moderators; ``decides`` says that who sees it may decide about it."""
    fields = [Field("Answer", question.answer), *why_fields(question)]
    if report is not None:
        fields.append(Field("Reported", counted(report.count, "time")))
        said = join_lines((f"• {quoted(text, 300)}" for text in report.texts), FIELD)
        if said:
            fields.append(Field("What they say", said))
    if banned:
        fields.append(Field("Now", "It is not asked here."))
    if not decides:
        fields.append(
            Field("Who decides", "Who moderates or manages the whole server: what is decided holds for all of it.")
        )
    card = Card(
        title="A reported question",
        text=clip(f"{question.ask}\n\n{marked_lines(question.options, question.answer)}", TEXT),
        fields=tuple(fields),
        footer=known_from(question),
        colour=Colour.MODERATION,
    )
    ban = Button("Do not ask again here", custom_id.pack("report-ban", source), "danger", disabled=banned)
    keep = Button("Ask it again" if banned else "Keep it", custom_id.pack("report-keep", source))
    return card.with_rows((ban, keep)) if decides else card


def settled_card(*, banned: bool, changed: bool) -> Card:
    """What a moderator has decided."""
    text = (
        "That question is not asked in this server any more."
        if banned
        else "That question may be asked in this server."
    )
    if changed:
        text += " The answers to it have been scored anew."
    return Card(title="Decided", text=text, colour=Colour.MODERATION).with_rows(
        (Button("Other reports", custom_id.pack("reports")),)
    )


def no_reports_card() -> Card:
    """No report waits for a moderator."""
    return Card(title="Reports", text="No report waits for you.", colour=Colour.MODERATION)


def reports_button(count: int) -> Button:
    """The way from a server's settings to what has been reported."""
    return Button(f"Reported questions ({count})", custom_id.pack("reports"), "primary")
