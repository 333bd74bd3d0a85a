"""The bot of a twin, run as its process runs it, but by the world's clock: started, let be and stopped."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

from sqlalchemy import select

from bot.client import Airlock
from bot.cogs.follow import Following
from bot.cogs.guard import Guarding
from bot.cogs.roles import SeasonRoles
from bot.cogs.spoiler import Spoilers
from bot.cogs.trivia import Trivia
from bot.ledger import Progress
from bot.ledger.tables import progress
from bot.ledger.write import Write
from bot.sandbox.world import User
from bot.settings import Settings
from bot.wiring import airlock
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.store import open_engine
from tests.support.discord import running, settled, until
from tests.support.packs import Data, write_pack
from tests.support.timing import ManualTiming
from tests.support.twins.town import SHOW
from tests.support.twins.world import Place

GUARDED: Final = 60.0
"""Real seconds that anything may take, on a machine that is busy: what takes long is not what is looked at here."""
FOREVER: Final = 1e9
_SERVERS_COME: Final = 0.1
"""Real seconds without another server after which the bot takes itself to know all: here they come at once."""


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


@dataclass
class Hosted:
    """A bot and its database."""

    set_up: SetUp
    place: Place
    timing: ManualTiming = field(init=False)
    _bot: Airlock = field(init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Start the bot as its process does, and wait until it has taken everything up."""
        discord = self.place.discord
        self.timing = ManualTiming(self.place.clock)
        settings = Settings(
            database_url=self.set_up.database_url,
            packs_dir=self._packs,
            random_seed=1,
            message_content=True,
            discord_api_url=discord.rest_url,
            discord_gateway_url=discord.gateway_url,
        )
        self._bot = await self._stack.enter_async_context(airlock(settings, self._now, self.timing))
        self._bot._connection.guild_ready_timeout = _SERVERS_COME
        self._bot.views._limit = self.set_up.views
        self._bot.ledger.users.memory._size = self.set_up.users
        # What is looked at by a clock of this machine is looked at when the worlds' time passes.
        self._trivia.daily_posts._interval = FOREVER
        self._following.parties._interval = FOREVER
        self._roles.keeper._interval = FOREVER
        self._roles.keeper.pace = 0
        cast("Spoilers", self._bot.get_cog("Spoilers")).cleanup._interval = FOREVER
        notices = cast("Guarding", self._bot.get_cog("Guarding"))._notices
        notices.shown = notices.kept = FOREVER
        await self._stack.enter_async_context(running(self._bot, discord))
        await until(self._bot.rounds.presence.taken_up.is_set, GUARDED)
        await self.quiet()
        await self.look()

    async def stop(self) -> None:
        """End the process in good order."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    async def look(self) -> None:
        """Attend to what is due."""
        for due in (self._trivia.daily_posts, self._following.parties, self._roles.keeper):
            await due.look()
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is being done."""
        transcript = self.place.discord.transcript
        calm = 0
        while calm < 3:
            await settled(GUARDED)
            await until(lambda: not self._busy, GUARDED)
            before = len(transcript)
            for _ in range(3):
                await asyncio.sleep(0)
            calm = calm + 1 if not self._busy and before == len(transcript) else 0
        # What is noted without waiting is in the database too: it may have to be read from there.
        await self._bot.ledger._writer.write(Write((), ()), asyncio.get_running_loop().time() + GUARDED)

    def write(self, pack: int) -> None:
        """Put a pack where the bot finds its packs."""
        write_pack(self._packs / SHOW, self.set_up.packs[pack])

    async def load(self, pack: int, *, noticed: bool) -> tuple[list[bool], list[str]]:
        """Let another process load a pack; return whether it was another one, and what is wrong with it."""
        self.write(pack)
        engine = open_engine(self.set_up.database_url)
        try:
            loaded = await load_folders(engine, pack_folders(self._packs))
        finally:
            await engine.dispose()
        # PostgreSQL tells the bot by itself, at some moment.
        if noticed or self.set_up.database_url.startswith("postgresql"):
            await self._bot.views.refresh()
        return [one.changed for one in loaded], [problem for one in loaded for problem in one.problems]

    def forget(self, what: str) -> None:
        """Give up what is kept in memory."""
        ledger = self._bot.ledger
        if what == "views":
            self._bot.views._views.clear()
        elif what == "pools":
            self._bot.pools._builds.clear()
        else:
            for memory in (
                *(ledger.users.memory, ledger.guilds.memory, ledger.reports.memory),
                *(ledger.guards.memory, ledger.roles.memory),
            ):
                memory._values.clear()

    async def positions(self, people: dict[str, User]) -> dict[str, str]:
        """How far everybody may be told, as it is written: what is kept in memory may be another thing."""
        query = select(progress).where(progress.c.show == SHOW).order_by(progress.c.id)
        async with self._bot.views._engine.connect() as connection:
            rows = {
                row.user_id: Progress(row.watched_through, row.view_as_of) for row in await connection.execute(query)
            }
        return {name: str(rows.get(user.id, Progress()).position) for name, user in people.items()}

    @property
    def _busy(self) -> bool:
        return bool(self._bot.rounds.busy or self.place.discord.rest.in_flight or not self._roles.keeper.idle)

    @property
    def _packs(self) -> Path:
        return Path(self.set_up.folder) / "packs"

    @property
    def _trivia(self) -> Trivia:
        return cast("Trivia", self._bot.get_cog("Trivia"))

    @property
    def _following(self) -> Following:
        return cast("Following", self._bot.get_cog("Following"))

    @property
    def _roles(self) -> SeasonRoles:
        return cast("SeasonRoles", self._bot.get_cog("SeasonRoles"))

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.place.clock.now(), UTC)
