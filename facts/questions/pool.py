"""All that can be asked from one view, and the choice among it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final, Self

from facts.questions.ground import Ground
from facts.questions.kinds import KINDS, written
from facts.questions.model import Candidate, Stem, TriviaQuestion
from facts.questions.options import draw, sound
from facts.view import View

_WRITTEN_WEIGHT: Final = 3
"""How much likelier a question by hand is than one of any other kind."""


class Pool:
    """The questions of a view; a function of the view alone, and immutable.

    It is built when first used, which takes a moment: hand it on with the view, and build it off the event loop.
    """

    def __init__(self, view: View) -> None:
        self.view = view

    @classmethod
    def of(cls, view: View) -> Self:
        """Return the pool of a view, built."""
        pool = cls(view)
        assert pool._stems is not None  # noqa: S101 -- built here
        return pool

    def __len__(self) -> int:
        """How many distinct questions there are."""
        return len(self._stems)

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """Everything that can be asked, by question id; by kind, and within one in pack order."""
        return {id_: stem.candidate for id_, stem in self._stems.items()}

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the questions of each kind of which there is any."""
        found: dict[str, list[str]] = {}
        for id_, stem in self._stems.items():
            found.setdefault(stem.kind, []).append(id_)
        return {kind: tuple(ids) for kind, ids in found.items()}

    def make(self, id_: str, chance: random.Random) -> TriviaQuestion:
        """Make a question with its options; raise ``KeyError`` where this view cannot ask it."""
        stem = self._stems[id_]
        options = draw(stem, chance)
        basis = stem.basis
        return TriviaQuestion(
            id=id_,
            kind=stem.kind,
            ask=stem.ask,
            answer=stem.answer.text,
            options=tuple(option.text for option in options),
            accept=stem.answer.accept,
            explain=basis.explain,
            since=basis.since,
            sources=basis.sources,
            publishers=self._ground.publishers(basis.sources),
            difficulty=min(max(stem.difficulty, 1), 5),
            about=basis.about,
            topics=basis.topics,
            open=stem.open,
        )

    def pick(
        self,
        chance: random.Random,
        used: Collection[str] = (),
        *,
        kinds: Collection[str] | None = None,
        apart: Collection[str] = (),
        difficulties: Collection[int] | None = None,
        only_open: bool = False,
    ) -> TriviaQuestion | None:
        """Pick a question that is not among the ids ``used``; ``None`` where none is left.

        Kinds come up alike, however many questions they have. ``apart`` are topics that were asked about lately: they
        are avoided as long as there is anything else. The other arguments leave out what does not match.
        """
        gone, avoided = frozenset(used), frozenset(apart)

        def left(ids: Iterable[str]) -> list[str]:
            return [
                id_
                for id_ in ids
                if id_ not in gone
                and (difficulties is None or self._stems[id_].difficulty in difficulties)
                and (not only_open or self._stems[id_].open)
            ]

        remaining = {
            kind: ids for kind, all_ in self.kinds.items() if (kinds is None or kind in kinds) and (ids := left(all_))
        }
        fresh = {
            kind: ids
            for kind, all_ in remaining.items()
            if (ids := [id_ for id_ in all_ if avoided.isdisjoint(self._stems[id_].basis.topics)])
        }
        among = fresh or remaining
        if not among:
            return None
        weights = [_WRITTEN_WEIGHT if kind == written.KIND else 1 for kind in among]
        (ids,) = chance.choices(list(among.values()), weights)
        return self.make(chance.choice(ids), chance)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self.view)

    @cached_property
    def _stems(self) -> Mapping[str, Stem]:
        found: dict[str, Stem] = {}
        show = self.view.show.id
        for stems in KINDS.values():
            for stem in stems(self._ground):
                if sound(stem):
                    found.setdefault(stem.candidate.id(show), stem)
        return found
