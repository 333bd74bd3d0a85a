"""Rounds on Discord's channels: posts and edits, each in its turn, and what goes wrong with them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
import discord

from bot.audience import ceiling, own_position
from bot.caller import settings_for
from bot.client import Airlock
from bot.codes import UNKNOWN_MESSAGE
from bot.ledger import GuildSettings
from bot.places import place_in
from bot.render.card import Card
from bot.render.message import edit_of, message_of
from bot.render.trivia import lobby_card, outcome_card, podium_card, question_card
from bot.tries import looking
from bot.trivia import effects
from bot.trivia.effects import Ending
from bot.trivia.pace import Pace
from bot.trivia.stage import BusyError, LostError, MessageGoneError
from bot.trivia.table import Table
from facts.errors import UnknownShowError
from facts.position import NOTHING, Position
from facts.store import LoadedShow

T = TypeVar("T")


class _UnheardError(Exception):
    """The channel may no longer hear it."""


class ChannelStage:
    """Shows rounds in the channels of a bot."""

    def __init__(self, bot: Airlock, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    def serves(self, guild: int) -> bool:
        """Whether a server is this process's, and can be reached now."""
        known = self._bot.get_guild(guild)
        return known is not None and not known.unavailable

    async def ceiling(self, table: Table, settings: GuildSettings | None = None) -> Position:
        """How far the channel may speak of the round's show; ``settings``: those of its server, where at hand."""
        position = table.state.position
        if settings is None:
            settings = await self._bot.ledger.guilds.get(table.guild)
        guild = self._bot.get_guild(table.guild)
        if guild is None:
            return position  # nothing can be said there anyway
        try:
            show = self._show(table)
        except UnknownShowError:
            return NOTHING
        seasons = show.seasons
        place = place_in(guild, guild.get_channel_or_thread(table.channel))
        top = ceiling(place, settings_for(settings, show), seasons)
        # Both as they are now: what was all of a season may be part of it once that has grown.
        return seasons.concrete(top) if top < seasons.within(position) else position

    async def own(self, table: Table, player: int) -> Position:
        """How far a player has watched the round's show, or rewatches it."""
        try:
            show = self._show(table)
        except UnknownShowError:
            return NOTHING
        progress = await self._bot.ledger.progress.get(player, show.id)
        return show.seasons.concrete(own_position(progress, show.seasons))

    async def lobby(self, table: Table, message: int | None) -> int:
        """Post the lobby, or edit it."""
        await self._pace.turn()
        card = lobby_card(self._show(table), table.round_id, table.state)
        if message is None:
            return await self._post(table, card, 0)
        await self._edit(table, message, card)
        return message

    async def ask(self, table: Table, effect: effects.Post, closes: int) -> int | None:
        """Post a question, unless the channel may no longer hear it."""
        card = question_card(table.round_id, effect.number, table.state, effect.question, closes)

        async def say(heard: bool) -> int | None:
            return await self._post(table, card, effect.number) if heard else None

        return await self._in_turn(table, say)

    async def reask(self, table: Table, message: int) -> None:
        """Edit the question that is up, since its time has moved."""

        async def say(heard: bool) -> None:
            state = table.state
            if heard and state.closes is not None and state.question is not None:
                card = question_card(table.round_id, state.number, state, state.question, state.closes)
                await self._edit(table, message, card)

        await self._in_turn(table, say)

    async def reveal(self, table: Table, effect: effects.Reveal, message: int | None) -> None:
        """Show the answer in place of the question, or in a message of its own."""
        await self._become(table, effect, message)

    async def void(self, table: Table, effect: effects.Void, message: int | None) -> None:
        """Take the question back."""
        if effect.why == "message":
            await self._become(table, effect, None)
        elif message is not None:
            await self._become(table, effect, message)

    async def podium(self, table: Table, effect: effects.Podium) -> None:
        """Say how it ended."""
        await self._pace.turn()
        await self._post(table, podium_card(self._show(table), table.round_id, effect), "end")

    def _show(self, table: Table) -> LoadedShow:
        return self._bot.views.show(table.state.opened.show)

    async def _in_turn(self, table: Table, say: Callable[[bool], Awaitable[T]]) -> T:
        """Say something once it has its turn; ``say`` is told whether the channel may hear what the round asks."""
        await self._pace.turn()
        try:
            await self._listen(table)
            with looking(lambda: self._listen(table)):
                return await say(True)
        except _UnheardError:
            return await say(False)

    async def _listen(self, table: Table) -> None:
        """Raise ``_UnheardError`` where the channel may no longer hear what the round asks and answers."""
        top = await self.ceiling(table)
        if top < table.state.position or table.state.ending is Ending.CEILING:
            raise _UnheardError

    async def _become(self, table: Table, outcome: effects.Reveal | effects.Void, message: int | None) -> None:
        """Edit a question into what became of it, or post that where it is gone."""

        def card(heard: bool) -> Card:
            return outcome_card(table.round_id, table.state, outcome, heard=heard)

        if message is not None:
            try:
                await self._in_turn(table, lambda heard: self._edit(table, message, card(heard)))
            except MessageGoneError:
                pass
            else:
                return
        await self._in_turn(table, lambda heard: self._post(table, card(heard), f"{outcome.number}-instead"))

    async def _post(self, table: Table, card: Card, what: int | str) -> int:
        channel = self._channel(table)
        async with _explained(unknown=BusyError):
            # By the nonce Discord knows what it has been sent already, and gives that message instead of a second one.
            return (await channel.send(**message_of(card), nonce=f"{table.round_id}-{what}")).id

    async def _edit(self, table: Table, message: int, card: Card) -> None:
        channel = self._channel(table)
        async with _explained():
            await channel.get_partial_message(message).edit(**edit_of(card))

    def _channel(self, table: Table) -> discord.PartialMessageable:
        if self._bot.get_guild(table.guild) is None:
            raise LostError("guild")
        return self._bot.get_partial_messageable(table.channel, guild_id=table.guild)


@asynccontextmanager
async def _explained(unknown: type[Exception] = MessageGoneError) -> AsyncIterator[None]:
    """Turn Discord's answers into what they mean for a round; ``unknown``: for a message that it does not know."""
    try:
        yield
    except discord.NotFound as error:
        if error.code == UNKNOWN_MESSAGE:
            raise unknown(str(error)) from error
        raise LostError("channel") from error
    except discord.Forbidden as error:
        raise LostError("permission") from error
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise BusyError(str(error)) from error
