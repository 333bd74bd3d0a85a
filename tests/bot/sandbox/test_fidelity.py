"""What the stand-in answers is what Discord describes; ``Api`` holds every answer against the description."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox.permissions import ALL
from bot.sandbox.world import InteractionType
from tests.bot.sandbox.conftest import Api, Stage
from tests.support import discord_openapi

pytestmark = pytest.mark.skipif(bool(discord_openapi.missing()), reason=discord_openapi.missing() or "")

BUTTONS = [
    {"type": 2, "style": 1, "label": "b", "custom_id": "b"},
    {"type": 2, "style": 5, "label": "b", "url": "https://x.y"},
]
SELECT = {"type": 3, "custom_id": "s", "options": [{"label": "l", "value": "v"}]}
SECTION = {"type": 9, "components": [{"type": 10, "content": "y"}], "accessory": {**BUTTONS[0], "custom_id": "a"}}
CONTAINER = {"type": 17, "components": [{"type": 10, "content": "x"}, {"type": 14}, SECTION]}
EMBED = {
    "title": "t",
    "description": "d",
    "color": 1,
    "footer": {"text": "f"},
    "fields": [{"name": "n", "value": "v"}],
    "image": {"url": "attachment://f.png"},
}


async def accepted(api: Api, method: str, path: str, body: Any = None) -> Any:
    answered = await api(method, path, body)
    assert answered.status < 300, answered.body
    return answered.body


async def test_reading_answers(stage: Stage, api: Api) -> None:
    guild, lounge = stage.guild, stage.lounge
    guild.add_category("c")
    guild.add_voice("v")
    guild.add_announcement("a")
    guild.add_forum("f").add_post("p", stage.ann, "x")
    lounge.add_thread("t", stage.ann)
    lounge.deny(guild.add_role("r"), 1)
    dm, group = stage.world.dm(stage.ann), stage.world.group_dm(stage.ann, stage.world.bot)
    for path in (
        "/users/@me",
        "/users/@me/guilds",
        f"/users/{stage.ann.id}",
        "/applications/@me",
        "/oauth2/applications/@me",
        f"/guilds/{guild.id}",
        f"/guilds/{guild.id}/channels",
        f"/guilds/{guild.id}/roles",
        f"/guilds/{guild.id}/threads/active",
        f"/guilds/{guild.id}/roles/{guild.id}",
        f"/guilds/{guild.id}/members/{stage.world.bot.id}",
        *(f"/channels/{channel.id}" for channel in (*guild.channels.values(), dm, group)),
    ):
        assert await accepted(api, "GET", path)


async def test_answers_about_messages(stage: Stage, api: Api) -> None:
    stage.guild.change_role(stage.guild.everyone, permissions=ALL)
    here = f"/channels/{stage.lounge.id}"
    form = aiohttp.FormData(quote_fields=False)
    rows = [{"type": 1, "components": BUTTONS}, {"type": 1, "components": [SELECT]}]
    body = {"content": stage.ann.mention, "embeds": [EMBED], "components": rows, "attachments": [{"id": 0}]}
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    form.add_field("files[0]", b"x", filename="f.png", content_type="image/png")
    message = (await api("POST", f"{here}/messages", data=form)).body
    assert message["embeds"][0]["image"]["url"] == message["attachments"][0]["url"]
    own = f"{here}/messages/{message['id']}"
    await accepted(
        api, "POST", f"{here}/messages", {"content": "r", "message_reference": {"message_id": message["id"]}}
    )
    await accepted(api, "POST", f"{here}/messages", {"flags": 32768, "components": [CONTAINER]})
    await accepted(api, "POST", f"{own}/threads", {"name": "t"})
    await accepted(api, "PUT", f"{here}/messages/pins/{message['id']}")
    await accepted(api, "GET", f"{here}/messages/pins")
    await accepted(api, "PATCH", own, {"content": "y"})
    assert (await accepted(api, "GET", own))["thread"]["name"] == "t"
    assert len(await accepted(api, "GET", f"{here}/messages")) == 4
    await accepted(api, "POST", f"{here}/typing")
    await accepted(api, "DELETE", own)
    await accepted(api, "PATCH", here, {"name": "other"})
    await accepted(api, "DELETE", here)
    await accepted(api, "DELETE", f"/users/@me/guilds/{stage.guild.id}")


@pytest.mark.parametrize(
    ("kind", "callback"),
    [
        (InteractionType.COMMAND, {"type": 4, "data": {"content": "x"}}),
        (InteractionType.COMMAND, {"type": 5, "data": {"flags": 64}}),
        (InteractionType.COMPONENT, {"type": 7, "data": {"content": "x"}}),
        (InteractionType.COMPONENT, {"type": 6}),
        (InteractionType.AUTOCOMPLETE, {"type": 8, "data": {"choices": []}}),
    ],
)
async def test_answers_about_interactions(
    stage: Stage, api: Api, kind: InteractionType, callback: dict[str, Any]
) -> None:
    message = stage.world.post(stage.lounge, stage.world.bot, {"content": "b"})
    asked = stage.world.interact(
        kind,
        stage.ann,
        stage.lounge,
        {"name": "a", "type": 1},
        stage.world.owners(stage.lounge, stage.ann),
        message=message if kind is InteractionType.COMPONENT else None,
    )
    path = f"/interactions/{asked.id}/{asked.token}/callback?with_response=true"
    assert (await accepted(api, "POST", path, callback))["interaction"]["id"] == str(asked.id)
    if kind is InteractionType.AUTOCOMPLETE:
        return
    webhook = f"/webhooks/{stage.world.application.id}/{asked.token}"
    for _ in range(2):
        await accepted(api, "POST", webhook, {"content": "f"})
    await accepted(api, "GET", f"{webhook}/messages/@original")
    await accepted(api, "PATCH", f"{webhook}/messages/@original", {"content": "e"})
    await accepted(api, "DELETE", f"{webhook}/messages/@original")
