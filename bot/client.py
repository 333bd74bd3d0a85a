"""The client: what Discord sends goes to cogs, and every interaction is answered, errors included."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final, Protocol, TypeVar, cast

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.audience import WhyPrivate
from bot.caller import Caller, caller_at_hand, caller_of
from bot.connection import Connected
from bot.errors import NotAcceptedError, NothingFoundError, OutdatedButtonError
from bot.fleet import Fleet, TakenError
from bot.handling import Handling, end_with, within
from bot.incoming import Recent, is_of_somebody
from bot.ledger import Ledger
from bot.ledger.errors import StoreUnavailable
from bot.options import named
from bot.render.card import Card
from bot.render.errors import error_card, expected
from bot.render.progress import welcome
from bot.render.text import up_to
from bot.replies import TROUBLE, hold, post, send_private
from bot.sync import sync_commands
from bot.tree import Tree
from bot.tries import looking
from bot.trivia.host import Host
from bot.trivia.pools import Pools
from bot.unread import answered_if_unread
from facts.errors import StoreError
from facts.position import Position
from facts.store import LoadedShow, ShowGuards, Views
from facts.view import View

log = logging.getLogger(__name__)

Action = Callable[[discord.Interaction, str], Awaitable[None]]
"""What a button or menu does, given what follows the action's name in its ``custom_id``."""

T = TypeVar("T")

_BEFORE_HOLDING: Final = 0.5
"""Seconds after which what is still being waited for is waited for behind "thinking …".

No command waits for more than four things one after the other, so that all are answered within Discord's three seconds.
"""
_PATIENCE: Final = 30.0
"""Seconds after which it is given up."""
_REMEMBERED: Final = 4096
"""Interactions of which a second delivery is noticed."""
_OF_THE_TREE: Final = (discord.InteractionType.application_command, discord.InteractionType.autocomplete)
_UNHEARD: Final = frozenset({"socket_event_type", "app_command_completion"})
"""What discord.py tells with every event and command, and nothing here listens for."""
_HANDLING: Final = (
    *("CommandTree-invoker", "discord-ui-", "discord.py: on_interaction"),
    *("discord.py: on_message", "discord.py: on_raw_", "discord.py: on_thread", "discord.py: on_spoilers_gone"),
    *("discord.py: on_guild_channel_", "discord.py: on_guild_role_delete"),
)
"""How the names begin of the tasks in which discord.py has handled what is told once, such as interactions."""
_ANSWERED_OR_OVER: Final = (10015, 10062, 40060, 50027)
"""Discord's codes for an interaction that was answered, by another process say, or can be answered no longer."""
_WHY_PRIVATE: Final = {
    WhyPrivate.BEHIND: (
        "Only you see this: this channel's ceiling lies beyond your own progress, so I answer from where you are."
    ),
    WhyPrivate.NOT_INSTALLED: "Only you see this: I can post only in servers that have added me.",
}


class _MovedError(Exception):
    """Ceiling, caller, show or pack are not what a card was made from, and what is posted stays posted."""


class HasActions(Protocol):
    """A cog with buttons or menus."""

    def actions(self) -> Mapping[str, Action]:
        """The actions it handles, by name."""


