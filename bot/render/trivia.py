"""Cards of trivia rounds: lobby, question, answer, podium, and what players are told privately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot import custom_id
from bot.render.card import FIELD, TEXT, Button, Card, Colour, Field
from bot.render.question import known_from, option_lines, option_rows
from bot.render.text import clip, join_lines
from bot.trivia import effects
from bot.trivia.effects import Ending, Why
from bot.trivia.events import Settings
from bot.trivia.scoring import Result, Standing
from bot.trivia.state import Phase, Round
from facts.position import NOTHING, Position
from facts.questions import TriviaQuestion
from facts.store import LoadedShow

SHOWN_RESULTS: Final = 10
SHOWN_STANDINGS: Final = 5
SHOWN_PODIUM: Final = 10

_MEDALS: Final = {1: "🥇", 2: "🥈", 3: "🥉"}

_ENDINGS: Final[dict[Ending, str]] = {
    Ending.PLAYED: "All questions have been played.",
    Ending.STOPPED: "The round was stopped.",
    Ending.EMPTY: "Everybody has left.",
    Ending.IDLE: "Nobody answered two questions in a row, so the round ends here.",
    Ending.DRY: "There are no more questions to ask.",
    Ending.CEILING: "This channel's ceiling was lowered below the round.",
    Ending.MESSAGE: "The lobby's message was deleted.",
    Ending.CHANNEL: "The channel could not be used any more.",
    Ending.GUILD: "The server could not be used any more.",
    Ending.PERMISSION: "I may not post here any more.",
}
_REFUSALS: Final[dict[Why, str]] = {
    Why.ALREADY_IN: "You are in already.",
    Why.NOT_IN: "You are not in this round.",
    Why.SECOND: "You have answered already, and the first answer counts.",
    Why.LATE: "That came too late: the time was up.",
    Why.OLD: "That was for an earlier question.",
    Why.NOT_OPEN: "There is no question open just now.",
    Why.STARTED: "The round has started already.",
    Why.NOT_HOST: "Only the host or a moderator may do that.",
    Why.VOTED: "Your vote is counted already.",
    Why.OVER: "This round is over.",
}


def lobby_card(show: LoadedShow, round_id: int, state: Round) -> Card:
    """The lobby: what will be asked, who plays, when it starts."""
    settings = state.settings
    waiting = state.phase is Phase.LOBBY
    covers = covers_words(show.seasons.within(state.opened.position), settings)
    starts = f"Starts <t:{(state.deadline or 0) // 1000}:R>." if waiting else "The round has started."
    many = "1 question" if settings.questions == 1 else f"{settings.questions} questions"
    how = "type the answers" if settings.typed else "press a button to answer"
    players = [_mention(player) + (" (host)" if player == state.host else "") for player in state.present]
    rows: tuple[tuple[Button, ...], ...] = ()
    if waiting:
        rows = (
            (
                Button("Join", custom_id.pack("join", str(round_id)), "success"),
                Button("Leave", custom_id.pack("leave", str(round_id))),
                Button("Start now", custom_id.pack("start", str(round_id)), "primary"),
            ),
        )
    return Card(
        title=f"Trivia: {show.title}",
        text=f"{many}, {settings.time // 1000} seconds each; {how}.\n{covers}\n{starts}",
        fields=(Field("Players", clip(", ".join(players), FIELD) or "nobody"),),
        colour=Colour.TRIVIA,
    ).with_rows(*rows)


def covers_words(position: Position, settings: Settings) -> str:
    """How far the questions go, as everybody may read it: nobody's own progress shows in it."""
    if settings.everyone:
        return "The questions fit everyone who joins before the start."
    if not settings.named:
        return "The questions go no further than this channel's ceiling, nor than its host has watched."
    if position == NOTHING:
        return "The questions ask only what is safe before the first episode."
    return f"The questions go through {'season ' + str(position.season) if position.whole else position}."


def question_card(round_id: int, number: int, state: Round, question: TriviaQuestion, closes: int) -> Card:
    """A question that is up."""
    return (
        _question(number, state, question)
        .with_rows(*_answer_rows(round_id, number, state, question))
        .ending(f"Time is up <t:{closes // 1000}:R>.")
    )


def outcome_card(round_id: int, state: Round, outcome: effects.Reveal | effects.Void, *, heard: bool) -> Card:
    """What became of a question; nothing of the question itself where its channel may no longer hear it."""
    if isinstance(outcome, effects.Void):
        return _void(state, outcome, heard=heard)
    if heard:
        return _revealed(round_id, state, outcome)
    return Card(
        title=f"Question {outcome.number} of {state.settings.questions}",
        text="This channel may no longer speak of it.",
        colour=Colour.TRIVIA,
    )


def _revealed(round_id: int, state: Round, reveal: effects.Reveal) -> Card:
    """The same question with its answer, who had it, and where everybody stands."""
    question = reveal.question
    fields = [
        Field("Answer", question.answer),
        Field("Right", _results(reveal.results)),
    ]
    if question.explain:
        fields.append(Field("Why", clip(question.explain, FIELD)))
    if reveal.standings and not reveal.last:
        fields.append(Field("Standings", standings_words(reveal.standings, SHOWN_STANDINGS)))
    report = Button("Report", custom_id.pack("report", str(round_id), str(reveal.number)))
    return Card(
        title=f"Question {reveal.number} of {state.settings.questions}",
        text=question.ask,
        fields=tuple(fields),
        footer=" · ".join(part for part in (known_from(question), ", ".join(question.publishers)) if part),
        colour=Colour.TRIVIA,
    ).with_rows((report,))


