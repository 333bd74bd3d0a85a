"""/trivia practice: questions alone, one after another, from one's own view."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from random import Random

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.custom_id import MalformedError, arguments
from bot.errors import NoSuchKindError
from bot.render.card import Card
from bot.render.practice import (
    ANY_KIND,
    nothing_to_practise_card,
    outdated_practice_card,
    practice_card,
    practice_over_card,
    practised_card,
)
from bot.trivia.practice import choose
from facts.questions import KINDS, Pool, TriviaQuestion
from facts.view import View

_LOOKED_BACK = 4000
"""How many practised questions are taken into account: more than any view has."""


class PracticeCommands(commands.Cog):
    """Practice. Nothing is remembered between two presses but what the ledger keeps: a button holds the rest."""

    bot: Airlock

    @app_commands.command()
    @app_commands.autocomplete(kind=completion.question_kinds)
    async def practice(self, interaction: discord.Interaction[Airlock], kind: str | None = None) -> None:
        """Practise alone; what you get wrong comes back sooner.

        Args:
            kind: Only questions of one kind.
        """
        if kind is not None and kind not in KINDS:
            raise NoSuchKindError(kind)
        caller = await self.bot.caller(interaction)
        await self._ask_practice(interaction, caller, kind or ANY_KIND)

    def practice_actions(self) -> Mapping[str, Action]:
        """Answers, the next question, the end."""
        return {"prac": self._practised, "prac-next": self._next_practice, "prac-stop": self._practice_stopped}

    async def _next_practice(self, interaction: discord.Interaction, rest: str) -> None:
        show, kind = arguments(rest, 2)
        await self._ask_practice(interaction, await self.bot.caller(interaction, show), _kind(kind))

    async def _ask_practice(self, interaction: discord.Interaction, caller: Caller, kind: str) -> None:
        view, pool = await self._practice_pool(interaction, caller)
        practised = await self.bot.patiently(
            interaction, self.bot.ledger.practice.weights(caller.user_id, caller.show.id, _LOOKED_BACK)
        )
        chance = self.bot.chance(interaction.id)
        chosen = choose(pool, practised, chance, None if kind == ANY_KIND else kind)
        if chosen is None:
            card = nothing_to_practise_card(view)
        else:
            seed = f"{chance.getrandbits(32):08x}"
            question = _made(pool, chosen, seed)
            card = practice_card(view, question, seed, _mark(question), kind)
        await self.bot.reply(interaction, caller, card)

    async def _practised(self, interaction: discord.Interaction, rest: str) -> None:
        show, question_id, seed, mark, kind, option = arguments(rest, 6)
        caller = await self.bot.caller(interaction, show)
        view, pool = await self._practice_pool(interaction, caller)
        place = custom_id.number(option)
        try:
            question = _made(pool, question_id, seed)
        except KeyError:
            question = None
        # From elsewhere the same question has other options, and what was pressed was none of them.
        if question is None or _mark(question) != mark:
            await self.bot.send(interaction, outdated_practice_card(view, _kind(kind)))
            return
        if place >= len(question.options):
            raise MalformedError(rest)
        given = question.options[place]
        work = self.bot.ledger.practice.record(caller.user_id, caller.show.id, question_id, given == question.answer)
        await self.bot.patiently(interaction, work)
        await self.bot.send(interaction, practised_card(view, question, given, _kind(kind)))

    async def _practice_stopped(self, interaction: discord.Interaction, show: str) -> None:
        caller = await self.bot.caller(interaction, show)
        card: Card = practice_over_card(caller.show)
        await self.bot.send(interaction, card)

    async def _practice_pool(self, interaction: discord.Interaction, caller: Caller) -> tuple[View, Pool]:
        view = await self.bot.view(interaction, caller.show, caller.own)
        return view, await self.bot.patiently(interaction, self.bot.pools.of(view))


def _made(pool: Pool, question_id: str, seed: str) -> TriviaQuestion:
    return pool.make(question_id, Random(seed))  # noqa: S311  # for games, not for secrets


def _mark(question: TriviaQuestion) -> str:
    """What tells whether a question is the one that was shown."""
    shown = "\n".join((question.ask, *question.options))
    return hashlib.blake2b(shown.encode(), digest_size=4).hexdigest()


def _kind(written: str) -> str:
    if written != ANY_KIND and written not in KINDS:
        raise MalformedError(written)
    return written
