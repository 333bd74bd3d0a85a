"""Sessions of an unmodified discord.py: logging in, being cut off, resuming, shards and intents."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from discord.ext import commands

from bot.sandbox.permissions import Permission
from bot.sandbox.standin import PortInUseError, StandIn
from bot.sandbox.world.users import MEMBERS, MESSAGE_CONTENT
from tests.bot.sandbox.conftest import Stage, set_up
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support.discord import running, stand_in, until


async def test_login_syncs_once_and_sees_the_guild(live: Stage) -> None:
    assert live.world.application.commands_put == 1
    assert {c["name"] for c in live.world.commands.all()} >= {"cast", "buttons", "Hide as spoiler"}
    assert live.discord.rest.refusals == []


@pytest.mark.parametrize("code", [1006, 4000, 1001])
async def test_cut_connection_is_resumed_and_missed_events_are_replayed(code: int) -> None:
    async with stand_in() as started:
        stage = set_up(started)
        bot = SampleBot()
        async with running(bot, started):
            started.gateway.closed = True
            await started.gateway.drop(code)
            asking = asyncio.create_task(stage.act().command("/cast character name:Ed"))
            await asyncio.sleep(0)
            assert started.gateway.connected == []
            started.gateway.closed = False
            assert (await asking).embeds[0]["title"] == "Ed"
            (session,) = started.gateway.sessions.values()
            assert (session.resumed, bot.resumes) == (1, 1)


async def test_connection_that_is_well_does_not_look_as_if_it_lagged() -> None:
    interval = 0.4
    async with stand_in() as started:
        set_up(started)
        started.gateway.heartbeat_interval = interval
        bot = SampleBot()
        async with running(bot, started):
            measured: list[float] = []

            def told() -> bool:
                if not measured or bot.latency != measured[-1]:
                    measured.append(bot.latency)
                return len(measured) == 5

            await until(told)
    # The first is of before any heartbeat was answered.
    assert max(measured[1:]) < interval / 2


async def test_reconnect_request_is_followed(live: Stage) -> None:
    await live.discord.gateway.ask_to_reconnect()
    (session,) = live.discord.gateway.sessions.values()
    await until(lambda: session.resumed == 1)
    assert (await live.act().command("/buttons")).text == "Pressed 0"


async def test_invalid_session_is_begun_anew(live: Stage) -> None:
    live.discord.gateway.accepts_resume = False
    await live.discord.gateway.drop()
    await until(lambda: "session-2" in live.discord.gateway.sessions)
    assert (await live.act().command("/buttons")).text == "Pressed 0"


async def test_wrong_token_is_refused() -> None:
    async with stand_in(clean=False):
        with pytest.raises(discord.LoginFailure):
            await SampleBot().start("wrong")


async def test_privileged_intents_must_be_granted() -> None:
    async with stand_in() as started:
        set_up(started)
        client = discord.Client(intents=discord.Intents(guilds=True, members=True))
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(started.token)
        await client.close()


class Listener(discord.Client):
    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(intents=intents)
        self.heard: list[Any] = []

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message.content)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        self.heard.append([role.name for role in after.roles])

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        self.heard.append(channel.name)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        self.heard.append(thread.name)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.heard.append(f"left {guild.name}")


@pytest.mark.parametrize(
    ("granted", "expected"), [(0, ["", "<@{bot}> hi"]), (MESSAGE_CONTENT, ["hello", "<@{bot}> hi"])]
)
async def test_content_is_stripped_without_the_intent(granted: int, expected: list[str]) -> None:
    async with stand_in() as started:
        stage = set_up(started)
        started.world.application.granted_intents = granted
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=bool(granted))
        client = Listener(intents)
        async with running(client, started):
            stage.act().say("hello")
            stage.act().say(f"<@{started.world.bot.id}> hi")
            await until(lambda: len(client.heard) == 2)
    assert client.heard == [text.format(bot=started.world.bot.id) for text in expected]


async def test_events_outside_the_intents_are_not_sent() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        client = Listener(discord.Intents(guilds=True))
        async with running(client, started):
            stage.act().say("unheard")
            stage.guild.members[stage.ann.id].set_roles([stage.guild.add_role("fan")])
            hidden = stage.guild.add_text("new")
            hidden.add_thread("thread", stage.ann)
            hidden.deny(stage.guild.everyone, Permission.VIEW_CHANNEL)
            hidden.add_thread("secret", stage.ann)
            stage.guild.remove_bot()
            await until(lambda: "left Fans" in client.heard)
    # Its role lets the bot see, but a channel's own word is stronger.
    assert client.heard == ["new", "thread", "left Fans"]


async def test_members_are_told_with_the_intent() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        started.world.application.granted_intents = MEMBERS
        client = Listener(discord.Intents(guilds=True, members=True))
        async with running(client, started):
            (guild,) = client.guilds
            await until(lambda: guild.chunked)
            assert {member.name for member in guild.members} == {"owner", "ann", "bob", "airlock"}
            stage.guild.members[stage.ann.id].set_roles([stage.guild.add_role("fan")])
            await until(lambda: client.heard == [["@everyone", "fan"]])


async def test_shards_get_their_own_guilds() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        for name in ("Second", "Third"):
            stage.clock.advance(0.001)
            started.world.add_guild(name, members=(stage.ann,)).add_text(name)
        client = commands.AutoShardedBot([], intents=discord.Intents(guilds=True), shard_ids=[1], shard_count=2)
        task = asyncio.create_task(client.start(started.token))
        own = {guild.id for guild in started.world.guilds.values() if (guild.id >> 22) % 2 == 1}
        assert 0 < len(own) < 3
        await until(lambda: {guild.id for guild in client.guilds if guild.name} == own)
        await client.close()
        await task


async def test_port_in_use_is_one_clear_line(stage: Stage) -> None:
    port = int(stage.discord.rest_url.split(":")[2].split("/")[0])
    with pytest.raises(PortInUseError, match=f"Port {port} on 127.0.0.1 is in use"):
        await StandIn.start(port=port)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("nonsense", 4002),
        ('{"op": 99, "d": null}', 4002),
        ('{"op": 8, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 0}}', 4004),
        ('{"op": 2, "d": {"token": "sandbox", "intents": -1}}', 4013),
        ('{"op": 2, "d": {"token": "sandbox", "intents": 2}}', 4014),
        ('{"op": 2, "d": {"token": "sandbox", "intents": 0, "shard": [2, 2]}}', 4010),
        ('{"op": 1, "d": "' + "x" * 4096 + '"}', 4002),
    ],
)
async def test_gateway_closes_as_discord_does(stage: Stage, frame: str, code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(stage.discord.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_str(frame)
        await socket.receive()
        assert socket.close_code == code


class Comings(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.heard: list[str] = []

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.heard.append(f"joined {guild.name}")

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.heard.append(f"back {guild.name}")

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.heard.append(f"gone {guild.name}")

    async def on_guild_update(self, _before: discord.Guild, after: discord.Guild) -> None:
        self.heard.append(f"now {after.name}")


async def test_guilds_come_and_go() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        other = started.world.add_guild("Other", bot_installed=False)
        client = Comings()
        async with running(client, started):
            await until(client.is_ready)
            client.heard.clear()
            stage.guild.set_available(False)
            stage.guild.set_available(True)
            other.invite_bot(Permission.SEND_MESSAGES)
            await until(lambda: "joined Other" in client.heard)
            other.rename("Another")
            await until(lambda: len(client.heard) == 4)
    assert client.heard == ["gone Fans", "back Fans", "joined Other", "now Another"]
