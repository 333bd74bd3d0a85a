"""What is to be said of one case, once its burst is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.render.card import Colour
from bot.sandbox.world import CallbackType
from tests.fuzz.oracle import Act, act_of
from tests.fuzz.report import Case
from tests.fuzz.stage import CANARIES
from tests.fuzz.watch import Trouble, is_refusal, said

MAY_BE_REFUSED: Final = (10008, 10015, 50027, 10062, 10003, 50013, 50001, 50008)
"""Discord's codes for what is gone or not allowed meanwhile; anything else is a mistake of the bot's."""


def troubles_of(case: Case) -> Iterator[Trouble]:
    """What went wrong with it."""
    interaction = case.interaction
    if case.answerable and not interaction.answered:
        yield case.trouble(f"not answered ({'; '.join(map(str, interaction.refused))})")
    elif case.answerable and interaction.waiting and case.own_application:
        yield case.trouble("was left thinking")
    for error in interaction.refused:
        if error.code not in MAY_BE_REFUSED:
            yield case.trouble(f"its answer was refused: {error} {error.errors}")
    if len(interaction.followups) > 1:
        yield case.trouble("answered more than once")
    words = said(interaction)
    if case.novice and case.same_place and any(canary in words for canary in CANARIES):
        yield case.trouble(f"told what is hidden: {words}")
    first = None if interaction.callback is CallbackType.DEFERRED_UPDATE else interaction.original
    if case.same_place and first is not None and not (first.ephemeral or first.channel.is_private):
        yield case.trouble(f"answered in public: {first.embeds}")


def outcome(case: Case) -> str:
    """How it turned out, in a word or two."""
    if not case.answerable:
        return "cannot be answered"
    match case.interaction.callback:
        case None:
            return "unanswered"
        case CallbackType.CHOICES:
            return "suggestions" if case.interaction.choices else "no suggestions"
        case CallbackType.MODAL:
            return "a form"
        case _:
            return "refused" if is_refusal(case.interaction, int(Colour.ERROR)) else "accepted"


def accepted(case: Case) -> Act | None:
    """What was accepted, if it was."""
    if not case.answerable or is_refusal(case.interaction, int(Colour.ERROR)):
        return None
    return act_of(case.payload)


def asked(case: Case) -> Act | None:
    """What was accepted, or else that somebody has asked, which may be remembered."""
    act = act_of(case.payload)
    if act is None or not case.answerable:
        return act  # with another id or token it may be handled, and its answer go nowhere
    return accepted(case) or replace(act, typing=True)
