"""What users own: progress, settings and ceilings, durable and fast."""

from bot.ledger.errors import LedgerError, StoreUnavailable, Unsettled, WriteRefused
from bot.ledger.ledger import Ledger
from bot.ledger.values import Change, GuildSettings, Progress, UserSettings

__all__ = [
    "Change",
    "GuildSettings",
    "Ledger",
    "LedgerError",
    "Progress",
    "StoreUnavailable",
    "Unsettled",
    "UserSettings",
    "WriteRefused",
]
