"""A season that grows while the bot runs tells nobody of what was added: who has watched it has not watched that."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts.position import Position
from facts.store import load_pack
from tests.support.discord import settled
from tests.support.fans import Fans, title
from tests.support.harbour import SHOW, everything, harbour, is_as_of, moved
from tests.support.packs import Data, as_pack, small_pack

NEW = "Karen Stevens sails away"
NEWCOMER = "Zoe Kraken"
LAST = "S2E3"


def grown() -> Data:
    """The small pack with another episode of its last season."""
    pack = small_pack()
    pack["show"]["episodes"] = [3, 3]
    told = {"since": LAST, "kind": "event", "sources": ["gazette"]}
    pack["facts"] += [
        {**told, "id": "sails", "about": ["karen", "ellen-waverly"], "text": f"{NEW}."},
        {**told, "id": "comes", "about": ["zoe"], "text": f"{NEWCOMER} lands."},
    ]
    pack["characters"].append({"id": "zoe", "since": LAST, "names": [{"since": LAST, "name": NEWCOMER}]})
    return pack


async def grow(fans: Fans, *, told: bool) -> None:
    """Load the pack with one more episode; ``told``: it is known that packs may have been loaded, and no more."""
    await load_pack(fans.bot.views._engine, as_pack(grown()), "grown")
    if told:
        fans.bot.views.expire()


@pytest.mark.parametrize("told", [True, False], ids=["expected", "unexpected"])
@pytest.mark.parametrize("line", ["/facts about name:Karen Stevens", "/timeline", "/recap season:2"])
async def test_first_answer_after_a_season_has_grown_is_from_where_somebody_is(
    tmp_path: Path, line: str, told: bool
) -> None:
    async with harbour(tmp_path) as fans:
        await grow(fans, told=told)
        reply = await fans.ann.command(line)
        await settled()
        assert is_as_of(reply, "S2E2")
        assert NEW not in everything(reply)
        # What is new is there for who watches it.
        await fans.ann.command("/progress next")
        assert NEW in everything(await fans.ann.command(line))


@pytest.mark.parametrize("told", [True, False], ids=["expected", "unexpected"])
async def test_first_card_that_is_shared_after_a_season_has_grown_is_from_the_ceiling(
    tmp_path: Path, told: bool
) -> None:
    async with harbour(tmp_path) as fans:
        await fans.mod.command("/channel ceiling to:S2")
        await grow(fans, told=told)
        await fans.ann.command("/facts about name:Karen Stevens share:true")
        await settled()
        (posted,) = fans.posted()
        assert NEW not in everything(posted)
        assert is_as_of(posted, "S2E2")


async def test_all_of_a_season_is_what_it_was_when_it_was_offered(tmp_path: Path) -> None:
    async with harbour(tmp_path) as fans:
        await moved(fans, fans.bob, "S1E3")
        menu = await fans.bob.select(await fans.bob.command("/progress show"), "Season 2")
        await fans.ann.command("/progress clear")
        asked = await fans.ann.command("/progress set season:2")
        assert title(asked) == "Is that right?"
        await grow(fans, told=True)
        await fans.bot.views.look()
        assert title(await fans.bob.select(menu, "All of season 2")) == "Saved"
        assert title(await fans.ann.press(asked, index=0)) == "Saved"
        for actor in (fans.bob, fans.ann):
            assert (await fans.bot.ledger.progress.get(actor.user.id, SHOW)).position == Position(2, 2)


async def test_moderators_word_for_all_of_a_season_is_for_what_it_was_when_they_were_asked(tmp_path: Path) -> None:
    async with harbour(tmp_path) as fans:
        asked = await fans.mod.command("/channel follow to:S2 when:in 2 hours")
        await grow(fans, told=True)
        await fans.bot.views.look()
        assert title(await fans.mod.press(asked, label="Announce it")) == "Announced"
        assert fans.lounge.guild is not None
        (party,) = await fans.bot.ledger.parties.of(fans.lounge.guild.id)
        assert party.ceiling == Position(2, 2)


@pytest.mark.parametrize("told", [True, False], ids=["expected", "unexpected"])
async def test_first_suggestions_after_a_season_has_grown_are_of_whom_somebody_knows(
    tmp_path: Path, told: bool
) -> None:
    async with harbour(tmp_path) as fans:
        await grow(fans, told=told)
        assert await fans.ann.autocomplete("/cast character name:Zoe") == []
        await fans.ann.command("/progress next")
        assert [name for name, _ in await fans.ann.autocomplete("/cast character name:Zoe")] == [NEWCOMER]
