"""The watched-through setting, as users change it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import Fans, fields, labels, text, title, watched


async def test_set_next_undo_clear(fans: Fans) -> None:
    assert "Unlocked" in fields(await watched(fans.ann, "S1E5"))
    assert "S1E6" in text(await fans.ann.command("/progress next"))
    assert "S1E5" in text(await fans.ann.command("/progress undo"))
    assert "I do not know how far" in text(await fans.ann.command("/progress clear"))
    assert "S1E5" in text(await fans.ann.command("/progress undo"))
    assert "I do not know how far" in text(await fans.ann.command("/progress undo"))
    assert title(await fans.ann.command("/progress undo")) == "Nothing to undo"


async def test_last_episode_is_the_whole_season(fans: Fans) -> None:
    await watched(fans.ann, "S1E10")
    assert "all of season 1" in text(await fans.ann.command("/progress show")).lower()


async def test_large_step_is_confirmed_and_can_be_declined(fans: Fans) -> None:
    await watched(fans.ann, "S1E3")
    asked = await fans.ann.command("/progress set season:3")
    assert title(asked) == "Is that right?"
    assert "S1E3" in text(await fans.ann.press(asked, label="No, leave it"))
    assert "S1E3" in text(await fans.ann.command("/progress show"))


async def test_menus_spare_typing(fans: Fans) -> None:
    reply = await fans.ann.command("/progress show")
    episodes = await fans.ann.select(reply, ["Season 1"])
    assert "All of season 1" in labels(episodes)
    assert all("·" not in label for label in labels(episodes))  # numbers, never titles
    assert "S1E4" in text(await fans.ann.select(episodes, ["Through S1E4"]))


async def test_rewatch_lowers_what_is_told_and_next_moves_it(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    assert "rewatching" in text(await fans.ann.command("/progress rewatch season:1 episode:2"))
    assert "as of S1E2" in text(await fans.ann.command("/facts about name:Ed Baldwin"))
    moved = await fans.ann.command("/progress next")
    assert "S1E3" in text(moved)
    assert "all of season 1" in text(moved)
    stopped = await fans.ann.press(moved, label="Stop rewatching")
    assert "all of season 1" in text(stopped)
    assert "as of S1" in text(await fans.ann.command("/facts about name:Ed Baldwin"))


async def test_rewatch_cannot_pass_what_was_watched(fans: Fans) -> None:
    await watched(fans.ann, "S1E4")
    assert title(await fans.ann.command("/progress rewatch season:2")) == "You have not watched that"


async def test_rewatch_without_options_offers_a_menu(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    menu = await fans.ann.command("/progress rewatch")
    again = await fans.ann.select(menu, ["From the beginning"])
    assert "rewatching" in text(again)
    assert "before the first episode" in text(await fans.ann.command("/cast list season:1"))


async def test_second_press_of_watched_moves_nobody_twice(fans: Fans) -> None:
    reply = await watched(fans.ann, "S1E5")
    await fans.ann.press(reply, label="Watched S1E6")
    data = {"component_type": 2, "custom_id": "watched|for-all-mankind|S1E6"}
    await fans.ann.interact(3, data, message=reply.interaction.original)
    assert "S1E6" in text(await fans.ann.command("/progress show"))


async def test_end_of_the_show_is_said(fans: Fans) -> None:
    await watched(fans.ann, "S5")
    assert title(await fans.ann.command("/progress next")) == "You have watched everything"


async def test_progress_is_the_same_everywhere_and_survives_a_restart(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path):
            await watched(fans.ann, "S2E5")
            card = await fans.ann.command("/cast character name:Ed Baldwin")
        async with started(discord, tmp_path):
            direct = fans.ann.at(discord.world.dm(fans.ann.user))
            assert "S2E5" in text(await direct.command("/progress show"))
            # Buttons of before the restart work.
            assert title(await fans.ann.press(card, label="Karen Baldwin")) == "Karen Baldwin"
            assert discord.world.application.commands_put == 1


async def test_panel_asks_privately(fans: Fans) -> None:
    await fans.mod.command("/server panel")
    (panel,) = fans.posted()
    episodes = await fans.ann.select(panel, ["Season 2"])
    assert episodes.ephemeral
    asked = await fans.ann.select(episodes, ["Through S2E1"])
    assert title(asked) == "Is that right?"
    assert title(panel) == "How far have you watched For All Mankind?"


async def test_undo_that_is_pressed_twice_undoes_one_change(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    saved = await watched(fans.ann, "S2")
    replies = await asyncio.gather(*(fans.ann.press(saved, label="Undo") for _ in range(2)))
    await settled()
    assert {title(reply) for reply in replies} <= {"Undone", "Your progress in For All Mankind"}
    assert "All of season 1" in text(await fans.ann.command("/progress show"))
    again = await fans.ann.interact(3, {"component_type": 2, "custom_id": "undo|for-all-mankind|S2E10|-", "id": 1})
    assert title(again) == "Your progress in For All Mankind"
    assert "All of season 1" in text(await fans.ann.command("/progress show"))
    earlier = await fans.ann.interact(3, {"component_type": 2, "custom_id": "undo|for-all-mankind", "id": 1})
    assert title(earlier) == "Undone"
