"""Cards of gated spoilers. What everybody sees knows who, which show, since when and the safe title, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot import custom_id
from bot.ledger import Spoiler
from bot.render.card import TEXT, Button, Card, Colour
from bot.render.paging import Pages
from bot.render.text import clip, counted, quoted
from facts.position import NOTHING, Position

TITLE: Final = 100
"""The most characters of a spoiler's title."""
WORDS: Final = 4000
"""The most characters of its text."""
FILES: Final = 3
MESSAGE_FILES: Final = 10
FILE_BYTES: Final = 8 * 1024 * 1024
GUILD_BYTES: Final = 512 * 1024 * 1024
USER_BYTES: Final = GUILD_BYTES // 4
"""What is kept of files: how many a post, or a message that is hidden, how large each, how much a server, and how much
of that somebody may use up.
"""

_EDITED: Final = "edited by a moderator"
_PAGE: Final = TEXT - 96


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader has agreed to see: a post that is safe from ``since``, when they themselves were at ``own``."""

    since: Position
    own: Position

    def written(self) -> tuple[str, str]:
        """As arguments of a button."""
        return str(self.since), str(self.own)


def notice_card(show: str, since: Position, title: str, author: int, files: int, *, edited: bool = False) -> Card:
    """What everybody sees of a post."""
    of_it = (f"with {counted(files, 'file')}" if files else "", _EDITED if edited else "")
    parts = [f"Safe {_safe(since)}.", ", ".join((f"From <@{author}>", *filter(None, of_it))) + "."]
    return Card(
        title=f"Spoiler for {show}",
        text="\n".join((f"**{quoted(title, TITLE * 2)}**", *parts) if title else parts),
        colour=Colour.MODERATION,
    )


def with_reveal(card: Card, post: int) -> Card:
    """The notice with its button, which names the post and nothing else."""
    return card.with_rows((Button("Reveal", custom_id.pack("spoiler-reveal", str(post)), "primary"),))


def confirm_card(show: str, post: Spoiler, own: Position, *, manages: bool = False, draft: bool = False) -> Card:
    """Ask who is not far enough; without a hint at what is in the post, or in what they have written of it."""
    seen = Seen(post.since, own)
    agreed = (str(post.id), *seen.written())
    shows = custom_id.pack("spoiler-draft", *agreed) if draft else custom_id.pack("spoiler-page", *agreed, "1")
    buttons = (
        Button("Show it to me", shows, "danger"),
        Button("No, leave it", custom_id.pack("dismiss")),
    )
    return Card(
        title="You have not watched that far",
        text=f"This is a spoiler for {show}, safe {_safe(post.since)}. That is beyond your own progress.",
        colour=Colour.MODERATION,
    ).with_rows((*buttons, *_manage(post, seen)) if manages else buttons)


def revealed_card(show: str, post: Spoiler, own: Position, page: int, *, manages: bool) -> Card:
    """The post itself, for one reader."""
    pieces = split(post.text)
    pages = Pages(pieces, 1, page)
    seen = Seen(post.since, own)
    turning = pages.buttons(lambda number: custom_id.pack("spoiler-page", str(post.id), *seen.written(), str(number)))
    return Card(
        title=quoted(post.title, TITLE * 2) if post.title else f"Spoiler for {show}",
        text="".join(pages.items),
        fields=(),
        footer=" · ".join((show, f"safe {_safe(post.since)}", *([_EDITED] if post.edited else []))),
        colour=Colour.FACT,
    ).with_rows(turning, _manage(post, seen) if manages else ())


def manage_card(show: str, post: Spoiler, seen: Seen) -> Card:
    """What its author and moderators can do with a post; nothing of what it says."""
    name = str(post.id)
    return Card(
        title="Manage this spoiler",
        text=f"From <@{post.user}>, for {show}, safe {_safe(post.since)}.",
        colour=Colour.MODERATION,
    ).with_rows(
        (
            Button("Edit", custom_id.pack("spoiler-edit", name, *seen.written())),
            Button("Re-tag", custom_id.pack("spoiler-tag", name)),
            Button("Delete", custom_id.pack("spoiler-delete", name), "danger"),
        )
    )


def with_draft(card: Card, draft: int) -> Card:
    """The card with a button that opens the form as it was: nothing that was written is lost."""
    again = (Button("Open the form", custom_id.pack("spoiler-draft", str(draft)), "primary"),)
    return card.ending("What you wrote is kept for 15 minutes.").with_rows(again)


def left_card(text: str) -> Card:
    """What was typed to hide a message is given back to who typed it, where the message is not known any more."""
    card = Card(
        title="Once more, please",
        text="I no longer have that message: I was restarted, or it took more than 15 minutes. Use *Hide as spoiler* "
        "on it again, and the form holds what you wrote.",
        colour=Colour.MODERATION,
    )
    return card.ending(f"**What you wrote**\n{clip(text, TEXT - len(card.text) - 40)}") if text else card


def done_card(title: str, text: str) -> Card:
    """Something was done."""
    return Card(title=title, text=text, colour=Colour.MODERATION)


def split(text: str, room: int = _PAGE) -> tuple[str, ...]:
    """Cut a text into pieces that fit one card; Discord counts letters beyond the basic plane as two."""
    pieces: list[str] = []
    while _length(text) > room:
        end = room if _length(text[:room]) <= room else room // 2
        space = max(text.rfind("\n", end // 2, end), text.rfind(" ", end // 2, end))
        end = space + 1 if space >= 0 else end
        pieces.append(text[:end])
        text = text[end:]
    return (*pieces, text)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _manage(post: Spoiler, seen: Seen) -> tuple[Button, ...]:
    return (Button("Manage", custom_id.pack("spoiler-manage", str(post.id), *seen.written())),)


def _safe(since: Position) -> str:
    if since == NOTHING:
        return "for everybody"
    return f"from the end of season {since.season}" if since.whole else f"from {since} on"
