"""What a database fails with, told apart: out of reach, or a statement that it refuses."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, StatementError

from bot.ledger.errors import LedgerError, StoreUnavailable, WriteRefused

_REFUSALS: Final = (IntegrityError, DataError, ProgrammingError, ValueError, TypeError, OverflowError)
_REFUSED_STATES: Final = ("22", "23", "42")  # PostgreSQL's classes of errors in data, constraints and statements
_LOST_STATES: Final = ("40001", "40P01")  # those of who had to give way to another transaction


def broken(error: Exception) -> bool:
    """Whether the connection is lost, as opposed to the database saying no."""
    return isinstance(error, OSError) or bool(getattr(error, "connection_invalidated", False))


def is_worth_another_try(error: Exception) -> bool:
    """Whether nothing was done, and it may well be possible at once: over another connection, or after another's."""
    return broken(error) or _state(error) in _LOST_STATES


def explain(error: Exception) -> LedgerError:
    """Tell a database that is out of reach from a statement that it refuses for what is in it."""
    state = _state(error)
    unsendable = isinstance(error, StatementError) and not isinstance(error, DBAPIError)
    if unsendable or isinstance(error, _REFUSALS) or state[:2] in _REFUSED_STATES:
        return WriteRefused(_line(error))
    return StoreUnavailable(_line(error))


def _line(error: Exception) -> str:
    # SQLAlchemy adds statements and values, which are users' own and no matter of a log.
    lines = str(getattr(error, "orig", None) or error).splitlines()
    return lines[0] if lines else type(error).__name__


def _state(error: Exception) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
