"""Cards that explain the bot itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.render.card import FIELD, Card, Colour, Field
from bot.render.paging import list_fields
from bot.render.text import as_of, clip
from facts.view import View


def help_card(groups: Mapping[str, Sequence[tuple[str, str]]]) -> Card:
    """What the bot can do; ``groups`` holds (command, description) pairs by heading."""
    return Card(
        title="What I can do",
        text=(
            "I know the show, and I never tell you more than you have watched. Begin with `/progress set`.\n"
            "Answers are yours alone. With `share: true` everybody in the channel sees them, "
            "and then I go no further than the channel's ceiling, which its moderators set."
        ),
        fields=tuple(
            field
            for heading, listed in groups.items()
            for field in list_fields(heading, [f"`{command}` {description}" for command, description in listed])
        ),
    )


def about_card(view: View, others: Sequence[str] = ()) -> Card:
    """What the bot is, for which show, which ``others`` there are, and who published what it tells of this one."""
    publishers = sorted({source.publisher for source in view.sources.values()}, key=str.casefold)
    return Card(
        title="Airlock",
        text=(
            "A bot for fans of a TV show. Every fact is tagged with the episode that reveals it, "
            "and whatever lies beyond what you have watched does not exist for you."
        ),
        fields=(
            Field("The show", f"**{view.show.title}**\n{clip(view.show.premise, FIELD - 200)}"),
            *list_fields("Other shows that I know", others),
            *list_fields("Sources", _in_lines(publishers)),
        ),
        footer=as_of(view),
        colour=Colour.PLAIN,
    )


def _in_lines(names: Sequence[str]) -> list[str]:
    """Names one after the other, in lines that are short beside what a field holds."""
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < 200:
            lines[-1] += f" · {name}"
        else:
            lines.append(name)
    return lines
