"""/trivia start, stop and skip, and the buttons of a round."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final, Literal
from weakref import WeakKeyDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.custom_id import MalformedError, arguments, number
from bot.errors import (
    NeedsServerError,
    NoRoundError,
    NoSuchKindError,
    OutdatedButtonError,
    RoundIsRunningError,
    RoundOverError,
    RoundTooFarError,
)
from bot.ledger import RoundRunning
from bot.options import existing, read_position, typed_fields
from bot.permissions import is_moderator, require_server
from bot.render.trivia import behind_card, opened_card, private_card, seen_card
from bot.replies import hold, require_posting, send_form
from bot.trivia import effects, events
from bot.trivia.clock import milliseconds
from bot.trivia.host import Host
from bot.trivia.judge import Right, Which, judge
from bot.trivia.known import Known
from bot.trivia.rules import refusal
from bot.trivia.state import Phase
from bot.trivia.table import Table
from facts.position import Position
from facts.questions import KINDS
from facts.view import View

BUTTON_TIME: Final = 20_000
TYPED_TIME: Final = 30_000
"""Milliseconds to answer a question."""
ANSWER: Final = 100
"""The most characters of a typed answer."""


class RoundCommands(commands.Cog):
    """Rounds in channels."""

    bot: Airlock
    rounds: Host

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[View, Known] = WeakKeyDictionary()

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.autocomplete(through=completion.positions, kind=completion.question_kinds)
    async def start(
        self,
        interaction: discord.Interaction[Airlock],
        questions: app_commands.Range[int, 1, 25] = 10,
        through: str | None = None,
        kind: str | None = None,
        answer: Literal["buttons", "typed"] = "buttons",
        fit: Literal["host", "everyone"] = "host",
    ) -> None:
        """Open a round of trivia in this channel.

        Args:
            questions: How many questions, 1 to 25.
            through: Ask nothing beyond this, such as S2E4. Without it: this channel's ceiling or your own progress.
            kind: Only questions of one kind.
            answer: Press buttons, or type the answers into a form.
            fit: For everyone: ask nothing beyond what any player who joins has watched.
        """
        caller = await self.bot.caller(interaction)
        guild = require_server(caller)
        if kind is not None and kind not in KINDS:
            raise NoSuchKindError(kind)
        position = _position(caller, through)
        require_posting(interaction)
        await hold(interaction)
        settings = events.Settings(
            questions=questions,
            kind=kind,
            typed=answer == "typed",
            everyone=fit == "everyone",
            named=through is not None,
            seed=self.bot.chance(interaction.id).getrandbits(32),
            time=TYPED_TIME if answer == "typed" else BUTTON_TIME,
        )
        await self._open(interaction, caller, guild, position, settings)

    @app_commands.command()
    @app_commands.guild_only()
    async def stop(self, interaction: discord.Interaction[Airlock]) -> None:
        """End the round in this channel; players vote where it is not the host or a moderator."""
        table = await self._here(interaction)
        event = events.StopAsked(milliseconds(interaction.id), interaction.user.id, _moderates(interaction))
        await self._submit(interaction, table, event)

    @app_commands.command()
    @app_commands.guild_only()
    async def skip(self, interaction: discord.Interaction[Airlock]) -> None:
        """Skip this question; players vote where it is not the host or a moderator."""
        table = await self._here(interaction)
        event = events.SkipAsked(milliseconds(interaction.id), interaction.user.id, _moderates(interaction))
        await self._submit(interaction, table, event)

    def round_actions(self) -> Mapping[str, Action]:
        """The buttons of lobby, question and podium."""
        return {
            "join": self._join,
            "joinanyway": self._join_anyway,
            "leave": self._leave,
            "start": self._start_now,
            "answer": self._answer,
            "answeranyway": self._answer_anyway,
            "form": self._form,
            "typed": self._typed,
            "again": self._again,
        }

    # Buttons

    async def _join(self, interaction: discord.Interaction, rest: str) -> None:
        table = await self._table(interaction, rest)
        caller = await self.bot.caller(interaction, table.state.opened.show)
        if not _is_fitted(table) and _behind(caller, table):
            await self.bot.send(interaction, behind_card(table.round_id, table.state.settings), fresh=True)
        else:
            await self._submit(interaction, table, _joined(interaction, caller, table))

    async def _join_anyway(self, interaction: discord.Interaction, rest: str) -> None:
        table = await self._table(interaction, rest)
        caller = await self.bot.caller(interaction, table.state.opened.show)
        await self._submit(interaction, table, _joined(interaction, caller, table))

    async def _leave(self, interaction: discord.Interaction, rest: str) -> None:
        await self._submit(
            interaction,
            await self._table(interaction, rest),
            events.Left(milliseconds(interaction.id), interaction.user.id),
        )

    async def _start_now(self, interaction: discord.Interaction, rest: str) -> None:
        event = events.StartAsked(milliseconds(interaction.id), interaction.user.id, _moderates(interaction))
        await self._submit(interaction, await self._table(interaction, rest), event)

    async def _answer(self, interaction: discord.Interaction, rest: str) -> None:
        round_id, asked, option = arguments(rest, 3)
        table = await self._table(interaction, round_id)
        event = events.Answered(interaction.user.id, number(asked), interaction.id, option=number(option))
        await self._give(interaction, table, event)

    async def _answer_anyway(self, interaction: discord.Interaction, rest: str) -> None:
        round_id, asked, option = arguments(rest, 3)
        table = await self._table(interaction, round_id)
        event = events.Answered(interaction.user.id, number(asked), interaction.id, option=number(option))
        caller = await self.bot.caller(interaction, table.state.opened.show)
        await self.bot.patiently(interaction, self.rounds.submit(table, _joined(interaction, caller, table)))
        # What is confirmed was in time or not when it was pressed first.
        await self._give(interaction, table, table.first_press(event))

    async def _form(self, interaction: discord.Interaction, rest: str) -> None:
        round_id, asked = arguments(rest, 2)
        table = await self._table(interaction, round_id, for_form=True)
        refused = refusal(table.state, events.Answered(interaction.user.id, number(asked), interaction.id))
        if refused and not any(isinstance(one, effects.AskToJoin) for one in refused):
            await self._tell(interaction, table, refused)
            return
        form = discord.ui.Modal(title="Your answer", custom_id=custom_id.pack("typed", round_id, asked))
        form.add_item(discord.ui.TextInput(label="Answer", custom_id="text", max_length=ANSWER))
        form.stop()
        await send_form(interaction, form)

    async def _typed(self, interaction: discord.Interaction, rest: str) -> None:
        round_id, asked = arguments(rest, 2)
        table = await self._table(interaction, round_id)
        question = table.state.question
        typed = _field(interaction)
        if question is None or table.state.number != number(asked):
            await self._give(interaction, table, events.Answered(interaction.user.id, number(asked), interaction.id))
            return
        verdict = judge(typed, question, await self._names(table))
        player = interaction.user.id
        if isinstance(verdict, Which):
            unclear = events.Unclear(player, number(asked), interaction.id, verdict.candidates[:10])
            await self._give(interaction, table, unclear)
        else:
            right = isinstance(verdict, Right)
            event = events.Answered(player, number(asked), interaction.id, text=typed[:ANSWER], right=right)
            await self._give(interaction, table, event)

    async def _again(self, interaction: discord.Interaction, rest: str) -> None:
        stored = await self.bot.ledger.rounds.stored(_round_id(rest))
        if stored is None:
            raise OutdatedButtonError
        if (stored.guild, stored.channel) != (interaction.guild_id, interaction.channel_id):
            raise OutdatedButtonError
        old = Table.of(stored).state.opened
        caller = await self.bot.caller(interaction, old.show)
        guild = require_server(caller)
        limit = min(caller.ceiling, caller.own)
        seasons = caller.show.seasons
        # Where the presser has not got as far as was named, it must not show how far they are.
        named = old.settings.named and seasons.within(old.position) <= limit
        position = seasons.within(old.position) if named else limit
        require_posting(interaction)
        await hold(interaction)
        settings = events.Settings(
            questions=old.settings.questions,
            kind=old.settings.kind,
            typed=old.settings.typed,
            everyone=old.settings.everyone,
            named=named,
            seed=self.bot.chance(interaction.id).getrandbits(32),
            time=old.settings.time,
        )
        await self._open(interaction, caller, guild, position, settings)

    # What they have in common

    async def _open(
        self,
        interaction: discord.Interaction,
        caller: Caller,
        guild: int,
        position: Position,
        settings: events.Settings,
    ) -> None:
        channel = interaction.channel_id
        if channel is None:
            raise NeedsServerError
        opened = events.Opened(
            milliseconds(interaction.id),
            guild,
            channel,
            caller.user_id,
            caller.show.id,
            caller.show.seasons.concrete(position),
            settings,
            caller.show.seasons.concrete(caller.ceiling),
        )
        self.rounds.timing.hear(interaction.id)
        try:
            await self.rounds.open(opened)
        except RoundRunning as running:
            table = self.rounds.table(running.round_id)
            lobby = None if table is None else table.messages.get(table.state.number)
            raise RoundIsRunningError(guild, channel, lobby) from running
        await self.bot.send(interaction, opened_card())

    async def _give(
        self, interaction: discord.Interaction, table: Table, event: events.Answered | events.Unclear
    ) -> None:
        self.rounds.timing.hear(interaction.id)
        asked = interaction.message
        message = asked.id if asked is not None and not asked.flags.ephemeral else 0
        told = await self.rounds.answer(table, event, message)
        if any(isinstance(effect, effects.AskToJoin) for effect in told):
            caller = await self.bot.caller(interaction, table.state.opened.show)
            if _behind(caller, table):
                answer = None
                if isinstance(event, events.Answered) and event.option is not None:
                    table.note_press(event)
                    answer = custom_id.pack("answeranyway", str(table.round_id), str(event.number), str(event.option))
                await self.bot.send(interaction, behind_card(table.round_id, table.state.settings, answer), fresh=True)
                return
            joined = _joined(interaction, caller, table)

            async def join_and_answer() -> tuple[effects.Effect, ...]:
                await self.rounds.submit(table, joined)
                return await self.rounds.answer(table, event, message)

            told = await self.bot.patiently(interaction, join_and_answer())
        await self._tell(interaction, table, told)

    async def _submit(self, interaction: discord.Interaction, table: Table, event: events.Event) -> None:
        self.rounds.timing.hear(interaction.id)
        await self._tell(interaction, table, await self.rounds.submit(table, event))

    async def _tell(self, interaction: discord.Interaction, table: Table, told: tuple[effects.Effect, ...]) -> None:
        question = table.state.question
        card = private_card(told[0], table.round_id, question) if told else seen_card()
        await self.bot.send(interaction, card, fresh=True)

    async def _names(self, table: Table) -> Known:
        show = self.bot.views.show(table.state.opened.show)
        view = await self.bot.views.load(show, show.seasons.within(table.state.position))
        known = self._known.get(view)
        if known is None:
            known = self._known[view] = await asyncio.to_thread(Known.of, view)
        return known

    async def _table(self, interaction: discord.Interaction, round_id: str, *, for_form: bool = False) -> Table:
        """A round of this channel: who moderates elsewhere has no say in it."""
        key = _round_id(round_id)
        finding = self.rounds.find(key, interaction.guild_id or 0, interaction.channel_id or 0)
        # One that is still to be read takes longer; but no form can be sent where the bot is seen to be thinking.
        at_once = for_form or self.rounds.table(key) is not None
        table = await (finding if at_once else self.bot.patiently(interaction, finding))
        if table is None:
            raise RoundOverError
        return table

    async def _here(self, interaction: discord.Interaction) -> Table:
        await self.rounds.ready()
        table = self.rounds.in_channel(interaction.channel_id or 0)
        if table is None:
            raise NoRoundError
        return table


def _position(caller: Caller, through: str | None) -> Position:
    """How far a round goes: never beyond the channel's ceiling, nor beyond what its host has watched."""
    limit = min(caller.ceiling, caller.own)
    if through is None:
        return limit
    wanted = existing(caller.show.title, caller.show.seasons, read_position(through))
    if wanted > limit:
        raise RoundTooFarError(limit)
    return wanted


