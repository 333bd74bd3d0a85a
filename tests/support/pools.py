"""Pools of questions of the shipped pack, made once a test process."""

from __future__ import annotations

from functools import cache

from bot.settings import SHIPPED_PACKS
from facts.model import Pack
from facts.pack.read import read_pack
from facts.position import Position
from facts.questions import Pool
from facts.view import View


@cache
def shipped_pack() -> Pack:
    """The pack that the bot comes with."""
    return read_pack(SHIPPED_PACKS / "for-all-mankind")


@cache
def shipped_pool(position: str) -> Pool:
    """All that can be asked at a position."""
    return Pool.of(View.of(shipped_pack(), Position.parse(position)))
