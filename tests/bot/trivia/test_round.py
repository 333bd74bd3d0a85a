"""What a round does, event by event."""

from __future__ import annotations

import pytest

from bot.trivia import effects, events
from bot.trivia.effects import Ending, Why
from bot.trivia.round import apply, current, replay
from bot.trivia.rules import refusal
from bot.trivia.serial import from_json, to_json
from bot.trivia.state import GRACE, LATENESS, Phase
from facts.position import NOTHING, Position
from tests.support.rounds import HOST, Played, one, question, refused, snowflake


def opened(*players: int, **settings: int | bool) -> Played:
    """A round whose first question is open."""
    played = Played(events.Settings(**settings))  # type: ignore[arg-type]
    played.join(*players)
    played.do(events.StartAsked(played.now, HOST))
    played.ask()
    return played


def test_lobby_starts_by_itself_when_its_time_is_up() -> None:
    played = Played()
    assert current(played.state) == (effects.ShowLobby(), effects.Wake(played.now + played.settings.lobby))
    assert played.tick() == (effects.ShowLobby(), effects.Draw(1, Position(3)))


def test_opening_of_before_ceilings_were_kept_is_read_and_goes_by_the_ceiling_of_now() -> None:
    written = to_json(Played().log[0])
    assert "ceiling" not in written
    state = replay([from_json(written)])
    assert state.reach(Position(4)) == Position(4)
    kept = events.Opened(1, 7, 8, HOST, "show", Position(2), events.Settings(), Position(3, 10))
    assert from_json(to_json(kept)) == kept
    assert replay([kept]).reach(Position(4)) == Position(3, 10)


def test_lobby_starts_at_once_for_its_host_and_moderators_only() -> None:
    played = Played()
    played.join(2)
    assert played.do(events.StartAsked(played.now, 2)) == refused(Why.NOT_HOST, 2)
    assert effects.Draw(1, Position(3)) in played.do(events.StartAsked(played.now, 9, moderator=True))
    assert played.do(events.StartAsked(played.now, HOST)) == refused(Why.STARTED, HOST)


def test_joining_twice_and_leaving_twice_are_refused() -> None:
    played = Played()
    assert played.do(events.Joined(played.now, 2)) == (effects.Welcome(2), effects.ShowLobby())
    assert played.do(events.Joined(played.now, 2)) == refused(Why.ALREADY_IN, 2)
    assert played.do(events.Left(played.now, 2)) == (effects.Farewell(2), effects.ShowLobby())
    assert played.do(events.Left(played.now, 2)) == refused(Why.NOT_IN, 2)


def test_question_is_drawn_before_it_is_posted_and_open_from_then_on() -> None:
    played = Played()
    played.tick()
    assert played.answer(HOST) == refused(Why.NOT_OPEN, HOST)
    assert played.do(events.Drawn(played.now, 1, question())) == (effects.Post(1, question()),)
    assert played.answer(HOST) == refused(Why.NOT_OPEN, HOST)
    played.now += 700
    closes = played.now + played.settings.time
    assert played.do(events.Posted(1, played.id())) == (effects.Wake(closes + LATENESS),)
    assert played.state.closes == closes
    assert played.do(events.Posted(1, played.id())) == ()


def test_answer_is_taken_once_and_again_for_the_same_press() -> None:
    played = opened(2)
    press = events.Answered(2, 1, played.id(played.now + 50), option=3)
    assert played.do(press) == (effects.Taken(2, 1, 3, None),)
    assert played.do(press) == (effects.Taken(2, 1, 3, None),)
    assert played.answer(2, 60) == refused(Why.SECOND, 2)
    assert played.answer(2, 40) == refused(Why.SECOND, 2)


@pytest.mark.parametrize(("after", "counts"), [(0, True), (20_000, True), (20_001, False)])
def test_answer_counts_by_when_it_was_pressed_until_the_lateness_is_over(after: int, counts: bool) -> None:
    played = opened(2)
    played.now += played.settings.time + LATENESS - 1
    assert played.do(events.Ticked(played.now)) == ()
    wanted = played.answer(2, after)
    assert (wanted != refused(Why.LATE, 2)) is counts


