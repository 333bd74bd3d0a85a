"""Several real processes of one bot, each with shards of its own and a line to the database that can fail."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bot.ledger import Ledger, Progress, StoredRound
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.snowflakes import shard_of
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor, UnansweredError
from bot.sandbox.world import Channel, Message
from bot.sandbox.world.world import BOT_PERMISSIONS
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.position import Position
from facts.store import open_engine, upgrade
from tests.support.discord import until
from tests.support.fans import title
from tests.support.packs import small_pack, write_pack
from tests.support.proxy import Proxy

ROOT = Path(__file__).parents[2]
SHOW = "harbour"
COUNT = 3
STARTING = 120.0
"""Real seconds within which a process has connected, on a machine that is busy."""
UNAVAILABLE = "My database does not answer"


@dataclass
class Process:
    """A process that serves some shards."""

    shards: tuple[int, ...]
    proxy: Proxy
    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def status(self) -> int | None:
        """With what it has ended."""
        return self.popen.poll()

    def said(self) -> str:
        """What it wrote to standard error."""
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it as a power button does."""
        self.popen.kill()
        self.popen.wait()

    async def stop(self) -> int:
        """End it as a host does; return its status."""
        self.popen.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it has ended."""
        await until(lambda: self.status is not None, STARTING)
        return self.popen.returncode


@dataclass
class Place:
    """A server whose shard one process serves."""

    channel: Channel
    ann: Actor
    mod: Actor

    def posted(self) -> list[Message]:
        """What everybody sees of the bot."""
        messages = self.channel.messages.values()
        return [each for each in messages if each.visible_to is None and each.author.bot and not each.deleted]


@dataclass
class Processes:
    """All of them, a server for each shard, and a ledger that is a process of its own, with nothing in memory."""

    discord: StandIn
    folder: Path
    url: str
    places: list[Place]
    dm: Actor
    """Ann, in her direct messages, which shard 0 serves."""
    ledger: Ledger
    all: list[Process] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def of(cls, discord: StandIn, folder: Path, url: str) -> AsyncIterator[Self]:
        """Fill the database, and make the servers; nothing is started yet."""
        write_pack(folder / "packs" / SHOW, small_pack())
        engine = open_engine(url)
        await upgrade(engine)
        await load_folders(engine, pack_folders(folder / "packs"))
        ledger = Ledger(engine, lambda: datetime.now(UTC), patience=30)
        world = discord.world
        ann, mod = world.add_user("ann", installed=True), world.add_user("mod")
        places: dict[int, Place] = {}
        while len(places) < COUNT:
            guild = world.add_guild("Fans", members=(ann,), bot_installed=False)
            shard = shard_of(guild.id, COUNT)
            if shard not in places:
                guild.invite_bot(int(BOT_PERMISSIONS))
                guild.add_member(mod, permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
                channel = guild.add_text("lounge")
                places[shard] = Place(channel, discord.user(ann, channel), discord.user(mod, channel))
            await asyncio.sleep(0.001)  # the time is in the id, and the shard in the time
        for user in (ann, mod):
            await ledger.progress.change(user.id, SHOW, lambda _: Progress(Position.parse("S2E2")))
            await ledger.users.mark_asked(user.id)
        dm = discord.user(ann, world.dm(ann))
        serving = cls(discord, folder, url, [places[shard] for shard in range(COUNT)], dm, ledger)
        try:
            yield serving
        finally:
            for process in serving.all:
                if process.status is None:
                    process.kill()
            await ledger.close()
            await engine.dispose()

    def launch(self, proxy: Proxy, *shards: int, count: int = COUNT) -> Process:
        """Start a process, as its host does."""
        settings = {
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.rest_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "DATABASE_URL": proxy.url(self.url),
            "PACKS_DIR": str(self.folder / "packs"),
            "SHARD_COUNT": str(count),
            "SHARD_IDS": ",".join(map(str, shards)),
            "LOG_LEVEL": "WARNING",
        }
        log = self.folder / f"log-{len(self.all)}"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "bot", "run"]
            popen = subprocess.Popen(command, env={**os.environ, **settings}, cwd=self.folder, stderr=out)
        process = Process(shards, proxy, popen, log)
        self.all.append(process)
        return process

    async def start(self, proxy: Proxy, *shards: int) -> Process:
        """Start a process and wait until it is connected."""
        before = tuple(self.discord.gateway.sessions)
        process = self.launch(proxy, *shards)
        await self.connected(process, before)
        return process

    async def connected(self, process: Process, before: Sequence[str] = ()) -> None:
        """Wait until each of its shards has a session that is not one of those ``before``."""

        def there() -> bool:
            return process.status is not None or set(process.shards) <= {
                session.shard[0] for session in self.discord.gateway.connected if session.id not in before
            }

        await until(there, STARTING)
        assert process.status is None, process.said()

    async def round_in(self, place: Place) -> StoredRound | None:
        """The round that runs in a place, as its log tells it."""
        running = await self.ledger.rounds.running(lambda guild: place.channel.guild is not None)
        return next((each for each in running if each.channel == place.channel.id), None)


async def asked(actor: Actor, line: str) -> Reply:
    """Use a command until it is answered: a process that is being killed answers nobody."""
    while True:
        with suppress(UnansweredError):
            return await actor.command(line)


async def answered(actor: Actor, line: str) -> Reply:
    """Use a command until the database answers, as a user would."""
    async with asyncio.timeout(STARTING):
        while True:
            reply = await asked(actor, line)
            if title(reply) != "Not possible now":
                return reply
            await asyncio.sleep(0.05)
