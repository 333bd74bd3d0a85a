"""In which episode does something happen?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.position import Position
from facts.questions.ground import Ground
from facts.questions.kinds.dates import episode_option, gives_time_away, is_episode
from facts.questions.model import Option, Stem

KIND: Final = "episode"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask of every event whose episode is known in which one it is told; wrong ones are those around it."""
    canonical = ground.canonical
    seen = [position for position in ground.view.seasons.episodes() if canonical(position) <= ground.view.position]
    options = [(position, episode_option(position)) for position in seen]
    around: dict[Position, list[Option]] = {}
    for fact in ground.view.events():
        here = ground.view.seasons.concrete(fact.since)
        if not is_episode(fact.since) or here not in seen or gives_time_away(fact.text):
            continue
        if here not in around:
            order = sorted(
                options, key=lambda pair: (abs(pair[0].season - here.season), abs(pair[0].episode - here.episode))
            )
            around[here] = [option for _, option in order]
        told = {other.since for other in ground.sentences.like(fact)}
        yield Stem(
            kind=KIND,
            subject=fact.id,
            ask=f"Which episode tells of this? {fact.text}",
            answer=episode_option(here),
            wrong=around[here],
            basis=ground.placed(fact),
            barred=frozenset(str(position) for position in seen if _among(position, told)),
            difficulty=4,
        )


def _among(episode: Position, told: set[Position]) -> bool:
    return episode in told or Position(episode.season) in told
