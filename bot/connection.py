"""The connection to Discord: tried again where that helps, given up where it does not, and told in few lines."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeVar

import aiohttp
import discord
import yarl
from discord.ext import commands

from bot.trouble import closed, final, is_passing, pause_for, reason

log = logging.getLogger(__name__)

T = TypeVar("T")

_LONGEST: Final = 60.0
"""Seconds between two tries at most."""
_REMINDER: Final = 3600.0
"""Seconds after which it is told again that trouble lasts."""
_AT_ONCE: Final = 5
"""Connections that each shard may make in a row; beyond these one every ``_APART`` seconds."""
_APART: Final = 5.0


def growing() -> Iterator[float]:
    """Seconds between tries: 1, 2, 4 and so on to a minute, and a little chance, so that not all come at once."""
    pause = 1.0
    while True:
        yield pause * random.uniform(0.8, 1.2)  # noqa: S311  # no secret
        pause = min(pause * 2, _LONGEST)


class Spell:
    """A time of trouble: told when it begins, when its reason is another, every hour, and when it is over."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since: float | None = None
        self._told_at = 0.0
        self._told = ""

    def goes_on(self, why: str) -> None:
        """Tell of it where that is news."""
        now = self._now()
        if self._since is None:
            self._since = now
            log.warning("Discord cannot be reached: %s; trying again until it can", why)
        elif now - self._told_at >= (_REMINDER if why == self._told else _LONGEST):
            log.warning("Discord cannot be reached since %s: %s; still trying", lasting(now - self._since), why)
        else:
            return
        self._told, self._told_at = why, now

    def ends(self) -> None:
        """Tell that it is over, if there was any."""
        if self._since is not None:
            log.warning("Discord can be reached again, after %s", lasting(self._now() - self._since))
            self._since = None


def lasting(seconds: float) -> str:
    """A duration in words."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.0f} h"


class _Again(BaseException):
    """discord.py starts a shard again from within its start: unwind instead of going deeper each time."""


class Connected(commands.AutoShardedBot):
    """A client that gets to Discord and stays there. It ends with a ``SetupError`` or ``RestartError``, or ``close``.

    ``pauses`` gives the seconds between tries.
    """

    pauses: Callable[[], Iterator[float]] = staticmethod(growing)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._set_shards = options.get("shard_count") is not None
        self._spell = Spell()
        self._launching = False
        self._away_since: dict[int, float | None] = {}
        """Shards that have been connected once; since when they are not."""
        self._allowance, self._allowed_at = float(_AT_ONCE), 0.0
        self.reconnects: dict[str, int] = {"resumed": 0, "new": 0}
        """How often a shard that had lost its connection resumed its session, or began a new one."""
        connect = self.http.ws_connect

        async def ws_connect(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
            await self._pace()
            return await self._persist(lambda: connect(url, compress=compress))

        self.http.ws_connect = ws_connect  # type: ignore[method-assign]

    # Starting

    async def login(self, token: str) -> None:
        """Log in, however long Discord is out of reach; raise ``SetupError`` where it refuses."""
        request = self.http.request
        self.http.request = lambda *given, **named: self._persist(lambda: request(*given, **named))  # type: ignore[method-assign]
        try:
            await super().login(token)
        except (discord.HTTPException, discord.LoginFailure) as error:
            raise self._final(error) from error
        finally:
            self.http.request = request  # type: ignore[method-assign]
        self._spell.ends()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected until closed."""
        try:
            await super().connect(reconnect=reconnect)
        except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired) as error:
            raise self._final(error) from error

    async def launch_shards(self) -> None:
        """Begin sessions once Discord allows as many: a bot that begins too many has its token taken away."""
        while True:
            try:
                shards, _, limit = await self._persist(self.http.get_bot_gateway)
            except discord.GatewayNotFound as error:
                raise self._final(error) from error
            needed = len(self.shard_ids or ()) or self.shard_count or shards
            if limit["remaining"] >= min(needed, limit["total"]):
                break
            wait = max(1.0, limit["reset_after"] / 1000)
            log.warning(
                "Discord allows %d of the %d connections that are needed, as too many were begun today: "
                "waiting %s (is something restarting the bot again and again?)",
                limit["remaining"],
                needed,
                lasting(wait),
            )
            await asyncio.sleep(wait)
        await super().launch_shards()

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard for the first time, however often that takes."""
        if self._launching:
            raise _Again
        while not self.is_closed():
            self._launching = True
            try:
                await super().launch_shard(gateway, shard_id, initial=initial)
                break
            except _Again:
                initial = False
            finally:
                self._launching = False

    def _final(self, error: Exception) -> Exception:
        return final(error, shards_are_set=self._set_shards)

    async def _persist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Try until it succeeds or fails in a way that does not pass."""
        for usual in self.pauses():
            if self.is_closed():
                break
            try:
                return await attempt()
            except Exception as error:
                if self.is_closed():
                    break
                if not is_passing(error):
                    raise
                self._spell.goes_on(reason(error))
                await asyncio.sleep(pause_for(error, usual))
        raise asyncio.CancelledError  # closed meanwhile

    async def _pace(self) -> None:
        """Keep connections that are lost as soon as they are made from becoming a flood."""
        now = time.monotonic()
        shards = len(self._away_since) or 1
        most = float(_AT_ONCE * shards)
        self._allowance = min(most, self._allowance + (now - self._allowed_at) * shards / _APART)
        self._allowed_at = now
        self._allowance -= 1
        if self._allowance < 0:
            self._spell.goes_on("connections end as soon as they are made")
            await asyncio.sleep(-self._allowance * _APART / shards)

    # What hosts are told

    async def on_shard_ready(self, shard: int) -> None:
        """A session has begun."""
        self._spell.ends()
        since = self._away_since.get(shard)
        count = sum(guild.shard_id == shard for guild in self.guilds)
        guilds = "1 server" if count == 1 else f"{count} servers"
        if since is not None:
            self.reconnects["new"] += 1
            log.info("shard %d: connected anew after %s, in %s", shard, _since(since), guilds)
        elif shard not in self._away_since:
            log.info("shard %d: connected, in %s", shard, guilds)
        self._away_since[shard] = None

    async def on_shard_resumed(self, shard: int) -> None:
        """A session goes on, and nothing was missed."""
        self._spell.ends()
        since = self._away_since.get(shard)
        self.reconnects["resumed"] += 1
        log.info("shard %d: resumed after %s, nothing was missed", shard, _since(since))
        self._away_since[shard] = None

    async def on_shard_disconnect(self, shard: int) -> None:
        """A connection is lost; discord.py makes it again."""
        if self._away_since.get(shard, 0.0) is None and not self.is_closed():
            self._away_since[shard] = time.monotonic()
            log.info(
                "shard %d: %s; connecting again", shard, closed(self._get_websocket(shard_id=shard).socket.close_code)
            )


def _since(moment: float | None) -> str:
    return lasting(0.0 if moment is None else time.monotonic() - moment)
