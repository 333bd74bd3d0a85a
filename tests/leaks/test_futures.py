"""A short visit with a small pack: two futures sound alike, from the first command to the last, over sockets."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts.pack.read import read_pack
from facts.position import Position
from facts.seasons import Seasons
from facts.view import View
from tests.leaks.test_noninterference import assert_same
from tests.support.harbour import SHOW
from tests.support.otherwise import with_other_future, without_future
from tests.support.packs import small_pack, write_pack
from tests.support.scenario import Visit, transcript

HIDDEN = ("Ellen Wilson", "Dev Ayesa", "dev-ayesa", "Station Nine", "Edie Gathers", "dead mayor", "nobody at all")


@pytest.mark.parametrize("written", ["S0", "S1E1", "S1E2"])
async def test_futures_of_the_small_pack_sound_alike(written: str, tmp_path: Path) -> None:
    position = Position.parse(written)
    whole = small_pack()
    seasons = Seasons(whole["show"]["episodes"])
    packs = (whole, without_future(whole, seasons, position), with_other_future(whole, seasons, position))
    folders = [tmp_path / name for name in ("whole", "cut", "other")]
    for folder, data in zip(folders, packs, strict=True):
        write_pack(folder / SHOW, data)
    visit = Visit(View.of(read_pack(folders[0] / SHOW), position), HIDDEN, brief=True)
    heard = [await transcript(folder, visit) for folder in folders]
    assert_same(heard[0], heard[1])
    assert_same(heard[0], heard[2])