def test_answer_after_the_close_is_late_and_to_an_older_question_old() -> None:
    played = opened(2)
    played.answer(HOST)
    played.tick()
    assert played.answer(2, 10) == refused(Why.LATE, 2)
    played.tick()
    played.ask()
    assert played.do(events.Answered(2, 1, played.id(), option=0)) == refused(Why.OLD, 2)


def test_answer_of_somebody_who_does_not_play_asks_them_to_join() -> None:
    played = opened(2)
    press = events.Answered(5, 1, played.id(played.now + 50), option=0)
    assert played.do(press) == (effects.AskToJoin(5, 1),)
    played.join(5)
    assert effects.Taken(5, 1, 0, None) in played.do(press)


def test_unclear_answer_uses_up_nothing() -> None:
    played = opened(2, typed=True)
    unclear = events.Unclear(2, 1, played.id(), ("Ann Lee", "Bob Lee"))
    assert played.do(unclear) == (effects.AskWhich(2, 1, ("Ann Lee", "Bob Lee")),)
    typed = events.Answered(2, 1, played.id(), text="Ann Lee", right=True)
    assert played.do(typed) == (effects.Taken(2, 1, None, "Ann Lee"),)
    assert played.do(unclear) == refused(Why.SECOND, 2)


def test_typed_form_need_not_open_for_who_may_not_answer() -> None:
    played = opened(2, typed=True)
    assert refusal(played.state, events.Answered(2, 1, played.id())) is None
    assert refusal(played.state, events.Answered(5, 1, played.id())) == (effects.AskToJoin(5, 1),)


def test_question_closes_early_when_all_have_answered() -> None:
    played = opened(2)
    played.answer(2, 500)
    assert effects.Wake(played.state.began + 900 + GRACE) in played.answer(HOST, 900)


def test_question_stays_open_when_somebody_joins_after_all_have_answered() -> None:
    played = opened()
    full = played.state.wake
    played.answer(HOST, 900)
    wanted = played.do(events.Joined(played.now, 5))
    assert wanted == (effects.Welcome(5), effects.Wake(full or 0))
    assert played.do(events.Left(played.now + 30, 5)) == (
        effects.Farewell(5),
        effects.Wake(played.now + 30 + GRACE),
    )


def test_somebody_who_leaves_and_returns_has_still_answered() -> None:
    played = opened(2)
    played.answer(2)
    played.do(events.Left(played.now, 2))
    played.join(2)
    assert played.answer(2) == refused(Why.SECOND, 2)
    assert effects.Wake(played.state.began + 900 + GRACE) in played.answer(HOST, 900)


def test_reveal_tells_results_in_order_of_pressing_and_points() -> None:
    played = opened(2, 3)
    played.answer(3, 10_000)
    played.answer(2, 0)
    played.answer(HOST, 5_000, option=1)
    reveal = one(played.tick(), effects.Reveal)
    assert [(r.player, r.right, r.ms, r.points) for r in reveal.results] == [
        (2, True, 0, 100),
        (HOST, False, 5_000, 0),
        (3, True, 10_000, 75),
    ]
    assert [(s.rank, s.player, s.points) for s in reveal.standings] == [(1, 2, 100), (2, 3, 75), (3, HOST, 0)]
    assert not reveal.last


def test_streak_gives_a_bonus_until_it_breaks() -> None:
    played = Played(events.Settings(questions=5))
    gained = []
    for option in (0, 0, 0, 1, 0):
        played.up_to_question()
        played.answer(HOST, 0, option)
        gained.append(one(played.tick(), effects.Reveal).results[0].points)
    assert gained == [100, 105, 110, 0, 100]


def test_question_not_answered_breaks_a_streak() -> None:
    played = Played()
    played.join(2)
    for _ in range(3):
        played.up_to_question()
        played.answer(HOST, 0)
        if played.state.number != 2:
            played.answer(2, 0)
        reveal = one(played.tick(), effects.Reveal)
    assert {r.player: r.streak for r in reveal.results} == {HOST: 3, 2: 1}