def _void(state: Round, void: effects.Void, *, heard: bool) -> Card:
    """A question that counts for nobody."""
    ask = f"{void.question.ask}\n\n" if heard else ""
    words = {"skipped": "Skipped.", "message": "The question was deleted.", "ended": "The round has ended."}[void.why]
    return Card(
        title=f"Question {void.number} of {state.settings.questions}",
        text=f"{ask}{words} It counts for nobody.",
        colour=Colour.TRIVIA,
    )


def podium_card(show: LoadedShow, round_id: int, podium: effects.Podium) -> Card:
    """How it ended, and who won."""
    scored = [standing for standing in podium.standings if standing.answered]
    rows = ((Button("Play again", custom_id.pack("again", str(round_id)), "primary"),),) if podium.again else ()
    return Card(
        title=f"Trivia: {show.title}",
        text=_ENDINGS[podium.ending],
        fields=(Field("Podium", standings_words(scored, SHOWN_PODIUM)),) if scored else (),
        colour=Colour.TRIVIA,
    ).with_rows(*rows)


def standings_words(standings: Sequence[Standing], shown: int) -> str:
    """The first of a list of standings, a line each."""
    return join_lines((_standing(standing) for standing in standings[:shown]), FIELD)


def private_card(effect: effects.Effect, round_id: int, question: TriviaQuestion | None) -> Card:
    """What somebody is told about what they did."""
    match effect:
        case effects.Taken(option=option, text=text):
            given = question.options[option] if question is not None and option is not None else text or ""
            return _told("Your answer is in", f"**{clip(given, 200)}**")
        case effects.AskWhich(candidates=candidates):
            names = " or ".join((", ".join(candidates[:-1]), candidates[-1])) if len(candidates) > 1 else candidates[0]
            return _told("Which one do you mean?", f"{clip(names, 500)}? Press *Answer* again; this used up nothing.")
        case effects.Refuse(why=why):
            return _told("That does not count", _REFUSALS[why])
        case effects.Welcome():
            return _told("You are in", "Good luck!").with_rows(
                (Button("Leave", custom_id.pack("leave", str(round_id))),)
            )
        case effects.Farewell():
            return _told("You are out", "What you have scored stays yours.")
        case effects.Voted(what=what, votes=votes, needed=needed):
            return _told("Your vote is counted", f"{votes} of {needed} votes to {what}.")
        case _:
            return seen_card()


def opened_card() -> Card:
    """The lobby has been opened."""
    return _told("The lobby is open", "The round starts by itself, or when you press *Start now*.")


def seen_card() -> Card:
    """What somebody did shows in the channel."""
    return _told("Done", "You see it in the channel.")


def behind_card(round_id: int, settings: Settings, answer: str | None = None) -> Card:
    """Tell somebody that the round may go further than they have watched, and let them choose."""
    join = custom_id.pack("joinanyway", str(round_id)) if answer is None else answer
    title = "This channel may speak of more than you have watched"
    if settings.named:
        title = "This round goes further than you have watched"
    return _told(
        title, "The questions may tell you what you have not seen. You can sit it out, or join anyway."
    ).with_rows((Button("Join anyway", join, "danger"), Button("Sit it out", custom_id.pack("dismiss"))))


def _question(number: int, state: Round, question: TriviaQuestion) -> Card:
    options = "" if state.settings.typed else f"\n\n{option_lines(question.options)}"
    return Card(
        title=f"Question {number} of {state.settings.questions}",
        text=clip(question.ask + options, TEXT - 100),
        colour=Colour.TRIVIA,
    )


def _answer_rows(round_id: int, number: int, state: Round, question: TriviaQuestion) -> Iterable[tuple[Button, ...]]:
    if state.settings.typed:
        return ((Button("Answer", custom_id.pack("form", str(round_id), str(number)), "primary"),),)

    def choice(place: int) -> str:
        # The place of an option is all that a button tells, the same for the right one as for the others.
        return custom_id.pack("answer", str(round_id), str(number), str(place))

    return option_rows(question.options, choice)


def _results(results: Sequence[Result]) -> str:
    right = [result for result in results if result.right]
    if not right:
        return "Nobody had it." if results else "Nobody answered."
    lines = [
        f"{_mention(result.player)} +{result.points} ({result.ms / 1000:.1f} s)"
        + (f" · {result.streak} in a row" if result.streak > 1 else "")
        for result in right[:SHOWN_RESULTS]
    ]
    if len(right) > SHOWN_RESULTS:
        lines.append(f"… and {len(right) - SHOWN_RESULTS} more")
    return join_lines(lines, FIELD)


def _standing(standing: Standing) -> str:
    place = (_MEDALS.get(standing.rank) if standing.points else None) or f"{standing.rank}."
    score = f"**{standing.points}** points, {standing.right} of {standing.answered} right"
    return f"{place} {_mention(standing.player)} {score}"


def _mention(player: int) -> str:
    return f"<@{player}>" if player > 0 else "somebody who has left"


def _told(title: str, text: str) -> Card:
    return Card(title=title, text=text, colour=Colour.TRIVIA)
