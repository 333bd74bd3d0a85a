"""What to practise next: what somebody got wrong comes back sooner, and nothing else before all has been asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Final

from bot.ledger import Practised
from facts.questions import KINDS, Pool

GAPS: Final = (3, 10, 30, 100)
"""By box (right answers in a row), after how many other questions one that somebody got wrong comes back."""

_APART: Final = 3
"""How many of the last questions the next one should have nothing to do with."""


def choose(pool: Pool, practised: Mapping[str, Practised], chance: Random, kind: str | None = None) -> str | None:
    """Return the id of the next question, ``None`` where the pool has none of that kind.

    ``practised`` is what somebody has practised, the last one first; what of it the pool cannot ask is passed over.
    """
    kinds = KINDS.keys() if kind is None else {kind}
    askable = frozenset(id_ for name in kinds for id_ in pool.kind(name))
    back = overdue(practised, askable)
    if back is not None:
        return back
    fresh = pool.pick(chance, practised.keys(), kinds=kinds, apart=_topics(pool, practised))
    if fresh is not None:
        return fresh.id
    # All has been asked: begin again with what was asked longest ago.
    return next((id_ for id_ in reversed(tuple(practised)) if id_ in askable), None)


def overdue(practised: Mapping[str, Practised], askable: frozenset[str]) -> str | None:
    """Return the question that should have come back the longest time ago, ``None`` where none should yet."""
    late = [
        (since - GAPS[one.box], -since, id_)
        for since, (id_, one) in enumerate(practised.items())
        if one.wrong and one.box < len(GAPS) and since >= GAPS[one.box] and id_ in askable
    ]
    return max(late)[2] if late else None


def _topics(pool: Pool, practised: Iterable[str]) -> frozenset[str]:
    last = [id_ for id_, _ in zip(practised, range(_APART), strict=False) if id_ in pool]
    # Topics are no matter of chance, but a question is made with some.
    return frozenset(topic for id_ in last for topic in pool.make(id_, Random(0)).topics)  # noqa: S311
