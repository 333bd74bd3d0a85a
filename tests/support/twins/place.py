"""One twin: a bot over real sockets in a world of its own, to which steps happen."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, cast
from unittest import mock

from sqlalchemy import select

from bot.client import Airlock
from bot.cogs.follow import Following
from bot.cogs.guard import Guarding
from bot.cogs.roles import SeasonRoles
from bot.cogs.spoiler import Spoilers
from bot.cogs.trivia import Trivia
from bot.ledger import Ledger, Progress
from bot.ledger.tables import progress
from bot.ledger.writer import Write
from bot.sandbox.clock import ManualClock
from bot.sandbox.permissions import READ, WRITE, Permission
from bot.sandbox.reply import Reply
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.standin import StandIn
from bot.sandbox.transcript import Sent
from bot.sandbox.user import Actor, NotOfferedError, UnansweredError
from bot.sandbox.world import CallbackType, Channel, Message, User
from bot.sandbox.world import posting as world_posting
from bot.sandbox.world.users import MESSAGE_CONTENT
from bot.settings import Settings
from bot.wiring import airlock
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.store import open_engine
from tests.support.discord import running, settled, stand_in, until
from tests.support.packs import Data, write_pack
from tests.support.timing import ManualTiming
from tests.support.twins.steps import (
    Command,
    Complete,
    Forget,
    Form,
    Heard,
    Hide,
    Load,
    Press,
    Pressable,
    Remove,
    Restart,
    Said,
    Say,
    Step,
    Submit,
    Wait,
    Written,
)
from tests.support.twins.town import SHOW

PEOPLE: Final = ("ann", "bob", "mod", "eve")
"""Two who may nothing special, and two who moderate; eve alone may be further than both futures agree."""
PLACES: Final = ("lounge", "thread", "post", "den", "log", "dm", "abroad")
GUARDED: Final = 60.0
"""Real seconds that anything may take, on a machine that is busy: what takes long is not what is looked at here."""
FOREVER: Final = 1e9


@dataclass(frozen=True)
class SetUp:
    """What a twin is made of."""

    database_url: str
    folder: str
    packs: tuple[Data, ...]
    first: int
    """Which pack there is at the beginning."""
    views: int
    """How many views are kept."""
    users: int
    """Of how many users the settings are kept in memory."""


class Lanes(Snowflakes):
    """Ids that do not depend on which of two requests comes first: a step and a route have their own."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.lane = ""
        self._step = 0
        self._counts: dict[int, int] = {}

    def begin(self, step: int) -> None:
        """Begin a step."""
        self._step, self._counts, self.lane = step, {}, ""

    def next(self) -> int:
        """Return an id of the present lane."""
        lane = 1 + zlib.crc32(self.lane.encode()) % 4095 if self.lane else 0
        number = self._counts[lane] = self._counts.get(lane, -1) + 1
        # Ten bits tell steps within one millisecond apart, of which there are none: each takes a second.
        self._count = lane << 10 | number
        return super().next()


