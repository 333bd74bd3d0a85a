"""/channel follow: a moderator announces the next step of a channel's ceiling, and its hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import discord
from discord.ext import commands

from bot import audience, custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs.hours import remembered_zone
from bot.cogs.log import write_log
from bot.cogs.parties import Parties
from bot.custom_id import MalformedError, arguments, snowflake
from bot.errors import (
    BotLacksPermissionError,
    CeilingThereError,
    NeedsServerError,
    NoHourError,
    NoMessagesThereError,
    NotAcceptedError,
    NothingPlannedError,
    NotInServerError,
    PastTimeError,
)
from bot.ledger import LedgerError, Party
from bot.options import existing, read_position
from bot.party import episodes_between, next_step, outcome
from bot.permissions import held_in, lacking, require_moderator, require_server
from bot.places import Somewhere, find_channel, place_in
from bot.render.party import (
    announced_card,
    called_off_card,
    confirm_card,
    over_card,
    plan_line,
    planned_card,
    saved_card,
)
from bot.replies import TROUBLE
from bot.when import read_moment
from bot.zones import read_zone

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say."""

    to: str | None = None
    when: str | None = None
    zone: str | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class _There:
    """The channel of a watch party."""

    channel: Somewhere
    place: audience.Place
    told_in: int
    """Where it is announced."""
    lacking: tuple[str, ...]
    """The permissions that the bot does not have there."""

    def require_posting(self) -> int:
        """The channel in which it is announced; raise ``BotLacksPermissionError`` where the bot may not post."""
        if self.lacking:
            raise BotLacksPermissionError(*self.lacking)
        return self.told_in


