"""The order in which events happened in the story, as far as it can be told from what is visible."""

from __future__ import annotations

from collections.abc import Iterable

from facts.model import Fact
from facts.seasons import Seasons

_Moment = int
"""A day as one number, ``19690720``: sorting these is quicker than sorting dates. A year alone is its day 0."""


def in_story_order(facts: Iterable[Fact], seasons: Seasons) -> tuple[Fact, ...]:
    """Return the events among ``facts`` by date.

    One that has only a year comes after what was watched before it of that year; one without either comes after the
    latest moment watched before it.
    """
    watched = sorted((f for f in facts if f.kind == "event"), key=lambda fact: seasons.canonical(fact.since).rank)
    latest: _Moment = 0
    latest_of: dict[int, _Moment] = {}
    moments: list[tuple[_Moment, int]] = []
    for index, fact in enumerate(watched):
        if fact.date is not None:
            moment = (fact.date.year * 100 + fact.date.month) * 100 + fact.date.day
        elif fact.year is not None:
            moment = latest_of.get(fact.year, fact.year * 10_000)
        else:
            moment = latest
        latest = max(latest, moment)
        year = moment // 10_000
        latest_of[year] = max(moment, latest_of.get(year, moment))
        moments.append((moment, index))
    return tuple(watched[index] for _, index in sorted(moments))
