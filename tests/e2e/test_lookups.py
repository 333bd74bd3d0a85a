"""Lookups by real commands: each caller is told no more than they have watched."""

from __future__ import annotations

from pathlib import Path

from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.harbour import harbour
from tests.support.packs import small_pack, write_pack


async def test_character_card_follows_what_the_caller_has_watched(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    await watched(fans.bob, "S3")
    early = await fans.ann.command("/cast character name:Karen Baldwin")
    late = await fans.bob.command("/cast character name:Karen Baldwin")
    assert "Status" not in fields(early)
    assert fields(late)["Status"] == "dead"
    assert "as of S1" in text(early)
    assert "as of S3" in text(late)
    assert early.ephemeral
    assert late.ephemeral


async def test_name_from_later_is_unknown_earlier(fans: Fans) -> None:
    await watched(fans.ann, "S1E3")
    await watched(fans.bob, "S1E7")
    assert title(await fans.ann.command("/cast character name:Ellen Wilson")) == "Not found"
    assert title(await fans.bob.command("/cast character name:Ellen Waverly")) == "Ellen Wilson"


async def test_hidden_and_nonexistent_are_answered_alike(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    answers = []
    for name in ("Dev Ayesa", "Zog Zogson", "dev-ayesa", "zog-zogson"):
        reply = await fans.ann.command(f"/cast character name:{name}")
        answers.append(
            (text(reply).replace(name, "X").replace(name.replace("-", "\\-"), "X"), labels(reply), reply.ephemeral)
        )
    assert len(set(map(str, answers))) == 1


async def test_suggestions_are_of_what_the_command_looks_up(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    offered = [choice.name for choice in await fans.ann.autocomplete("/cast character name:M")]
    assert "Margo Madison" in offered
    assert not {"Mercury 13", "Michael Dorman"} & set(offered)
    assert "Mercury 13" in [choice.name for choice in await fans.ann.autocomplete("/facts about name:Me")]


async def test_what_is_no_character_or_no_actor_is_shown_as_what_it_is(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    for command, name in (("character", "NASA"), ("character", "Wrenn Schmidt"), ("actor", "Margo Madison")):
        assert title(await fans.ann.command(f"/cast {command} name:{name}")) == name


async def test_newcomer_is_asked_once_and_gets_what_is_safe(fans: Fans) -> None:
    first = await fans.ann.command("/cast list season:1")
    assert "I don't know how far" in first.text
    assert "Season 1" in labels(first)
    assert "Ed Baldwin" in text(first)
    second = await fans.ann.command("/cast list season:1")
    assert second.text == ""


async def test_actor_list_search_random_episode_timeline_recap_answer(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    assert "Ed Baldwin" in text(await fans.ann.command("/cast actor name:Joel Kinnaman"))
    assert "Main cast" in fields(await fans.ann.command("/cast list season:1"))
    assert "Jamestown" in text(await fans.ann.command("/facts search text:jamestown"))
    assert fields(await fans.ann.command("/facts random"))["Source"]
    assert title(await fans.ann.command("/episode show number:1x05")) == "S1E5 · Into the Abyss"
    assert "1969" in text(await fans.ann.command("/timeline from:S1E1 to:S1E2"))
    assert "Red Moon" in text(await fans.ann.command("/recap season:1"))


async def test_cast_of_an_earlier_season_is_billed_and_played_as_it_was(fans: Fans) -> None:
    await watched(fans.ann, "S4")
    first, third, fourth, fifth = [
        fields(await fans.ann.command(f"/cast list season:{season}")) for season in (1, 3, 4, 5)
    ]
    assert "**Danny Stevens** — Jason Scott David, Mason Thames\n" in first["Recurring"]
    assert "**Molly Cobb**" in first["Recurring"]
    assert "**Danny Stevens** — Casey W. Johnson (adult)\n" in third["Main cast"]
    assert "Alex Baldwin" not in third["Main cast"]
    for name in ("Ellen Wilson", "Danny Stevens", "Lily Dale"):
        assert name not in fourth["Main cast"]
    assert "**Lily Dale** — Ruby Cruz (adult)" in fifth["Main cast"]
    await watched(fans.bob, "S0")
    before = fields(await fans.bob.command("/cast list season:1"))
    assert "**Molly Cobb**" in before["Recurring"]


async def test_what_the_show_does_not_have_is_told_by_its_length(fans: Fans) -> None:
    await watched(fans.ann, "S1E4")
    for line in ("/recap season:9", "/cast list season:9", "/cast list season:0", "/episode show number:S9E1"):
        assert "For All Mankind has 5 seasons." in text(await fans.ann.command(line))
    for line in ("/episode show number:9", "/timeline from:S9", "/timeline from:S1E1 to:S9"):
        assert "For All Mankind has 5 seasons." in text(await fans.ann.command(line))
    assert "Season 1 of For All Mankind has 10 episodes." in text(await fans.ann.command("/episode show number:1x11"))


async def test_who_is_whose_child_is_told_once(fans: Fans) -> None:
    await watched(fans.ann, "S1E1")
    first = await fans.ann.command("/episode show number:S1E1")
    for card in (await fans.ann.press(first, label="▶"), await fans.ann.command("/facts about name:Karen Baldwin")):
        told = text(card)
        assert "Shane is the child of Karen and Ed." in told
        for again in ("Shane is the son of", "Karen Baldwin is Shane's mother", "Ed is married to Karen."):
            assert again not in told


async def test_what_is_ahead_is_told_by_its_number(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    for line in ("/recap season:3", "/cast list season:3", "/episode show number:S3"):
        assert "You are at the end of season 1; season 3 is ahead." in text(await fans.ann.command(line))
    await watched(fans.ann, "S1E4")
    assert "You are at S1E4; S1E5 is ahead." in text(await fans.ann.command("/episode show number:S1E5"))
    newcomer = await fans.bob.command("/recap season:1")
    assert "You are before the first episode; season 1 is ahead." in text(newcomer)
    assert "I don't know how far" in newcomer.text


async def test_season_is_not_taken_for_its_last_episode(fans: Fans) -> None:
    await watched(fans.ann, "S2")
    reply = await fans.ann.command("/episode show number:S1")
    assert title(reply) == "Which episode?"
    assert "Choose an episode of season 1" in text(reply)
    assert title(await fans.ann.command("/episode show number:S9")) == "No such episode"


async def test_buttons_lead_to_related_entries_and_pages_turn(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    card = await fans.ann.command("/cast character name:Ed Baldwin")
    assert "Karen Baldwin" in labels(card)
    karen = await fans.ann.press(card, label="Karen Baldwin")
    assert title(karen) == "Karen Baldwin"
    everything = await fans.ann.press(karen, label="All facts")
    first = text(everything)
    second = await fans.ann.press(everything, label="▶")
    assert text(second) != first
    assert text(await fans.ann.press(second, label="◀")) == first


async def test_menu_opens_entries(fans: Fans) -> None:
    reply = await fans.ann.command("/cast list season:1")
    opened = await fans.ann.select(reply, ["Margo Madison"], custom_id="open|for-all-mankind")
    assert title(opened) == "Margo Madison"


async def test_ambiguous_name_asks_which(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    reply = await fans.ann.command("/cast character name:stevens")
    assert title(reply) == "Which one?"
    assert title(await fans.ann.press(reply, label="Tracy Stevens")) == "Tracy Stevens"


async def test_autocomplete_offers_only_what_the_caller_knows(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    await watched(fans.bob, "S4")
    assert "Dev Ayesa" not in [choice.name for choice in await fans.ann.autocomplete("/cast character name:dev")]
    assert "Dev Ayesa" in [choice.name for choice in await fans.bob.autocomplete("/cast character name:dev")]
    assert "S1E1 · Red Moon" in [choice.name for choice in await fans.ann.autocomplete("/episode show number:")]
    assert all("S2" not in choice.name for choice in await fans.ann.autocomplete("/episode show number:"))


async def test_help_and_about_answer(fans: Fans) -> None:
    assert "/progress set" in text(await fans.ann.command("/help"))
    assert "/channel ceiling" not in text(await fans.ann.command("/help"))
    assert "/channel ceiling" in text(await fans.mod.command("/help"))
    assert "For All Mankind" in text(await fans.ann.command("/about"))


async def test_about_names_the_other_shows(tmp_path: Path) -> None:
    barn = small_pack()
    barn["show"] |= {"id": "barn", "title": "Barn"}
    write_pack(tmp_path / "packs" / "barn", barn)
    async with harbour(tmp_path) as fans:
        assert fields(await fans.ann.command("/about"))["Other shows that I know"] == "Harbour Lights"
        await fans.mod.command("/server set show:harbour")
        assert fields(await fans.ann.command("/about"))["Other shows that I know"] == "Barn"
