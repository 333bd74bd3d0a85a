"""Posting the questions of the day when they are due.

What is due is in the ledger, so nothing is missed while the process is away, and nothing is posted twice: a question is
drawn and committed before it is posted, and Discord itself takes a second post of the same question for the first one.
One that was drawn and may not be asked any more gives way to another.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfoNotFoundError

import discord

from bot.audience import ceiling
from bot.caller import settings_for
from bot.client import Airlock
from bot.codes import UNKNOWN_CHANNEL
from bot.cogs.due import Due
from bot.cogs.log import write_log
from bot.cogs.trivia.renewed import renewed, standing
from bot.ledger import DailyQuestion, DailySettings, GuildSettings
from bot.permissions import lacking
from bot.places import place_in
from bot.render.card import Field
from bot.render.daily import before_field, daily_card
from bot.render.message import message_of
from bot.tries import MovedError, looking
from bot.trivia.daily import Asked, choose, day_of, last_at, next_at
from facts.position import Position
from facts.questions import TriviaQuestion
from facts.store import LoadedShow

log = logging.getLogger(__name__)

INTERVAL: Final = 15.0
"""Seconds between two looks at what is due."""
LATEST: Final = timedelta(hours=6)
"""How late a question is still posted, as after the bot was away; then its day is left out."""

_COUNTED: Final = 10_000
"""How many answers to the last question are counted."""


class CannotPostError(Exception):
    """The channel is gone, or the bot may not post there: nothing that mends itself."""


class DailyPosts(Due[DailySettings]):
    """Posts the questions of this process's servers."""

    def __init__(self, bot: Airlock, interval: float = INTERVAL) -> None:
        super().__init__(bot, "questions of the day", interval)

    async def _due(self, now: datetime) -> Sequence[tuple[int, DailySettings]]:
        return await self._bot.ledger.daily.due(now)

    async def _attend(self, guild: discord.Guild, settings: DailySettings, now: datetime) -> None:
        try:
            following = next_at(settings.hour, settings.minute, settings.zone, now)
        except ZoneInfoNotFoundError as error:
            raise CannotPostError(f"this machine does not know the time zone {settings.zone}") from error
        await self._post(guild, settings, now, following)

    async def _leave_out(self, guild: discord.Guild, settings: DailySettings, now: datetime, error: Exception) -> None:
        if isinstance(error, CannotPostError):
            await self._turn_off(guild, settings, str(error))
            return
        log.error("the question of the day of server %d is left out", guild.id, exc_info=error)
        following = next_at(settings.hour, settings.minute, settings.zone, now)
        await self._bot.ledger.daily.set_next(guild.id, following)

    async def _post(self, guild: discord.Guild, settings: DailySettings, now: datetime, following: datetime) -> None:
        slot = last_at(settings.hour, settings.minute, settings.zone, now)
        day = day_of(slot, settings.zone)
        ledger = self._bot.ledger
        drawn = await ledger.daily.question(guild.id, day)
        if now - slot > LATEST or (drawn is not None and drawn.message is not None):
            await ledger.daily.set_next(guild.id, following)
            return
        channel = _channel(guild, settings.channel)
        set_here = await ledger.guilds.get(guild.id)
        show = self._bot.views.show(set_here.show or settings.show)
        top = _ceiling(guild, channel, set_here, show)
        before = await ledger.daily.latest(guild.id)
        question = None if drawn is None else await self._still(drawn, channel, show, top)
        if question is None:
            if drawn is not None:
                await ledger.daily.discard(guild.id, day)
            drawn = await self._draw(guild, channel, show, top, day, before)
            question = None if drawn is None else await self._still(drawn, channel, show, top)
        if drawn is None or question is None:
            await ledger.daily.set_next(guild.id, following)
            return
        view = await self._bot.views.load(show, show.seasons.within(Asked.of(drawn.question).position))
        fields, withdrawn = await self._before(guild.id, before, show, top)
        card = daily_card(view, guild.id, day, question, fields)

        async def look() -> None:
            if _ceiling(guild, channel, await ledger.guilds.get(guild.id), show) != top:
                raise MovedError

        try:
            await look()
            with looking(look):  # it may have to wait until Discord takes it
                message = await channel.send(**message_of(card), nonce=_nonce(drawn))
        except MovedError:
            return  # what is posted stays posted: it is made anew at the next look
        except discord.Forbidden as error:
            raise CannotPostError("I may not post there") from error
        except discord.NotFound as error:
            if error.code != UNKNOWN_CHANNEL:
                raise
            raise CannotPostError("it is gone") from error
        await ledger.daily.posted(guild.id, day, message.id, following, withdrawn)

    async def _still(
        self, drawn: DailyQuestion, channel: discord.TextChannel, show: LoadedShow, top: Position
    ) -> TriviaQuestion | None:
        """A question that was drawn, ``None`` where it may not be posted now: much may have changed since a crash."""
        if drawn.show != show.id or drawn.channel != channel.id:
            return None
        if show.seasons.within(Asked.of(drawn.question).position) > top:
            return None
        return await standing(self._bot, drawn)

    async def _draw(
        self,
        guild: discord.Guild,
        channel: discord.TextChannel,
        show: LoadedShow,
        top: Position,
        day: date,
        before: DailyQuestion | None,
    ) -> DailyQuestion | None:
        """Choose and commit a day's question, ``None`` where there is nothing to ask."""
        ledger = self._bot.ledger
        pool = await self._bot.pools.of(await self._bot.views.load(show, top))
        banned = await ledger.reports.banned(guild.id)
        used = await ledger.rounds.used(channel.id, show.id)
        last = before.key if before is not None and before.show == show.id else None
        # What rounds have asked in this channel is left out as long as there is anything else.
        key = choose(pool, guild.id, last, banned | used) or choose(pool, guild.id, last, banned)
        if key is None:
            return None
        question = pool.make(key, self._bot.chance(guild.id + day.toordinal()))
        asked = Asked(question, show.seasons.concrete(top))
        return await ledger.daily.draw(guild.id, day, asked.body(), key=key, show=show.id, channel=channel.id)

    async def _before(
        self, guild: int, before: DailyQuestion | None, show: LoadedShow, top: Position
    ) -> tuple[Sequence[Field], date | None]:
        """The answer to the last question, where the channel may still speak of it; its day where it was corrected."""
        if before is None or before.show != show.id:
            return (), None
        asked = Asked.of(before.question)
        question = await renewed(self._bot, show.id, asked)
        if question is None:
            return (), before.day
        if show.seasons.within(asked.position) > top or before.key in await self._bot.ledger.reports.banned(guild):
            return (), None
        rows = await self._bot.ledger.daily.board(guild, before.day, limit=_COUNTED)
        return (before_field(question, sum(row.right for row in rows), len(rows)),), None

    async def _turn_off(self, guild: discord.Guild, settings: DailySettings, why: str) -> None:
        by = self._bot.user.id if self._bot.user is not None else 0
        await self._bot.ledger.daily.set(guild.id, replace(settings, enabled=False, next_at=None), by=by)
        set_here = await self._bot.ledger.guilds.get(guild.id)
        line = f"The question of the day is off: <#{settings.channel}>: {why}. `/server daily` turns it on again."
        await write_log(self._bot, set_here, by, [line])


def missing_permissions(guild: discord.Guild, channel: discord.TextChannel) -> list[str]:
    """What the bot needs to post in a channel and does not have, as Discord names it."""
    return lacking(channel.permissions_for(guild.me), in_thread=False)


def _channel(guild: discord.Guild, channel_id: int) -> discord.TextChannel:
    channel = guild.get_channel(channel_id)
    if not isinstance(channel, discord.TextChannel):
        raise CannotPostError("it is gone")
    missing = missing_permissions(guild, channel)
    if missing:
        raise CannotPostError(f"I need {' and '.join(f'**{name}**' for name in missing)} there")
    return channel


def _ceiling(guild: discord.Guild, channel: discord.TextChannel, settings: GuildSettings, show: LoadedShow) -> Position:
    return ceiling(place_in(guild, channel), settings_for(settings, show), show.seasons)


def _nonce(drawn: DailyQuestion) -> str:
    return hashlib.blake2b(f"{drawn.guild}/{drawn.day}/{drawn.key}".encode(), digest_size=10).hexdigest()
