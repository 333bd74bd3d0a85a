"""What questions about when share: the years of the story, dates in words, seasons and episodes as options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from facts.model import Fact
from facts.names import fold
from facts.position import Position
from facts.questions.model import Option
from facts.questions.options import plain
from facts.questions.wording import called

# fmt: off
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_MONTH: Final = "|".join(MONTHS)
WRITTEN_DATE: Final = re.compile(rf"\b(?:(\d{{1,2}}) )?({_MONTH}) (\d{{4}})\b")


def year_of(fact: Fact) -> int | None:
    """Return the year of the story in which a fact falls."""
    return fact.date.year if fact.date is not None else fact.year


def is_episode(position: Position) -> bool:
    """Whether a position, as it is written, is an episode."""
    return bool(position.season) and not position.whole


def episode_option(position: Position) -> Option:
    """Return an episode as an option."""
    season, episode = position
    accept = (str(position), f"S{season:02}E{episode:02}", f"{season}x{episode:02}")
    return plain(called(position), key=str(position), accept=accept)


def season_option(season: int) -> Option:
    """Return a season as an option."""
    return plain(f"Season {season}", key=f"S{season}", accept=(f"S{season}", str(season)))


def year_options(years: Sequence[int], near: int) -> list[Option]:
    """Return years as options, the nearest first."""
    return [plain(str(year)) for year in sorted(set(years), key=lambda year: (abs(year - near), year))]


def gives_time_away(text: str) -> bool:
    """Whether a text counts years, seasons or episodes."""
    return not _TIMES.isdisjoint(fold(text).split()) or re.search(r"\b(1[89]|20)\d\d", text) is not None


_TIMES: Final = frozenset(
    ["season", "seasons", "episode", "finale", "decade", "decades", "years", "credits", "1970s", "1980s", "1990s"]
)