def test_round_is_played_to_the_end_and_awarded() -> None:
    played = Played(events.Settings(questions=2))
    played.join(2)
    for _ in range(2):
        played.up_to_question()
        played.answer(2, 0)
        wanted = played.tick()
    award, podium = one(wanted, effects.Award), one(wanted, effects.Podium)
    assert one(wanted, effects.Reveal).last
    assert [(s.player, s.points, s.best_streak) for s in award.standings] == [(2, 205, 2)]
    assert (podium.ending, podium.again) == (Ending.PLAYED, True)
    assert [s.player for s in podium.standings] == [2, HOST]
    assert wanted[-1] == effects.Release(8)
    assert current(played.state) == wanted


def test_nobody_answering_for_two_questions_ends_the_round() -> None:
    played = opened()
    one(played.tick(), effects.Reveal)
    played.up_to_question()
    assert one(played.tick(), effects.Podium).ending is Ending.IDLE


def test_an_answer_or_an_unclear_one_keeps_the_round_going() -> None:
    played = opened()
    played.tick()
    played.up_to_question()
    played.do(events.Unclear(HOST, 2, played.id(), ("a", "b")))
    played.tick()
    played.up_to_question()
    played.tick()
    assert played.state.phase is Phase.PAUSE


def test_host_who_leaves_hands_over_to_who_has_played_longest() -> None:
    played = Played()
    played.join(2, 3)
    played.do(events.Left(played.now, 2))
    played.join(2)
    assert effects.NewHost(3) in played.do(events.Left(played.now, HOST))
    assert played.do(events.StartAsked(played.now, 3)) != refused(Why.NOT_HOST, 3)


def test_last_player_leaving_ends_the_round() -> None:
    played = opened()
    played.answer(HOST)
    wanted = played.do(events.Left(played.now, HOST))
    assert one(wanted, effects.Void).why == "ended"
    assert one(wanted, effects.Podium).ending is Ending.EMPTY


def test_skip_by_host_voids_the_question_for_all() -> None:
    played = opened(2)
    played.answer(2)
    assert one(played.do(events.SkipAsked(played.now, HOST)), effects.Void).why == "skipped"
    assert played.state.standings()[0].points == 0
    assert played.do(events.SkipAsked(played.now, HOST)) == refused(Why.NOT_OPEN, HOST)
    played.up_to_question()
    assert played.do(events.SkipAsked(played.now, HOST, number=1)) == refused(Why.OLD, HOST)


@pytest.mark.parametrize("what", ["skip", "stop"])
def test_majority_of_players_skips_and_stops(what: str) -> None:
    kind = events.SkipAsked if what == "skip" else events.StopAsked
    played = opened(2, 3, 4)
    assert played.do(kind(played.now, 9)) == refused(Why.NOT_IN, 9)
    assert one(played.do(kind(played.now, 2)), effects.Voted).needed == 3
    assert played.do(kind(played.now, 2)) == refused(Why.VOTED, 2)
    assert one(played.do(kind(played.now, 3)), effects.Voted).votes == 2
    played.do(kind(played.now, 4))
    assert played.state.phase is (Phase.PAUSE if what == "skip" else Phase.OVER)


@pytest.mark.parametrize("what", ["skip", "stop"])
def test_somebody_who_leaves_takes_their_vote_and_can_make_a_majority(what: str) -> None:
    kind = events.SkipAsked if what == "skip" else events.StopAsked
    played = opened(2, 3, 4)
    played.do(kind(played.now, 2))
    played.do(events.Left(played.now, 2))
    played.do(kind(played.now, 3))
    assert played.state.phase is Phase.OPEN
    played.join(2)
    played.do(kind(played.now, 2))
    assert played.state.phase is Phase.OPEN
    played.do(events.Left(played.now, 4))
    assert played.state.phase is (Phase.PAUSE if what == "skip" else Phase.OVER)


