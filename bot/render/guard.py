"""Cards of the guard. What everybody sees is the same whatever was said, and names nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot import custom_id
from bot.hidden import Noticed, Subject
from bot.ledger.guards import Guarding, GuildGuards
from bot.render.card import TEXT, Button, Card, Colour, Field
from bot.render.moderation import ceiling_words
from bot.render.paging import list_fields
from bot.render.text import clip
from facts.position import NOTHING, Position
from facts.store import LoadedShow

MODES: Final = {
    "off": "I read no messages here.",
    "hint": "Where a message seems to go beyond the ceiling, I say so to its author.",
    "hide": "A message that seems to go beyond the ceiling is deleted, and its author can post it behind a button.",
}


def hint_card(message: Subject) -> Card:
    """What everybody sees beside a message that seems to go too far."""
    return Card(
        title="Mind the ceiling",
        text="A message here may go beyond what this channel may speak of.",
        colour=Colour.MODERATION,
    ).with_rows((_why(message), _harmless(message)))


def hidden_card(message: Subject) -> Card:
    """What everybody sees in place of a message that was hidden."""
    return Card(
        title="Hidden",
        text="A message was hidden: it may go beyond what this channel may speak of.",
        colour=Colour.MODERATION,
    ).with_rows((_why(message), _harmless(message)))


def title_card(title: Subject, *, hidden: bool) -> Card:
    """What everybody sees in a thread or post whose title seems to go too far."""
    where = "The title was hidden: it" if hidden else "The title here"
    return Card(
        title="Hidden" if hidden else "Mind the ceiling",
        text=f"{where} may go beyond what this channel may speak of.",
        colour=Colour.MODERATION,
    ).with_rows((_why(title), _harmless(title)))


def pardoned_card(subject: Subject) -> Card:
    """What everybody sees of what was hidden and then found harmless."""
    what = "The title" if subject.title else "A message"
    return Card(
        title="Found harmless",
        text=f"{what} was hidden here, and a moderator has found it harmless. Its author can have the words back.",
        colour=Colour.MODERATION,
    ).with_rows((Button("What was it?", custom_id.pack("guard-why", str(subject))),))


def why_card(show: LoadedShow, ceiling: Position, noticed: Noticed, *, strict: bool) -> Card:
    """What the author is told: the rule, and nothing but what they said themselves."""
    if noticed.pardoned:
        text = "A moderator has found this harmless: here the same words are let through now. You can use them again."
        return _with_words(Card(title="Found harmless", text=text, colour=Colour.MODERATION), noticed)
    title = noticed.subject.title
    lines = [
        f"In this channel everybody may know {show.title} up to: **{ceiling_words(show, ceiling)}**.",
        f"{'The title' if title else 'What you wrote'} seems to name something first known after that, or a year the "
        "story reaches later. I do not say which words: whoever reads them knows too much already.",
        *_ways_out(noticed, strict=strict),
    ]
    card = Card(title="Why?", text="\n".join(lines), colour=Colour.MODERATION)
    if not noticed.hidden:
        return card
    gate = Button("Post it behind a button", custom_id.pack("guard-gate", str(noticed.subject)), "primary")
    return _with_words(card, noticed).with_rows(() if title else (gate,))


def look_card(text: str) -> Card:
    """What was hidden, for a moderator who is far enough or has said that they want to see it."""
    return Card(title="What was hidden", text=clip(text, TEXT), colour=Colour.MODERATION)


def confirm_card(subject: Subject, own: Position) -> Card:
    """Ask a moderator before they are shown what may lie beyond their own progress."""
    return Card(
        title="You may not have watched that far",
        text="What was hidden seems to go beyond your own progress too.",
        colour=Colour.MODERATION,
    ).with_rows(
        (
            Button("Show it to me", custom_id.pack("guard-look", str(subject), str(own)), "danger"),
            Button("No, leave it", custom_id.pack("dismiss")),
        )
    )


def others_card() -> Card:
    """For everybody whom it does not concern."""
    return Card(title="Not yours", text="Only its author and moderators can ask about this.", colour=Colour.MODERATION)


def harmless_card(noticed: Noticed, *, stands: bool) -> Card:
    """A moderator has found a text harmless; ``stands``: whether it stands where it was written, by now."""
    text = "The same words are let through in this channel from now on."
    if not stands:
        text += " What was hidden stays hidden; its author can have the words back from the notice."
    elif noticed.hidden:
        text += " The title is back."
    return Card(title="Noted", text=text, colour=Colour.MODERATION)


def gone_card() -> Card:
    """Nothing is remembered of that message any more."""
    return Card(
        title="Too late",
        text="I keep what was hidden for 15 minutes and only in memory. I no longer have it.",
        colour=Colour.MODERATION,
    )


def guard_set_card(
    channel: str, before: Guarding, after: Guarding, *, inherits: bool, notes: Iterable[str] = ()
) -> Card:
    """What the guard does in a channel from now on; ``notes``: what it takes for watched and what it lacks there."""
    lines = [f"{channel}: {after}{' (from above)' if inherits else ''}", MODES[after.mode], *notes]
    return Card(title="Saved", text="\n".join((*lines, f"Before: {before}.")), colour=Colour.MODERATION)


def ceiling_line(show: LoadedShow, ceiling: Position) -> str:
    """What counts as watched where the guard is on."""
    words = f"Ceiling there: **{ceiling_words(show, ceiling)}**."
    if ceiling == NOTHING:
        words += " Nothing counts as watched, so I notice what any episode tells; `/channel ceiling` raises it."
    return words


def missing_lines(to_post: Sequence[str], to_hide: Sequence[str]) -> list[str]:
    """What the guard cannot do for want of permissions; without those to post it does nothing."""
    if to_post:
        return [f"I need {_needed(to_post)} there. Without that the guard does nothing, since nobody could be told."]
    if to_hide:
        return [f"I need {_needed(to_hide)} there to hide anything. Until then I only point it out."]
    return []


def guard_field(guards: GuildGuards, chain: Sequence[int], *, allowed: bool) -> Field:
    """What the guard does in a place, and which setting says so; ``allowed``: whether the bot may read messages."""
    source, guarding = guards.source(chain), guards.at(chain)
    lines = [f"**{guarding}**, {'not set' if source is None else f'set for <#{source}>'}", MODES[guarding.mode]]
    return Field("Guard", "\n".join((*lines, *_unheard((guarding,), allowed=allowed))))


def guarded_fields(guards: GuildGuards, *, allowed: bool) -> tuple[Field, ...]:
    """What the guard does in the channels of a server."""
    lines = [f"<#{channel}>: {guarding}" for channel, guarding in sorted(guards.channels.items())]
    lines += _unheard(guards.channels.values(), allowed=allowed)
    return list_fields("Channels with a guard setting", lines or ["none"], 2)


def not_allowed_card() -> Card:
    """The host has not allowed the intent."""
    return Card(
        title="I cannot read messages",
        text=(
            "The guard reads messages, and whoever hosts me has not allowed that: they would switch on "
            "“Message Content Intent” in the developer portal and set MESSAGE_CONTENT=on. Nothing was changed. "
            "Everything else works without it."
        ),
        colour=Colour.MODERATION,
    )


def change_line(channel: int, before: Guarding, after: Guarding) -> str:
    """What moderators' log says of a change."""
    return f"Guard of <#{channel}>: {before} → {after}"


