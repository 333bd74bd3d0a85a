"""Sending interactions in bursts, and holding what comes of them against what may."""

from __future__ import annotations

import asyncio
import copy
import time
from collections import deque
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final, cast

from bot.cogs.spoiler import Spoilers
from bot.cogs.trivia import Trivia
from bot.ledger import Progress
from bot.sandbox import payloads
from bot.sandbox.clock import ManualClock
from bot.sandbox.user import Actor
from bot.sandbox.world import Event, Interaction, Message
from facts.position import Position
from tests.fuzz import junk
from tests.fuzz.grammar import AUTOCOMPLETE, COMMAND, COMPONENT, FORM, Grammar, Sent, kind_of
from tests.fuzz.mutate import Known, spoilt
from tests.fuzz.oracle import Act, Database, name_of
from tests.fuzz.report import Case, Report
from tests.fuzz.stage import CANARIES, SHOW, Stage
from tests.fuzz.verdict import MAY_BE_REFUSED, accepted, asked, outcome, troubles_of
from tests.fuzz.watch import Trouble, Watch
from tests.support.discord import settled
from tests.support.timing import ManualTiming
from tests.support.trivia import quiet

BURST: Final = 40
"""Interactions that are under way at the same moment."""
PATIENCE: Final = 30.0
"""Real seconds after which an answer is not waited for any more."""
IN_TIME: Final = 3.0
_KINDS: Final = {COMMAND: "command", COMPONENT: "component", AUTOCOMPLETE: "autocomplete", FORM: "form"}
_ENVELOPE: Final = ("guild_id", "member", "user", "channel", "channel_id", "context", "message", "guild")
_DELETING: Final = ("CHANNEL_DELETE", "THREAD_DELETE", "MESSAGE_DELETE", "GUILD_DELETE")
_ODD_IDS: Final = (1, 2**22, 2**62, 2**63 - 1)


