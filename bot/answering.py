"""Answering interactions: who asks, from which view, and that everybody gets an answer, errors included."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar

import discord

from bot.audience import WhyPrivate
from bot.caller import Caller, caller_at_hand, caller_of
from bot.codes import ALREADY_ACKNOWLEDGED, INVALID_WEBHOOK_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK
from bot.connection import Connected
from bot.errors import NotAcceptedError, NothingFoundError, OutdatedButtonError
from bot.handling import end_with
from bot.ledger import Ledger
from bot.ledger.errors import StoreUnavailable
from bot.options import named
from bot.render.card import Card
from bot.render.errors import error_card, expected
from bot.render.progress import welcome
from bot.render.text import up_to
from bot.replies import TROUBLE, hold, post, send_private
from bot.tries import MovedError, looking
from facts.errors import StoreError
from facts.position import Position
from facts.store import LoadedShow, Views
from facts.view import View

log = logging.getLogger(__name__)

T = TypeVar("T")

_BEFORE_HOLDING: Final = 0.5
"""Seconds after which what is still being waited for is waited for behind "thinking …".

No command waits for more than four things one after the other, so that all are answered within Discord's three seconds.
"""
_PATIENCE: Final = 30.0
"""Seconds after which it is given up."""
_ANSWERED_OR_OVER: Final = (UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED, INVALID_WEBHOOK_TOKEN)
"""What Discord says of an interaction that was answered, by another process say, or can be answered no longer."""
_WHY_PRIVATE: Final = {
    WhyPrivate.BEHIND: (
        "Only you see this: this channel's ceiling lies beyond your own progress, so I answer from where you are."
    ),
    WhyPrivate.NOT_INSTALLED: "Only you see this: I can post only in servers that have added me.",
}


class Answering(Connected):
    """A client that answers, from the views and the ledger that it is given."""

    views: Views
    ledger: Ledger

    async def patiently(self, interaction: discord.Interaction, work: Coroutine[Any, Any, T]) -> T:
        """Await what may take long, and then the caller sees that the bot is thinking; raise ``StoreUnavailable``."""
        task = asyncio.ensure_future(work)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be left to ask
        done, _ = await asyncio.wait({task}, timeout=_BEFORE_HOLDING)
        if not done:
            patience = _PATIENCE
            if interaction.type is discord.InteractionType.autocomplete:
                patience = _BEFORE_HOLDING  # later nothing would be shown
            else:
                await hold(interaction)
            done, _ = await asyncio.wait({task}, timeout=patience)
        if not done:
            task.cancel()
            raise StoreUnavailable("the database has not answered in time")
        return task.result()

    async def caller(self, interaction: discord.Interaction, show: str | None = None) -> Caller:
        """Look up who asks, about ``show`` or else the show that counts where they are."""
        if show == "" and interaction.type is discord.InteractionType.component:
            raise OutdatedButtonError  # buttons name their show
        shows = self.views.shows()
        found = caller_at_hand(interaction, self.ledger, shows, show)
        if found is None:
            found = await self.patiently(interaction, caller_of(interaction, self.ledger, shows, show))
        return found

    async def view(self, interaction: discord.Interaction, show: LoadedShow, position: Position) -> View:
        """Get a view; where it takes long to build, the caller sees that the bot is thinking."""
        view = self.views.get(show, position)
        if view is not None:
            return view
        try:
            return await self.patiently(interaction, self.views.load(show, position))
        except StoreError as error:
            raise StoreUnavailable(str(error)) from error

    async def answer(
        self,
        interaction: discord.Interaction,
        make: Callable[[View], Card],
        *,
        share: bool = False,
        show: str | None = None,
        in_public: Callable[[View], Card] | None = None,
    ) -> None:
        """Answer with the card that ``make`` builds from the one view that this audience may see.

        ``in_public`` builds it instead where everybody sees it and the caller's own words must not be repeated.
        """
        caller = await self.caller(interaction, show)
        audience = caller.audience(share=share)
        view = await self.view(interaction, caller.show, audience.position)
        try:
            card = (in_public if audience.public and in_public is not None else make)(view)
        except NothingFoundError as error:
            if audience.public:
                own = await self.view(interaction, caller.show, caller.own)
                error.asked, error.ceiling = named(own, error.asked), audience.position
            raise
        if audience.public and card.empty:
            card = replace(card, text=f"I know nothing of that. {up_to(audience.position)}")
        elif audience.public:
            await hold(interaction)

            async def look() -> None:
                now = await self.caller(interaction, show)
                if now.show is not caller.show or now.audience(share=share) != audience:
                    raise MovedError

            try:
                await look()
                with looking(look):  # it may have to wait until Discord takes it
                    await post(interaction, card.noted(f"Shared by {interaction.user.mention}"))
            except MovedError:
                await self.answer(interaction, make, share=share, show=show, in_public=in_public)
                return
            card = Card(title="Posted", text=f"This channel may speak of {view.show.title} up to its ceiling.")
        elif audience.why_private is not None:
            card = card.noted(_WHY_PRIVATE[audience.why_private])
        await self.reply(interaction, caller, card)

    async def reply(self, interaction: discord.Interaction, caller: Caller, card: Card) -> None:
        """Send a private card; who has set nothing is asked with it, once."""
        if caller.welcome and interaction.type is discord.InteractionType.application_command:
            words, menu = welcome(caller.show)
            card = card.noted(words).with_rows(*menu)
            self.ledger.users.note_asked(caller.user_id)
        await send_private(interaction, card)

    async def send(
        self, interaction: discord.Interaction, card: Card, *files: discord.File, fresh: bool = False
    ) -> None:
        """Send a private card that is not made from the caller's view; ``fresh``: never in place of the message."""
        await send_private(interaction, card, files=files, fresh=fresh)

    async def fail(self, interaction: discord.Interaction, error: Exception) -> None:
        """Tell the caller privately what went wrong; what is not expected in normal use is logged."""
        if isinstance(error, discord.HTTPException) and error.code in _ANSWERED_OR_OVER:
            log.warning("interaction %s can be answered no longer: %s", interaction.id, error)
            return
        end_with("refused")
        if isinstance(error, TROUBLE):
            log.warning("interaction %s: Discord did not take the answer: %s", interaction.id, error)
            error = NotAcceptedError()
            end_with("discord")
        elif not expected(error):
            end_with("error")
            log.error("interaction %s failed", interaction.id, exc_info=error)
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                if not interaction.response.is_done():
                    await interaction.response.autocomplete([])
                return
            await send_private(interaction, error_card(error, str(interaction.id)), fresh=True)
        except (discord.HTTPException, *TROUBLE) as failure:
            log.warning("interaction %s could not be answered: %s", interaction.id, failure)
