"""What holds for rounds whatever happens in them, in whatever order."""

from __future__ import annotations

import copy
import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.trivia import effects, events
from bot.trivia.clock import milliseconds
from bot.trivia.effects import Effect
from bot.trivia.round import apply, current, replay
from bot.trivia.scoring import bonus, points
from bot.trivia.serial import from_json, to_json
from bot.trivia.state import LATENESS, Phase, Round
from facts.position import NOTHING, Position
from tests.support.rounds import HOST, Played, question, snowflake

PLAYERS = st.integers(1, 6)
POSITIONS = st.sampled_from([NOTHING, Position(1), Position(2, 4), Position(3)])
TIME = 20_000


class Rounds(RuleBasedStateMachine):
    """Anything at all happens to a round, and a plain account is kept beside it."""

    @initialize(count=st.integers(1, 5), everyone=st.booleans(), position=POSITIONS)
    def open(self, count: int, everyone: bool, position: Position) -> None:
        """Open a lobby."""
        self.played = Played(events.Settings(questions=count, everyone=everyone), position)
        self.prefixes: list[Round] = [copy.deepcopy(self.played.state)]
        self.taken: dict[tuple[int, int], events.Answered] = {}
        self.posted: dict[int, int] = {}
        self.gaps: list[tuple[int, int]] = []
        self.keyed: dict[int, str] = {}

    @property
    def state(self) -> Round:
        """The round as it is."""
        return self.played.state

    def do(self, event: events.Event) -> tuple[Effect, ...]:
        """Hand an event in, and keep the state each counted one leads to."""
        over = self.state.phase is Phase.OVER
        wanted = self.played.do(event)
        if self.state.length > len(self.prefixes):
            assert not over
            self.prefixes.append(copy.deepcopy(self.state))
        return wanted

    @rule(ms=st.integers(0, 30_000))
    def time_passes(self, ms: int) -> None:
        """The clock goes on."""
        self.played.now += ms

    @rule(player=PLAYERS, position=st.none() | POSITIONS)
    def join(self, player: int, position: Position | None) -> None:
        """Somebody joins."""
        self.do(events.Joined(self.played.now, player, position))

    @rule(player=PLAYERS, position=POSITIONS)
    def move(self, player: int, position: Position) -> None:
        """Somebody watches on, or goes back."""
        self.do(events.Moved(self.played.now, player, position))

    @rule(player=PLAYERS)
    def leave(self, player: int) -> None:
        """Somebody leaves."""
        self.do(events.Left(self.played.now, player))

    @rule(player=PLAYERS, moderator=st.sampled_from([False, False, False, True]))
    def start(self, player: int, moderator: bool) -> None:
        """Somebody presses Start now."""
        self.do(events.StartAsked(self.played.now, player, moderator))

    @rule(player=PLAYERS, moderator=st.sampled_from([False, False, False, True]))
    def skip(self, player: int, moderator: bool) -> None:
        """Somebody asks to skip."""
        self.do(events.SkipAsked(self.played.now, player, moderator))

    @rule(player=PLAYERS)
    def stop(self, player: int) -> None:
        """Somebody asks to stop; the host's word would end most rounds too soon."""
        if player != self.state.host:
            self.do(events.StopAsked(self.played.now, player))

    @rule(right=st.integers(0, 3), delay=st.integers(0, 3_000), dry=st.sampled_from([False] * 9 + [True]))
    def ask(self, right: int, delay: int, dry: bool) -> None:
        """The next question is drawn and posted."""
        number = self.state.number
        asked = question(number, right)
        if self.state.phase is Phase.DRAWING:
            self.keyed[number] = asked.answer
        self.do(events.Drawn(self.played.now, number, None if dry and number > 1 else asked))
        self.played.now += delay
        message = self.played.id()
        if self.state.phase is Phase.POSTING:
            self.posted[number] = milliseconds(message)
        self.do(events.Posted(number, message))

    @rule(player=PLAYERS, back=st.integers(0, 4_000), option=st.integers(0, 3), number=st.integers(-1, 1))
    def answer(self, player: int, back: int, option: int, number: int) -> None:
        """Somebody presses an option, which arrives only later."""
        number = self.state.number - (number < 0 and self.state.number > 0)
        event = events.Answered(player, number, self.played.id(self.played.now - back), option=option)
        length = self.state.length
        self.do(event)
        if self.state.length > length:
            assert (number, player) not in self.taken
            assert player in self.prefixes[-2].present
            assert self.spent(number, event.at) <= TIME
            self.taken[number, player] = event

    @rule(data=st.data())
    @precondition(lambda self: self.taken)
    def deliver_again(self, data: st.DataObject) -> None:
        """Discord delivers an interaction a second time."""
        event = data.draw(st.sampled_from(list(self.taken.values())))
        length = self.state.length
        self.do(event)
        assert self.state.length == length

    @rule(early=st.booleans())
    def tick(self, early: bool) -> None:
        """The host's clock rings, or rings too early."""
        if self.state.wake is None:
            return
        if early:
            assert self.do(events.Ticked(self.state.wake - 1)) == ()
        else:
            self.played.now = max(self.played.now, self.state.wake)
            self.do(events.Ticked(self.played.now))

    @rule(ms=st.integers(1, 90_000), before=st.integers(0, 2_000))
    def crash(self, ms: int, before: int) -> None:
        """The process dies, and a new one reads the log."""
        self.played.state = self.played.again()
        since = max(self.played.now - before, self.gaps[-1][1] if self.gaps else 0)
        self.played.now += ms
        self.do(events.Resumed(self.played.now, since))
        self.gaps.append((since, self.played.now))

    @rule(player=PLAYERS)
    def unclear(self, player: int) -> None:
        """Somebody types a name that several have."""
        self.do(events.Unclear(player, self.state.number, self.played.id(), ("a", "b")))

    @rule(what=st.sampled_from(["message", "ceiling", "elsewhere", "higher"]))
    def misfortune(self, what: str) -> None:
        """Something is deleted, or a ceiling changes."""
        match what:
            case "message":
                self.do(events.MessageGone(self.played.now, self.state.message or 5))
            case "elsewhere":
                self.do(events.MessageGone(self.played.now, 6))
            case "ceiling" if self.state.number > 3:
                self.do(events.CeilingSet(self.played.now, NOTHING))
            case _:
                self.do(events.CeilingSet(self.played.now, Position(3)))

    def spent(self, number: int, at: int) -> int:
        """How long an answer took, counted another way: the time between, less each gap's part in it."""
        start = self.posted[number]
        total = at - start
        for since, until in self.gaps:
            total -= len(range(max(since, start), min(until, at)))
        return max(0, total)

    @invariant()
    def scores_are_what_the_answers_came_to(self) -> None:
        """Standings are the sum of the results revealed, and those follow from the answers taken."""
        sums: Counter[int] = Counter()
        streaks: Counter[int] = Counter()
        for reveal in dict.fromkeys(self.played.all(effects.Reveal)):
            given = {player: event for (number, player), event in self.taken.items() if number == reveal.number}
            assert {result.player for result in reveal.results} == set(given)
            assert [result.ms for result in reveal.results] == sorted(result.ms for result in reveal.results)
            for result in reveal.results:
                event = given[result.player]
                assert result.right == (reveal.question.options[event.option or 0] == self.keyed[reveal.number])
                assert result.ms == self.spent(reveal.number, event.at)
                if result.right:
                    sums[result.player] += points(result.ms, TIME) + bonus(streaks[result.player] + 1)
            right = {result.player for result in reveal.results if result.right}
            streaks = Counter({player: streaks[player] + 1 for player in right})
        for standing in self.state.standings():
            assert standing.points == sums[standing.player]
        assert sum(sums.values()) == sum(standing.points for standing in self.state.standings())

    @invariant()
    def log_is_the_round(self) -> None:
        """The log, and also the log with all that was refused, lead to this very state."""
        assert len(self.played.log) == self.state.length == len(self.prefixes)
        assert self.played.again() == self.state == replay(self.played.tried)

    @invariant()
    def effects_are_sound(self) -> None:
        """One outcome a question, one end, no position but where a question is drawn."""
        outcomes = {effect for effect in self.played.done if isinstance(effect, effects.Reveal | effects.Void)}
        assert len({outcome.number for outcome in outcomes}) == len(outcomes)
        assert len(self.played.all(effects.Release)) == (self.state.phase is Phase.OVER)
        for effect in self.played.done:
            if not isinstance(effect, effects.Draw):
                assert not any(isinstance(value, Position) for value in _values(_without_question(effect)))

    @invariant()
    def host_plays(self) -> None:
        """While there are players, the host is one, and those counted as answered have."""
        if self.state.phase is not Phase.OVER:
            assert self.state.host in self.state.present
            assert self.state.answered == len(self.state.answers.keys() & self.state.present.keys())
            assert (self.state.wake is None) == (self.state.phase in (Phase.DRAWING, Phase.POSTING))

    def teardown(self) -> None:
        """Every round ends, every prefix of its log leads where it led, and nothing counts after the end."""
        if not hasattr(self, "played"):
            return
        state = replay(self.played.log[:1])
        for event, then in zip([None, *self.played.log[1:]], self.prefixes, strict=True):
            if event is not None:
                apply(state, event)
            assert state == then
        self.played.finish()
        ended = copy.deepcopy(self.state)
        for event in tuple(self.played.tried):
            self.played.do(event)
        assert self.state == ended
        assert current(self.state)[-1] == effects.Release(8)


