from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import facts
from facts.model import Pack
from facts.pack.read import read_pack
from facts.position import Position
from facts.questions import Pool
from facts.view import View


@pytest.fixture(scope="session")
def shipped() -> Pack:
    """The pack that ships."""
    return read_pack(Path(facts.__file__).parent / "packs" / "for-all-mankind")


@pytest.fixture(scope="session")
def pool_at(shipped: Pack) -> Callable[[str], Pool]:
    """The pool of the shipped pack at a position, kept for the session."""

    @cache
    def at(position: str) -> Pool:
        return Pool.of(View.of(shipped, Position.parse(position)))

    return at
