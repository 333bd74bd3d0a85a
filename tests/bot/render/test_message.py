"""From cards to Discord's messages: nothing is lost on the way, and editing leaves nothing behind."""

from __future__ import annotations

import discord
import pytest

from bot.render.card import Button, Card, Colour, Field, Menu, Option
from bot.render.message import components_of, edit_of, embed_of, message_of

CARD = Card(
    title="Title",
    text="Text",
    fields=(Field("One", "1", inline=True), Field("Two", "2")),
    footer="Foot",
    colour=Colour.FACT,
    note="Note",
).with_rows(
    (Button("Go", "go", "danger"), Button("Stop", "stop", disabled=True)),
    (),
    Menu("menu", "Choose", (Option("A", "a", "the first"), Option("B", "b", chosen=True))),
)


def test_embed_is_the_card() -> None:
    assert embed_of(CARD).to_dict() == {
        "type": "rich",
        "title": "Title",
        "description": "Text",
        "color": Colour.FACT.value,
        "flags": 0,
        "footer": {"text": "Foot"},
        "fields": [{"name": "One", "value": "1", "inline": True}, {"name": "Two", "value": "2", "inline": False}],
    }


def test_components_are_the_rows() -> None:
    components = components_of(CARD)
    assert components is not None
    buttons, menu = components.to_components()
    assert [(b["label"], b["custom_id"], b["style"], b["disabled"]) for b in buttons["components"]] == [
        ("Go", "go", discord.ButtonStyle.danger.value, False),
        ("Stop", "stop", discord.ButtonStyle.secondary.value, True),
    ]
    select = menu["components"][0]
    assert (select["custom_id"], select["placeholder"]) == ("menu", "Choose")
    assert [(o["label"], o["value"], o.get("description"), o["default"]) for o in select["options"]] == [
        ("A", "a", "the first", False),
        ("B", "b", None, True),
    ]


async def test_components_wait_for_nobody() -> None:
    components = components_of(CARD)
    assert components is not None
    # Within a running loop, as the bot makes them: an unfinished one would be kept for ever.
    assert components.is_finished()
    assert components.timeout is None


def test_message_leaves_out_what_the_card_has_not() -> None:
    assert set(message_of(Card("Title"))) == {"embed", "allowed_mentions"}
    assert set(message_of(CARD)) == {"embed", "allowed_mentions", "view", "content"}
    assert message_of(CARD)["content"] == "Note"


def test_edit_takes_away_what_the_card_has_not() -> None:
    assert edit_of(Card("Title"))["content"] is None
    assert edit_of(Card("Title"))["view"] is None
    assert edit_of(CARD)["content"] == "Note"
    assert edit_of(CARD)["view"] is not None


@pytest.mark.parametrize(
    "card",
    [
        Card("t" * 999, "x" * 9999),
        Card("t", "x" * 4096, tuple(Field("n" * 300, "v" * 2000) for _ in range(25))),
    ],
)
def test_embed_of_too_much_is_cut_to_what_discord_takes(card: Card) -> None:
    embed = embed_of(card)
    assert len(embed) <= 6000
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert all(len(field.name or "") <= 256 and len(field.value or "") <= 1024 for field in embed.fields)
