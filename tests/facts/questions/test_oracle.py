"""The oracle sees mistakes: each planted here, into a question or into the generator, is reported."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

import pytest

from facts.questions import Candidate, Pool, TriviaQuestion, options
from facts.questions import pool as pool_module
from facts.questions.ground import Ground
from facts.questions.model import Option, Stem
from tests.facts.questions.oracle import problems

PoolAt = Callable[[str], Pool]


def of_kind(pool: Pool, kind: str, number: int = 0) -> tuple[Candidate, TriviaQuestion]:
    id_ = pool.kind(kind)[number]
    return pool.candidates[id_], pool.make(id_, random.Random(0))


def with_options(question: TriviaQuestion, *wrong: str) -> TriviaQuestion:
    return replace(question, options=(question.answer, *wrong))


def found(pool: Pool) -> set[str]:
    """Return what is wrong with any question of a pool, by its first words."""
    said = chain.from_iterable(
        problems(pool.view, candidate, pool.make(id_, random.Random(id_))) for id_, candidate in pool.candidates.items()
    )
    return {problem.partition(":")[0] for problem in said}


def test_oracle_finds_a_second_right_option(pool_at: PoolAt) -> None:
    pool = pool_at("S1")
    candidate, question = of_kind(pool, "played_by")
    shane = next(id_ for id_, c in pool.candidates.items() if c == ("played_by", "shane-baldwin", "tait-blum"))
    two = with_options(pool.make(shane, random.Random(0)), "Teddy Blum", "Joel Kinnaman", "Jodi Balfour")
    assert problems(pool.view, pool.candidates[shane], two) == ["also right: Teddy Blum"]
    assert problems(pool.view, candidate, question) == []


def test_oracle_finds_a_wrong_answer(pool_at: PoolAt) -> None:
    for kind in ("plays", "relations", "who", "episode", "year", "titles", "world", "order", "production", "roles"):
        candidate, question = of_kind(pool_at("S1"), kind, 3)
        swapped = replace(question, answer=question.wrong[0])
        assert "the answer is not right" in problems(pool_at("S1").view, candidate, swapped), kind


def test_oracle_finds_a_statement_that_is_not_so(pool_at: PoolAt) -> None:
    for number in range(0, 100, 7):
        candidate, question = of_kind(pool_at("S1"), "true_false", number)
        swapped = replace(question, answer=question.wrong[0])
        assert "the answer is not right" in problems(pool_at("S1").view, candidate, swapped)


def test_oracle_finds_faults_of_form(pool_at: PoolAt) -> None:
    pool = pool_at("S1")
    candidate, question = of_kind(pool, "plays")

    def says(changed: TriviaQuestion) -> str:
        return " ".join(problems(pool.view, candidate, changed))

    assert "3 options" in says(with_options(question, "Karen Baldwin", "Deke Slayton"))
    assert "the same" in says(with_options(question, "Karen Baldwin", "karen baldwin", "Deke Slayton"))
    assert "within another" in says(with_options(question, "Baldwin", "Karen Baldwin", "Deke Slayton"))
    assert "a word of the answer" in says(replace(question, ask=f"Who is {question.answer.split()[0]}?"))
    assert "stands in the question" in says(replace(question, ask=f"Is it {question.answer}?"))
    assert "too long" in says(replace(question, ask="x" * 301))
    assert "revealed later" in says(replace(question, since=pool_at("S2E5").view.position))
    assert "sources" in says(replace(question, sources=("no-such-source",)))
    assert "about" in says(replace(question, about=("kelly-baldwin",)))


def _unbarred(stem: Stem) -> Iterator[Option]:
    return (option for option in stem.wrong if option.one != stem.answer.one)


def test_oracle_finds_a_generator_that_bars_nothing(pool_at: PoolAt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "possible", _unbarred)
    assert "also right" in found(Pool.of(pool_at("S1").view))


def test_oracle_finds_a_generator_that_lets_names_stand_together(
    pool_at: PoolAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "clash", lambda one, other: one is other)
    assert "an option within another" in found(Pool.of(pool_at("S1").view))


def test_oracle_finds_a_generator_that_gives_answers_away(pool_at: PoolAt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "sound", lambda stem: stem.given or len(options._first(stem)) == 3)
    monkeypatch.setattr(Ground, "subject", lambda ground, id_, answer: ground.view.name(id_))
    assert found(Pool.of(pool_at("S1").view)) & {"a word of the answer stands in the question"}
