"""A stand-in with one guild, two viewers and a small bot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest

from bot.sandbox.clock import ManualClock
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, Guild, User, World
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support import discord_openapi
from tests.support.discord import running, stand_in

PARSERS = ("discord.state", "discord.gateway", "discord.http", "discord.shard", "discord.webhook.async_", "root")
"""Loggers of discord.py that speak up when they are told nonsense."""


@dataclass
class Stage:
    """What most tests need."""

    discord: StandIn
    clock: ManualClock
    guild: Guild
    lounge: Channel
    ann: User
    bob: User

    @property
    def world(self) -> World:
        return self.discord.world

    def act(self, user: User | None = None, where: Channel | None = None) -> Actor:
        """Act as somebody, by default as ann in the lounge."""
        return self.discord.user(user or self.ann, where or self.lounge)


@dataclass
class Answered:
    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> int:
        return int(self.body["code"])

    def error(self, path: str) -> str:
        """Return the code of the first error at a dotted path."""
        node = self.body["errors"]
        for key in path.split("."):
            node = node[key]
        return str(node["_errors"][0]["code"])


class Api:
    """Sends requests as a bot would, without discord.py's care; answers must be as Discord describes them."""

    def __init__(self, discord: StandIn, session: aiohttp.ClientSession) -> None:
        self._discord = discord
        self._session = session

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        content_type: str | None = None,
        data: Any = None,
    ) -> Answered:
        headers = {"Authorization": f"Bot {token or self._discord.token}"}
        if data is None and body is not None:
            data, content_type = json.dumps(body), content_type or "application/json"
        if content_type:
            headers["Content-Type"] = content_type
        url = self._discord.rest_url + path
        async with self._session.request(method, url, data=data, headers=headers) as response:
            text = await response.text()
            answered = Answered(response.status, json.loads(text) if text else None, response.headers)
        if answered.status < 300 and discord_openapi.missing() is None:
            requests = reversed(self._discord.transcript.requests)
            sent = next(sent for sent in requests if (sent.method, sent.path) == (method, path.partition("?")[0]))
            discord_openapi.validate_answer(replace(sent, status=answered.status), answered.body)
        return answered


def set_up(discord: StandIn) -> Stage:
    world = discord.world
    ann, bob = world.add_user("ann"), world.add_user("bob")
    guild = world.add_guild("Fans", members=(ann, bob))
    clock = world.clock
    assert isinstance(clock, ManualClock)
    return Stage(discord, clock, guild, guild.add_text("lounge"), ann, bob)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A world without a bot, where refusals are meant."""
    async with stand_in(validated=False, clean=False) as discord:
        yield set_up(discord)


@pytest.fixture
async def api(stage: Stage) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(stage.discord, session)


@pytest.fixture
async def live(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Stage]:
    """A world in which the small bot runs, every body validated; discord.py must have nothing to complain of."""
    async with stand_in() as discord:
        prepared = set_up(discord)
        async with running(SampleBot(), discord):
            yield prepared
    warnings = [record.getMessage() for record in caplog.records if record.name in PARSERS]
    assert warnings == []
