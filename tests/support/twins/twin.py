"""One twin: a bot over real sockets in a world of its own, to which steps happen."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from unittest import mock

from bot.ledger import Ledger
from bot.sandbox.clock import ManualClock
from bot.sandbox.user import Actor, NotOfferedError, UnansweredError
from bot.sandbox.world import Channel
from bot.sandbox.world import posting as world_posting
from tests.support.discord import stand_in
from tests.support.twins.hosted import GUARDED, Hosted, SetUp
from tests.support.twins.observer import Observer
from tests.support.twins.steps import (
    ROLE_MENU,
    TEXT_MENU,
    Command,
    Complete,
    Forget,
    Heard,
    Hide,
    Load,
    Manage,
    Press,
    Remove,
    Restart,
    Say,
    Step,
    Submit,
    Wait,
    Written,
)
from tests.support.twins.world import Place, populated

_PATCHED: Final = (
    ("bot.answering._BEFORE_HOLDING", GUARDED),
    ("bot.wiring.Ledger", partial(Ledger, patience=GUARDED)),
    ("bot.trivia.host._MOMENT", GUARDED),
    ("bot.trivia.presence._MOMENT", GUARDED),
    ("bot.cogs.privacy._PATIENCE", GUARDED),
    # What is attended to at the same time would be said in any order.
    ("bot.cogs.due.AT_ONCE", 1),
    ("bot.cogs.roles.keeper.AT_ONCE", 1),
)


@dataclass
class Twin:
    """A world, its bot and who is there."""

    place: Place
    hosted: Hosted
    observer: Observer
    errors: list[str] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)

    async def perform(self, step: Step) -> Heard:
        """Let a step happen, and tell what came of it."""
        self.place.clock.advance(1.0)
        self.place.ids.begin()
        self.heard = heard = Heard()
        try:
            await self._perform(step)
        except NotOfferedError as error:
            heard.outcome = f"not offered: {error}"
        except UnansweredError as error:
            heard.complaints.append(f"not answered: {error}")
        await self.hosted.quiet()
        self.observer.read(heard)
        self.place.ids.lane = ""
        heard.positions = await self.hosted.positions(self.place.people)
        heard.cpu = time.process_time()
        heard.complaints += self.errors
        self.errors.clear()
        for kind in ("crashes", "complaints", "unknown_routes"):
            found = getattr(self.place.discord.rest, kind)
            heard.complaints += [f"{kind}: {one}" for one in found]
            found.clear()
        return heard

    async def _perform(self, step: Step) -> None:
        match step:
            case Command():
                await self._actor(step.by, step.at).command(step.line, **self.place.values(step.values))
            case Complete():
                await self._complete(step)
            case Press():
                await self._press(step)
            case Submit():
                form = self.observer.forms.get(step.form)
                if form is not None:
                    self.observer.opened(await self._actor(step.by, None).submit(form, dict(step.fields)))
            case Say():
                message = self._actor(step.by, step.at).say(step.text)
                self.observer.messages[f"m{message.id}"] = message
                self.heard.written.append(Written(f"m{message.id}", step.by))
            case Hide():
                message = self.observer.messages[step.on]
                actor = self._actor(step.by, None, message.channel)
                self.observer.opened(await actor.message_command("Hide as spoiler", message))
            case Remove():
                found = self.observer.messages.get(step.on)
                if found is not None and not found.deleted:
                    world_posting.delete(self.place.discord.world, found)
            case Manage():
                if step.what == "delete":
                    self.place.delete_role(step.at)
                else:
                    self.place.allow_roles(step.at, allowed=step.what == "allow")
            case Wait():
                await self._wait(step.seconds)
            case Load():
                changed, problems = await self.hosted.load(step.packs[0], noticed=step.noticed)
                self.heard.outcome = f"loaded: {changed}"
                self.heard.complaints += problems
            case Restart():
                await self.hosted.stop()
                self.place.clock.advance(step.seconds)
                await self.hosted.start()
            case Forget():
                self.hosted.forget(step.what)

    def _actor(self, by: str, at: str | None, where: Channel | None = None) -> Actor:
        channel = where or self.place.channel(by, at or "lounge")
        return Actor(self.place.discord.world, self.place.people[by], channel, patience=GUARDED)

    async def _complete(self, step: Complete) -> None:
        typed = {name: str(value) for name, value in step.values}
        line = step.line + "".join(f" {name}:{value}" for name, value in typed.items())
        await self._actor(step.by, step.at).autocomplete(line, focused=step.values[-1][0])

    async def _press(self, step: Press) -> None:
        message = None if step.on is None else self.observer.messages.get(step.on)
        data: dict[str, Any] = {"component_type": step.kind, "custom_id": step.custom_id, "id": 1}
        if step.kind == TEXT_MENU:
            data["values"] = [step.value or ""]
        elif step.kind == ROLE_MENU:
            data["values"] = [str(self.place.guild(step.at).role(step.value).id)] if step.value else []
        self.observer.opened(await self._actor(step.by, step.at).interact(3, data, message=message))

    async def _wait(self, seconds: float) -> None:
        clock, timing = self.place.clock, self.hosted.timing
        end = clock.now() + seconds
        while (due := timing.next_at()) is not None and due / 1000 <= end:
            clock.advance(max(0.0, due / 1000 - clock.now()))
            timing.fire()
            await self.hosted.quiet()
        clock.advance(max(0.0, end - clock.now()))
        await self.hosted.quiet()
        await self.hosted.look()


class _Complaints(logging.Handler):
    """Hears what the bot holds to be a defect."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.errors.append(self.format(record))


@asynccontextmanager
async def twin(set_up: SetUp) -> AsyncIterator[Twin]:
    """Make a world and start its bot; end both."""
    clock = ManualClock()
    async with AsyncExitStack() as stack:
        for target, value in _PATCHED:
            stack.enter_context(mock.patch(target, value))
        discord = await stack.enter_async_context(stand_in(clock, clean=False))
        place = populated(discord, clock)
        made = Twin(place, Hosted(set_up, place), Observer(place))
        logging.getLogger().addHandler(_Complaints(made.errors))
        made.hosted.write(set_up.first)
        await made.hosted.start()
        stack.push_async_callback(made.hosted.stop)
        discord.transcript.clear()
        yield made
