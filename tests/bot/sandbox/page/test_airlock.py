"""What the page says of positions and ceilings, with the real bot behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.sandbox.page import browser, knowledge
from bot.sandbox.page.airlock import AirlockScene
from bot.sandbox.page.scene import Scene
from facts.position import Position
from facts.view import View
from tests.support.airlock import settings_for, stand_in, started
from tests.support.packs import small_pack, write_pack
from tests.support.rooms import ROOMS, fact


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


def test_what_a_step_tells_of_the_story_stands_before_how_the_show_was_made() -> None:
    facts = (
        fact("made", "S1E1", "show", "It was made.", kind="production"),
        fact("told", "S1E1", "tom", "It was told."),
    )
    view = View.of(replace(ROOMS, facts=facts, questions=(), together=()), Position(1, 1))
    shown = knowledge.step_html(view, None)
    assert shown.index("It was told.") < shown.index("It was made.")


def test_one_fact_is_not_told_as_several() -> None:
    facts = (fact("made", "S0", "show", kind="production"),)
    view = View.of(replace(ROOMS, facts=facts, questions=(), together=()), Position(0, 0))
    assert "Known: 4 entries, 1 fact and 0 questions." in browser._head(view)