def _without_question(effect: Effect) -> Any:
    if isinstance(effect, effects.Post | effects.Reveal | effects.Void):
        return dataclasses.replace(effect, question=question())
    return effect


def _values(value: Any) -> Iterator[Any]:
    yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from (_values(getattr(value, field.name)) if field.name != "question" else ())
    elif isinstance(value, tuple):
        for item in value:
            yield from _values(item)


TestRounds = Rounds.TestCase
TestRounds.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

PRESSES = st.lists(
    st.tuples(st.integers(0, TIME), st.integers(0, 3)),
    min_size=2,
    max_size=6,
    unique_by=lambda press: press[0],
)


@given(PRESSES, st.randoms(use_true_random=False))
def test_round_scores_by_when_was_pressed_in_whatever_order_it_arrives(
    presses: list[tuple[int, int]], chance: Any
) -> None:
    revealed = []
    for shuffled in (False, True):
        played = Played()
        players = range(2, 2 + len(presses))
        played.join(*players)
        played.up_to_question()
        arrivals = list(zip(players, presses, strict=True))
        if shuffled:
            chance.shuffle(arrivals)
        for player, (after, option) in arrivals:
            played.do(events.Answered(player, 1, snowflake(played.state.began + after, player), option=option))
        played.tick()
        revealed += played.all(effects.Reveal)
    assert revealed[0] == revealed[1]
    assert [r.ms for r in revealed[0].results] == sorted(after for after, _ in presses)


