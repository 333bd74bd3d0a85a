"""All that can be asked from one view, and the choice among it."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final, Self

from facts.questions.ground import Ground
from facts.questions.kinds import KINDS, written
from facts.questions.model import Candidate, Stem, TriviaQuestion
from facts.questions.options import draw, possible, sound
from facts.view import View

_WRITTEN_WEIGHT: Final = 3
"""How much likelier a question by hand is than one of any other kind."""


class Pool:
    """The questions of a view: a function of the view alone.

    Every kind is enumerated when it is first needed and then kept, so hold on to the pool of a view as long as to the
    view. Nothing else changes, and no chance is used but what is handed in.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self._ground = Ground(view)
        self._of_kind: dict[str, Mapping[str, Stem]] = {}

    @classmethod
    def of(cls, view: View) -> Self:
        """Return the pool of a view."""
        return cls(view)

    def warm(self) -> None:
        """Enumerate every kind now, as a thread does before an event loop gets the pool."""
        for kind in KINDS:
            self._stems(kind)

    def __len__(self) -> int:
        """How many distinct questions there are."""
        return sum(len(self._stems(kind)) for kind in KINDS)

    def __contains__(self, id_: object) -> bool:
        """Whether the question of that id can be asked from this view."""
        return self._stem(id_) is not None

    @property
    def candidates(self) -> Mapping[str, Candidate]:
        """Everything that can be asked, by question id: by kind, and within one in an order that only the view sets."""
        return {id_: stem.candidate for kind in KINDS for id_, stem in self._stems(kind).items()}

    def kind(self, name: str) -> tuple[str, ...]:
        """Return the ids of the questions of a kind; raise ``KeyError`` for what is no kind."""
        return tuple(self._stems(name))

    def make(self, id_: str, chance: random.Random) -> TriviaQuestion:
        """Make a question with its options; raise ``KeyError`` where this view cannot ask it."""
        stem = self._stem(id_)
        if stem is None:
            raise KeyError(id_)
        return self._make(id_, stem, chance)

    def renew(self, question: TriviaQuestion) -> TriviaQuestion | None:
        """Return a question that was made earlier as this view words it, ``None`` where the view cannot ask it.

        Its options stay as they are, in their order; where one of them would not be offered here, it cannot be asked.
        """
        stem = self._stem(question.id)
        if stem is None or stem.answer.text != question.answer:
            return None
        offered = {option.text for option in (stem.wrong if stem.given else possible(stem))}
        if not offered.issuperset(question.wrong):
            return None
        return replace(self._make(question.id, stem, random.Random(0)), options=question.options)  # noqa: S311

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
        """Pick a question whose id is not ``used``, or ``None`` where none is left.

        Kinds come up alike, however many questions they have. ``apart`` are topics that were asked about lately: they
        are avoided as long as there is anything else. The other arguments leave out what does not match.
        """
        gone, avoided = frozenset(used), frozenset(apart)

        def fits(id_: str, stem: Stem) -> bool:
            return (
                id_ not in gone
                and (difficulties is None or _difficulty(stem) in difficulties)
                and (stem.open or not only_open)
            )

        def fresh(id_: str, stem: Stem) -> bool:
            return fits(id_, stem) and avoided.isdisjoint(stem.basis.topics)

        order = [kind for kind in _shuffled(chance) if kinds is None or kind in kinds]
        found = self._first(order, fresh, chance)
        if found is None and avoided:
            found = self._first(order, fits, chance)
        return None if found is None else self._make(*found, chance)

    def _first(
        self, order: list[str], wanted: Callable[[str, Stem], bool], chance: random.Random
    ) -> tuple[str, Stem] | None:
        for kind in order:
            left = [(id_, stem) for id_, stem in self._stems(kind).items() if wanted(id_, stem)]
            if left:
                return chance.choice(left)
        return None

    def _make(self, id_: str, stem: Stem, chance: random.Random) -> TriviaQuestion:
        basis = stem.basis
        return TriviaQuestion(
            id=id_,
            kind=stem.kind,
            ask=stem.ask,
            answer=stem.answer.text,
            options=tuple(option.text for option in draw(stem, chance)),
            accept=stem.answer.accept,
            explain=basis.explain,
            since=basis.since,
            sources=basis.sources,
            publishers=self._ground.publishers(basis.sources),
            difficulty=_difficulty(stem),
            about=basis.about,
            topics=basis.topics,
            open=stem.open,
        )

    def _stem(self, id_: object) -> Stem | None:
        found = (self._stems(kind).get(id_) for kind in KINDS)  # type: ignore[call-overload]  # anything may be looked for
        return next((stem for stem in found if stem is not None), None)

    def _stems(self, kind: str) -> Mapping[str, Stem]:
        found = self._of_kind.get(kind)
        if found is None:
            show = self.view.show.id
            stems: dict[str, Stem] = {}
            for stem in KINDS[kind](self._ground):
                if sound(stem):
                    stems.setdefault(stem.candidate.id(show), stem)
            found = self._of_kind[kind] = stems
        return found


def _difficulty(stem: Stem) -> int:
    return min(max(stem.difficulty, 1), 5)


def _shuffled(chance: random.Random) -> Iterator[str]:
    """Yield the kinds in a random order, those of more weight sooner; always as much chance is used."""
    keys = {kind: chance.random() ** (1 / (_WRITTEN_WEIGHT if kind == written.KIND else 1)) for kind in KINDS}
    yield from sorted(KINDS, key=lambda kind: -keys[kind])
