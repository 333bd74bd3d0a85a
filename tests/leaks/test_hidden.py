"""What is hidden from somebody and what does not exist are one and the same to them."""

from __future__ import annotations

import pytest

from bot.render.text import quoted
from bot.sandbox.world import CallbackType
from facts.position import Position
from tests.support.fans import Fans, text, title
from tests.support.harbour import SHOW, everything, pressed

_OTHER = dict(zip("DdEeÉvVAaYySs", "ZzOoÓgGUuXxTt", strict=True))
"""Makes another name of a name, of the same length and letters of the same kinds."""


async def test_autocomplete_offers_whom_the_caller_has_met(fans: Fans) -> None:
    for line in ("/cast character name:", "/facts about name:", "/facts about name:dev", "/cast character name:karen"):
        assert "dev-ayesa" not in [choice.value for choice in await fans.bob.autocomplete(line)]
    assert "dev-ayesa" in [choice.value for choice in await fans.ann.autocomplete("/cast character name:dev")]
    titles = [choice.name for choice in await fans.bob.autocomplete("/episode show number:")]
    assert titles == ["S1E1 · Low Tide"]


async def test_autocomplete_of_what_is_shared_keeps_to_the_ceiling(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    choices = await fans.ann.autocomplete("/cast character share:true name:", focused="name")
    assert [choice.name for choice in choices] == ["Ellen Waverly", "Karen Stevens"]


@pytest.mark.parametrize("hidden", ["Dev Ayesa", "dev-ayesa", "DEV  AYÉSA", "Ayesa", "dev\u200b ayesa", "Dev Ayesa's"])
async def test_hidden_and_invented_are_answered_alike(fans: Fans, hidden: str) -> None:
    names = (hidden, "".join(_OTHER.get(letter, letter) for letter in hidden))
    for line in ("/cast character", "/cast actor", "/facts about", "/facts search"):
        option = "text" if line.endswith("search") else "name"
        start = len(fans.discord.transcript)
        replies = [await fans.bob.command(line, **{option: typed}) for typed in names]
        told = [text(reply).replace(quoted(typed), "…") for reply, typed in zip(replies, names, strict=True)]
        assert told[0] == told[1]
        assert "…" in told[0]
        assert replies[0].components == replies[1].components == []
        assert [reply.type for reply in replies] == [CallbackType.MESSAGE] * 2
        assert all(reply.ephemeral for reply in replies)
        assert len(fans.discord.transcript) == start + 2


async def test_episode_that_is_hidden_is_answered_as_one_that_is_not(fans: Fans) -> None:
    # Two that the pack has and one that it has not, of all of which it is public that the show has them.
    numbers = ("S1E2", "S2E1", "S2E2")
    replies = [await fans.bob.command(f"/episode show number:{number}") for number in numbers]
    assert {everything(reply).replace(number, "…") for reply, number in zip(replies, numbers, strict=True)} == {
        everything(replies[0]).replace("S1E2", "…")
    }
    assert "You are at S1E1; S2E2 is ahead." in text(replies[2])
    assert all(reply.components == [] for reply in replies)
    assert title(await fans.bob.command("/episode show number:S9E9")) == "No such episode"


async def test_season_that_is_ahead_is_told_by_its_number_whatever_is_known_of_it(fans: Fans) -> None:
    for line in ("/recap season:2", "/cast list season:2", "/episode show number:S2"):
        reply = await fans.bob.command(line)
        assert "You are at S1E1; season 2 is ahead." in text(reply)
        assert reply.components == []


async def test_what_is_chosen_and_not_to_be_shared_is_named_as_the_caller_knows_it(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    known = await fans.ann.command("/cast character name:dev-ayesa share:true")
    assert "I know nothing called “Dev Ayesa”." in text(known)
    unknown = await fans.bob.command("/cast character name:dev-ayesa share:true")
    nobody = await fans.bob.command("/cast character name:zog-zogson share:true")
    assert quoted("dev-ayesa") in text(unknown)
    assert text(unknown).replace(quoted("dev-ayesa"), "…") == text(nobody).replace(quoted("zog-zogson"), "…")
    assert unknown.components == nobody.components == known.components
    invented = await fans.ann.command("/cast character name:zog-zogson share:true")
    assert text(known).replace("“Dev Ayesa”", "…") == text(invented).replace(quoted("zog-zogson"), "…")


async def test_buttons_that_no_message_has_lead_to_nothing_hidden(fans: Fans) -> None:
    nothing, missing = [
        await pressed(fans.bob, custom_id, values)
        for custom_id, values in ((f"entry|{SHOW}|dev-ayesa", None), (f"entry|{SHOW}|nobody", None))
    ]
    assert everything(nothing) == everything(missing)
    assert nothing.ephemeral
    for custom_id, values in (
        (f"about|{SHOW}|1|dev-ayesa", None),
        (f"open|{SHOW}", ["dev-ayesa"]),
        (f"cast|{SHOW}|1|99", None),
        (f"cast|{SHOW}|2|99", None),
        (f"recap|{SHOW}|1|99", None),
        (f"recap|{SHOW}|2|99", None),
        (f"episode|{SHOW}|S2E1", None),
        (f"episode-page|{SHOW}|S2E1|2", None),
        (f"timeline|{SHOW}|S1E1|S2E2|7", None),
        (f"timeline|{SHOW}|-|-|9999", None),
        (f"search|{SHOW}|1|Dev Ayesa mayor", None),
        (f"search|{SHOW}|0|Station Nine", None),
        (f"random|{SHOW}", None),
        (f"preview|{SHOW}|S2|S2", None),
        (f"peek|{SHOW}|S2|S2", ["dev-ayesa"]),
        ("entry|other-show|dev-ayesa", None),
        ("entry", None),
        (f"season|{SHOW}|set|0", ["9999"]),
        (f"watched|{SHOW}|S2E2", None),
    ):
        reply = await pressed(fans.bob, custom_id, values)
        assert reply.ephemeral, custom_id
        said = everything(reply)
        assert "Dev Ayesa**" not in said
        assert not any(
            word in said for word in ("Mayor", "mayor in", "Station Nine is", "Rich", "Wilson", "Gathers")
        ), custom_id
    assert fans.posted() == []
    assert (await fans.bot.ledger.progress.get(fans.bob.user.id, SHOW)).watched_through == Position(1, 1)
