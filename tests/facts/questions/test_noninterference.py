"""Questions are a function of what may be known: nothing later shifts which there are, their order or their options."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.model import Pack
from facts.position import Position
from facts.questions import Pool
from facts.seasons import Seasons
from facts.view import View
from tests.facts.questions.oracle import problems
from tests.support.packs import Pair, as_pack, pairs

PoolAt = Callable[[str], Pool]


def everything(pool: Pool, seed: int = 0) -> list[Any]:
    """Return all that a pool can say: every question with its options, and a long round."""
    made = [pool.make(id_, random.Random(f"{seed} {id_}")) for id_ in pool.candidates]
    chance, used = random.Random(seed), list[str]()
    for _ in range(60):
        question = pool.pick(chance, used, apart=used[-5:])
        made += [question] if question else []
        used += [question.id] if question else []
    return [list(pool.candidates.items()), made, chance.random()]


def truncated(item: Any, position: Position, seasons: Seasons) -> Any:
    """Return a pack, or a part of one, without what is revealed after ``position``."""
    if not dataclasses.is_dataclass(item) or isinstance(item, type):
        return item
    kept = {}
    for field in dataclasses.fields(item):
        value = getattr(item, field.name)
        if isinstance(value, tuple) and not isinstance(value, Position):
            value = tuple(truncated(part, position, seasons) for part in value if not later(part, position, seasons))
        kept[field.name] = truncated(value, position, seasons) if field.name == "show" else value
    return dataclasses.replace(item, **kept)


def later(part: Any, position: Position, seasons: Seasons) -> bool:
    return hasattr(part, "since") and seasons.canonical(part.since) > position


@pytest.mark.parametrize("position", ["S0", "S1E4", "S2E5"])
def test_pool_is_that_of_the_truncated_pack(shipped: Pack, pool_at: PoolAt, position: str) -> None:
    here = Position.parse(position)
    cut = truncated(shipped, here, Seasons(shipped.show.episodes))
    assert len(cut.facts) < len(shipped.facts)
    assert everything(Pool.of(View.of(cut, here))) == everything(pool_at(position))


def with_future(pack: Pack, position: Position, chance: random.Random) -> Pack:
    """Return a pack with the same past, and any part of its future in any order at any place."""
    seasons = Seasons(pack.show.episodes)

    def changed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        known = [item for item in items if not later(item, position, seasons)]
        for item in items:
            if later(item, position, seasons) and chance.random() < 0.5:
                known.insert(chance.randint(0, len(known)), item)
        return tuple(known)

    def nested(entry: Any, *keys: str) -> Any:
        return dataclasses.replace(entry, **{key: changed(getattr(entry, key)) for key in keys})

    return dataclasses.replace(
        pack,
        sources=pack.sources[::-1],
        episodes=changed(pack.episodes),
        people=changed(pack.people),
        characters=changed(tuple(nested(c, "names", "cast", "played_by") for c in pack.characters)),
        things=changed(tuple(nested(thing, "names") for thing in pack.things)),
        facts=changed(pack.facts),
        questions=changed(pack.questions),
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.sampled_from(["S0", "S1E1", "S1E2"]))
def test_pool_is_the_same_whatever_the_future(shipped: Pack, seed: int, position: str) -> None:
    chance, here = random.Random(seed), Position.parse(position)
    one, other = (Pool.of(View.of(with_future(shipped, here, chance), here)) for _ in range(2))
    assert len(one) > 100
    assert everything(one) == everything(other)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(most=25, later=12))
def test_pool_is_the_same_for_any_pair_of_packs(pair: Pair) -> None:
    one, other = (Pool.of(View.of(as_pack(data), pair.position)) for data in (pair.one, pair.other))
    assert everything(one) == everything(other)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.sampled_from(["S1", "S1E8"]))
def test_questions_are_right_whatever_a_pack_tells(shipped: Pack, seed: int, position: str) -> None:
    chance = random.Random(seed)
    told = tuple(fact for fact in shipped.facts if chance.random() < 0.5)
    pool = Pool.of(View.of(dataclasses.replace(shipped, facts=told), Position.parse(position)))
    assert len(pool) > 200
    for id_, candidate in pool.candidates.items():
        assert problems(pool.view, candidate, pool.make(id_, random.Random(id_))) == []


_DIGEST = """
import hashlib, random
from pathlib import Path
import facts
from facts.pack.read import read_pack
from facts.position import Position
from facts.questions import Pool
from facts.view import View
pack = read_pack(Path(facts.__file__).parent / "packs" / "for-all-mankind")
pool = Pool.of(View.of(pack, Position.parse("S1E6")))
made = [pool.make(id_, random.Random(id_)) for id_ in pool.candidates]
print(hashlib.sha256(repr(made).encode()).hexdigest())
"""


def test_questions_do_not_depend_on_the_process(pool_at: PoolAt) -> None:
    pool = pool_at("S1E6")
    made = [pool.make(id_, random.Random(id_)) for id_ in pool.candidates]
    here = hashlib.sha256(repr(made).encode()).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    run = subprocess.run([sys.executable, "-c", _DIGEST], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == here
