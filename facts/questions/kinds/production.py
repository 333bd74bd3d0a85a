"""How the show was made: who did what, and when was it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from facts.model import Fact
from facts.names import fold
from facts.questions.ground import Ground
from facts.questions.kinds.dates import MONTHS, WRITTEN_DATE
from facts.questions.model import Option, Stem
from facts.questions.options import plain
from facts.questions.sentences import gapped
from facts.questions.wording import GAP, content, gives_away

KIND: Final = "production"

# fmt: off
_VAGUE: Final = frozenset(
    ["expected", "guessed", "hoped", "likely", "list", "might", "named", "not", "pack", "possible", "recurring",
     "regular", "regulars", "thought", "wondered"]
)
# fmt: on
"""Words of what was only supposed, or holds for many: no matter for a question."""
_FEW: Final = 4
"""A sentence that lists more people than this is no question about one of them."""


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for the person, the organisation or the date that a sentence about the making of the show has in it."""
    for fact in _facts(ground):
        yield from _names(ground, fact)
    yield from dates(ground)


def dates(ground: Ground) -> Iterator[Stem]:
    """Ask for the date that a sentence has in it."""
    dated = [(fact, date) for fact in _facts(ground) if (date := _date(fact)) is not None]
    for fact, date in dated:
        yield _when(ground, fact, date, [other for _, other in dated])


def _facts(ground: Ground) -> list[Fact]:
    return [
        fact
        for fact in ground.view.facts
        if fact.kind in ("production", "award") and _VAGUE.isdisjoint(fold(fact.text).split())
    ]


def _names(ground: Ground, fact: Fact) -> Iterator[Stem]:
    told = ground.sentences.told(fact) or {}
    if " plays " in fact.text or " one of " in fact.text or len(told) > _FEW:
        return
    for id_, mentions in told.items():
        answer = ground.people.get(id_)
        text = gapped(fact.text, mentions)
        rest = text.replace(GAP, " ")
        if answer is None or gives_away(rest, answer) or len(content(rest)) < 3:
            continue
        alike = ground.named_alike(fact)
        others = alike & ground.view.people.keys() - told.keys()
        yield Stem(
            kind=KIND,
            subject=fact.id,
            ask=f"Who is missing here? “{text}”",
            answer=answer,
            wrong=_people(ground, id_),
            basis=ground.basis(fact),
            barred=alike,
            difficulty=4,
            open=not others,
        )


def _people(ground: Ground, id_: str) -> Sequence[Option]:
    """Return people of the same trade: those who play somebody, or those who do not."""
    roles = ground.view.roles(id_)
    if not roles:
        return (*ground.crew, *ground.actors_like(next(iter(ground.characters), "")))
    return ground.actors_like(roles[0][0].id)


def _when(ground: Ground, fact: Fact, date: Option, dates: list[Option]) -> Stem:
    precise = date.key.count("-")
    told = {other.key for same in ground.sentences.like(fact) if (other := _date(same)) is not None}
    near = sorted(
        (other for other in dates if other.key.count("-") == precise), key=lambda other: abs(_days(other) - _days(date))
    )
    return Stem(
        kind=KIND,
        subject=fact.id,
        ask=f"Which date is missing here? “{WRITTEN_DATE.sub(GAP, fact.text)}”",
        answer=date,
        wrong=near,
        basis=ground.basis(fact),
        barred=frozenset(told) - {date.key},
        difficulty=4,
    )


def _date(fact: Fact) -> Option | None:
    """Return the one date that a text has in it, by day or by month."""
    found = list(WRITTEN_DATE.finditer(fact.text))
    if len(found) != 1:
        return None
    day, month, year = found[0].groups()
    key = f"{year}-{MONTHS.index(month) + 1:02}" + (f"-{int(day):02}" if day else "")
    return plain(found[0][0], key=key, accept=(key,))


def _days(date: Option) -> int:
    year, month, *day = (int(part) for part in date.key.split("-"))
    return dt.date(year, month, min(day[0], 28) if day else 1).toordinal()
