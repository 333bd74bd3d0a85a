"""Every question that can be asked from the pack that ships, judged by the oracle."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from facts.model import Pack
from facts.position import Position
from facts.questions import KINDS, Pool, TriviaQuestion
from facts.seasons import Seasons
from facts.view import View
from tests.facts.questions.oracle import problems

PoolAt = Callable[[str], Pool]

SAMPLE = ("S0", "S1E1", "S1E6", "S1", "S2E5", "S4")


def wrong_with(pool: Pool, seed: int) -> list[str]:
    """Make every question of a pool and return what is wrong with any."""
    found = []
    for id_, candidate in pool.candidates.items():
        question = pool.make(id_, random.Random(f"{seed} {id_}"))
        found += [f"{problem}: {candidate} {question}" for problem in problems(pool.view, candidate, question)]
    return found


def made(pool: Pool, kind: str) -> list[TriviaQuestion]:
    """Make all questions of a kind."""
    return [pool.make(id_, random.Random(id_)) for id_ in pool.kind(kind)]


@pytest.mark.parametrize("position", SAMPLE)
def test_questions_are_right_and_nothing_else_is(pool_at: PoolAt, position: str) -> None:
    assert wrong_with(pool_at(position), seed=1) == []


@pytest.mark.proof
def test_questions_are_right_at_every_position(shipped: Pack) -> None:
    for position in Seasons(shipped.show.episodes).positions():
        pool = Pool.of(View.of(shipped, position))
        assert wrong_with(pool, seed=2) == []


@pytest.mark.parametrize(("position", "least"), [("S0", 40), ("S1", 250), ("S4", 1000)])
def test_pool_is_large_enough_without_what_is_written_by_hand(pool_at: PoolAt, position: str, least: int) -> None:
    pool = pool_at(position)
    made = {candidate for candidate in pool.candidates.values() if candidate.kind != "written"}
    assert len(made) == len(pool) - len(pool.kind("written")) >= least


def test_pool_has_all_kinds_at_the_end_and_most_after_an_episode(pool_at: PoolAt) -> None:
    assert {kind for kind in KINDS if pool_at("S4").kind(kind)} == set(KINDS)
    assert sum(bool(pool_at("S1E1").kind(kind)) for kind in KINDS) >= 10


def test_pool_has_questions_about_somebody_who_has_died(pool_at: PoolAt) -> None:
    def about(position: str) -> int:
        pool = pool_at(position)
        return sum("tracy-stevens" in pool.make(id_, random.Random(0)).about for id_ in pool.candidates)

    assert about("S4") >= about("S2E5") >= 20


def test_ids_stay_when_the_view_grows(pool_at: PoolAt) -> None:
    earlier, later = pool_at("S1").candidates, pool_at("S4").candidates
    assert all(later[id_] == candidate for id_, candidate in earlier.items() if id_ in later)
    assert len(earlier.keys() & later.keys()) > len(earlier) / 2


def test_positions_of_reveals_are_in_the_view(pool_at: PoolAt) -> None:
    pool = pool_at("S1E6")
    shown = {str(pool.make(id_, random.Random(0)).since) for id_ in pool.candidates}
    assert {"S0", "S1E1", "S1E6"} <= shown
    assert all(pool.view.seasons.canonical(Position.parse(since)) <= pool.view.position for since in shown)


@pytest.mark.parametrize("position", ["S1", "S4"])
def test_fathers_are_not_sought_among_women(pool_at: PoolAt, position: str) -> None:
    women = {"Patty Doyle", "Molly Cobb", "Tracy Stevens", "Ellen Wilson", "Margo Madison", "Marge Slayton"}
    asked = {question.ask: question.wrong for question in made(pool_at(position), "relations")}
    fathers = [wrong for ask, wrong in asked.items() if ask.endswith("father?")]
    mothers = [wrong for ask, wrong in asked.items() if ask.endswith("mother?")]
    assert fathers
    assert women.isdisjoint(name for wrong in fathers for name in wrong)
    assert mothers
    assert not women.isdisjoint(name for wrong in mothers for name in wrong)


def test_explanations_of_questions_about_time_say_when(pool_at: PoolAt) -> None:
    pool = pool_at("S4")
    assert all(f"it is {question.answer}. " in question.explain for question in made(pool, "year"))
    told = [question for question in made(pool, "true_false") if "this is in " in question.ask]
    told += [question for question in made(pool, "odd_one_out") if "the year " in question.ask]
    told += [question for question in made(pool, "order") if "of the story" in question.ask]
    assert told
    assert all(re.match(r"In the story it is \d{4}\. ", question.explain) for question in told)


def test_explanations_do_not_repeat_the_question(pool_at: PoolAt) -> None:
    pool = pool_at("S4")
    for kind in ("episode", "season", "year", "order"):
        for question in made(pool, kind):
            sentence = question.answer if kind == "order" else question.ask.partition("? ")[2]
            assert sentence not in question.explain
            assert " tells of it." in question.explain
    things = [question.explain for question in made(pool, "odd_one_out") if "places. Which" in question.ask]
    assert things
    assert all(re.fullmatch(r".+ is an? (place|organisation|vessel|mission)\.", explain) for explain in things)


def test_seasons_are_not_asked_about_before_they_have_begun(pool_at: PoolAt) -> None:
    for position, begun, answer in (("S1", "S2E1", "A reel of invented news"), ("S3", "S4E1", "The car industry")):
        early, late = ({question.answer for question in made(pool_at(at), "written")} for at in (position, begun))
        assert answer in late - early


def test_which_of_these_is_not_asked_where_the_options_are_not_seen(pool_at: PoolAt) -> None:
    asked = [question for question in made(pool_at("S4"), "written") if question.ask.startswith("Which of these")]
    assert len(asked) >= 5
    assert not any(question.open for question in asked)


def test_what_lasts_is_not_asked_for_its_year(pool_at: PoolAt) -> None:
    lasting = "On the Moon stands a permanent American base."
    assert any(fact.text == lasting for fact in pool_at("S4").view.facts)
    assert not any(lasting in question.ask for question in made(pool_at("S4"), "year"))


def test_part_of_an_organisation_is_no_wrong_answer(pool_at: PoolAt) -> None:
    asked = [question for question in made(pool_at("S3"), "membership") if question.answer == "NASA"]
    assert asked
    assert "astronaut-office" in pool_at("S3").view.things
    assert not any("Astronaut Office" in question.options for question in asked)


def test_an_episode_does_not_come_after_itself(pool_at: PoolAt) -> None:
    asked = [question for question in made(pool_at("S1"), "titles") if " straight after " in question.ask]
    assert any("Nixon's Women" in question.ask for question in asked)
    assert not any(f"“{title}”" in question.ask for question in asked for title in question.options)


def test_digits_are_no_other_name_of_their_words(pool_at: PoolAt) -> None:
    asked = [question.ask for question in made(pool_at("S4"), "aliases")]
    assert "Who is also called “Mr. Peanut”?" in asked
    assert not any("Eleven Fifty-Nine" in ask for ask in asked)
