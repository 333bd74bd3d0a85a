"""What stops a command on the database, in one line for hosts."""

from __future__ import annotations


class DatabaseError(Exception):
    """Something is wrong with a database or a backup."""


class UsageError(DatabaseError):
    """What was asked for makes no sense."""
