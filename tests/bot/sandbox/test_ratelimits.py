"""Rate limits: buckets a channel, the global one, what is exempt, and what a test provokes."""

from __future__ import annotations

import discord
import pytest

from bot.sandbox.ratelimits import DISCORD
from bot.sandbox.world import InteractionType
from tests.bot.sandbox.conftest import Api, Stage, set_up
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support.discord import running, settled, stand_in

SEND = "POST /channels/{channel_id}/messages"


async def test_sixth_message_in_a_channel_is_refused_until_the_window_ends(stage: Stage, api: Api) -> None:
    stage.discord.ratelimits.rules = DISCORD
    path = f"/channels/{stage.lounge.id}/messages"
    answers = [await api("POST", path, {"content": "x"}) for _ in range(6)]
    assert [answered.status for answered in answers] == [200] * 5 + [429]
    assert answers[0].headers["X-RateLimit-Limit"] == "5"
    assert [answered.headers["X-RateLimit-Remaining"] for answered in answers] == ["4", "3", "2", "1", "0", "0"]
    refused = answers[-1]
    assert refused.body == {"message": "You are being rate limited.", "retry_after": 5.0, "global": False}
    assert refused.headers["Via"]
    assert refused.headers["X-RateLimit-Scope"] == "user"
    other = stage.guild.add_text("other")
    assert (await api("POST", f"/channels/{other.id}/messages", {"content": "x"})).status == 200
    stage.clock.advance(5)
    assert (await api("POST", path, {"content": "x"})).status == 200
    assert len(stage.lounge.messages) == 6


async def test_global_limit_spares_interactions(stage: Stage, api: Api) -> None:
    stage.discord.ratelimits.rules = DISCORD
    channels = [stage.guild.add_text(str(n)) for n in range(26)]
    answers = [await api("GET", f"/channels/{c.id}") for c in channels for _ in range(2)]
    assert [answered.status for answered in answers] == [200] * 50 + [429] * 2
    assert answers[-1].body["global"] is True
    assert answers[-1].headers["X-RateLimit-Global"] == "true"
    owners = stage.world.owners(stage.lounge, stage.ann)
    for _ in range(60):
        asked = stage.world.interact(InteractionType.COMMAND, stage.ann, stage.lounge, {"name": "x", "type": 1}, owners)
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        assert (await api("POST", path, {"type": 4, "data": {"content": "x"}})).status == 204
        path = f"/webhooks/{stage.world.application.id}/{asked.token}"
        assert (await api("POST", path, {"content": "x"})).status == 200
    stage.clock.advance(1)
    assert (await api("GET", f"/channels/{stage.lounge.id}")).status == 200


async def test_generous_rules_send_headers_all_the_same(stage: Stage, api: Api) -> None:
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", {"content": "x"})
    assert int(answered.headers["X-RateLimit-Remaining"]) > 1000


async def test_discord_py_waits_and_tries_again() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        async with running(SampleBot(), started):
            started.ratelimits.provoke(SEND, retry_after=0.001, times=2)
            await stage.act().command("/cast character name:Ed share:true")
            await settled()
            assert started.ratelimits.refused == 2
            assert [sent.status for sent in started.transcript.matching(*SEND.split())] == [429, 429, 200]


async def test_without_via_discord_py_gives_up(caplog: pytest.LogCaptureFixture) -> None:
    async with stand_in() as started:
        stage = set_up(started)
        async with running(SampleBot(), started):
            started.ratelimits.provoke(SEND, via=False)
            await stage.act().command("/cast character name:Ed share:true")
            await settled()
    assert any(
        isinstance(r.exc_info[1].__cause__, discord.HTTPException)
        for r in caplog.records
        if r.exc_info and r.exc_info[1]
    )
    assert [sent.status for sent in started.transcript.matching(*SEND.split())] == [429]
