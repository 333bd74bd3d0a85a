"""What moderators set, and who is refused."""

from __future__ import annotations

import json

from bot.sandbox.permissions import Permission
from tests.support.discord import settled
from tests.support.fans import Fans, fields, text, title, watched


async def test_ceiling_is_set_shown_removed_and_logged(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    assert "S2E3" in text(await fans.mod.command("/channel ceiling to:s02e03"))
    shown = await fans.mod.command("/channel show")
    assert "S2E3" in text(shown)
    assert "ceiling" in fields(shown)["Changes"]
    await fans.mod.command("/channel ceiling to:inherit")
    assert "nothing but what is safe" in text(await fans.mod.command("/channel show"))
    await settled()
    assert "S2E3" in "".join(text(message) for message in fans.posted(fans.log))


async def test_settings_at_a_glance(fans: Fans) -> None:
    await fans.mod.command("/server set ceiling:S2 log:#log show:for-all-mankind")
    await fans.mod.command("/channel ceiling to:S1")
    shown = fields(await fans.mod.command("/server settings"))
    assert shown["Ceiling"] == "all of season 2"
    assert str(fans.log.id) in shown["Log"]
    assert str(fans.lounge.id) in shown["Channels with a ceiling of their own"]


async def test_logging_can_be_ended(fans: Fans) -> None:
    reply = await fans.mod.command("/server set log:#log")
    assert fields(await fans.mod.press(reply, label="Stop logging"))["Log"] == "not set"


async def test_wrong_option_changes_nothing(fans: Fans) -> None:
    reply = await fans.mod.command("/server set ceiling:S9E99 log:#log")
    assert title(reply) == "No such episode"
    assert fields(await fans.mod.command("/server settings"))["Log"] == "not set"


async def test_members_are_refused_even_if_discord_lets_them(fans: Fans) -> None:
    for name, options in (
        ("channel", [{"type": 1, "name": "ceiling", "options": [{"type": 3, "name": "to", "value": "S4"}]}]),
        ("channel", [{"type": 1, "name": "preview", "options": [{"type": 3, "name": "as", "value": "S4"}]}]),
        ("channel", [{"type": 1, "name": "show", "options": []}]),
        ("server", [{"type": 1, "name": "set", "options": [{"type": 3, "name": "ceiling", "value": "S4"}]}]),
        ("server", [{"type": 1, "name": "settings", "options": []}]),
        ("server", [{"type": 1, "name": "panel", "options": []}]),
    ):
        command = next(one for one in fans.discord.world.commands.all() if one["name"] == name)
        data = {"id": str(command["id"]), "name": name, "type": 1, "options": options}
        reply = await fans.ann.interact(2, data)
        assert title(reply) == "Not allowed"
        assert reply.ephemeral
    assert "nothing but what is safe" in text(await fans.mod.command("/channel show"))


async def test_moderator_of_one_channel_cannot_set_another(fans: Fans) -> None:
    fans.lounge.allow(fans.ann.user, Permission.MANAGE_MESSAGES)
    assert title(await fans.ann.command("/channel ceiling to:S1")) == "Saved"
    reply = await fans.ann.command("/channel ceiling to:S1 channel:#log")
    assert title(reply) == "Not allowed"


async def test_preview_shows_what_a_viewer_sees_and_asks_before_spoiling(fans: Fans) -> None:
    await watched(fans.mod, "S1")
    asked = await fans.mod.command("/channel preview as:S3")
    assert title(asked) == "You have not watched that far"
    shown = await fans.mod.press(asked, label="Show it to me")
    assert "as of S3" in text(shown)
    peeked = await fans.mod.select(shown, ["Karen Baldwin"])
    assert fields(peeked)["Status"] == "dead"
    at_once = await fans.mod.command("/channel preview as:S1E2")
    assert "as of S1E2" in text(at_once)


async def test_export_holds_what_is_stored_and_delete_removes_it(fans: Fans) -> None:
    await watched(fans.ann, "S2E1")
    exported = await fans.ann.command("/privacy export")
    assert exported.message is not None
    (file,) = exported.message.attachments
    stored = json.loads(file.data)
    assert stored["progress"][-1]["watched_through"] == "S2E1"
    asked = await fans.ann.command("/privacy delete")
    assert title(await fans.ann.press(asked, label="Delete everything")) == "Deleted"
    assert "I don't know how far" in (await fans.ann.command("/cast list season:1")).text
