"""What users own: progress, settings, ceilings and trivia, durable and fast."""

from bot.ledger.boards import Board, BoardRow, Stats
from bot.ledger.bodies import Body
from bot.ledger.daily import DailyQuestion, DailyRow, DailySettings, Streak
from bot.ledger.errors import (
    AlreadyAnswered,
    LedgerError,
    RoleInUse,
    RoundRunning,
    StoreUnavailable,
    Unsettled,
    WriteRefused,
)
from bot.ledger.ledger import Ledger
from bot.ledger.parties import Outcome, Party
from bot.ledger.practice import Practised
from bot.ledger.reports import Report
from bot.ledger.role_values import NO_ROLES, GuildRoles, Participants, SeasonRole, ShowRoles, Taking
from bot.ledger.rounds import StoredEvent, StoredRound
from bot.ledger.scores import Award, KindScore, Score
from bot.ledger.spoilers import Notice, Spoiler, SpoilerFile
from bot.ledger.values import Change, GuildSettings, Progress, User, UserSettings

__all__ = [
    "NO_ROLES",
    "AlreadyAnswered",
    "Award",
    "Board",
    "BoardRow",
    "Body",
    "Change",
    "DailyQuestion",
    "DailyRow",
    "DailySettings",
    "GuildRoles",
    "GuildSettings",
    "KindScore",
    "Ledger",
    "LedgerError",
    "Notice",
    "Outcome",
    "Participants",
    "Party",
    "Practised",
    "Progress",
    "Report",
    "RoleInUse",
    "RoundRunning",
    "Score",
    "SeasonRole",
    "ShowRoles",
    "Spoiler",
    "SpoilerFile",
    "Stats",
    "StoreUnavailable",
    "StoredEvent",
    "StoredRound",
    "Streak",
    "Taking",
    "Unsettled",
    "User",
    "UserSettings",
    "WriteRefused",
]
