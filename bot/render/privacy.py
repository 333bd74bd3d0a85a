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
        text = "The file holds everything that I have stored about you: how far you have watched, and your settings."
    return Card(title="Your data", text=text, colour=Colour.PROGRESS)


def delete_card() -> Card:
    """Ask before everything is deleted."""
    return Card(
        title="Delete everything?",
        text=(
            "How far you have watched, your settings and your history of changes: all of it is deleted for good. "
            "Season roles that I gave you are taken away."
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
