"""From which position a reply is made: in threads, while rewatching, for newcomers, after a mis-click."""

from __future__ import annotations

from tests.support.discord import settled
from tests.support.fans import Fans, labels, text, title
from tests.support.harbour import LOOKUPS, SHOW, everything, is_as_of, pressed


async def test_threads_and_posts_of_a_channel_keep_to_its_ceiling(fans: Fans) -> None:
    await fans.mod.command("/server set ceiling:S2")
    await fans.mod.command("/channel ceiling to:S1E1 channel:#Season 3")
    for place in (fans.thread, fans.post, fans.lounge):
        await fans.ann.at(place).command("/facts random share:true")
        await settled()
        assert is_as_of(fans.posted(place)[-1], "S1E1")
    await fans.mod.command("/channel ceiling to:S1E2 channel:#lounge")
    await fans.ann.at(fans.thread).command("/facts random share:true")
    await settled()
    assert is_as_of(fans.posted(fans.thread)[-1], "S1E2")


async def test_thread_of_a_channel_that_the_bot_cannot_see_has_no_ceiling_of_the_server(fans: Fans) -> None:
    await fans.mod.command("/server set ceiling:S2")
    guild = fans.bot.get_guild(fans.lounge.guild.id if fans.lounge.guild else 0)
    assert guild is not None
    channel = guild.get_channel(fans.lounge.id)
    assert channel is not None
    guild._remove_channel(channel)
    await fans.ann.at(fans.thread).command("/facts random share:true")
    await settled()
    assert [is_as_of(message, "S0") for message in fans.posted(fans.thread)] == [True]


async def test_rewatch_holds_everywhere(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    for line in LOOKUPS:
        assert is_as_of(await fans.ann.command(line), "S2")
    await fans.ann.command("/progress rewatch season:1 episode:1")
    for line in LOOKUPS:
        assert is_as_of(await fans.ann.command(line), "S1E1")
    reply = await fans.ann.command("/facts random share:true")
    await settled()
    assert is_as_of(reply, "S1E1")
    assert fans.posted() == []
    assert [c.name for c in await fans.ann.autocomplete("/episode show number:")] == ["S1E1 · Low Tide"]
    assert "dev-ayesa" not in [c.value for c in await fans.ann.autocomplete("/facts about name:")]
    assert title(await fans.ann.command("/cast character name:Dev Ayesa")) == "Not found"
    card = await fans.ann.command("/facts about name:Ellen Waverly")
    assert is_as_of(await fans.ann.press(card, label="Overview"), "S1E1")
    moved_on = await fans.ann.command("/progress next")
    assert "S1E2" in text(moved_on)
    assert "Watched S1E3" in labels(moved_on)
    await fans.mod.command("/progress rewatch season:1 episode:1")
    assert title(await fans.mod.command("/channel preview as:S2")) == "You have not watched that far"


async def test_who_has_set_nothing_is_told_what_is_safe_for_anybody(fans: Fans) -> None:
    await fans.ann.command("/progress clear")
    for line in LOOKUPS:
        assert is_as_of(await fans.ann.command(line), "S0")
    assert [c.name for c in await fans.ann.autocomplete("/facts about name:")] == ["Ellen Waverly", "Joel Park"]


async def test_large_steps_are_confirmed_however_they_are_made_and_can_be_undone(fans: Fans) -> None:
    await fans.bob.command("/progress set season:0")
    panel = await fans.bob.command("/progress show")
    episodes = await fans.bob.select(panel, ["Season 2"])
    for asked in (
        await fans.bob.command("/progress set season:2 episode:1"),
        await fans.bob.select(episodes, ["Through S2E1"], index=0),
    ):
        assert title(asked) == "Is that right?"
        assert "Ayesa" not in everything(asked)
        assert is_as_of(await fans.bob.command("/timeline"), "S0")
    saved = await pressed(fans.bob, f"confirm|{SHOW}|S2E1")
    assert title(saved) == "Saved"
    assert "Undo" in labels(saved)
    await fans.bob.press(saved, label="Undo")
    assert is_as_of(await fans.bob.command("/timeline"), "S0")