def _behind(caller: Caller, table: Table) -> bool:
    """Whether a round may go further than somebody has watched; what this says tells of nobody else's progress."""
    seasons, fitted = caller.show.seasons, table.state.fitted.get(caller.user_id)
    if fitted is not None and caller.own >= seasons.within(fitted):
        return False
    return caller.own < seasons.within(table.state.reach(caller.ceiling))


def _is_fitted(table: Table) -> bool:
    """Whether a round will go no further than whoever joins now has watched."""
    return table.state.settings.everyone and table.state.phase is Phase.LOBBY


def _joined(interaction: discord.Interaction, caller: Caller, table: Table) -> events.Joined:
    # How far somebody is goes into the log only where the round is to fit it.
    position = caller.show.seasons.concrete(caller.own) if _is_fitted(table) else None
    return events.Joined(milliseconds(interaction.id), interaction.user.id, position)


def _moderates(interaction: discord.Interaction) -> bool:
    return is_moderator(interaction.permissions)


def _round_id(text: str) -> int:
    if len(text) > 18 or not text.isascii() or not text.isdigit():
        raise MalformedError(text)
    return int(text)


def _field(interaction: discord.Interaction) -> str:
    """What was typed into the one field of the form."""
    typed = list(typed_fields(interaction).values())
    if not typed:
        raise OutdatedButtonError
    return typed[0]
