"""The cog that is composed of groups of commands."""

from __future__ import annotations

from collections import Counter

from bot.cogs.trivia import Trivia
from bot.cogs.trivia.answers import AnswerButtons
from bot.cogs.trivia.boards import BoardCommands
from bot.cogs.trivia.daily import DailyCommands
from bot.cogs.trivia.lobby import LobbyButtons
from bot.cogs.trivia.practice import PracticeCommands
from bot.cogs.trivia.reports import ReportCommands
from bot.cogs.trivia.round_cog import RoundCog
from bot.cogs.trivia.rounds import RoundCommands

PARTS = (
    *(RoundCog, RoundCommands, LobbyButtons, AnswerButtons),
    *(PracticeCommands, BoardCommands, DailyCommands, ReportCommands),
)


def test_no_part_hides_what_another_defines() -> None:
    # One class after the other is searched for a name, and nothing warns of the second.
    defined = Counter(name for part in (*PARTS, Trivia) for name in vars(part) if not name.startswith("__"))
    shared = {"bot", "rounds", "daily_posts"} | {name for name in defined if name.startswith("_abc")}
    assert [name for name, count in defined.items() if count > 1 and name not in shared] == []
