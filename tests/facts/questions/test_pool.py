from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from facts.questions import KINDS, Pool, TriviaQuestion

PoolAt = Callable[[str], Pool]


def picked(pool: Pool, seed: int, count: int) -> list[TriviaQuestion]:
    """Pick ``count`` questions as a round does: none twice, and topics apart."""
    chance = random.Random(seed)
    found: list[TriviaQuestion] = []
    for _ in range(count):
        topics = [topic for question in found for topic in question.topics]
        question = pool.pick(chance, [question.id for question in found], apart=topics)
        assert question is not None
        found.append(question)
    return found


def test_pick_is_determined_by_view_and_chance(pool_at: PoolAt) -> None:
    pool = pool_at("S1E6")
    again = Pool.of(pool.view)
    again.warm()
    assert picked(pool, 7, 40) == picked(again, 7, 40) == picked(Pool.of(pool.view), 7, 40)
    assert picked(pool, 7, 40) != picked(pool, 8, 40)


def test_pick_asks_everything_once_before_there_is_nothing_left(pool_at: PoolAt) -> None:
    pool = pool_at("S0")
    chance, used = random.Random(1), set[str]()
    while (question := pool.pick(chance, used)) is not None:
        assert question.id not in used
        used.add(question.id)
    assert used == pool.candidates.keys()


def test_pick_draws_from_all_kinds_alike(pool_at: PoolAt) -> None:
    pool = pool_at("S4")
    chance = random.Random(3)
    kinds = Counter(question.kind for _ in range(800) if (question := pool.pick(chance)))
    assert kinds.keys() == KINDS.keys()
    made = [count for kind, count in kinds.items() if kind != "written"]
    assert max(made) < 2.5 * min(made)
    assert kinds["written"] > 1.2 * max(made)


def test_pick_keeps_topics_apart_as_long_as_it_can(pool_at: PoolAt) -> None:
    pool = pool_at("S1")
    topics = [topic for question in picked(pool, 5, 60) for topic in question.topics]
    assert len(topics) == len(set(topics))
    only = pool.make(pool.kind("quotes")[0], random.Random(0))
    assert pool.pick(random.Random(0), kinds=["quotes"], apart=only.topics) is not None


def test_pick_leaves_out_what_does_not_match(pool_at: PoolAt) -> None:
    pool = pool_at("S1")
    chance = random.Random(9)
    for _ in range(100):
        question = pool.pick(chance, kinds=["roles", "who"], difficulties=[3, 4], only_open=True)
        assert question is not None
        assert question.kind in ("roles", "who")
        assert question.difficulty in (3, 4)
        assert question.open
    assert pool.pick(chance, kinds=["season"]) is None


def test_make_shuffles_the_options_and_draws_others(pool_at: PoolAt) -> None:
    pool = pool_at("S1")
    id_ = pool.kind("plays")[0]
    made = [pool.make(id_, random.Random(seed)) for seed in range(200)]
    places = Counter(question.options.index(question.answer) for question in made)
    assert all(places[place] > 25 for place in range(4))
    assert len({frozenset(question.wrong) for question in made}) > 20
    assert len({question.answer for question in made}) == 1
    assert all(set(question.wrong) | {question.answer} == set(question.options) for question in made)


def test_make_knows_only_its_own_questions(pool_at: PoolAt) -> None:
    early, late = pool_at("S0"), pool_at("S4")
    hidden = next(id_ for id_ in late.candidates if id_ not in early)
    for id_ in (hidden, "no such id"):
        with pytest.raises(KeyError):
            early.make(id_, random.Random(0))


def test_true_or_false_has_two_options_in_one_order(pool_at: PoolAt) -> None:
    pool = pool_at("S1")
    made = [pool.make(id_, random.Random(seed)) for seed, id_ in enumerate(pool.kind("true_false"))]
    assert {question.options for question in made} == {("True", "False")}
    answers = Counter(question.answer for question in made)
    assert 0.35 < answers["True"] / len(made) < 0.65


def test_ids_are_unlike_one_another_and_say_nothing(pool_at: PoolAt) -> None:
    pool = pool_at("S4")
    assert len(pool.candidates) == len(set(pool.candidates.values())) == len(pool)
    assert all(len(id_) == 12 and set(id_) <= set("0123456789abcdef") for id_ in pool.candidates)
    answers = [pool.candidates[id_].answer for id_ in sorted(pool.kind("true_false"))]
    changes = sum(one != other for one, other in pairwise(answers))
    assert changes > len(answers) / 3


def test_make_takes_less_than_two_milliseconds(pool_at: PoolAt) -> None:
    pool = pool_at("S4")
    pool.warm()
    ids = random.Random(1).sample(list(pool.candidates), 300)
    before = time.process_time()
    for id_ in ids:
        pool.make(id_, random.Random(id_))
    assert (time.process_time() - before) / len(ids) < 0.002


@pytest.mark.parametrize("written", ["S0", "S2E3"])
def test_renew_leaves_what_is_asked_as_it_is(pool_at: PoolAt, written: str) -> None:
    pool = pool_at(written)
    for id_ in pool.candidates:
        question = pool.make(id_, random.Random(id_))
        assert pool.renew(question) == question


def test_renew_finds_nothing_from_later_or_with_options_that_are_none(pool_at: PoolAt) -> None:
    early, late = pool_at("S1E6"), pool_at("S3")
    beyond = [id_ for id_ in late.candidates if id_ not in early]
    assert beyond
    assert not any(early.renew(late.make(id_, random.Random(0))) for id_ in beyond)
    for question in picked(early, 7, 40):
        options = ("Somebody else", *question.options[1:])
        assert early.renew(replace(question, options=options)) is None
        assert early.renew(replace(question, ask="?", explain="")) == question
