"""Cards about one's own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import custom_id
from bot.render.card import Button, Card, Colour


def export_card(data: Mapping[str, Sequence[object]]) -> Card:
    """The card that goes with the file of one's data."""
    stored = sum(len(rows) for rows in data.values())
    if stored == 0:
        text = "I have stored nothing about you."
    else:
        text = (
            "The file holds what I have stored about you: how far you have watched, your settings, your trivia, what "
            "you reported, spoilers that you posted (of their files only names and sizes), where you show season "
            "roles, and what you set in servers. What you do in a round is in it once the round is over."
        )
    return Card(title="Your data", text=text, colour=Colour.PROGRESS)


def delete_card() -> Card:
    """Ask before everything is deleted."""
    return Card(
        title="Delete everything?",
        text=(
            "How far you have watched, your settings, your trivia and the spoilers that you posted: all of it is "
            "deleted for good. Season roles that I gave you are taken away."
        ),
        colour=Colour.PROGRESS,
    ).with_rows(
        (
            Button("Delete everything", custom_id.pack("delete"), "danger"),
            Button("No, leave it", custom_id.pack("dismiss")),
        )
    )


def deleted_card() -> Card:
    """Everything has been deleted."""
    return Card(title="Deleted", text="I have forgotten everything about you.", colour=Colour.PROGRESS)
