"""What the page shows, whoever looks at it: a server, its viewers, where each is and what they are waiting for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.components import interactive
from bot.sandbox.page.completion import Completion
from bot.sandbox.page.feed import Feed
from bot.sandbox.permissions import Permission, in_channel
from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.user import Actor, UnansweredError
from bot.sandbox.world import Channel, ChannelType, Message, User
from bot.sandbox.world.world import FOR_TRIAL

if TYPE_CHECKING:
    from bot.sandbox.page.airlock import AirlockScene

MOST_VIEWERS: Final = 4
NAMES: Final = ("ann", "bob", "cleo", "dan")

NO_ANSWER: Final = "The application did not respond"


@dataclass(frozen=True)
class Notice:
    """What Discord's own client says to one user in one channel."""

    channel: Channel
    at: float
    text: str
    command: str


@dataclass(eq=False)
class Viewer:
    """Somebody who looks at the server: a place, and what only they have done to their sight of it."""

    actor: Actor
    completion: Completion
    dismissed: set[int] = field(default_factory=set)
    busy: dict[int, set[str]] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    position: str = ""
    """How far the bot believes that they have watched."""

    @property
    def user(self) -> User:
        """Who it is."""
        return self.actor.user

    def messages(self) -> list[Message]:
        """Return what they see where they are, oldest first."""
        return [message for message in self.actor.messages_seen() if message.id not in self.dismissed]