class Airlock(Connected):
    """The bot. Everything that it depends on is handed in; ``chance`` gives the random numbers of an interaction."""

    def __init__(
        self,
        views: Views,
        ledger: Ledger,
        *,
        chance: Callable[[int], Random],
        message_content: bool = False,
        shard_count: int | None = None,
        shard_ids: Sequence[int] | None = None,
        connector: aiohttp.BaseConnector | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=message_content, message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            # Rounds go on once Discord has named the servers; waiting longer for their details gains nothing.
            guild_ready_timeout=0.5,
            max_messages=None,
            shard_count=shard_count,
            shard_ids=None if shard_ids is None else list(shard_ids),
            connector=connector,
        )
        self.views = views
        self.ledger = ledger
        self.chance = chance
        self.pools = Pools()
        self.rounds: Host
        self.fleet = Fleet()
        self.taken: TakenError | None = None
        """Why it has stopped, where another process has taken its shards over."""
        self.guards: ShowGuards
        self._began = False
        self._actions: dict[str, Action] = {}
        self._recent = Recent(_REMEMBERED)
        self.events: Counter[str] = Counter()
        """How many events of each kind Discord has sent."""
        self.counted: Counter[tuple[str, str]] = Counter()
        """What cogs count for hosts, by what and of which kind: never by anybody or anything that somebody said."""
        parsers = self._connection.parsers
        read = answered_if_unread(parsers["INTERACTION_CREATE"], self.http, self._recent.is_new)
        self.received: list[Callable[[Handling], None]] = []
        """Who hears of every interaction before it is read."""
        parsers["INTERACTION_CREATE"] = within(read, self.received)
        parsers.update({name: _contained(name, parse, self.events) for name, parse in parsers.items()})

    async def login(self, token: str) -> None:
        """Log in; only from here on discord.py has anything to close."""
        self._began = True
        await super().login(token)

    async def close(self) -> None:
        """End all that was begun, also where it did not get as far as logging in."""
        if self._began:
            await super().close()
        else:
            for name in list(self.cogs):
                await self.remove_cog(name)

    async def finish(self, patience: float) -> None:
        """Begin to handle nothing more, and wait for what is being handled, at most so many seconds."""
        self._connection.parsers["INTERACTION_CREATE"] = lambda _: None
        busy = {task for task in asyncio.all_tasks() if task.get_name().startswith(_HANDLING)}
        if not busy:
            return
        _, late = await asyncio.wait(busy, timeout=patience)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d interactions or events could not be handled before the end", len(late))
            await asyncio.wait(late, timeout=1)

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

    def action_names(self) -> frozenset[str]:
        """The names of all actions of buttons, menus and forms."""
        return frozenset(self._actions)

    # Answering

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
                    raise _MovedError

            try:
                await look()
                with looking(look):  # it may have to wait until Discord takes it
                    await post(interaction, card.noted(f"Shared by {interaction.user.mention}"))
            except _MovedError:
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

    # What Discord sends

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs that listen: there are no commands by prefix."""

    def dispatch(self, event_name: str, /, *arguments: Any, **named: Any) -> None:
        """Tell listeners of an event; of commands hears the tree alone, so that none costs a task that does nothing."""
        if event_name in _UNHEARD or (event_name == "interaction" and arguments[0].type in _OF_THE_TREE):
            return
        super().dispatch(event_name, *arguments, **named)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Route presses, choices and forms by their ``custom_id``; commands go through the tree."""
        if not self.is_first_delivery(interaction):
            return
        if not self.fleet.serves():
            await self.fail(interaction, StoreUnavailable("another process may serve this shard"))
            return
        data = cast("dict[str, object]", interaction.data or {})
        action, rest = custom_id.unpack(str(data.get("custom_id", "")))
        try:
            handler = self._actions.get(action)
            if handler is None or not is_of_somebody(interaction):
                raise OutdatedButtonError
            await handler(interaction, rest)
        except custom_id.MalformedError:
            await self.fail(interaction, OutdatedButtonError())
        except Exception as error:  # whatever it is, the presser gets an answer
            await self.fail(interaction, error)

    def is_first_delivery(self, interaction: discord.Interaction) -> bool:
        """Whether an interaction is handled for the first time: what is delivered twice must not count twice."""
        return self._recent.is_new(interaction.id)

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


def _contained(name: str, parse: Callable[[Any], None], events: Counter[str]) -> Callable[[Any], None]:
    """Keep an event that discord.py cannot read, of a form that is new perhaps, from ending the connection for good."""

    def read(data: Any) -> None:
        events[name] += 1
        try:
            parse(data)
        except Exception:
            log.exception("an event of Discord could not be read: %s", name)

    return read
