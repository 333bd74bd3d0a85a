"""The engine: what an event makes of a round, and what the host is to do then.

``at`` of events need not rise: interactions arrive out of order. What counts is decided by their own times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from bot.trivia import effects, events
from bot.trivia.clock import Away
from bot.trivia.effects import Effect, Ending
from bot.trivia.rules import refusal
from bot.trivia.scoring import Tally
from bot.trivia.state import GRACE, IDLE, LATENESS, Given, Phase, Round
from facts.position import NOTHING
from facts.questions import TriviaQuestion

_NOT_VOID: Collection[int] = frozenset()


def replay(log: Iterable[events.Event], void: Collection[int] = _NOT_VOID) -> Round:
    """Rebuild a round from its log, which begins with ``Opened``; questions of these numbers count for nobody."""
    rest = iter(log)
    opened = next(rest)
    if not isinstance(opened, events.Opened):
        raise TypeError(f"a log begins with Opened, not with {opened}")
    state = Round(opened)
    for event in rest:
        apply(state, event, void)
    return state


def apply(state: Round, event: events.Event, void: Collection[int] = _NOT_VOID) -> tuple[Effect, ...]:
    """Change ``state`` by an event and return what is to be done, in this order.

    What does not count changes nothing, ``length`` included, and needs no place in the log.
    """
    refused = refusal(state, event)
    if refused is not None:
        return refused
    state.length += 1
    return tuple(_effects(state, event, void))


def current(state: Round) -> tuple[Effect, ...]:
    """Return what makes the channel and the clock what they should be now; to be done any number of times."""
    done: list[Effect] = []
    match state.phase:
        case Phase.LOBBY:
            done.append(effects.ShowLobby())
        case Phase.DRAWING:
            done += (*_outcome(state), effects.Draw(state.number, state.position))
        case Phase.POSTING:
            done += (*_outcome(state), effects.Post(state.number, state.asked))
        case Phase.OPEN:
            done.append(effects.ShowQuestion(state.number))
        case Phase.PAUSE:
            done += _outcome(state)
        case Phase.OVER if state.ending is not None:
            done += (*_outcome(state), *_finish(state, state.ending))
    return (*done, *_wake(state))


def _effects(state: Round, event: events.Event, void: Collection[int]) -> Iterable[Effect]:
    match event:
        case events.Answered():
            return _answered(state, event)
        case events.Unclear(player=player, number=number, candidates=candidates):
            state.stirred = True
            return (effects.AskWhich(player, number, candidates),)
        case events.Ticked(at=at):
            return _ticked(state, at, void)
        case events.Joined():
            return _joined(state, event)
        case events.Moved(player=player, position=position):
            state.present[player] = position
            return ()
        case events.Left():
            return _left(state, event)
        case events.StartAsked():
            return _start(state)
        case events.SkipAsked() | events.StopAsked():
            return _voted(state, event)
        case events.Drawn(question=question):
            return _drawn(state, question)
        case events.Posted():
            return _posted(state, event)
        case events.Resumed():
            return _resumed(state, event)
        case events.MessageGone(at=at):
            return _end(state, Ending.MESSAGE) if state.phase is Phase.LOBBY else _void(state, at, "message")
        case events.CeilingSet():
            return _end(state, Ending.CEILING)
        case events.Lost(what=what):
            return _end(state, Ending(what))
    raise TypeError(event)


def _answered(state: Round, event: events.Answered) -> Iterable[Effect]:
    right = event.right if event.option is None else state.asked.options[event.option] == state.asked.answer
    state.answers[event.player] = Given(event.interaction, right, state.taken(event.at))
    state.answered += 1
    state.stirred = True
    taken = effects.Taken(event.player, event.number, event.option, event.text)
    return (taken, *_settle(state, event.at))


def _joined(state: Round, event: events.Joined) -> Iterable[Effect]:
    state.present[event.player] = event.position if state.phase is Phase.LOBBY else None
    state.tallies.setdefault(event.player, Tally())
    state.answered += event.player in state.answers
    lobby = (effects.ShowLobby(),) if state.phase is Phase.LOBBY else ()
    return (effects.Welcome(event.player), *lobby, *_settle(state, event.at))


def _left(state: Round, event: events.Left) -> Iterable[Effect]:
    del state.present[event.player]
    state.answered -= event.player in state.answers
    state.skips.discard(event.player)
    state.stops.discard(event.player)
    done: list[Effect] = [effects.Farewell(event.player)]
    if not state.present:
        return (*done, *_end(state, Ending.EMPTY))
    if event.player == state.host:
        state.host = next(iter(state.present))
        done.append(effects.NewHost(state.host))
    if state.phase is Phase.LOBBY:
        done.append(effects.ShowLobby())
    # With fewer players, the votes there are may have become a majority.
    if len(state.stops) >= state.needed:
        return (*done, *_end(state, Ending.STOPPED))
    if state.phase is Phase.OPEN and len(state.skips) >= state.needed:
        return (*done, *_void(state, event.at, "skipped"))
    return (*done, *_settle(state, event.at))


def _voted(state: Round, event: events.SkipAsked | events.StopAsked) -> Iterable[Effect]:
    stop = isinstance(event, events.StopAsked)
    votes = state.stops if stop else state.skips
    decides = event.moderator or event.player == state.host
    if not decides:
        votes.add(event.player)
        if len(votes) < state.needed:
            return (effects.Voted(event.player, "stop" if stop else "skip", len(votes), state.needed),)
    return _end(state, Ending.STOPPED) if stop else _void(state, event.at, "skipped")


def _ticked(state: Round, at: int, void: Collection[int]) -> Iterable[Effect]:
    match state.phase:
        case Phase.LOBBY:
            return _start(state)
        case Phase.OPEN:
            return _close(state, at, void)
        case _:
            return _next(state)


def _start(state: Round) -> Iterable[Effect]:
    if state.settings.everyone:
        # Of whom nothing is known has watched nothing.
        state.position = min(state.position, *(position or NOTHING for position in state.present.values()))
    state.fitted = {player: position for player, position in state.present.items() if position is not None}
    state.present = dict.fromkeys(state.present)
    return (effects.ShowLobby(), *_next(state))


def _next(state: Round) -> Iterable[Effect]:
    state.phase, state.deadline, state.cut = Phase.DRAWING, None, None
    state.number += 1
    state.question, state.message = None, None
    state.answers, state.answered, state.stirred = {}, 0, False
    state.skips = set()
    state.away = ()
    return (effects.Draw(state.number, state.position),)


def _drawn(state: Round, question: TriviaQuestion | None) -> Iterable[Effect]:
    if question is None:
        return _end(state, Ending.DRY)
    state.phase, state.question = Phase.POSTING, question
    return (effects.Post(state.number, question),)


def _posted(state: Round, event: events.Posted) -> Iterable[Effect]:
    if event.number == 0:
        state.lobby_message = event.message
        return ()
    state.phase, state.message, state.began = Phase.OPEN, event.message, event.at
    # A message may be found only after a restart: its time has stood still since.
    missed = sum(max(0, gap.until - max(gap.since, event.at)) for gap in state.away)
    state.deadline = event.at + state.settings.time + LATENESS + missed
    return _wake(state)


def _resumed(state: Round, event: events.Resumed) -> Iterable[Effect]:
    since = max(event.since, state.away[-1].until if state.away else event.since)
    if event.at > since:
        missed = event.at - max(since, state.began)
        state.away = (*state.away, Away(since, event.at))
        if state.deadline is not None and missed > 0:
            state.deadline += missed
            state.cut = None if state.cut is None else state.cut + missed
    return current(state)


def _settle(state: Round, at: int) -> Iterable[Effect]:
    if state.phase is not Phase.OPEN:
        return ()
    before = state.wake
    if state.answered < len(state.present):
        state.cut = None
    elif state.cut is None:
        state.cut = at + GRACE
    return () if state.wake == before else _wake(state)


def _close(state: Round, at: int, void: Collection[int]) -> Iterable[Effect]:
    results = []
    if state.number not in void:
        state.scored += 1
        for player, given in sorted(state.answers.items(), key=lambda item: (item[1].ms, item[1].interaction)):
            tally = state.tallies[player]
            results.append(
                tally.score(player, right=given.right, ms=given.ms, allowed=state.settings.time, number=state.scored)
            )
    state.idle = 0 if state.stirred else state.idle + 1
    last = state.idle >= IDLE or state.number >= state.settings.questions
    state.outcome = effects.Reveal(state.number, state.asked, tuple(results), state.standings(), last)
    return _pause(state, at)


def _void(state: Round, at: int, why: Literal["skipped", "message", "ended"]) -> Iterable[Effect]:
    if why == "skipped" or state.stirred:
        state.idle = 0
    state.outcome = effects.Void(state.number, state.asked, why)
    return _pause(state, at)


def _pause(state: Round, at: int) -> Iterable[Effect]:
    shown = _outcome(state)
    if state.idle >= IDLE:
        return (*shown, *_end(state, Ending.IDLE))
    if state.number >= state.settings.questions:
        return (*shown, *_end(state, Ending.PLAYED))
    state.phase, state.began, state.cut = Phase.PAUSE, at, None
    state.deadline = at + state.settings.pause
    return (*shown, *_wake(state))


def _end(state: Round, ending: Ending) -> Iterable[Effect]:
    ended: Iterable[Effect] = ()
    decided = state.outcome is not None and state.outcome.number == state.number
    if state.question is not None and not decided:
        state.outcome = effects.Void(state.number, state.question, "ended")
        ended = _outcome(state)
    state.phase, state.ending, state.deadline, state.cut = Phase.OVER, ending, None, None
    return (*ended, *_finish(state, ending))


def _finish(state: Round, ending: Ending) -> tuple[Effect, ...]:
    standings = state.standings()
    return (
        effects.Award(tuple(standing for standing in standings if standing.answered)),
        effects.Podium(ending, standings, ending not in (Ending.CHANNEL, Ending.GUILD, Ending.PERMISSION)),
        effects.Release(state.opened.channel),
    )


def _outcome(state: Round) -> tuple[Effect, ...]:
    return () if state.outcome is None else (state.outcome,)


def _wake(state: Round) -> tuple[Effect, ...]:
    return () if state.wake is None else (effects.Wake(state.wake),)
