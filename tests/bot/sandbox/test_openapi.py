"""Bodies are held against Discord's own description."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox.transcript import Sent
from tests.bot.sandbox.conftest import Api, set_up
from tests.support import discord_openapi
from tests.support.discord import check_clean, stand_in

pytestmark = pytest.mark.skipif(bool(discord_openapi.missing()), reason=discord_openapi.missing() or "")

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


def sent(body: Any, method: str = "POST", route: str = MESSAGES) -> Sent:
    return Sent(method, route, route, {}, body)


@pytest.mark.parametrize(
    "request_",
    [
        sent({"content": "x", "tts": False, "embeds": [{"title": "x", "flags": 0}]}),
        sent({"content": "x", "message_reference": {"message_id": 1}}),
        sent({"type": 5, "data": {"flags": 64}}, route=CALLBACK),
        sent({"content": "x", "tts": False}, "PATCH", MESSAGES + "/{message_id}"),
        sent([{"name": "a", "description": "b", "nsfw": False}], "PUT", "/applications/{application_id}/commands"),
        sent(None, "GET", MESSAGES),
    ],
)
def test_validate_accepts_what_discord_py_sends(request_: Sent) -> None:
    discord_openapi.validate(request_)


@pytest.mark.parametrize(
    ("request_", "where"),
    [
        (sent({"content": "x" * 4001}), "content"),
        (sent({"contents": "x"}), "contents"),
        (
            sent({"content": "x", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": 5}]}]}),
            "components.0.components.0",
        ),
        (sent({"type": 4, "data": {"content": 5}}, route=CALLBACK), "data.content"),
        (sent({"type": 4, "data": {"ephemeral": True}}, route=CALLBACK), "ephemeral"),
        (sent({}, "GET", MESSAGES), "takes no body"),
        (sent({}, "POST", "/nonsense"), "describes no"),
    ],
)
def test_validate_names_what_is_wrong(request_: Sent, where: str) -> None:
    with pytest.raises(discord_openapi.InvalidBodyError, match=where.replace(".", r"\.")):
        discord_openapi.validate(request_)


async def test_invalid_body_fails_the_test_and_changes_nothing() -> None:
    async with stand_in(clean=False) as started, aiohttp.ClientSession() as session:
        stage = set_up(started)
        answered = await Api(started, session)("POST", f"/channels/{stage.lounge.id}/messages", {"contents": "x"})
        assert answered.status == 400
        assert stage.lounge.messages == {}
    with pytest.raises(AssertionError, match="contents"):
        check_clean(started)


async def test_unknown_route_fails_the_test() -> None:
    async with stand_in(clean=False) as started, aiohttp.ClientSession() as session:
        await Api(started, session)("GET", "/nonsense")
    with pytest.raises(AssertionError, match="nonsense"):
        check_clean(started)


def test_missing_description_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", "/nowhere/openapi.json")
    assert "github.com/discord/discord-api-spec" in (discord_openapi.missing() or "")
