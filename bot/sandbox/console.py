"""A console on the stand-in: type what a user would type into Discord, and read the replies."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.permissions import Permission
from bot.sandbox.plain import form_fields, message_lines, pressable, usages
from bot.sandbox.ratelimits import DISCORD
from bot.sandbox.reply import Reply
from bot.sandbox.standin import StandIn
from bot.sandbox.trial import STARTS, serve, settings_on, watched
from bot.sandbox.user import Actor, UnansweredError
from bot.sandbox.world import CallbackType, Channel, Guild, Message, User
from bot.sandbox.world.world import FOR_TRIAL

if TYPE_CHECKING:
    from bot.settings import Settings

StartBot = Callable[[StandIn], Awaitable[None]]
"""Runs a bot on a stand-in until it is cancelled."""

Prepare = Callable[..., Awaitable[None]]
"""Sets the scene with the first two viewers, before anything is read."""

ReadLine = Callable[[str], Awaitable[str | None]]
"""Shows a prompt and returns what was typed, None at the end."""

HELP: Final = """\
/cast character name:Margo Madison   send a command; values run to the next option's name
? /cast character name:Mar           what is suggested while typing the last option
1                                    press button 1 of the last message; for a menu, `1 2` chooses its 2nd option
at S2                                set how far this user has watched (the same as /progress set)
as bob                               be another viewer, who has watched more; mod is a moderator, a new name a newcomer
in #finale                           go to a channel; `in dm` is the direct messages with the bot
look                                 read the channel as this user sees it
commands                             list the commands that are offered here
help, quit
Anything else is said in the channel."""

_WORDS: Final = ("at", "as", "in", "look", "commands", "help", "?")
"""What means something here, but not with what followed it."""
_START_WITHIN: Final = 60.0
_UPDATE_WITHIN: Final = 2.0
_POSTED_WITHIN: Final = 0.1
"""Seconds for the bot to log in, to change a message after a press, and to post beside its reply."""
_POSITION: Final = re.compile(r"S(\d{1,2})(?:E(\d{1,3}))?", re.IGNORECASE)


async def console(settings: Settings) -> int:
    """Start the bot on a stand-in with a database of its own, and read lines until the end; return the exit status."""
    from bot.wiring import airlock

    seasons: list[int] = []

    with tempfile.TemporaryDirectory(prefix="airlock-") as folder:

        async def start_bot(stand_in: StandIn) -> None:
            async with airlock(settings_on(stand_in, settings, folder)) as bot:
                seasons.append(len(bot.views.shows()[0].seasons))
                await serve(bot, stand_in)

        async def prepare(*viewers: Actor) -> None:
            for viewer, season in zip(viewers, STARTS, strict=True):
                await watched(viewer, min(season, *seasons))

        await run_console(start_bot, prepare)
    return 0


async def run_console(
    start_bot: StartBot,
    prepare: Prepare | None = None,
    *,
    read_line: ReadLine | None = None,
    write: Callable[[str], None] | None = None,
) -> None:
    """Start a stand-in and a bot on it, and read lines until ``quit`` or the end of the input.

    Raise what the bot raised if it stops before that.
    """
    stand_in = await StandIn.start(rules=DISCORD)
    running = asyncio.ensure_future(start_bot(stand_in))
    try:
        session = _Console(stand_in, write or _write)
        await _until_ready(stand_in, running)
        if prepare is not None:
            await prepare(*session.viewers)
        session.greet()
        while not running.done():
            line = await (read_line or _read_line)(session.prompt)
            if line is None or line.strip() in ("quit", "exit"):
                return
            await session.handle(line.strip(), read_line or _read_line)
        await running
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await stand_in.stop()


class _Console:
    """Who speaks, where, and what was shown last."""

    def __init__(self, stand_in: StandIn, write: Callable[[str], None]) -> None:
        self._write = write
        self._world = stand_in.world
        ann, bob = self._world.add_user("ann", installed=True), self._world.add_user("bob", installed=True)
        self._guild: Guild = self._world.add_guild("Fans", members=(ann, bob), bot_permissions=FOR_TRIAL)
        moderator = self._world.add_user("mod", installed=True)
        self._guild.add_member(moderator, permissions=Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES)
        lounge = self._guild.add_text("lounge")
        self._guild.add_text("finale", self._guild.add_category("Spoilers"))
        self._guild.add_forum("theories").add_post("first-watch", ann, "Watching for the first time.")
        self.viewers = tuple(Actor(self._world, user, self._world.dm(user)) for user in (ann, bob))
        self._actor = Actor(self._world, ann, lounge)
        self._last: Message | None = None
        self._before: set[int] = set()

    @property
    def prompt(self) -> str:
        """Who speaks and where."""
        where = self._actor.where
        return f"{self._actor.user.name} in {'dm' if where.is_private else f'#{where.name}'}> "

    def greet(self) -> None:
        """Say what can be done."""
        self._write(f"{self._world.application.name} runs on a pretended Discord on this machine.\n\n{HELP}\n")

    async def handle(self, line: str, read_line: ReadLine) -> None:
        """Do what a line says, and show what comes of it."""
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        self._before = set(self._actor.where.messages)
        try:
            if line.startswith("/"):
                await self._show(await self._actor.command(line), read_line)
            elif word == "?":
                choices = await self._actor.autocomplete(rest)
                self._write("\n".join(f"  {choice.name}" for choice in choices) or "  (no suggestions)")
            elif word.isdecimal():
                await self._show(await self._use(int(word), rest), read_line)
            elif word == "at" and (found := _POSITION.fullmatch(rest)):
                season, episode = (None if number is None else int(number) for number in found.groups())
                await self._show(await watched(self._actor, season or 0, episode), read_line)
            elif word == "as" and rest:
                self._actor = Actor(self._world, self._user(rest), self._actor.where)
                self._leave_others_private_place()
            elif word == "in" and rest:
                self._actor = self._actor.at(self._place(rest))
            elif line == "look":
                for message in self._actor.messages_seen()[-10:]:
                    self._print(message)
            elif line == "commands":
                self._write("\n".join(sorted(usages(self._actor.commands()))))
            elif line == "help":
                self._write(HELP)
            elif line:
                said = self._actor.say(line)
                if word in (*_WORDS, *(command["name"] for command in self._actor.commands())):
                    self._write(
                        "That was said in the channel: commands begin with /, and `help` says what else there is."
                    )
                await self._show_posted(said)
        except NotOfferedError as error:
            self._write(f"Discord would not send that: {error}.")
        except UnansweredError:
            self._write("The application did not respond.")

    async def _use(self, number: int, rest: str) -> Reply:
        found = pressable(self._last) if self._last else []
        if self._last is None or not 1 <= number <= len(found):
            raise NotOfferedError(f"there is no button {number}")
        component = found[number - 1]
        if component["type"] == 2:
            return await self._actor.press(self._last, custom_id=component["custom_id"])
        options = component.get("options") or []
        if not (rest.isdecimal() and 1 <= int(rest) <= len(options)):
            raise NotOfferedError(f"say which option: {number} 1 to {number} {len(options)}")
        value = options[int(rest) - 1]["value"]
        return await self._actor.select(self._last, [value], custom_id=component["custom_id"])

    async def _show(self, reply: Reply, read_line: ReadLine) -> None:
        if reply.modal is not None:
            self._write(reply.modal["title"])
            typed = {key: await read_line(f"  {label}: ") for key, label in form_fields(reply.modal)}
            # Where nothing is typed stays what the form holds.
            fields = {key: text for key, text in typed.items() if text}
            await self._show(await self._actor.submit(reply, fields), read_line)
            return
        if reply.type is CallbackType.DEFERRED_UPDATE:
            await _changed(reply)
        shown = [message for message in (reply.message, *reply.followups) if message is not None]
        await self._show_posted(*shown)
        for message in shown:
            self._print(message)
        self._last = next((m for m in reversed(shown) if pressable(m)), self._last)

    async def _show_posted(self, *others: Message) -> None:
        # What the bot posts beside its reply may take a moment longer.
        await asyncio.sleep(_POSTED_WITHIN)
        for message in self._actor.messages_seen():
            if message.id not in self._before and message not in others:
                self._print(message)
                self._last = message if pressable(message) else self._last

    def _print(self, message: Message) -> None:
        self._write("\n".join(message_lines(message)))

    def _user(self, name: str) -> User:
        try:
            return self._world.user(name)
        except KeyError:
            user = self._world.add_user(name, installed=True)
            self._guild.add_member(user)
            return user

    def _place(self, name: str) -> Channel:
        if name == "dm":
            return self._world.dm(self._actor.user)
        try:
            return self._guild.channel(name.removeprefix("#"))
        except KeyError:
            names = ", ".join(f"#{c.name}" for c in self._guild.channels.values() if c.has_messages)
            raise NotOfferedError(f"there is no channel {name}; there are dm, {names}") from None

    def _leave_others_private_place(self) -> None:
        if self._actor.where.is_private:
            self._actor = self._actor.at(self._world.dm(self._actor.user))


async def _until_ready(stand_in: StandIn, running: asyncio.Future[None]) -> None:
    """Wait until the bot has logged in; raise what it raised if it stops instead."""
    connected = asyncio.ensure_future(stand_in.gateway.identified.wait())
    waiting: set[asyncio.Future[Any]] = {connected, running}
    try:
        await asyncio.wait(waiting, timeout=_START_WITHIN, return_when=asyncio.FIRST_COMPLETED)
    finally:
        connected.cancel()
    if running.done():
        await running
    if not stand_in.gateway.identified.is_set():
        raise RuntimeError("the bot did not log in")


async def _changed(reply: Reply) -> None:
    """Wait a moment for the change that a silent answer to a button announces."""
    changed = asyncio.Event()
    reply.interaction.watchers.append(changed.set)
    if not reply.edits and not reply.followups:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), _UPDATE_WITHIN)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def _read_line(prompt: str) -> str | None:
    """Read a line in a thread that does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str | None] = loop.create_future()

    def finish(text: str | None) -> None:
        if not line.done():
            line.set_result(text)

    def read() -> None:
        try:
            text: str | None = input(prompt)
        except EOFError:
            text = None
        if not sys.stdin.isatty():
            # What is piped in is not echoed by a terminal.
            _write(text or "")
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(finish, text)

    threading.Thread(target=read, daemon=True, name="console input").start()
    return await line