class Scene:
    """The server and its viewers. One scene is shown by every tab of the browser alike."""

    def __init__(self, discord: StandIn) -> None:
        self.discord = discord
        self.world = discord.world
        self.feed = Feed(self.world)
        self.owner = self.world.application.owner
        self.guild = self.world.add_guild("Fans", bot_permissions=FOR_TRIAL)
        self.moderators = self.guild.add_role(
            "Moderators", Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES | Permission.MANAGE_ROLES
        )
        self.lounge = self.guild.add_text("welcome", topic="For everybody, however far they are")
        self.viewers: list[Viewer] = []
        self.ready = False
        """Whether the bot has logged in and the scene is set."""
        self.airlock: AirlockScene | None = None
        """What is known of the bot beyond Discord, where it is Airlock."""
        self.ceilings: dict[int, str] = {}
        """By channel: up to where it may speak of the show; empty for a bot that knows no ceilings."""
        for _ in range(2):
            self.add_viewer()

    def begin(self, airlock: AirlockScene | None) -> None:
        """Say that the bot has come and everything is in place."""
        self.airlock, self.ready = airlock, True
        self.feed.changed()

    def add_viewer(self) -> Viewer:
        """Let another viewer come in; raise ``ValueError`` where there is no room."""
        free = [name for name in NAMES if name not in {viewer.user.name for viewer in self.viewers}]
        if not free:
            raise ValueError("there are four viewers already")
        try:
            user = self.world.user(free[0])
        except KeyError:
            user = self.world.add_user(free[0], installed=True)
            self.guild.add_member(user)
        actor = Actor(self.world, user, self.viewers[0].actor.where if self.viewers else self.lounge)
        viewer = Viewer(actor, Completion(actor))
        self.viewers.append(viewer)
        self.viewers.sort(key=lambda one: NAMES.index(one.user.name))
        self.feed.changed()
        return viewer

    def remove_viewer(self, viewer: Viewer) -> None:
        """Let a viewer look away; they stay a member and find everything as it was when they come back."""
        if viewer in self.viewers and len(self.viewers) > 1:
            self.viewers.remove(viewer)
            self.feed.changed()

    def channels(self, viewer: Viewer) -> list[Channel]:
        """Return where a viewer can go, direct messages with the bot last."""
        seen = [
            channel
            for channel in self.guild.channels.values()
            if channel.has_messages and in_channel(channel, viewer.user) & Permission.VIEW_CHANNEL
        ]
        groups = [channel for channel in self.guild.channels.values() if channel.type is ChannelType.CATEGORY]
        order = {channel.id: number for number, channel in enumerate(self.guild.channels.values())}

        def place(channel: Channel) -> tuple[int, int, int]:
            home = channel.parent if channel.is_thread and channel.parent else channel
            group = groups.index(home.parent) + 1 if home.parent in groups else 0
            return group, order[home.id], order[channel.id] if channel.is_thread else -1

        return [*sorted(seen, key=place), self.world.dm(viewer.user)]

    def go(self, viewer: Viewer, channel: Channel) -> None:
        """Take a viewer to a channel."""
        viewer.actor = viewer.actor.at(channel)
        viewer.completion.actor = viewer.actor
        self.feed.changed()

    def is_moderator(self, viewer: Viewer) -> bool:
        """Whether a viewer may manage messages and the server."""
        return self.moderators in self.guild.members[viewer.user.id].roles

    def set_moderator(self, viewer: Viewer, on: bool) -> None:
        """Make a viewer a moderator, or not."""
        member = self.guild.members[viewer.user.id]
        others = [role for role in member.roles if role is not self.moderators]
        member.set_roles([*others, self.moderators] if on else others)
        self.feed.changed()

    async def send(self, viewer: Viewer, text: str) -> Reply | None:
        """Send what was typed, a command or words; raise ``NotOfferedError`` where Discord's client would not."""
        if not text.startswith("/"):
            viewer.actor.say(text)
            return None
        path, values = viewer.completion.command(text)
        try:
            return await viewer.actor.command(path, **values)
        except UnansweredError:
            now = self.world.clock.now()
            viewer.notices.append(Notice(viewer.actor.where, now, f"{NO_ANSWER}.", path))
            return None
        finally:
            self.feed.changed()

    async def press(self, viewer: Viewer, message: Message, key: str) -> Reply | None:
        """Press a button."""
        return await self._use(viewer, message, key, lambda: viewer.actor.press(message, custom_id=key))

    async def choose(self, viewer: Viewer, message: Message, key: str, values: list[str]) -> Reply | None:
        """Choose lines of a menu."""
        chosen = [self._thing(value) for value in values] if _names_things(message, key) else list(values)
        return await self._use(viewer, message, key, lambda: viewer.actor.select(message, chosen, custom_id=key))

    async def use_app(self, viewer: Viewer, message: Message, name: str) -> Reply | None:
        """Use a command of a message's menu."""
        return await self._use(viewer, message, name, lambda: viewer.actor.message_command(name, message))

    def message(self, viewer: Viewer, message_id: int) -> Message | None:
        """Find a message that a viewer sees."""
        return next((message for message in viewer.messages() if message.id == message_id), None)

    def message_commands(self, viewer: Viewer) -> list[str]:
        """Return the names of the commands in a message's menu."""
        return [command["name"] for command in viewer.actor.commands() if command["type"] == 3]

    def dismiss(self, viewer: Viewer, message_id: int) -> None:
        """Put a private message away."""
        viewer.dismissed.add(message_id)
        self.feed.changed()

    async def _use(
        self, viewer: Viewer, message: Message, key: str, act: Callable[[], Awaitable[Reply]]
    ) -> Reply | None:
        waiting = viewer.busy.setdefault(message.id, set())
        if key in waiting:
            return None
        waiting.add(key)
        viewer.failed.discard(message.id)
        self.feed.changed()
        try:
            return await act()
        except (UnansweredError, NotOfferedError):
            # What was just deleted or changed fails for a user of Discord in the same words.
            viewer.failed.add(message.id)
            return None
        finally:
            waiting.discard(key)
            self.feed.changed()

    def _thing(self, value: str) -> Any:
        key = int(value)
        return self.world.users.get(key) or self.guild.roles.get(key) or self.world.channels.get(key)


def _names_things(message: Message, key: str) -> bool:
    """Whether a menu is one for people, roles or channels."""
    return any(found.get("custom_id") == key for found in interactive(message.components, (5, 6, 7, 8)))