def hidden_log_card(channel: int, author: int) -> Card:
    """For the moderators' log: something was hidden, and never what."""
    return Card(title="Hidden", text=f"A message of <@{author}> in <#{channel}> was hidden.", colour=Colour.MODERATION)


def hidden_title_card(thread: int, author: int) -> Card:
    """The same of a title."""
    return Card(title="Hidden", text=f"The title of <#{thread}> by <@{author}> was hidden.", colour=Colour.MODERATION)


def lacking_card(channel: int, permission: str) -> Card:
    """For the moderators' log: the guard may not do what it was asked to."""
    return Card(
        title="The guard lacks a permission",
        text=f"In <#{channel}> I may not hide what goes beyond the ceiling: I need **{permission}** there. "
        "Until then I only point it out.",
        colour=Colour.MODERATION,
    )


def kept_card(channel: int) -> Card:
    """For the moderators' log: what Discord itself tells of a new title stays."""
    return Card(
        title="A line of Discord's stays",
        text=f"In <#{channel}> a new title goes beyond the ceiling, and Discord tells it in a line of its own, which "
        "it lets nobody delete. It goes only with the thread.",
        colour=Colour.MODERATION,
    )


def silent_card(channel: int, permissions: Iterable[str]) -> Card:
    """For the moderators' log: the guard does nothing where it can tell nobody."""
    return Card(
        title="The guard lacks a permission",
        text=f"In <#{channel}> I cannot say what I notice: I need {_needed(permissions)} there. "
        "Without that the guard does nothing there, since nobody could be told.",
        colour=Colour.MODERATION,
    )


def _ways_out(noticed: Noticed, *, strict: bool) -> Iterator[str]:
    wrong = "If I am wrong, a moderator can press *Not a spoiler*"
    if noticed.subject.title:
        yield "Choose another title, and say the rest inside: titles have no spoiler bars."
        yield f"{wrong}, and it comes back." if noticed.hidden else f"{wrong}."
        return
    if not strict:
        yield "Behind ||spoiler bars|| it may stay."
    if not noticed.hidden:
        yield (
            "Or put it behind a button, which opens for who is far enough: *Apps*, *Hide as spoiler* in the message's "
            "menu, or `/spoiler post` with new words."
        )
    yield f"{wrong}."


def _with_words(card: Card, noticed: Noticed) -> Card:
    heading = "The title was" if noticed.subject.title else "What you wrote"
    return card.ending(f"**{heading}**\n{clip(noticed.text, TEXT - len(card.text) - 40)}")


def _needed(permissions: Iterable[str]) -> str:
    return " and ".join(f"**{permission}**" for permission in permissions)


def _unheard(guardings: Iterable[Guarding], *, allowed: bool) -> list[str]:
    if allowed or all(guarding.mode == "off" for guarding in guardings):
        return []
    return ["Whoever hosts me has not allowed me to read messages, so the guard does nothing."]


def _why(subject: Subject) -> Button:
    return Button("Why?", custom_id.pack("guard-why", str(subject)))


def _harmless(subject: Subject) -> Button:
    return Button("Not a spoiler", custom_id.pack("guard-harmless", str(subject)))