@dataclass
class Twin:
    """A world, its bot and who is there."""

    set_up: SetUp
    discord: StandIn
    clock: ManualClock
    ids: Lanes
    people: dict[str, User]
    places: dict[str, Channel]
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    bot: Airlock = field(init=False)
    timing: ManualTiming = field(init=False)
    messages: dict[str, Message] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    forms: dict[int, Reply] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)

    # The process

    async def start(self) -> None:
        """Start the bot as its process does, and wait until it has taken everything up."""
        self.timing = ManualTiming(self.clock)
        settings = Settings(
            database_url=self.set_up.database_url,
            packs_dir=Path(self.set_up.folder) / "packs",
            random_seed=1,
            message_content=True,
            discord_api_url=self.discord.rest_url,
            discord_gateway_url=self.discord.gateway_url,
        )
        self.bot = await self.stack.enter_async_context(airlock(settings, self._now, self.timing))
        self.bot.views._limit = self.set_up.views
        self.bot.ledger.users.memory._size = self.set_up.users
        # What is looked at by a clock of this machine is looked at when the worlds' time passes.
        trivia = cast("Trivia", self.bot.get_cog("Trivia"))
        trivia.daily_posts._interval = FOREVER
        cast("Spoilers", self.bot.get_cog("Spoilers")).cleanup._interval = FOREVER
        cast("SeasonRoles", self.bot.get_cog("SeasonRoles")).keeper._interval = FOREVER
        cast("Following", self.bot.get_cog("Following")).parties._interval = FOREVER
        cast("Guarding", self.bot.get_cog("Guarding"))._shown = FOREVER
        await self.stack.enter_async_context(running(self.bot, self.discord))
        await until(self.bot.rounds._taken_up.is_set, GUARDED)
        await self.quiet()
        await trivia.daily_posts.look()
        await self.quiet()

    async def stop(self) -> None:
        """End the process in good order."""
        await self.stack.aclose()
        self.stack = AsyncExitStack()

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now(), UTC)

    def write(self, pack: int) -> None:
        """Put a pack where the bot finds its packs."""
        write_pack(Path(self.set_up.folder) / "packs" / SHOW, self.set_up.packs[pack])

    async def quiet(self) -> None:
        """Wait until nothing is being done."""
        calm = 0
        while calm < 3:
            await settled(GUARDED)
            await until(lambda: not self.bot.rounds.busy and not self.discord.rest.in_flight, GUARDED)
            before = len(self.discord.transcript)
            for _ in range(3):
                await asyncio.sleep(0)
            still = not self.bot.rounds.busy and not self.discord.rest.in_flight
            calm = calm + 1 if still and before == len(self.discord.transcript) else 0
        # What is noted without waiting is in the database too: it may have to be read from there.
        await self.bot.ledger._writer.write(Write((), ()), asyncio.get_running_loop().time() + GUARDED)

    # Steps

    async def perform(self, number: int, step: Step) -> Heard:
        """Let a step happen, and tell what came of it."""
        self.clock.advance(1.0)
        self.ids.begin(number)
        self.heard = Heard()
        before = len(self.discord.transcript)
        try:
            await self._perform(step)
        except NotOfferedError as error:
            self.heard.outcome = f"not offered: {error}"
        except UnansweredError as error:
            self.heard.complaints.append(f"not answered: {error}")
        await self.quiet()
        self._listen(before)
        self.ids.lane = ""
        self.heard.positions = await self._positions()
        self.heard.cpu = time.process_time()
        self.heard.complaints += self.errors
        self.errors.clear()
        for kind in ("crashes", "complaints", "unknown_routes"):
            found = getattr(self.discord.rest, kind)
            self.heard.complaints += [f"{kind}: {one}" for one in found]
            found.clear()
        return self.heard

    async def _perform(self, step: Step) -> None:
        match step:
            case Command():
                await self._actor(step.by, step.at).command(step.line, **self._values(step.values))
            case Complete():
                await self._complete(step)
            case Press():
                await self._press(step)
            case Submit():
                form = self.forms.get(step.form)
                if form is not None:
                    self._opened(await self._actor(step.by, None).submit(form, dict(step.fields)))
            case Say():
                message = self._actor(step.by, step.at).say(step.text)
                self.messages[f"m{message.id}"] = message
                self.heard.written.append(Written(f"m{message.id}", step.by))
            case Hide():
                message = self.messages[step.on]
                reply = await self._actor(step.by, None, message.channel).message_command("Hide as spoiler", message)
                self._opened(reply)
            case Remove():
                found = self.messages.get(step.on)
                if found is not None and not found.deleted:
                    world_posting.delete(self.discord.world, found)
            case Wait():
                await self._wait(step.seconds)
            case Load():
                await self._load(step)
            case Restart():
                await self.stop()
                self.clock.advance(step.seconds)
                await self.start()
            case Forget():
                self._forget(step.what)

    def _actor(self, by: str, at: str | None, where: Channel | None = None) -> Actor:
        place = where or (self.places["lounge"] if at is None else self._place(by, at))
        return Actor(self.discord.world, self.people[by], place, patience=GUARDED)

    def _place(self, by: str, at: str) -> Channel:
        return self.discord.world.dm(self.people[by]) if at == "dm" else self.places[at]

    def _values(self, values: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
        found = {}
        for name, value in values:
            if isinstance(value, str) and value.startswith("#"):
                value = self.places[value[1:]]
            elif isinstance(value, bytes):
                value = self.discord.world.upload("notes.txt", value, "text/plain")
            found[name] = value
        return found

    async def _complete(self, step: Complete) -> None:
        typed = {name: str(value) for name, value in step.values}
        line = step.line + "".join(f" {name}:{value}" for name, value in typed.items())
        await self._actor(step.by, step.at).autocomplete(line, focused=step.values[-1][0])

    async def _press(self, step: Press) -> None:
        message = None if step.on is None else self.messages.get(step.on)
        data: dict[str, Any] = {"component_type": step.kind, "custom_id": step.custom_id, "id": 1}
        if step.kind == 3:
            data["values"] = [step.value or ""]
        self._opened(await self._actor(step.by, step.at).interact(3, data, message=message))

    def _opened(self, reply: Reply) -> None:
        if reply.modal is not None:
            self.forms[reply.interaction.id] = reply

    async def _wait(self, seconds: float) -> None:
        end = self.clock.now() + seconds
        while (due := self.timing.next_at()) is not None and due / 1000 <= end:
            self.clock.advance(max(0.0, due / 1000 - self.clock.now()))
            self.timing.fire()
            await self.quiet()
        self.clock.advance(max(0.0, end - self.clock.now()))
        await self.quiet()
        await cast("Trivia", self.bot.get_cog("Trivia")).daily_posts.look()

    async def _load(self, step: Load) -> None:
        self.write(step.packs[0])
        engine = open_engine(self.set_up.database_url)
        try:
            loaded = await load_folders(engine, pack_folders(Path(self.set_up.folder) / "packs"))
        finally:
            await engine.dispose()
        self.heard.outcome = f"loaded: {[one.changed for one in loaded]}"
        self.heard.complaints += [problem for one in loaded for problem in one.problems]
        # PostgreSQL tells the bot by itself, at some moment.
        if step.noticed or self.set_up.database_url.startswith("postgresql"):
            await self.bot.views.refresh()

    def _forget(self, what: str) -> None:
        ledger = self.bot.ledger
        if what == "views":
            self.bot.views._views.clear()
        elif what == "pools":
            self.bot.pools._builds.clear()
        else:
            for memory in (ledger.users.memory, ledger.guilds.memory, ledger.reports.memory, ledger.guards.memory):
                memory._values.clear()

    # What came of it

    async def _positions(self) -> dict[str, str]:
        """How far everybody may be told, as it is written: what is kept in memory may be another thing."""
        query = select(progress).where(progress.c.show == SHOW).order_by(progress.c.id)
        async with self.bot.views._engine.connect() as connection:
            rows = {
                row.user_id: Progress(row.watched_through, row.view_as_of) for row in await connection.execute(query)
            }
        return {name: str(rows.get(user.id, Progress()).position) for name, user in self.people.items()}

    def _listen(self, before: int) -> None:
        for sent in self.discord.transcript.since(before):
            if sent.method != "GET":
                text = json.dumps(sent.normalised(), ensure_ascii=False, sort_keys=True)
                self.heard.said.append(Said(_lane(sent), self._is_private(sent), text))
        self.discord.transcript.clear()
        for interaction in self.discord.world.interactions.values():
            reply = Reply(interaction)
            by = interaction.user.name
            if interaction.modal is not None and ("form", str(interaction.id)) not in self.seen:
                self.seen.add(("form", str(interaction.id)))
                fields = tuple(sorted(_fields(interaction.modal)))
                self.heard.forms.append(Form(interaction.id, by, interaction.modal["custom_id"], fields))
                self.forms[interaction.id] = reply
            own = reply.message
            if own is not None and own is not interaction.message:
                self._bears(f"r{interaction.id}", own)
            for number, message in enumerate(interaction.followups):
                self._bears(f"f{interaction.id}.{number}", message)
        for place in self.places.values():
            for message in list(place.messages.values()):
                if message.interaction is None and message.author.bot:
                    self._bears(f"m{message.id}", message)
        # The rest is a matter of tokens, which the stand-in keeps apart from what it lists.
        self.discord.world.interactions.clear()

    def _bears(self, key: str, message: Message) -> None:
        self.messages[key] = message
        at = next((name for name, place in self.places.items() if place is message.channel), "dm").partition("-")[0]
        only = message.visible_to.name if message.visible_to else None
        if at == "dm":
            only = next(person.name for person in message.channel.recipients if not person.bot)
        for row in message.components:
            for part in row["components"]:
                custom_id = part.get("custom_id")
                if custom_id is None or (key, custom_id) in self.seen:
                    continue
                self.seen.add((key, custom_id))
                options = tuple(option["value"] for option in part.get("options", ()))
                self.heard.pressables.append(Pressable(key, at, custom_id, part["type"], options, only))

    def _is_private(self, sent: Sent) -> bool:
        """Whether one user alone sees what was sent."""
        parts = sent.path.split("/")
        if parts[1] not in ("interactions", "webhooks"):
            return False
        interaction = self.discord.world.interaction_with(parts[3])
        if interaction is None or interaction.callback in (CallbackType.CHOICES, CallbackType.MODAL):
            return True
        shown = interaction.original
        return shown is None or shown.visible_to is not None or shown.channel.guild is None


def _lane(sent: Sent) -> str:
    """The place that a request is about, within which the order counts."""
    return "/".join(sent.path.split("/")[1 : 4 if sent.path.startswith(("/interactions", "/webhooks")) else 3])


def _fields(modal: dict[str, Any]) -> list[str]:
    rows = (row.get("components", [row.get("component")]) for row in modal["components"])
    return [part["custom_id"] for row in rows for part in row if part is not None]


class _Complaints(logging.Handler):
    """Hears what the bot holds to be a defect."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.errors.append(self.format(record))


@asynccontextmanager
async def twin(set_up: SetUp) -> AsyncIterator[Twin]:
    """Make a world and start its bot; end both."""
    clock = ManualClock()
    patched = (
        mock.patch("bot.client._BEFORE_HOLDING", GUARDED),
        mock.patch("bot.wiring.Ledger", partial(Ledger, patience=GUARDED)),
        mock.patch("bot.trivia.host._MOMENT", GUARDED),
    )
    async with AsyncExitStack() as stack:
        for patch in patched:
            stack.enter_context(patch)
        discord = await stack.enter_async_context(stand_in(clock, clean=False))
        made = _populated(set_up, discord, clock)
        errors = _Complaints(made.errors)
        logging.getLogger().addHandler(errors)
        made.write(set_up.first)
        await made.start()
        stack.push_async_callback(made.stop)
        made.discord.transcript.clear()
        yield made


def _populated(set_up: SetUp, discord: StandIn, clock: ManualClock) -> Twin:
    world = discord.world
    world.application.granted_intents = MESSAGE_CONTENT
    people = {name: world.add_user(name, installed=name in ("ann", "eve")) for name in PEOPLE}
    viewers = (people["ann"], people["bob"])
    moderating = Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD
    granted = READ | WRITE | Permission.USE_APPLICATION_COMMANDS | Permission.MANAGE_MESSAGES
    fans = world.add_guild("Fans", members=viewers, bot_permissions=int(granted))
    others = world.add_guild("Others", members=viewers)
    for guild in (fans, others):
        for name in ("mod", "eve"):
            guild.add_member(people[name], permissions=moderating)
    category = fans.add_category("talk")
    lounge = fans.add_text("lounge", category)
    places = {
        "lounge": lounge,
        "thread": lounge.add_thread("rewatch", people["ann"]),
        "post": fans.add_forum("theories", category).add_post("Who?", people["ann"], "…"),
        "den": others.add_text("den"),
        "log": fans.add_text("log"),
        "abroad": world.add_guild("Abroad", members=tuple(people.values()), bot_installed=False).add_text("abroad"),
    }
    places |= {f"dm-{name}": world.dm(user) for name, user in people.items()}
    places["category"] = category
    ids = Lanes(clock)
    world.ids = ids
    made = Twin(set_up, discord, clock, ids, people, places)
    validate: Callable[[Sent], None] | None = discord.rest.hook

    def hook(sent: Sent) -> None:
        ids.lane = sent.path
        if validate is not None:
            validate(sent)

    discord.rest.hook = hook
    return made


__all__ = ["PEOPLE", "PLACES", "SetUp", "Twin", "twin"]
