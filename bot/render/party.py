"""Cards of watch parties. What everybody sees names a position and an hour, and nothing of the episode."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot import custom_id
from bot.ledger import Outcome, Party
from bot.render.card import Button, Card, Colour, Field
from bot.render.moderation import ceiling_words
from bot.render.text import counted, position_words
from facts.position import Position
from facts.store import LoadedShow

_TITLE: Final = "Watch party"
_WHY: Final = {
    Outcome.LOWERED: "the ceiling was lowered after it was announced",
    Outcome.OTHER_SHOW: "this server follows another show now",
    Outcome.NO_EPISODE: "I know no such episode any more",
    Outcome.GONE: "the channel is gone",
}


def moment_words(at: datetime) -> str:
    """A moment that everybody reads in their own time zone."""
    stamp = int(at.timestamp())
    return f"<t:{stamp}:F> (<t:{stamp}:R>)"


def party_words(party: Party) -> str:
    """A watch party in a few words."""
    return f"{party.ceiling} at <t:{int(party.at.timestamp())}:f>"


def confirm_card(
    show: LoadedShow,
    channel: int,
    told_in: int,
    step: tuple[Position, Position, int],
    at: datetime,
    zone: str,
    planned: Party | None,
) -> Card:
    """Ask a moderator for their word; ``step`` is the ceiling now, the one to come, and the episodes between."""
    here, there, episodes = step
    lines = [
        f"From {moment_words(at)} on I speak in public in <#{channel}> up to: **{position_words(there)}**.",
        f"Now: {ceiling_words(show, here)}.",
    ]
    if episodes > 1:
        lines.append(f"⚠️ That is {counted(episodes, 'episode')} at once.")
    if planned is not None:
        lines.append(f"It takes the place of the one that is planned: {party_words(planned)}.")
    lines.append(
        f"I announce it in <#{told_in}>, without the episode's title. Choose the hour at which people have watched it, "
        "not the one at which they begin. After that step nothing rises until you announce the next one."
    )
    minute = f"{int(at.timestamp()) // 60}"
    # As an episode: a word that is given once the season has grown is for what was asked.
    word = custom_id.pack("party", show.id, str(show.seasons.concrete(there)), minute, f"{channel:x}")
    return Card(
        title="Announce this watch party?",
        text="\n".join(lines),
        footer=f"You see the hour in your own time zone; I read it in {zone}.",
        colour=Colour.MODERATION,
    ).with_rows((Button("Announce it", word, "primary"), Button("No, leave it", custom_id.pack("dismiss"))))


def announced_card(show: LoadedShow, party: Party, before: Party | None = None) -> Card:
    """Tell a channel what is to be watched by when."""
    text = (
        f"Watch **{show.title}** up to **{_through(show, party)}** by {moment_words(party.at)}.\n"
        f"From then on I may speak of it in {_where(party)}, and not before."
    )
    if before is not None:
        text += f"\nThis takes the place of {party_words(before)}."
    return Card(title=_TITLE, text=text, colour=Colour.MODERATION)


def called_off_card(party: Party) -> Card:
    """Tell a channel that a watch party is off."""
    return Card(
        title="Watch party called off",
        text=f"The one for {party_words(party)} is off. The ceiling stays where it is.",
        colour=Colour.MODERATION,
    )


def raised_card(show: LoadedShow, party: Party) -> Card:
    """Tell a channel that the hour has come, with a button for who has watched."""
    there = _through(show, party)
    seen = Button("I have watched it", custom_id.pack("seen", show.id, str(party.ceiling)), "primary")
    return Card(
        title=f"It is time: {party.ceiling}",
        text=(
            f"As announced, I may speak now in {_where(party)} of **{show.title}** up to **{there}**.\n"
            "Where you are somewhere else, what you ask me stays at your own progress; others may talk."
        ),
        colour=Colour.MODERATION,
    ).with_rows((seen,))


def planned_card(show: LoadedShow, channel: int, planned: Party | None, outcome: Outcome | None = None) -> Card:
    """Show a moderator what is planned in a channel, and how to change it."""
    if planned is None:
        text = (
            f"None is planned in <#{channel}>. `/channel follow` with `to` and `when` announces one: at that hour, and "
            "not before, I may speak there of the episode."
        )
        return Card(title=_TITLE, text=text, colour=Colour.MODERATION)
    lines = [f"**{_through(show, planned)}** in <#{channel}>: {moment_words(planned.at)}"]
    if planned.by is not None:
        lines.append(f"Announced by <@{planned.by}>.")
    lines += _warnings(outcome)
    lines.append("`/channel follow` with another `to` or `when` changes it.")
    return Card(title=_TITLE, text="\n".join(lines), colour=Colour.MODERATION).with_rows(
        (Button("Call it off", custom_id.pack("party-off", str(planned.id), f"{channel:x}"), "danger"),)
    )


def saved_card(show: LoadedShow, party: Party) -> Card:
    """A moderator's word is kept."""
    return Card(
        title="Announced",
        text=(
            f"At {moment_words(party.at)} the ceiling of <#{party.channel}> rises to **{_through(show, party)}**, "
            "once. `/channel follow` shows it, and there you can call it off."
        ),
        colour=Colour.MODERATION,
    )


