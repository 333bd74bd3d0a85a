"""Something in every table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, LargeBinary, TypeDecorator, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.tables import TABLES
from bot.ledger.tables import Rank
from facts.position import Position

ROWS: Final = 61
"""Rows in each table, more than are read at once in tests."""


def value(column: Column[Any], number: int) -> object:
    """Something that fits a column, another for each number."""
    if column.nullable and number % 3 == 0:
        return None
    kind = column.type
    if isinstance(kind, Rank):
        return Position(1 + number % 4, 1 + number % 9)
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, DateTime):
        return datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=number, microseconds=number)
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, BigInteger):
        return (1 << 60) + number if column.name != "id" else number
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, LargeBinary):
        return bytes([0, 255, number % 256])
    return f"ü’{number}\n🚀"[: getattr(kind, "length", None)]


async def fill(engine: AsyncEngine, rows: int = ROWS) -> None:
    """Put rows into every table."""
    async with engine.begin() as connection:
        for table in TABLES:
            some = [{column.name: value(column, number) for column in table.c} for number in range(1, rows + 1)]
            await connection.execute(insert(table), some)