@given(PRESSES, st.integers(0, TIME + LATENESS - 1), st.integers(1, 10**8))
def test_round_comes_to_the_same_however_long_the_bot_was_away(
    presses: list[tuple[int, int]], when: int, gone: int
) -> None:
    standings = []
    for away in (0, gone):
        played = Played()
        players = range(2, 2 + len(presses))
        played.join(*players)
        played.up_to_question()
        began = played.state.began
        closes = played.state.wake
        resumed = False
        for player, (after, option) in sorted(zip(players, presses, strict=True), key=lambda item: item[1]):
            if after >= when and not resumed:
                played.do(events.Resumed(began + when + away, began + when))
                resumed = True
            at = began + after + (away if resumed else 0)
            played.do(events.Answered(player, 1, snowflake(at, player), option=option))
        if not resumed:
            played.do(events.Resumed(began + when + away, began + when))
        assert played.state.wake == (closes or 0) + away
        played.tick()
        standings.append(played.state.standings())
    assert standings[0] == standings[1]


@given(st.lists(st.sampled_from([Position(1), Position(2, 4), Position(3)]), min_size=1, max_size=5))
def test_everyone_round_shows_nothing_of_who_is_how_far(positions: list[Position]) -> None:
    shown = []
    for theirs in (positions, [min(positions)] * len(positions)):
        played = Played(events.Settings(everyone=True, questions=2))
        for player, position in enumerate(theirs, start=2):
            played.do(events.Joined(played.now, player, position))
        played.up_to_question()
        played.answer(2)
        played.finish()
        shown.append(played.done)
    assert shown[0] == shown[1]


@given(st.binary(max_size=40) | st.text(max_size=40))
def test_serial_reads_nothing_that_it_has_not_written(text: bytes | str) -> None:
    try:
        event = from_json(text)
    except ValueError:
        return
    assert to_json(event)


def test_round_with_a_thousand_players_takes_answers_as_cheaply_as_one_with_ten() -> None:
    touched = []
    for players in (10, 1_000):
        played = Played()
        for player in range(2, players + 2):
            apply(played.state, events.Joined(played.now, player))
        apply(played.state, events.StartAsked(played.now, HOST))
        played.ask()
        before = played.state.present, played.state.tallies, played.state.answers
        apply(played.state, events.Answered(3, 1, played.id(), option=0))
        after = played.state.present, played.state.tallies, played.state.answers
        touched.append(all(one is other for one, other in zip(before, after, strict=True)))
    assert touched == [True, True]
