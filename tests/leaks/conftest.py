"""What the tests of leaks share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.fans import Fans
from tests.support.harbour import harbour


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """Fans of a small show: ann and the moderator have watched all of it, bob one episode."""
    async with harbour(tmp_path) as people:
        yield people