def over_card(*, called_off: bool) -> Card:
    """A watch party was called off, or was over before."""
    if called_off:
        return Card(title="Called off", text="The ceiling stays where it is.", colour=Colour.MODERATION)
    return Card(
        title="Not planned any more",
        text="This watch party is over, or another has taken its place. `/channel follow` shows what is planned.",
        colour=Colour.MODERATION,
    )


def party_field(found: Iterable[tuple[Party, Outcome]]) -> tuple[Field, ...]:
    """What is planned, for who looks at a channel's ceiling."""
    lines = [
        "\n".join((f"{party_words(party)} in <#{party.channel}>", *_warnings(outcome))) for party, outcome in found
    ]
    return (Field("Watch party", "\n".join(lines)),) if lines else ()


def plan_line(before: Party | None, after: Party | None) -> str:
    """A change of what is planned, for the moderators' log."""
    said = after or before
    where = f" in <#{said.channel}>" if said is not None else ""
    words = [party_words(party) if party is not None else "none" for party in (before, after)]
    return f"Watch party{where}: {words[0]} → {words[1]}"


def raised_line(show: LoadedShow, party: Party, before: Position | None) -> str:
    """A ceiling that has risen on a moderator's word, for their log."""
    words = f"{ceiling_words(show, before)} → {ceiling_words(show, party.ceiling)}"
    return f"Ceiling of <#{party.channel}>: {words}, as announced for <t:{int(party.at.timestamp())}:f>"


def ended_line(party: Party, outcome: Outcome) -> str:
    """A watch party that has raised nothing, for the moderators' log."""
    return (
        f"The watch party {party_words(party)} in <#{party.channel}> has raised nothing: {_WHY[outcome]}. "
        "`/channel follow` announces another."
    )


def unsaid_line(party: Party, why: str) -> str:
    """What could not be posted for a watch party, for the moderators' log."""
    return f"I could not post about the watch party {party_words(party)} in <#{party.told_in}>: {why}."


def _warnings(outcome: Outcome | None) -> list[str]:
    if outcome is None or outcome is Outcome.RISES:
        return []
    if outcome is Outcome.THERE:
        return ["The ceiling is there already and stays where it is."]
    return [f"⚠️ As things are, it will raise nothing: {_WHY[outcome]}. Announce it anew, or call it off."]


def _through(show: LoadedShow, party: Party) -> str:
    return position_words(show.seasons.within(party.ceiling))


def _where(party: Party) -> str:
    return "this channel" if party.told_in == party.channel else f"<#{party.channel}>"
