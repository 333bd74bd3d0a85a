"""Everything that exists on the pretended Discord, and how it is set up."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

from bot.sandbox import payloads
from bot.sandbox.clock import Clock, SystemClock
from bot.sandbox.permissions import EVERYONE, IN_PRIVATE_CHANNELS, READ, WRITE, Permission, in_channel
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.world import posting
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.commands import Commands
from bot.sandbox.world.events import Event, Listener
from bot.sandbox.world.guilds import Guild, Role
from bot.sandbox.world.interactions import ContextType, Interaction, InteractionType
from bot.sandbox.world.messages import Attachment, Message
from bot.sandbox.world.posting import Upload
from bot.sandbox.world.users import Application, User

BOT_PERMISSIONS: Final = READ | WRITE | Permission.USE_APPLICATION_COMMANDS
"""What a bot is granted where it is invited without asking for more."""
FOR_TRIAL: Final = BOT_PERMISSIONS | Permission.MANAGE_ROLES | Permission.MANAGE_MESSAGES | Permission.MANAGE_THREADS
"""What a bot is granted whose every command is to be tried."""


class World:
    """Users, guilds, channels, messages and interactions, with one application and its bot.

    The same calls on the same clock make the same world, ids included.
    """

    def __init__(self, clock: Clock | None = None, *, name: str = "Airlock", token: str = "sandbox") -> None:  # noqa: S107
        self.clock: Clock = clock or SystemClock()
        self.ids = Snowflakes(self.clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self.commands = Commands(self.ids)
        self.listeners: list[Listener] = []
        self.cdn_url = "https://cdn.discordapp.com"
        """Where uploaded files are; Discord's own, which knows none of them, until the stand-in listens."""
        self.files: dict[int, Attachment] = {}
        """All that was uploaded, by id."""
        self._private: dict[frozenset[int], Channel] = {}
        self._tokens = itertools.count(1)
        owner = self.add_user("owner")
        bot = self.add_user(name.lower(), name, bot=True)
        # A bot's user has the application's id, as everywhere on Discord since 2016.
        self.application = Application(bot.id, name, owner, bot, token)

    @property
    def bot(self) -> User:
        """The application's bot."""
        return self.application.bot

    def add_user(
        self,
        name: str,
        display_name: str | None = None,
        *,
        bot: bool = False,
        installed: bool = False,
        locale: str = "en-US",
    ) -> User:
        """Register somebody; ``installed`` if they have installed the application for themselves."""
        user = User(self.ids.next(), name, display_name or name.capitalize(), bot, locale, installed)
        self.users[user.id] = user
        return user

    def user(self, name: str) -> User:
        """Find a user by name; raise ``KeyError`` if there is none."""
        for user in self.users.values():
            if user.name == name:
                return user
        raise KeyError(name)

    def add_guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        bot_installed: bool = True,
        bot_permissions: int = BOT_PERMISSIONS,
        members: tuple[User, ...] = (),
    ) -> Guild:
        """Found a guild whose members are the owner, those named, and the bot if it is installed."""
        owner = owner or self.application.owner
        guild = Guild(self.ids.next(), name, owner, self)
        guild.everyone = Role(guild.id, "@everyone", guild, int(EVERYONE))
        guild.roles[guild.id] = guild.everyone
        self.guilds[guild.id] = guild
        for user in dict.fromkeys((owner, *members)):
            guild.add_member(user)
        if bot_installed:
            guild.invite_bot(int(bot_permissions))
        return guild

    def dm(self, user: User, other: User | None = None) -> Channel:
        """Return the direct messages of two users, by default with the bot."""
        both = [other or self.bot, user]
        key = frozenset(person.id for person in both)
        if key not in self._private:
            channel = Channel(self.ids.next(), ChannelType.DM, self, recipients=both)
            self._private[key] = self.channels[channel.id] = channel
        return self._private[key]

    def group_dm(self, *users: User, name: str | None = None) -> Channel:
        """Open a group of direct messages, owned by the first of its users."""
        channel = Channel(self.ids.next(), ChannelType.GROUP_DM, self, name, recipients=list(users), owner=users[0])
        self.channels[channel.id] = channel
        return channel

    def upload(
        self, filename: str, data: bytes, content_type: str | None, description: str | None = None
    ) -> Attachment:
        """Take a file that goes with a message or a command."""
        file = Attachment(self.ids.next(), filename, data, content_type, description)
        self.files[file.id] = file
        return file

    def post(
        self,
        channel: Channel,
        author: User,
        body: dict[str, Any],
        *,
        uploads: Sequence[Upload] = (),
        message_id: int | None = None,
    ) -> Message:
        """Let somebody write a message."""
        if channel.is_thread:
            channel.joined.setdefault(author.id, self.clock.now())
        return posting.create(self, channel, author, body, uploads, message_id=message_id)

    def tell(
        self, channel: Channel, author: User, kind: int, content: str, *, tells_of: Channel | None = None
    ) -> Message:
        """Let Discord itself write a message about what somebody did."""
        return posting.tell(self, channel, author, kind, content, tells_of=tells_of)

    def app_permissions(self, channel: Channel) -> int:
        """Return what the application may do in a channel, whether its bot is there or not."""
        if channel.guild is None:
            return int(IN_PRIVATE_CHANNELS)
        if channel.guild.bot_installed:
            return in_channel(channel, self.bot)
        return int(Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.USE_EXTERNAL_EMOJIS)

    def context(self, channel: Channel) -> ContextType:
        """Return in what kind of place an interaction there happens."""
        if channel.guild is not None:
            return ContextType.GUILD
        return ContextType.BOT_DM if self.bot in channel.recipients else ContextType.PRIVATE_CHANNEL

    def shares_guild(self, user: User) -> bool:
        """Whether somebody is in a guild with the bot."""
        return any(guild.bot_installed and user.id in guild.members for guild in self.guilds.values())

    def owners(self, channel: Channel, user: User) -> dict[str, str]:
        """Return by whose installations the application can be used there; empty if by none."""
        owners = {}
        if channel.guild is not None and channel.guild.bot_installed:
            owners["0"] = str(channel.guild.id)
        elif self.context(channel) is ContextType.BOT_DM and self.shares_guild(user):
            owners["0"] = "0"
        if user.installed:
            owners["1"] = str(user.id)
        return owners

    def interact(
        self,
        type: InteractionType,  # noqa: A002  (Discord's word)
        user: User,
        channel: Channel,
        data: dict[str, Any],
        owners: dict[str, str],
        *,
        message: Message | None = None,
        source: Interaction | None = None,
        overrides: dict[str, Any] | None = None,
    ) -> Interaction:
        """Let somebody use a command or component; ``overrides`` are put over what the bot receives."""
        token = f"interaction-token-{next(self._tokens)}"
        interaction = Interaction(
            self.ids.next(),
            token,
            type,
            user,
            channel,
            self.context(channel),
            owners,
            data,
            self.clock.monotonic(),
            message,
            source,
        )
        self.interactions[interaction.id] = self._by_token[token] = interaction
        payload = payloads.interaction(interaction) | (overrides or {})
        self.emit("INTERACTION_CREATE", payload, guild=channel.guild)
        return interaction

    def forget(self) -> None:
        """Drop what is answered in full, and private messages: they would pile up in long runs."""
        self.interactions = {key: one for key, one in self.interactions.items() if one.waiting}
        self._by_token = {one.token: one for one in self.interactions.values()}
        for channel in self.channels.values():
            kept = {key: one for key, one in channel.messages.items() if one.visible_to is None or one.loading}
            channel.messages = kept
        left = (message for channel in self.channels.values() for message in channel.messages.values())
        self.files = {file.id: file for message in left for file in message.attachments}

    def interaction_with(self, token: str) -> Interaction | None:
        """Find an interaction by its token."""
        return self._by_token.get(token)

    def emit(
        self,
        name: str,
        data: dict[str, Any],
        *,
        intents: int = 0,
        guild: Guild | None = None,
        channel: Channel | None = None,
        message: Message | None = None,
    ) -> None:
        """Tell all listeners of an event, unless it is in a channel that the bot cannot see."""
        if channel is not None and not in_channel(channel, self.bot):
            return
        event = Event(name, data, intents, guild.id if guild else None, message)
        for listener in self.listeners:
            listener(event)