def test_votes_to_skip_are_for_one_question_only() -> None:
    played = opened(2, 3)
    played.do(events.SkipAsked(played.now, 2))
    played.answer(HOST)
    played.tick()
    played.up_to_question()
    played.do(events.SkipAsked(played.now, 3))
    assert played.state.phase is Phase.OPEN


def test_moderator_who_does_not_play_may_skip_and_stop() -> None:
    played = opened(2)
    played.do(events.SkipAsked(played.now, 9, moderator=True))
    assert played.state.phase is Phase.PAUSE
    played.do(events.StopAsked(played.now, 9, moderator=True))
    assert played.state.ending is Ending.STOPPED


def test_everyone_round_goes_down_to_the_furthest_behind_of_the_lobby() -> None:
    played = Played(events.Settings(everyone=True))
    played.do(events.Joined(played.now, 2, Position(1)))
    played.do(events.Joined(played.now, 3, Position(0, 0)))
    played.do(events.Left(played.now, 3))
    assert one(played.tick(), effects.Draw).position == Position(1)
    played.do(events.Joined(played.now, 4, NOTHING))
    assert played.state.position == Position(1)


def test_everyone_round_takes_an_unknown_position_for_nothing_watched() -> None:
    played = Played(events.Settings(everyone=True))
    played.join(2)
    assert one(played.tick(), effects.Draw).position == NOTHING


def test_other_rounds_keep_their_position() -> None:
    played = Played()
    played.do(events.Joined(played.now, 2, NOTHING))
    assert one(played.tick(), effects.Draw).position == Position(3)


@pytest.mark.parametrize(("ceiling", "ends"), [(Position(2, 9), True), (Position(3), False), (Position(4), False)])
def test_ceiling_below_the_round_ends_it(ceiling: Position, ends: bool) -> None:
    played = opened()
    wanted = played.do(events.CeilingSet(played.now, ceiling))
    assert (played.state.phase is Phase.OVER) is ends
    if ends:
        assert one(wanted, effects.Podium).ending is Ending.CEILING


def test_deleted_question_counts_for_nobody_and_the_round_goes_on() -> None:
    played = opened()
    played.answer(HOST)
    assert played.do(events.MessageGone(played.now, 12345)) == ()
    assert played.state.message is not None
    assert one(played.do(events.MessageGone(played.now, played.state.message)), effects.Void).why == "message"
    assert played.state.phase is Phase.PAUSE


def test_deleted_lobby_ends_the_round() -> None:
    played = Played()
    lobby = played.id()
    played.do(events.Posted(0, lobby))
    assert one(played.do(events.MessageGone(played.now, lobby)), effects.Podium).ending is Ending.MESSAGE


@pytest.mark.parametrize("what", ["channel", "guild", "permission"])
def test_lost_place_ends_the_round_and_frees_the_channel(what: str) -> None:
    played = opened()
    wanted = played.do(events.Lost(played.now, what))  # type: ignore[arg-type]
    assert one(wanted, effects.Podium).ending.value == what
    assert not one(wanted, effects.Podium).again
    assert wanted[-1] == effects.Release(8)


def test_no_more_questions_end_the_round() -> None:
    played = Played()
    played.tick()
    assert one(played.do(events.Drawn(played.now, 1, None)), effects.Podium).ending is Ending.DRY


def test_nothing_counts_once_it_is_over() -> None:
    played = opened(2)
    played.do(events.StopAsked(played.now, HOST))
    for event in (
        events.Joined(played.now, 5),
        events.Left(played.now, 2),
        events.StopAsked(played.now, 2),
        events.SkipAsked(played.now, 2),
        events.StartAsked(played.now, 2),
        events.Answered(2, 1, played.id(), option=0),
    ):
        assert played.do(event) == refused(Why.OVER, event.player)
    assert played.do(events.Resumed(played.now + 9, played.now)) == ()
    assert played.do(events.Ticked(played.now + 99_999)) == ()


