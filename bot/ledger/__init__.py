"""What users own: progress, settings, ceilings and trivia, durable and fast."""

from bot.ledger.boards import Board, BoardRow, Stats
from bot.ledger.bodies import Body
from bot.ledger.daily import DailyQuestion, DailyRow, DailySettings, Streak
from bot.ledger.errors import AlreadyAnswered, LedgerError, RoundRunning, StoreUnavailable, Unsettled, WriteRefused
from bot.ledger.ledger import Ledger
from bot.ledger.practice import Practised
from bot.ledger.reports import Report
from bot.ledger.rounds import StoredEvent, StoredRound
from bot.ledger.scores import Award, KindScore, Score
from bot.ledger.spoilers import Notice, Spoiler, SpoilerFile
from bot.ledger.values import Change, GuildSettings, Progress, UserSettings

__all__ = [
    "AlreadyAnswered",
    "Award",
    "Board",
    "BoardRow",
    "Body",
    "Change",
    "DailyQuestion",
    "DailyRow",
    "DailySettings",
    "GuildSettings",
    "KindScore",
    "Ledger",
    "LedgerError",
    "Notice",
    "Practised",
    "Progress",
    "Report",
    "RoundRunning",
    "Score",
    "Spoiler",
    "SpoilerFile",
    "Stats",
    "StoreUnavailable",
    "StoredEvent",
    "StoredRound",
    "Streak",
    "Unsettled",
    "UserSettings",
    "WriteRefused",
]
