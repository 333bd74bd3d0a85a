"""In what year of the story does something happen?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.questions.ground import Ground
from facts.questions.kinds.dates import gives_time_away, year_of, year_options
from facts.questions.model import Stem
from facts.questions.options import plain

KIND: Final = "year"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask of every event and turn of history that has a year when it was; wrong ones are years of the story so far."""
    facts = [fact for fact in ground.view.facts if fact.kind in ("event", "world") and year_of(fact) is not None]
    years = [year for fact in facts if (year := year_of(fact)) is not None]
    for season in ground.view.show.years:
        years += range(season.from_, season.to + 1)
    near = {year: year_options(years, year) for year in dict.fromkeys(years)}
    for fact in facts:
        year = year_of(fact)
        if year is None or gives_time_away(fact.text):
            continue
        told = {year_of(other) for other in ground.sentences.like(fact)}
        yield Stem(
            kind=KIND,
            subject=fact.id,
            ask=f"In which year of the story is this? {fact.text}",
            answer=plain(str(year)),
            wrong=near[year],
            basis=ground.placed(fact, year),
            barred=frozenset(str(other) for other in told),
            difficulty=3,
        )
