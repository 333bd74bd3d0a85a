"""In which season does something happen?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.questions.ground import Ground
from facts.questions.kinds.dates import gives_time_away, season_option
from facts.questions.model import Stem

KIND: Final = "season"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask of every event in which of the seasons begun so far it is told."""
    begun = [season_option(season) for season in range(1, ground.view.position.season + 1)]
    for fact in ground.view.events():
        season = fact.since.season
        if not season or gives_time_away(fact.text):
            continue
        yield Stem(
            kind=KIND,
            subject=fact.id,
            ask=f"Which season tells of this? {fact.text}",
            answer=begun[season - 1],
            wrong=sorted(begun, key=lambda option: abs(int(option.key[1:]) - season)),
            basis=ground.placed(fact),
            barred=frozenset(f"S{other.since.season}" for other in ground.sentences.like(fact)),
            difficulty=2,
        )