def test_time_away_is_taken_out_of_the_clock_and_of_the_answer() -> None:
    played = opened(2)
    down, up = played.now + 4_000, played.now + 64_000
    closes = played.state.closes or 0
    wanted = played.do(events.Resumed(up, down))
    assert wanted == (effects.ShowQuestion(1), effects.Wake(closes + 60_000 + LATENESS))
    assert played.state.closes == closes + 60_000
    played.do(events.Answered(2, 1, snowflake(up + 1_000), option=0))
    played.do(events.Answered(HOST, 1, snowflake(down - 1_000), option=0))
    assert {player: given.ms for player, given in played.state.answers.items()} == {2: 5_000, HOST: 3_000}


def test_time_away_counts_once_when_the_last_sign_of_life_was_the_same() -> None:
    played = opened(2)
    closes = played.state.closes or 0
    down = played.now + 1_000
    played.do(events.Resumed(down + 10_000, down))
    played.do(events.Resumed(down + 15_000, down))
    assert played.state.closes == closes + 15_000
    played.do(events.Answered(2, 1, snowflake(down + 15_500), option=0))
    assert played.state.answers[2].ms == 1_500


def test_early_close_waits_for_time_away_too() -> None:
    played = opened()
    played.answer(HOST, 500)
    wake = played.state.wake or 0
    played.do(events.Resumed(played.now + 30_600, played.now + 600))
    assert played.state.wake == wake + 30_000


@pytest.mark.parametrize("phase", [Phase.LOBBY, Phase.PAUSE])
def test_lobby_and_pause_stand_still_while_the_bot_is_away(phase: Phase) -> None:
    played = Played()
    if phase is Phase.PAUSE:
        played.up_to_question()
        played.answer(HOST)
        played.tick()
    wake = played.state.wake or 0
    wanted = played.do(events.Resumed(played.now + 61_000, played.now + 1_000))
    assert effects.Wake(wake + 60_000) in wanted
    assert (wanted[0] == effects.ShowLobby()) is (phase is Phase.LOBBY)


def test_question_found_posted_after_a_restart_has_not_lost_time() -> None:
    played = Played()
    played.tick()
    played.do(events.Drawn(played.now, 1, question()))
    message = played.id(played.now + 100)
    assert played.do(events.Resumed(played.now + 50_000, played.now + 200))[0] == effects.Post(1, question())
    played.do(events.Posted(1, message))
    assert played.state.closes == played.now + 100 + played.settings.time + 49_800
    played.do(events.Answered(HOST, 1, snowflake(played.now + 50_400), option=0))
    assert played.state.answers[HOST].ms == 500


def test_restart_does_again_what_may_not_have_been_done() -> None:
    played = opened()
    played.answer(HOST)
    reveal = one(played.tick(), effects.Reveal)
    assert reveal in current(played.again())
    played.tick()
    assert current(played.again()) == (reveal, effects.Draw(2, Position(3)))


def test_reported_question_counts_for_nobody_when_scored_anew() -> None:
    played = Played(events.Settings(questions=3))
    for _ in range(3):
        played.up_to_question()
        played.answer(HOST, 0)
        played.tick()
    assert played.state.standings()[0].points == 315
    anew = replay(played.log, void={2}).standings()[0]
    assert (anew.points, anew.right, anew.answered, anew.best_streak) == (205, 2, 2, 2)


def test_log_must_begin_with_the_opening() -> None:
    with pytest.raises(TypeError):
        replay([events.Ticked(1)])


def test_settings_out_of_range_are_no_round() -> None:
    for wrong in ({"questions": 0}, {"questions": 26}, {"time": 0}, {"pause": -1}):
        with pytest.raises(ValueError, match="Settings"):
            events.Settings(**wrong)  # type: ignore[arg-type]


def test_apply_of_an_event_that_does_not_count_leaves_the_length() -> None:
    played = Played()
    length = played.state.length
    assert apply(played.state, events.Ticked(played.now)) == ()
    assert played.state.length == length
