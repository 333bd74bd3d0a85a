"""The client: what Discord sends goes to the cogs, each interaction once and to the one that it is meant for."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random
from typing import Any, Final, Protocol, cast

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.answering import Answering
from bot.errors import OutdatedButtonError
from bot.fleet import Fleet, TakenError
from bot.handling import Handling, within
from bot.incoming import Recent, is_of_somebody
from bot.ledger import Ledger
from bot.ledger.errors import StoreUnavailable
from bot.sync import sync_commands
from bot.tree import Tree
from bot.trivia.host import Host
from bot.trivia.pools import Pools
from bot.unread import answered_if_unread
from facts.store import ShowGuards, Views

log = logging.getLogger(__name__)

Action = Callable[[discord.Interaction, str], Awaitable[None]]
"""What a button or menu does, given what follows the action's name in its ``custom_id``."""

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


class HasActions(Protocol):
    """A cog with buttons or menus."""

    def actions(self) -> Mapping[str, Action]:
        """The actions it handles, by name."""


class Airlock(Answering):
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


def _contained(name: str, parse: Callable[[Any], None], events: Counter[str]) -> Callable[[Any], None]:
    """Keep an event that discord.py cannot read, of a form that is new perhaps, from ending the connection for good."""

    def read(data: Any) -> None:
        events[name] += 1
        try:
            parse(data)
        except Exception:
            log.exception("an event of Discord could not be read: %s", name)

    return read
