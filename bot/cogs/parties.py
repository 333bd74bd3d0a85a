"""Watch parties when their hour comes: ceilings rise, and what was promised is said.

The moderator's word is in the ledger, so an hour that passes while the process is away is made up for, however late: it
still is their word. A ceiling rises and is logged in one commit before anything is said of it, and of posts about the
same word Discord itself takes the first.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

import discord

from bot.audience import Place
from bot.caller import Caller
from bot.client import Airlock
from bot.cogs.due import Due
from bot.cogs.log import write_log
from bot.ledger import GuildSettings, Outcome, Party
from bot.ledger.parties import NOT_POSTED
from bot.party import may_speak_of, outcome
from bot.permissions import require_server
from bot.places import find_channel, place_in
from bot.render.card import Card, Field
from bot.render.message import message_of
from bot.render.party import announced_card, ended_line, party_field, raised_card, raised_line, unsaid_line
from bot.replies import TROUBLE
from facts.errors import UnknownShowError

log = logging.getLogger(__name__)

INTERVAL: Final = 10.0
"""Seconds between two looks at what is due."""


class Parties(Due[Party]):
    """Attends to the watch parties of this process's servers."""

    def __init__(self, bot: Airlock, interval: float = INTERVAL) -> None:
        super().__init__(bot, "watch parties", interval)

    async def announce(self, party: Party, card: Card) -> None:
        """Post an announcement once, and note that it is posted."""
        await self._bot.ledger.parties.said(party, await self._post(party, card, "said"))

    async def say_off(self, party: Party, card: Card) -> None:
        """Post that one is called off, where that is possible."""
        try:
            await self._post(party, card, "off")
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("that a watch party is off could not be posted: %s", error)

    async def _due(self, now: datetime) -> list[tuple[int, Party]]:
        return [(party.guild, party) for party in await self._bot.ledger.parties.due(now)]

    async def _attend(self, guild: discord.Guild, party: Party, now: datetime) -> None:
        if party.at > now:
            await self.announce(party, announced_card(self._bot.views.show(party.show), party))
        elif party.raised or await self._raise(guild, party):
            await self._tell(guild, party)

    async def _leave_out(self, guild: discord.Guild, party: Party, now: datetime, error: Exception) -> None:
        if isinstance(error, discord.HTTPException):
            why = "I may not post there" if error.status in (403, 404) else "Discord refused"
        else:
            log.error("a watch party of server %d is left out", guild.id, exc_info=error)
            why = "something went wrong"
        await self._unsaid(party, now, why)

    async def _raise(self, guild: discord.Guild, party: Party) -> bool:
        """Keep the moderator's word as far as it holds; return whether the channel may now speak of the episode."""
        channel = await find_channel(guild, party.channel)

        def decide(settings: GuildSettings) -> Outcome:
            if channel is None:
                return Outcome.GONE
            try:
                seasons = self._bot.views.show(party.show).seasons
            except UnknownShowError:
                return Outcome.NO_EPISODE
            return outcome(party, place_in(guild, channel), settings, seasons)

        us = self._bot.user.id if self._bot.user is not None else 0
        settled = await self._bot.ledger.parties.settle(party, decide, ended_by=us)
        if settled is None:
            return False
        if settled.outcome is Outcome.RISES:
            self._bot.dispatch("ceilings_changed", guild.id, settled.after)
            line = raised_line(self._bot.views.show(party.show), party, settled.before.ceilings.get(party.channel))
            await write_log(self._bot, settled.after, party.by, [line])
        elif settled.outcome is not Outcome.THERE:
            await write_log(self._bot, settled.after, us, [ended_line(party, settled.outcome)])
            return False
        return True

    async def _tell(self, guild: discord.Guild, party: Party) -> None:
        """Say that the hour has come, unless what would be said has ceased to be so."""
        channel = await find_channel(guild, party.channel)
        settings = await self._bot.ledger.guilds.get(guild.id)
        show = self._bot.views.find(party.show)
        here = place_in(guild, channel)
        if show is not None and may_speak_of(party, here, settings, show.seasons):
            await self._post(party, raised_card(show, party), "rise")
        await self._bot.ledger.parties.over(party)

    async def _unsaid(self, party: Party, now: datetime, why: str) -> None:
        """Leave out what cannot be posted, and tell moderators; the ceiling is not concerned."""
        parties = self._bot.ledger.parties
        await (parties.said(party, NOT_POSTED) if party.at > now else parties.over(party))
        settings = await self._bot.ledger.guilds.get(party.guild)
        await write_log(self._bot, settings, party.by, [unsaid_line(party, why)])

    async def _post(self, party: Party, card: Card, what: str) -> int:
        place = self._bot.get_partial_messageable(party.told_in, guild_id=party.guild)
        # By the nonce Discord knows what it has been sent already, by another process too, and gives that message.
        return (await place.send(**message_of(card), nonce=f"{party.id}-{what}")).id


async def party_fields(
    bot: Airlock, interaction: discord.Interaction, caller: Caller, place: Place
) -> tuple[Field, ...]:
    """What is planned in a channel and above it, for ``/channel show``."""
    guild_id = require_server(caller)
    found = await bot.patiently(interaction, bot.ledger.parties.of(guild_id))
    here = (party for party in found if party.channel in place.chain and party.show == caller.show.id)
    levels = ((party, place._replace(chain=place.chain[place.chain.index(party.channel) :])) for party in here)
    return party_field(
        (party, outcome(party, level, caller.settings, caller.show.seasons))
        for party, level in levels
        if not party.raised
    )
