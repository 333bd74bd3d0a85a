"""What the page says of positions and ceilings, with the real bot behind it."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox.page.airlock import AirlockScene
from bot.sandbox.page.scene import Scene
from facts.position import Position
from tests.support.airlock import settings_for, stand_in, started
from tests.support.packs import small_pack, write_pack


async def test_positions_and_ceilings_are_of_the_show_that_the_server_follows(tmp_path: Path) -> None:
    packs, other = tmp_path / "packs", small_pack()
    write_pack(packs / "harbour", small_pack())
    other["show"] |= {"id": "wharf", "title": "Wharf", "episodes": [5, 4]}
    write_pack(packs / "wharf", other)
    async with stand_in() as discord:
        scene = Scene(discord)
        async with started(discord, tmp_path, packs) as bot:
            airlock = AirlockScene(bot, settings_for(discord, tmp_path, packs), scene)
            await airlock.prepare()
            assert await airlock.refresh()
            ann = scene.viewers[0]
            assert (airlock.show.id, ann.position) == ("harbour", "S1")
            scene.set_moderator(ann, True)
            await scene.send(ann, "/server set show:wharf ceiling:S1")
            assert await airlock.refresh()
            assert (airlock.show.id, ann.position) == ("wharf", "")
            await airlock.watched(ann.user, Position(1, 2), scene.world.dm(ann.user))
            assert await airlock.refresh()
            assert (airlock.show.id, ann.position) == ("wharf", "S1E2")
            assert set(scene.ceilings.values()) == {"S1"}
            assert str((await bot.ledger.progress.get(ann.user.id, "harbour")).watched_through) == "S1E3"
