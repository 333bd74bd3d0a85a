"""Buttons, menus and forms of an unmodified discord.py."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.user import UnansweredError
from bot.sandbox.world import CallbackType, posting
from tests.bot.sandbox.conftest import Stage


async def test_button_changes_its_message(live: Stage) -> None:
    ann = live.act()
    shown = await ann.command("/buttons")
    pressed = await ann.press(shown, label="Count")
    assert pressed.type is CallbackType.UPDATE
    assert pressed.message is not None
    assert pressed.message is shown.message
    assert shown.text == "Pressed 1"
    assert [before["content"] for before in pressed.message.history] == ["Pressed 0"]


async def test_button_can_be_pressed_by_others(live: Stage) -> None:
    shown = await live.act().command("/buttons")
    await asyncio.gather(
        live.act(live.bob).press(shown, custom_id="quietly"), live.act().press(shown, custom_id="quietly")
    )
    assert (await live.act(live.bob).press(shown, custom_id="count")).text == "Pressed 1"


async def test_private_message_cannot_be_pressed_by_others(live: Stage) -> None:
    shown = await live.act().command("/slow private:true")
    with pytest.raises(NotOfferedError, match="does not see"):
        await live.act(live.bob).press(shown, index=0)


async def test_menu_sends_the_values_of_labels(live: Stage) -> None:
    shown = await live.act().command("/buttons")
    assert (await live.act().select(shown, "Molly Cobb")).text == "Picked molly cobb"
    with pytest.raises(NotOfferedError, match="no option"):
        await live.act().select(shown, "Nobody")


async def test_form_is_filled_in_by_label(live: Stage) -> None:
    ann = live.act()
    form = await ann.press(await ann.command("/buttons"), label="Rename")
    assert form.modal is not None
    assert form.modal["title"] == "A new name"
    reply = await ann.submit(form, {"Name": "Zoe"})
    assert reply.text == "Hello Zoe"
    with pytest.raises(NotOfferedError, match="too long"):
        await ann.submit(form, {"name": "Z" * 21})


async def test_stale_button_of_a_deleted_message(live: Stage) -> None:
    ann = live.act()
    shown = await ann.command("/buttons")
    assert shown.message is not None
    message = shown.message
    posting.delete(live.world, message)
    with pytest.raises(NotOfferedError, match="deleted"):
        await ann.press(message, label="Count")
    with pytest.raises(UnansweredError, match="10008"):
        await ann.press(message, label="Count", stale=True)
    assert (await ann.press(message, label="Quietly", stale=True)).type is CallbackType.DEFERRED_UPDATE


async def test_stale_button_of_a_changed_message_is_sent_all_the_same(live: Stage) -> None:
    ann = live.act()
    shown = await ann.command("/buttons")
    assert shown.message is not None
    posting.edit(live.world, shown.message, {"components": []})
    with pytest.raises(NotOfferedError):
        await ann.press(shown, label="Count")
    assert (await ann.press(shown, label="Count", stale=True)).text == "Pressed 1"