class Following(commands.Cog):
    """Watch parties."""

    def __init__(self, bot: Airlock) -> None:
        self.bot = bot
        self.parties = Parties(bot)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin to look for hours that have come, once the servers are known."""
        self.parties.start()

    async def cog_unload(self) -> None:
        """Leave what is due to the next process."""
        await self.parties.close()

    def actions(self) -> Mapping[str, Action]:
        """A moderator's word, and taking it back."""
        return {"party": self._announce, "party-off": self._call_off}

    async def ask(
        self, interaction: discord.Interaction[Airlock], caller: Caller, channel_id: int, asked: Asked
    ) -> None:
        """Answer ``/channel follow`` for a moderator of the channel."""
        guild_id = require_server(caller)
        await self._find(interaction, channel_id)
        planned = await self._planned(interaction, guild_id, channel_id, caller.show.id)
        if asked.off:
            await self._end(interaction, planned)
        elif asked.to is None and asked.when is None:
            await self._remember(interaction, await _named(asked))
            await self._show(interaction, caller, channel_id, planned)
        else:
            await self._propose(interaction, caller, channel_id, asked, planned)

    async def _show(
        self, interaction: discord.Interaction[Airlock], caller: Caller, channel_id: int, planned: Party | None
    ) -> None:
        result = None
        if planned is not None:
            _, place = await self._find(interaction, channel_id)
            result = outcome(planned, place, caller.settings, caller.show.seasons)
        await self.bot.send(interaction, planned_card(caller.show, channel_id, planned, result))

    async def _propose(
        self,
        interaction: discord.Interaction[Airlock],
        caller: Caller,
        channel_id: int,
        asked: Asked,
        planned: Party | None,
    ) -> None:
        show = caller.show
        there = await self._there(interaction, channel_id)
        told_in = there.require_posting()
        here = audience.ceiling(there.place, caller.settings, show.seasons)
        if asked.to is not None:
            to = existing(show.title, show.seasons, read_position(asked.to))
        elif planned is not None:
            to = show.seasons.within(planned.ceiling)
        else:
            to = next_step(here, show.seasons) or here
        if to <= here:
            raise CeilingThereError(here)
        named = await _named(asked)
        zone = named or await self._own_zone(interaction)
        if asked.when is not None:
            moment = await asyncio.to_thread(read_moment, asked.when, zone, interaction.created_at)
            at, zone = moment.at, moment.zone
        elif planned is not None:
            at = planned.at
        else:
            raise NoHourError
        if at <= interaction.created_at:
            raise PastTimeError(asked.when or "")
        step = (here, to, episodes_between(here, to, show.seasons))
        await self._remember(interaction, named)
        await self.bot.send(interaction, confirm_card(show, channel_id, told_in, step, at, zone, planned))

    async def _announce(self, interaction: discord.Interaction, rest: str) -> None:
        show_id, position, minute, channel_id = arguments(rest, 4)
        caller = await self.bot.caller(interaction, show_id)
        guild_id = require_server(caller)
        there = await self._moderated(interaction, _hexadecimal(channel_id))
        show = caller.show
        to = existing(show.title, show.seasons, custom_id.position(position))
        here = audience.ceiling(there.place, caller.settings, show.seasons)
        if to <= here:
            raise CeilingThereError(here)
        at = _minute(minute)
        if at <= interaction.created_at:
            raise PastTimeError(f"{at:%Y-%m-%d %H:%M} UTC")
        party = Party(
            interaction.id,
            guild_id,
            there.channel.id,
            show.id,
            show.seasons.concrete(to),
            show.seasons.concrete(here),
            at,
            caller.user_id,
            there.require_posting(),
        )
        before = await self.bot.patiently(interaction, self.bot.ledger.parties.plan(party))
        try:
            await self.bot.patiently(interaction, self.parties.announce(party, announced_card(show, party, before)))
        except (LedgerError, *TROUBLE) as error:
            log.warning("a watch party is announced when that is possible: %s", error)
        except discord.HTTPException as error:
            await self.bot.ledger.parties.call_off(party, by=caller.user_id)
            if not isinstance(error, discord.Forbidden | discord.NotFound):
                raise NotAcceptedError from error
            raise BotLacksPermissionError("View Channel", "Send Messages", "Embed Links") from error
        await self.bot.send(interaction, saved_card(show, party))
        await write_log(self.bot, caller.settings, caller.user_id, [plan_line(before, party)])

    async def _call_off(self, interaction: discord.Interaction, rest: str) -> None:
        word, channel_id = arguments(rest, 2)
        caller = await self.bot.caller(interaction)
        guild_id = require_server(caller)
        there = await self._moderated(interaction, _hexadecimal(channel_id))
        found = await self.bot.patiently(interaction, self.bot.ledger.parties.of(guild_id))
        here = [party for party in found if party.channel == there.channel.id and str(party.id) == word]
        if here:
            await self._end(interaction, here[0])
        else:
            await self.bot.send(interaction, over_card(called_off=False))

    async def _end(self, interaction: discord.Interaction, planned: Party | None) -> None:
        """Call a watch party off, and say so where it was announced."""
        if planned is None:
            raise NothingPlannedError
        by = interaction.user.id
        ended = await self.bot.patiently(interaction, self.bot.ledger.parties.call_off(planned, by=by))
        await self.bot.send(interaction, over_card(called_off=ended))
        if not ended:
            return
        settings = await self.bot.ledger.guilds.get(planned.guild)
        await write_log(self.bot, settings, by, [plan_line(planned, None)])
        if planned.message:
            await self.parties.say_off(planned, called_off_card(planned))

    async def _planned(
        self, interaction: discord.Interaction, guild_id: int, channel_id: int, show: str
    ) -> Party | None:
        found = await self.bot.patiently(interaction, self.bot.ledger.parties.of(guild_id))
        mine = (party for party in found if (party.channel, party.show) == (channel_id, show) and not party.raised)
        return next(mine, None)

    async def _own_zone(self, interaction: discord.Interaction[Airlock]) -> str:
        """The zone that somebody named before, or the server's."""
        remembered = remembered_zone(self.bot, interaction.user.id, interaction.guild_id or 0)
        return await self.bot.patiently(interaction, remembered)

    async def _remember(self, interaction: discord.Interaction[Airlock], zone: str | None) -> None:
        """Remember the zone that somebody named, once nothing else of what they asked is refused."""
        if zone is not None:
            await self.bot.patiently(interaction, self.bot.ledger.parties.set_zone(interaction.user.id, zone))

    async def _find(self, interaction: discord.Interaction, channel_id: int) -> tuple[Somewhere, audience.Place]:
        """A channel of the server, and the ceilings that may hold there; raise ``NotInServerError``."""
        guild = self.bot.get_guild(interaction.guild_id or 0)
        if guild is None:
            raise NeedsServerError
        channel = await self.bot.patiently(interaction, find_channel(guild, channel_id, interaction))
        if channel is None:
            raise NotInServerError
        return channel, place_in(guild, channel)

    async def _there(self, interaction: discord.Interaction, channel_id: int) -> _There:
        channel, place = await self._find(interaction, channel_id)
        guild = channel.guild
        if isinstance(channel, discord.abc.Messageable):
            here = channel_id == interaction.channel_id
            held = interaction.app_permissions if here else held_in(channel, guild.me)
            missing = lacking(held, in_thread=isinstance(channel, discord.Thread))
            return _There(channel, place, channel_id, tuple(missing))
        at = interaction.channel
        if at is None or channel_id not in place_in(guild, at).chain or not isinstance(at, discord.abc.Messageable):
            raise NoMessagesThereError
        missing = lacking(interaction.app_permissions, in_thread=isinstance(at, discord.Thread))
        return _There(channel, place, at.id, tuple(missing))

    async def _moderated(self, interaction: discord.Interaction, channel_id: int) -> _There:
        """The channel that a button names, of which the presser must be a moderator now."""
        there = await self._there(interaction, channel_id)
        if channel_id == interaction.channel_id:
            require_moderator(interaction.permissions)
        elif isinstance(interaction.user, discord.Member):
            require_moderator(held_in(there.channel, interaction.user))
        else:
            raise NeedsServerError
        return there


async def _named(asked: Asked) -> str | None:
    """The zone that is named, as it is kept; the first one is looked up in a folder, and so in a thread."""
    return None if asked.zone is None else await asyncio.to_thread(read_zone, asked.zone)


def _minute(text: str) -> datetime:
    """Read minutes since 1970; raise ``MalformedError`` for anything else."""
    if not 0 < len(text) <= 9 or not text.isascii() or not text.isdigit():
        raise MalformedError(text)
    return datetime.fromtimestamp(0, UTC) + timedelta(minutes=int(text))


def _hexadecimal(text: str) -> int:
    """Read a channel's id; raise ``MalformedError`` for anything else."""
    try:
        return snowflake(str(int(text, 16)) if 0 < len(text) <= 16 else "")
    except ValueError as error:
        raise MalformedError(text) from error
