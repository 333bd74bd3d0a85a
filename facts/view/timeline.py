"""The order in which events happened in the story, as far as it can be told from what is visible."""

from __future__ import annotations

from collections.abc import Iterable

from facts.model import Fact
from facts.seasons import Seasons

_Moment = tuple[int, int, int]


def in_story_order(facts: Iterable[Fact], seasons: Seasons) -> tuple[Fact, ...]:
    """Return the events among ``facts`` by date.

    One that has only a year comes after what was watched before it of that year; one without either comes after the
    latest moment watched before it.
    """
    watched = sorted((f for f in facts if f.kind == "event"), key=lambda fact: seasons.canonical(fact.since))
    latest: _Moment = (0, 0, 0)
    latest_of: dict[int, _Moment] = {}
    moments: list[tuple[_Moment, int]] = []
    for index, fact in enumerate(watched):
        if fact.date is not None:
            moment = (fact.date.year, fact.date.month, fact.date.day)
        elif fact.year is not None:
            moment = latest_of.get(fact.year, (fact.year, 0, 0))
        else:
            moment = latest
        latest = max(latest, moment)
        latest_of[moment[0]] = max(moment, latest_of.get(moment[0], moment))
        moments.append((moment, index))
    return tuple(watched[index] for _, index in sorted(moments))
