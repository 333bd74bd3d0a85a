"""The client: what Discord sends goes to cogs, and every interaction is answered, errors included."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random
from typing import Final, Protocol, cast

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.audience import WhyPrivate
from bot.caller import Caller, caller_of
from bot.errors import OptionError, OutdatedButtonError, TooLongError
from bot.ledger import Ledger
from bot.render.card import Card
from bot.render.errors import error_card, expected
from bot.render.progress import welcome
from bot.replies import hold, post, send_private
from bot.sync import sync_commands
from facts.position import Position
from facts.store import LoadedShow, Views
from facts.view import View

log = logging.getLogger(__name__)

Action = Callable[[discord.Interaction, str], Awaitable[None]]
"""What a button or menu does, given what follows the action's name in its ``custom_id``."""

_WAIT_FOR_VIEW: Final = 0.5
"""Seconds after which a view that is still being built is waited for behind "thinking …"."""
_WHY_PRIVATE: Final = {
    WhyPrivate.BEHIND: (
        "Only you see this: this channel's ceiling lies beyond your own progress, so I answer from where you are."
    ),
    WhyPrivate.NOT_INSTALLED: "Only you see this: I can post only in servers that have added me.",
}


class HasActions(Protocol):
    """A cog with buttons or menus."""

    def actions(self) -> Mapping[str, Action]:
        """The actions it handles, by name."""


class Airlock(commands.AutoShardedBot):
    """The bot. Everything that it depends on is handed in; ``chance`` gives the random numbers of an interaction."""

    def __init__(
        self,
        views: Views,
        ledger: Ledger,
        *,
        chance: Callable[[int], Random],
        shard_count: int | None = None,
        shard_ids: Sequence[int] | None = None,
        connector: aiohttp.BaseConnector | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            shard_ids=None if shard_ids is None else list(shard_ids),  # type: ignore[arg-type]  # None: all
            connector=connector,
        )
        self.views = views
        self.ledger = ledger
        self.chance = chance
        self._actions: dict[str, Action] = {}

    async def setup_hook(self) -> None:
        """Register the commands where they have changed; called once, between logging in and connecting."""
        await sync_commands(self.tree, self.ledger, self.application_id or 0)

    async def add_cog(self, cog: commands.Cog, /, **options: object) -> None:
        """Add a cog with its commands and the actions of its buttons."""
        await super().add_cog(cog, **options)  # type: ignore[arg-type]  # discord.py's own keywords, handed through
        if hasattr(cog, "actions"):
            actions = cast("HasActions", cog).actions()
            taken = self._actions.keys() & actions.keys()
            if taken:
                raise ValueError(f"actions defined twice: {sorted(taken)}")
            self._actions.update(actions)

    # Answering

    async def caller(self, interaction: discord.Interaction, show: str | None = None) -> Caller:
        """Look up who asks, about ``show`` or else the show that counts where they are."""
        return await caller_of(interaction, self.ledger, self.views.shows(), show)

    async def view(self, interaction: discord.Interaction, show: LoadedShow, position: Position) -> View:
        """Get a view; where it takes long to build, the caller sees that the bot is thinking."""
        view = self.views.get(show.id, position)
        if view is not None:
            return view
        building = asyncio.ensure_future(self.views.load(show.id, position))
        done, _ = await asyncio.wait({building}, timeout=_WAIT_FOR_VIEW)
        if not done:
            await hold(interaction)
        return await building

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
        card = (in_public if audience.public and in_public is not None else make)(view)
        if audience.public:
            await hold(interaction)
            await post(interaction, card.noted(f"Shared by {interaction.user.mention}"))
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

    async def send(self, interaction: discord.Interaction, card: Card, *files: discord.File) -> None:
        """Send a private card that is not made from the caller's view."""
        await send_private(interaction, card, files=files)

    # What Discord sends

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Route presses, choices and forms by their ``custom_id``; commands go through the tree."""
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        data = cast("dict[str, object]", interaction.data or {})
        action, rest = custom_id.unpack(str(data.get("custom_id", "")))
        try:
            handler = self._actions.get(action)
            if handler is None:
                raise OutdatedButtonError
            await handler(interaction, rest)
        except custom_id.MalformedError:
            await self.fail(interaction, OutdatedButtonError())
        except Exception as error:  # whatever it is, the presser gets an answer
            await self.fail(interaction, error)

    async def fail(self, interaction: discord.Interaction, error: Exception) -> None:
        """Tell the caller privately what went wrong; what is not expected in normal use is logged."""
        if isinstance(error, discord.NotFound) and error.code == 10062:
            log.warning("interaction %s came too late to be answered", interaction.id)
            return
        if not expected(error):
            log.error("interaction %s failed", interaction.id, exc_info=error)
        if interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            await send_private(interaction, error_card(error, str(interaction.id)), fresh=True)
        except discord.HTTPException as failure:
            log.warning("interaction %s could not be answered: %s", interaction.id, failure)


class Tree(app_commands.CommandTree[Airlock]):
    """The command tree; its errors are answered like all others."""

    async def on_error(self, interaction: discord.Interaction[Airlock], error: app_commands.AppCommandError, /) -> None:
        """Answer what went wrong in a command."""
        await interaction.client.fail(interaction, _reason(error))


def _reason(error: app_commands.AppCommandError) -> Exception:
    match error:
        case app_commands.CommandInvokeError(original=original):
            return original
        case app_commands.TransformerError(value=str(value), transformer=transformer):
            limit = transformer.max_value
            return TooLongError("text", int(limit)) if limit is not None and len(value) > limit else OptionError()
        case app_commands.TransformerError() | app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return OptionError()
        case _:
            return error
