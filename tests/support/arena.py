"""Rounds of trivia under load in a bot that is killed: a process of its own, players who press at any moment."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import orjson

from bot.ledger import StoredEvent, StoredRound
from bot.ledger.bodies import put
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor, NotOfferedError, UnansweredError
from bot.sandbox.world import Channel, Message
from bot.trivia.table import Table
from tests.support.databases import loaded_file
from tests.support.discord import until
from tests.support.fans import labels, title

PLAYERS = 9
ROOT = Path(__file__).parents[2]
TAKEN = "Your answer is in"
REFUSED = "That does not count"
STARTING = 60.0
"""Real seconds within which a process has connected, on a machine that is busy."""


class Press(NamedTuple):
    """A press on an answer, and what the presser was told."""

    interaction: int
    player: int
    round_id: int
    number: int
    option: int
    told: str


@dataclass
class Hall:
    """A channel with players, of whom the host starts rounds."""

    channel: Channel
    host: Actor
    players: list[Actor]

    def posted(self) -> list[Message]:
        """What everybody sees of the bot there."""
        messages = self.channel.messages.values()
        return [each for each in messages if each.visible_to is None and each.author.bot and not each.deleted]

    def asked(self) -> tuple[Message, list[str]] | None:
        """The question that can be answered by what is shown, with its buttons."""
        for message in reversed(self.posted()):
            buttons = [
                button["custom_id"]
                for row in message.components
                for button in row["components"]
                if button["custom_id"].startswith("answer|")
            ]
            if buttons:
                return message, buttons
        return None


@dataclass
class Arena:
    """Several halls, the bot that serves them, and all that was pressed."""

    discord: StandIn
    folder: Path
    chance: Random
    halls: list[Hall]
    process: subprocess.Popen[bytes] | None = None
    connected_at: float = 0.0
    killed_at: float = 0.0
    """In seconds since 1970."""
    kills: int = 0
    starts: int = 0
    stopping: bool = False
    playing: bool = False
    load: list[asyncio.Task[None]] = field(default_factory=list)
    answered: dict[int, set[str]] = field(default_factory=dict)
    """Who has answered what, by channel: the first button of the question and the player's name."""

    @classmethod
    async def of(cls, discord: StandIn, folder: Path, seed: int, halls: int = 3) -> Arena:
        """Make the servers and their members; the database has the packs in it."""
        shutil.copy(await asyncio.to_thread(loaded_file), folder / "airlock.db")
        made = []
        for number in range(halls):
            users = [discord.world.add_user(f"player{number}-{each}") for each in range(PLAYERS)]
            guild = discord.world.add_guild(f"Fans {number}", members=tuple(users[1:]))
            guild.add_member(users[0], permissions=Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD)
            channel = guild.add_text("lounge")
            players = [discord.user(user, channel) for user in users]
            made.append(Hall(channel, players[0], players))
        return cls(discord, folder, Random(seed), made)

    # The process

    async def start(self) -> None:
        """Start the bot and wait until it is connected."""
        before = set(self.discord.gateway.sessions)
        settings = {
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.rest_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'airlock.db'}",
            "LOG_LEVEL": "WARNING",
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220
                [sys.executable, "-m", "bot", "run"],
                env={**os.environ, **settings},
                cwd=self.folder,
                stderr=log,
            )
        process = self.process
        await until(
            lambda: any(each.id not in before for each in self.discord.gateway.connected) or process.poll() is not None,
            STARTING,
        )
        assert process.poll() is None, self.log()
        self.starts += 1
        self.connected_at = time.time()

    def kill(self) -> None:
        """End the process as a power button does, and the load with it."""
        assert self.process is not None
        assert self.process.poll() is None, self.log()
        self.process.kill()
        self.process.wait()
        self.killed_at = time.time()
        self.kills += 1
        self.quieten()
        self.discord.gateway.sessions.clear()

    def terminate(self) -> int:
        """End the process as a host does."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(20)

    def end(self) -> None:
        """Leave no process behind."""
        self.quieten()
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def log(self) -> str:
        """What all the processes wrote to standard error."""
        return (self.folder / "log").read_text(encoding="utf-8")

    # The load

    def play(self) -> None:
        """Have everybody play from now on."""
        self.playing = True
        for hall in self.halls:
            self.load.append(asyncio.create_task(self._conduct(hall)))
            self.load += [asyncio.create_task(self._answer(hall, player)) for player in hall.players]

    def is_answering(self, hall: Hall) -> bool:
        """Whether a question is up that not all have answered."""
        asked = hall.asked()
        answered = self.answered.get(hall.channel.id, set())
        return asked is not None and sum(each.startswith(asked[1][0]) for each in answered) < PLAYERS

    def quieten(self) -> None:
        """Have everybody stop."""
        self.playing = False  # a task that has been answered just now does not notice that it is cancelled
        for task in self.load:
            task.cancel()
        self.load.clear()

    def check_load(self) -> None:
        """Fail if somebody was not answered by a bot that lived."""
        for task in self.load:
            if task.done():
                task.result()

    async def _conduct(self, hall: Hall) -> None:
        while self.playing:
            posted = hall.posted()
            shown = labels(posted[-1]) if posted else []
            with suppress(NotOfferedError):
                if "Start now" in shown:
                    await asyncio.sleep(self.chance.uniform(0, 0.3))
                    await hall.host.press(posted[-1], label="Start now")
                elif not self.stopping and (not posted or "Play again" in shown):
                    await hall.host.command("/trivia start questions:3")
            await asyncio.sleep(0.1)

    async def _answer(self, hall: Hall, player: Actor) -> None:
        answered = self.answered.setdefault(hall.channel.id, set())
        while self.playing:
            await asyncio.sleep(0.02)
            asked = hall.asked()
            if asked is None or f"{asked[1][0]} {player.user.name}" in answered:
                continue
            message, buttons = asked
            await asyncio.sleep(self.chance.uniform(0, 1.0))
            with suppress(NotOfferedError):
                await player.press(message, custom_id=self.chance.choice(buttons))
                if self.playing and self.chance.random() < 0.3:
                    await player.press(message, custom_id=self.chance.choice(buttons))
                answered.add(f"{buttons[0]} {player.user.name}")

    # What came of it

    def presses(self) -> Iterator[Press]:
        """All presses on answers that were answered."""
        for interaction in self.discord.world.interactions.values():
            custom_id = str(interaction.data.get("custom_id", ""))
            if custom_id.startswith("answer|") and interaction.answered:
                round_id, number, option = (int(part) for part in custom_id.split("|")[1:])
                told = title(Reply(interaction)) if Reply(interaction).embeds else ""
                yield Press(interaction.id, interaction.user.id, round_id, number, option, told)

    def rounds(self) -> list[StoredRound]:
        """All rounds, read from the file."""
        connection = sqlite3.connect(self.folder / "airlock.db")
        rounds = connection.execute(
            "SELECT id, guild_id, channel_id, show, alive, ended_at FROM trivia_round ORDER BY id"
        ).fetchall()
        events = connection.execute(
            "SELECT round_id, seq, user_id, at, body, words FROM round_event ORDER BY round_id, seq"
        ).fetchall()
        connection.close()
        logs: dict[int, list[StoredEvent]] = {row[0]: [] for row in rounds}
        for round_id, seq, user, at, body, words in events:
            logs[round_id].append(StoredEvent(seq, user, put(body, user, words), at))
        return [
            StoredRound(id_, guild, channel, show, tuple(logs[id_]), max(alive, logs[id_][-1].at), ended)
            for id_, guild, channel, show, alive, ended in rounds
        ]

    def log_of(self, round_id: int) -> tuple[StoredEvent, ...]:
        """The events of a round so far."""
        return next(each.events for each in self.rounds() if each.round_id == round_id)

    def scores(self) -> dict[tuple[int, int], tuple[int, int, int]]:
        """Points, right answers and answers by round and player, as the boards count them."""
        connection = sqlite3.connect(self.folder / "airlock.db")
        rows = connection.execute('SELECT round_id, user_id, points, "right", answered FROM round_score').fetchall()
        connection.close()
        return {(round_id, user): (points, right, answered) for round_id, user, points, right, answered in rows}

    def running(self) -> list[tuple[Hall, Table]]:
        """The rounds that have not ended, as their logs tell them."""
        halls = {hall.channel.id: hall for hall in self.halls}
        return [(halls[each.channel], Table.of(each)) for each in self.rounds() if each.ended is None]


def fields_of(event: StoredEvent) -> tuple[str, dict[str, Any]]:
    """The kind of an event and what it says."""
    body = event.body if isinstance(event.body, list) else orjson.loads(orjson.dumps(event.body))
    return str(body[1]), body[2]


__all__ = ["REFUSED", "TAKEN", "Arena", "Hall", "Press", "UnansweredError", "fields_of"]
