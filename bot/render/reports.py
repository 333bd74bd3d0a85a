"""Cards of reported questions: for who reports one, and for the moderators who decide about it."""

from __future__ import annotations

from bot import custom_id
from bot.ledger import Report
from bot.render.card import FIELD, TEXT, Button, Card, Colour, Field
from bot.render.question import known_from, marked_lines, why_fields
from bot.render.text import clip, counted, join_lines, quoted
from facts.position import Position
from facts.questions import TriviaQuestion
from facts.store import LoadedShow


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