class Fuzzer:
    """One run. The same seed sends the same."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.world = stage.discord.world
        self.chance = Random(seed)
        self.report = Report(seed)
        self.grammar = Grammar(stage)
        self.database = Database(stage.database)
        self.watch = Watch()
        self._posted: list[Message] = []
        self._before: deque[Case] = deque(maxlen=200)
        self._number = 0
        self._acts: list[Act] = []
        self._odd = list(_ODD_IDS)
        self._progress = stage.progress_actions()

    async def run(
        self, count: int, most_troubles: int = 20, heard: Callable[[Report], None] = lambda _: None
    ) -> Report:
        """Send that many interactions, or stop where too much has gone wrong; ``heard`` is told how it goes."""
        began = time.monotonic()
        trivia = cast("Trivia", self.stage.bot.get_cog("trivia") or self.stage.bot.get_cog("Trivia"))
        await trivia.daily_posts.close()  # time passes between bursts only
        self.world.listeners.append(self._listen)
        for channel in self.world.channels.values():
            for message in channel.messages.values():
                self.grammar.see(message)
        with self.watch.listening():
            bursts = 0
            while self.report.interactions < count and len(self.report.troubles) < most_troubles:
                await self._burst(min(BURST, count - self.report.interactions))
                bursts += 1
                await self._pass_time(bursts, trivia)
                self.report.seconds = time.monotonic() - began
                heard(self.report)
            await self._alive()
        self.world.listeners.remove(self._listen)
        self.report.troubles += self.watch.found
        self.report.unread = self.watch.unread
        self.report.seconds = time.monotonic() - began
        self.database.close()
        return self.report

    # One burst

    async def _burst(self, size: int) -> None:
        ids = self.stage.ids()
        known = Known(ids, self.grammar.custom_ids(), self.grammar.actions, self.grammar.names)
        cases = [self._case(known) for _ in range(size)]
        deliveries: list[Case | Event] = list(cases)
        deliveries += [self._again(case, "duplicate") for case in cases if self.chance.random() < 0.05]
        while self._before and self.chance.random() < 0.7:
            deliveries.append(self._again(self.chance.choice(self._before), "replay"))
        deliveries += [self._event(known) for _ in range(self.chance.randrange(6))]
        self.chance.shuffle(deliveries)
        before = self.database.rows()
        self._posted.clear()
        callbacks = len(self.stage.discord.rest.refusals)
        for one in deliveries:
            if isinstance(one, Event):
                self.report.sent["event"] += 1
                self._tell(one.name, one.data)
            else:
                one.sent_at = time.monotonic()
                self._tell("INTERACTION_CREATE", one.payload)
        await self._answered(cases)
        after = self.database.rows()
        self._judge(cases, [one for one in deliveries if isinstance(one, Case) and one not in cases], callbacks)
        acts = [act for act in map(asked, cases) if act is not None]
        if any(isinstance(one, Event) and one.name in _DELETING for one in deliveries):
            # Spoilt, it may name any channel of the scrap server, and spoilers and rounds go with theirs.
            acts.append(Act(0, self.stage.scrap.id, "deleted", able=False, typing=False))
        changes = list(self.database.unexplained(before, after, [*self._acts, *acts]))
        self._acts = acts
        if changes:
            reasons = "\n".join(f"{act}: {case.trouble('accepted')}" for case in cases if (act := accepted(case)))
            self.report.troubles.append(Trouble(f"{reasons}\nrows changed: {changes}"))
        self._before.extend(cases)

    async def _answered(self, cases: Sequence[Case]) -> None:
        # Discord's events come in order: once this is answered, all before it have been read.
        actor = self.stage.people[0]
        await Actor(self.world, actor.user, actor.where, patience=PATIENCE).command("/help")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            await settled(PATIENCE)
            if not any(case.answerable and case.interaction.waiting for case in cases):
                return
            if not [task for task in asyncio.all_tasks() if task.get_name().startswith(("discord.py", "CommandTree"))]:
                await asyncio.sleep(0.02)
                if time.monotonic() > deadline - PATIENCE + 1:
                    return  # nobody is at work on it any more

    def _judge(self, cases: Sequence[Case], repeated: Sequence[Case], refused_before: int) -> None:
        report = self.report
        for case in (*cases, *repeated):
            report.sent[case.kind] += 1
        for case in cases:
            interaction = case.interaction
            self.grammar.learn(interaction)
            report.outcomes[outcome(case)] += 1
            if case.took is not None:
                report.slowest = max(report.slowest, case.took)
                report.late += case.took > IN_TIME
            report.troubles += troubles_of(case)
            if accepted(case):
                report.reached[name_of(case.payload)] += 1
        for sent in self.stage.discord.rest.refusals[refused_before:]:
            # To another application's webhooks go answers to interactions that pretend to be of it.
            ours = "/webhooks/" not in sent.path or f"/{self.world.application.id}/" in sent.path
            if ours and sent.code not in MAY_BE_REFUSED:
                report.troubles.append(Trouble(f"Discord refused {sent.code} {sent.method} {sent.path} {sent.body}"))
        for message in self._posted:
            self.grammar.see(message)
            quiet = message.channel.guild is self.stage.quiet
            if message.pings or (quiet and any(canary in repr(message.embeds) for canary in CANARIES)):
                report.troubles.append(Trouble(f"posted in public: {message.content} {message.embeds}"))
        rest = self.stage.discord.rest
        report.troubles += [
            Trouble(f"stand-in: {one!r}") for one in (*rest.crashes, *rest.complaints, *rest.unknown_routes)
        ]
        for seen in (rest.crashes, rest.complaints, rest.unknown_routes):
            seen.clear()
        report.troubles += self.watch.found
        self.watch.found.clear()

    # What is sent

    def _case(self, known: Known) -> Case:
        self._number += 1
        chance = self.chance
        while True:
            novice = chance.random() < 0.3
            sent = self.grammar.any(chance, chance.choice(self.stage.novices if novice else self.stage.people))
            interaction = self._interaction(sent)
            original = payloads.interaction(interaction)
            payload, how = original, list[str]()
            for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
                payload, words = spoilt(payload, chance, known)
                how.append(words)
            if not (novice and self._may_tell_progress(payload)):
                break
        kind = kind_of(payload.get("type"))
        if kind is not None:
            interaction.type = kind
        answerable = (
            kind is not None and _is(payload.get("id"), interaction.id) and payload.get("token") == interaction.token
        )
        name = "interaction"
        case = Case(
            self._number,
            f"{_KINDS.get(sent.kind, name)} {'spoilt' if how else 'as it is'}",
            tuple(how),
            payload,
            interaction,
            answerable,
            (sent.message is None or sent.message.channel is interaction.channel)
            and all(payload.get(key) == original.get(key) for key in (*_ENVELOPE, "authorizing_integration_owners")),
            novice,
        )
        self.world.interactions[interaction.id] = self.world._by_token[interaction.token] = interaction

        def answered() -> None:
            if case.took is None and interaction.answered:
                case.took = time.monotonic() - case.sent_at

        interaction.watchers.append(answered)
        return case

    def _interaction(self, sent: Sent) -> Interaction:
        actor, world = sent.actor, self.world
        where = actor.where if sent.message is None else sent.message.channel
        if where.guild is not None and actor.user.id not in where.guild.members:
            where = actor.where
        if where.guild is None and actor.user not in where.recipients:
            where = actor.where
        key = world.ids.next()
        if self._odd and self.chance.random() < 0.01:
            key = self._odd.pop()  # each once: a second would be a replay
        return Interaction(
            key,
            f"token-{key}",
            kind_of(sent.kind) or world.interactions[key].type,
            actor.user,
            where,
            world.context(where),
            world.owners(where, actor.user),
            copy.deepcopy(sent.data),
            world.clock.monotonic(),
            sent.message,
            sent.source,
        )

    def _may_tell_progress(self, payload: dict[str, Any]) -> bool:
        name = name_of(payload).strip()
        return (
            name.startswith("progress")
            or name in self._progress
            or name in ("spoiler-page", "joinanyway", "answeranyway")
        )

    def _again(self, case: Case, kind: str) -> Case:
        payload = case.payload
        # Of two with one id the first to come counts, so only what was handled before comes again as something else.
        if kind == "replay" and self.chance.random() < 0.3:
            payload = payload | {"data": self.chance.choice((*self._before, case)).payload.get("data")}
        again = copy.copy(case)
        again.kind, again.payload = kind, payload
        return again

    def _event(self, known: Known) -> Event:
        event = self.chance.choice(self.stage.events)
        if self.chance.random() < 0.05:
            return Event("INTERACTION_CREATE", junk.anything(self.chance, known.ids))
        if self.chance.random() < 0.2:
            return event
        ours = [str(key) for key in (self.stage.scrap.id, *self.stage.scrap.channels)]
        data = event.data
        for _ in range(self.chance.choice((1, 1, 2))):
            data, _ = spoilt(data, self.chance, Known(ours, (), ("x",), ("x",)))
        return Event(event.name if self.chance.random() < 0.95 else "NEW_EVENT", data)

    def _tell(self, name: str, data: dict[str, Any]) -> None:
        for session in self.stage.discord.gateway.sessions.values():
            session.dispatch(name, data)

    def _listen(self, event: Event) -> None:
        if event.name == "MESSAGE_CREATE" and event.message is not None and event.message.author is self.world.bot:
            self._posted.append(event.message)

    # Between bursts

    async def _pass_time(self, bursts: int, trivia: Trivia) -> None:
        clock = cast("ManualClock", self.world.clock)
        timing = cast("ManualTiming", self.stage.bot.rounds.timing)
        clock.advance(4.0 if bursts % 20 else 1200.0)
        timing.fire()
        await quiet(self.stage.bot)
        if bursts % 20:
            return
        await trivia.daily_posts.look()
        await cast("Spoilers", self.stage.bot.get_cog("spoiler") or self.stage.bot.get_cog("Spoilers")).cleanup.look()
        for name, position in (("ann", "S2E2"), ("bob", "S1E1"), ("mod", "S2E2")):
            progress = Progress(Position.parse(position))
            await self.stage.bot.ledger.progress.change(self.world.user(name).id, SHOW, lambda _, to=progress: to)  # type: ignore[misc]
        self.stage.discord.forget()

    async def _alive(self) -> None:
        """After all of it the bot answers, and answers rightly."""
        ann = next(actor for actor in self.stage.people if actor.user.name == "ann")
        await self.stage.bot.ledger.progress.change(ann.user.id, SHOW, lambda _: Progress(Position.parse("S2E2")))
        for actor, name, expected in (
            (ann, "Xanthippe Quillfeather", "Xanthippe Quillfeather"),
            (self.stage.novices[0], "Xanthippe Quillfeather", "Not found"),
        ):
            reply = await Actor(self.world, actor.user, actor.where, patience=PATIENCE).command(
                "/cast character", name=name
            )
            await settled(PATIENCE)
            if not reply.embeds or reply.embeds[0].get("title") != expected:
                self.report.troubles.append(Trouble(f"afterwards {name} is answered by {reply.embeds}"))


def _is(value: object, key: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    return str(value) == str(key)
