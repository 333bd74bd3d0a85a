"""What is an episode called, which number has it, and which comes next?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.model import Episode
from facts.questions.ground import Ground
from facts.questions.kinds.dates import episode_option, is_episode
from facts.questions.model import Basis, Option, Stem
from facts.questions.options import plain
from facts.questions.wording import called

KIND: Final = "titles"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask for the title of an episode, the episode of a title, and the title of the episode after."""
    episodes = [episode for episode in ground.view.episodes if episode.title is not None and is_episode(episode.since)]
    episodes.sort(key=lambda episode: episode.since)
    titles = {episode.since: plain(episode.title or "", key=str(episode.since)) for episode in episodes}
    numbers = {episode.since: episode_option(episode.since) for episode in episodes}
    shared = {option.one for option in titles.values() if sum(o.one == option.one for o in titles.values()) > 1}
    for episode in episodes:
        title, number = titles[episode.since], numbers[episode.since]
        if title.one in shared:
            continue
        order = sorted(
            (other.since for other in episodes),
            key=lambda since: (abs(since.season - episode.since.season), abs(since.episode - episode.since.episode)),
        )
        by_title, by_number = [titles[since] for since in order], [numbers[since] for since in order]
        here = called(episode.since)
        yield _stem(episode, "title", f"What is the title of {here[0].lower()}{here[1:]}?", title, by_title, 3)
        yield _stem(episode, "number", f"Which episode is called “{title.text}”?", number, by_number, 3)
        following = ground.view.seasons.after(episode.since)
        if following in titles and titles[following].one not in shared:
            after = titles[following]
            ask = f"Which episode comes straight after “{title.text}”?"
            next_ = next(other for other in episodes if other.since == following)
            others = [option for option in by_title if option.key != title.key]
            yield _stem(next_, "after", ask, after, others, 4)


def _stem(episode: Episode, asked: str, ask: str, answer: Option, wrong: list[Option], difficulty: int) -> Stem:
    basis = Basis(
        since=episode.since,
        explain=f"{called(episode.since)} is “{episode.title}”.",
        topics=(f"title {episode.since}",),
    )
    return Stem(
        kind=KIND,
        subject=f"{asked} {episode.since}",
        ask=ask,
        answer=answer,
        wrong=wrong,
        basis=basis,
        difficulty=difficulty,
    )
