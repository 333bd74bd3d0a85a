"""What does not count, and what to say then; none of it changes the round."""

from __future__ import annotations

from typing import TypeAlias

from bot.trivia import events
from bot.trivia.effects import AskToJoin, Effect, Refuse, Taken, Why
from bot.trivia.state import Phase, Round

Refusal: TypeAlias = tuple[Effect, ...]

SILENT: Refusal = ()
"""Something stale that nobody needs to be told of."""


def refusal(state: Round, event: events.Event) -> Refusal | None:
    """Return what to say about an event that does not count; ``None`` where it counts."""
    match event:
        case events.Answered() | events.Unclear():
            return _answer(state, event)
        case events.Joined(player=player):
            return _if(state, player, player in state.present, Why.ALREADY_IN)
        case events.Left(player=player):
            return _if(state, player, player not in state.present, Why.NOT_IN)
        case events.StartAsked():
            return _start(state, event)
        case events.SkipAsked():
            return _skip(state, event)
        case events.StopAsked(player=player):
            return _if(state, player, *_vote(state, event, state.stops))
    if state.phase is Phase.OVER:
        return SILENT
    return None if _fits(state, event) else SILENT


def _answer(state: Round, event: events.Answered | events.Unclear) -> Refusal | None:
    player = event.player
    if state.phase is Phase.OVER:
        return _refuse(player, Why.OVER)
    if event.number != state.number:
        return _refuse(player, Why.OLD if event.number < state.number else Why.NOT_OPEN)
    if state.phase is not Phase.OPEN:
        return _refuse(player, Why.LATE if state.phase is Phase.PAUSE else Why.NOT_OPEN)
    if isinstance(event, events.Answered) and (event.option or 0) >= len(state.asked.options):
        return SILENT
    given = state.answers.get(player)
    if given is not None:
        if isinstance(event, events.Answered) and given.interaction == event.interaction:
            # Discord has delivered it again, or it is tried again because nobody knows whether it was heard.
            return (Taken(player, event.number, event.option, event.text),)
        return _refuse(player, Why.SECOND)
    if state.taken(event.at) > state.settings.time:
        return _refuse(player, Why.LATE)
    if player not in state.present:
        return (AskToJoin(player, event.number),)
    return None


def _start(state: Round, event: events.StartAsked) -> Refusal | None:
    if state.phase is not Phase.LOBBY:
        return _refuse(event.player, Why.OVER if state.phase is Phase.OVER else Why.STARTED)
    return _if(state, event.player, event.player != state.host and not event.moderator, Why.NOT_HOST)


def _skip(state: Round, event: events.SkipAsked) -> Refusal | None:
    if state.phase is not Phase.OVER and event.number is not None and event.number < state.number:
        return _refuse(event.player, Why.OLD)
    if state.phase not in (Phase.OPEN, Phase.OVER):
        return _refuse(event.player, Why.NOT_OPEN)
    return _if(state, event.player, *_vote(state, event, state.skips))


def _vote(state: Round, event: events.SkipAsked | events.StopAsked, votes: set[int]) -> tuple[bool, Why]:
    if event.moderator:
        return False, Why.NOT_IN
    if event.player not in state.present:
        return True, Why.NOT_IN
    return event.player in votes, Why.VOTED


def _fits(state: Round, event: events.Event) -> bool:
    match event:
        case events.Ticked(at=at):
            return state.wake is not None and at >= state.wake
        case events.Moved(player=player, position=position):
            return state.phase is Phase.LOBBY and player in state.present and state.present[player] != position
        case events.Drawn(number=number):
            return state.phase is Phase.DRAWING and number == state.number
        case events.Posted(number=0):
            return state.lobby_message is None
        case events.Posted(number=number):
            return state.phase is Phase.POSTING and number == state.number
        case events.MessageGone(message=message):
            if state.phase is Phase.LOBBY:
                return message == state.lobby_message
            return state.phase is Phase.OPEN and message == state.message
        case events.CeilingSet(ceiling=ceiling):
            return ceiling < state.position
        case events.Opened():
            return False
    return True


def _if(state: Round, player: int, refused: bool, why: Why) -> Refusal | None:
    if state.phase is Phase.OVER:
        return _refuse(player, Why.OVER)
    return _refuse(player, why) if refused else None


def _refuse(player: int, why: Why) -> Refusal:
    return (Refuse(player, why),)
