"""Answers to the questions of rounds: pressed, or typed into a form."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

import discord

from bot import custom_id
from bot.client import Action
from bot.cogs.trivia.joining import is_behind, joined_event
from bot.cogs.trivia.round_cog import RoundCog
from bot.custom_id import arguments, number
from bot.errors import OutdatedButtonError
from bot.options import typed_fields
from bot.render.trivia import behind_card
from bot.replies import send_form
from bot.trivia import effects, events
from bot.trivia.judge import Right, Which, judge
from bot.trivia.known import Known
from bot.trivia.rules import refusal
from bot.trivia.table import Table
from facts.view import View

ANSWER: Final = 100
"""The most characters of a typed answer."""


class AnswerButtons(RoundCog):
    """The options of a question, and the form for what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._known: WeakKeyDictionary[View, Known] = WeakKeyDictionary()

    def answer_actions(self) -> Mapping[str, Action]:
        """Options, also of who joins with an answer, and forms."""
        return {
            "answer": self._answer,
            "answeranyway": self._answer_anyway,
            "form": self._form,
            "typed": self._typed,
        }

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
        await self.bot.patiently(interaction, self.rounds.submit(table, joined_event(interaction, caller, table)))
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

    async def _give(
        self, interaction: discord.Interaction, table: Table, event: events.Answered | events.Unclear
    ) -> None:
        self.rounds.timing.hear(interaction.id)
        asked = interaction.message
        message = asked.id if asked is not None and not asked.flags.ephemeral else 0
        told = await self.rounds.answer(table, event, message)
        if any(isinstance(effect, effects.AskToJoin) for effect in told):
            caller = await self.bot.caller(interaction, table.state.opened.show)
            if is_behind(caller, table):
                answer = None
                if isinstance(event, events.Answered) and event.option is not None:
                    table.note_press(event)
                    answer = custom_id.pack("answeranyway", str(table.round_id), str(event.number), str(event.option))
                await self.bot.send(interaction, behind_card(table.round_id, table.state.settings, answer), fresh=True)
                return
            joined = joined_event(interaction, caller, table)

            async def join_and_answer() -> tuple[effects.Effect, ...]:
                await self.rounds.submit(table, joined)
                return await self.rounds.answer(table, event, message)

            told = await self.bot.patiently(interaction, join_and_answer())
        await self._tell(interaction, table, told)

    async def _names(self, table: Table) -> Known:
        show = self.bot.views.show(table.state.opened.show)
        view = await self.bot.views.load(show, show.seasons.within(table.state.position))
        known = self._known.get(view)
        if known is None:
            known = self._known[view] = await asyncio.to_thread(Known.of, view)
        return known


def _field(interaction: discord.Interaction) -> str:
    """What was typed into the one field of the form."""
    typed = list(typed_fields(interaction).values())
    if not typed:
        raise OutdatedButtonError
    return typed[0]
