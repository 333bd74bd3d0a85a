"""What is practised next."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from bot.ledger import Practised
from bot.trivia.practice import GAPS, choose, overdue
from facts.questions import KINDS
from tests.support.pools import shipped_pool as pool_at

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_nothing_comes_again_before_all_has_been_asked() -> None:
    pool = pool_at("S0")
    practised: dict[str, Practised] = {}
    for number in range(len(pool)):
        key = choose(pool, practised, Random(number))
        assert key is not None
        assert key not in practised
        practised = {key: Practised(1, 0, 1, NOW), **practised}
    assert choose(pool, practised, Random(0)) == list(practised)[-1]


def test_what_was_wrong_comes_back_sooner_and_ever_later_once_it_is_right() -> None:
    pool = pool_at("S1")
    practised: dict[str, Practised] = {}
    wrong = choose(pool, practised, Random(0))
    assert wrong is not None
    seen, box, gaps = 0, 0, []
    for number in range(400):
        key = choose(pool, practised, Random(number))
        assert key is not None
        if key == wrong and practised:
            gaps.append(number - seen - 1)
            box += 1
        if key == wrong:
            seen = number
        practised.pop(key, None)
        practised = {key: Practised(1, int(key == wrong), box if key == wrong else 1, NOW), **practised}
    assert gaps == list(GAPS)


def test_of_several_the_one_that_waits_longest_comes_first() -> None:
    practised = {f"q{number}": Practised(1, int(number in (5, 7)), 0, NOW) for number in range(9)}
    assert overdue(practised, frozenset(practised)) == "q7"
    assert overdue(practised, frozenset(practised) - {"q7"}) == "q5"
    assert overdue(practised, frozenset({"q0"})) is None


@pytest.mark.parametrize("kind", ["played_by", "written"])
def test_only_the_kind_that_was_asked_for(kind: str) -> None:
    pool = pool_at("S1")
    practised: dict[str, Practised] = {}
    for number in range(len(pool.kind(kind)) + 5):
        key = choose(pool, practised, Random(number), kind)
        assert key in pool.kind(kind)
        practised.pop(key, None)
        practised = {key: Practised(1, 0, 1, NOW), **practised}


def test_a_view_without_questions_of_a_kind_has_none() -> None:
    assert choose(pool_at("S0"), {}, Random(0), "order") is None


def test_what_was_practised_from_further_along_is_passed_over() -> None:
    late, early = pool_at("S1"), pool_at("S0")
    practised = {id_: Practised(2, 1, 0, NOW) for kind in KINDS for id_ in late.kind(kind) if id_ not in early}
    assert len(practised) > 100
    for number in range(20):
        assert choose(early, practised, Random(number)) in early
