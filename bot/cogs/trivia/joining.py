"""Joining a round: who is asked before, and what of them goes into the log."""

from __future__ import annotations

import discord

from bot.caller import Caller
from bot.trivia import events
from bot.trivia.clock import milliseconds
from bot.trivia.state import Phase
from bot.trivia.table import Table


def is_behind(caller: Caller, table: Table) -> bool:
    """Whether a round may go further than somebody has watched; what this says tells of nobody else's progress."""
    seasons, fitted = caller.show.seasons, table.state.fitted.get(caller.user_id)
    if fitted is not None and caller.own >= seasons.within(fitted):
        return False
    return caller.own < seasons.within(table.state.reach(caller.ceiling))


def is_fitted(table: Table) -> bool:
    """Whether a round will go no further than whoever joins now has watched."""
    return table.state.settings.everyone and table.state.phase is Phase.LOBBY


def joined_event(interaction: discord.Interaction, caller: Caller, table: Table) -> events.Joined:
    """What is written into the log of somebody who joins by an interaction."""
    # How far somebody is goes into the log only where the round is to fit it.
    position = caller.show.seasons.concrete(caller.own) if is_fitted(table) else None
    return events.Joined(milliseconds(interaction.id), interaction.user.id, position)
