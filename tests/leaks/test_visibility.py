"""What everybody sees is made from the channel's ceiling, and all else is private."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest

from bot.replies import hold
from bot.sandbox.world import CallbackType
from facts.position import Position
from tests.support.discord import settled, until
from tests.support.fans import Fans, text, title
from tests.support.harbour import LOOKUPS, SHOW, everything, harbour, is_as_of, moved, shared
from tests.support.packs import small_pack, write_pack

SEND = "POST /channels/{channel_id}/messages"


@pytest.mark.parametrize("line", [*LOOKUPS, "/episode show number:S1E1", "/facts search text:waverly"])
async def test_shared_reply_is_a_message_at_the_ceiling_and_all_else_is_private(fans: Fans, line: str) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    start = len(fans.discord.transcript)
    posted = await shared(fans, line)
    assert is_as_of(posted, "S1E1")
    # A message of the bot's own: the reply to a command would show its options to everybody.
    assert posted.interaction is None
    assert f"Shared by <@{fans.ann.user.id}>" == posted.text
    assert not posted.pings
    for sent in fans.discord.transcript.since(start):
        if sent.route.endswith("/callback"):
            assert sent.body["data"]["flags"] == 64


@pytest.mark.parametrize("line", [*LOOKUPS, "/episode show number:S1E1", "/facts search text:waverly"])
async def test_caller_behind_the_ceiling_is_answered_privately_at_their_own_position(fans: Fans, line: str) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    reply = await fans.bob.command(f"{line} share:true")
    await settled()
    assert fans.posted() == []
    assert reply.ephemeral
    assert is_as_of(reply, "S1E1")


async def test_nothing_is_public_but_what_is_shared(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    places = (fans.lounge, fans.post, fans.thread)
    lines = (
        *LOOKUPS,
        "/help",
        "/about",
        "/progress show",
        "/progress next",
        "/progress undo",
        "/privacy export",
        "/cast character name:nobody",
        "/cast character name:nobody share:true",
        "/episode show number:S2E2 share:true",
        "/facts search text:nobody share:true",
        "/timeline from:nowhere share:true",
    )
    for place in places:
        for line in lines:
            reply = await fans.ann.at(place).command(line)
            assert reply.ephemeral, line
    for line in ("/channel show", "/channel preview as:S2", "/server settings", "/channel ceiling to:S9"):
        assert (await fans.mod.command(line)).ephemeral, line
    await settled()
    assert [fans.posted(place) for place in places[::2]] == [[], []]


async def test_followups_and_edits_are_private(fans: Fans) -> None:
    # Whatever has to be waited for is held privately: a public "thinking" would make the answer public.
    await moved(fans, fans.ann, "S2E2")
    fans.bot.views._views.clear()
    reply = await fans.ann.command("/cast list season:1 share:true")
    await settled()
    assert reply.type is CallbackType.DEFERRED_MESSAGE
    assert reply.ephemeral
    assert title(reply) == "Posted"
    exported = await fans.ann.command("/privacy export")
    await settled()
    assert exported.ephemeral
    assert exported.message
    assert exported.message.attachments


async def test_typed_words_are_not_repeated_in_public(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    secret = "Waverly becomes mayor Dev"
    posted = await shared(fans, f"/facts search text:{secret}")
    for word in ("becomes", "mayor", "Dev"):
        assert word not in everything(posted)
    private = await fans.ann.command(f"/facts search text:{secret}")
    assert secret in text(private)
    nothing = await fans.ann.command("/facts search text:Ayesa share:true")
    await settled()
    assert nothing.ephemeral
    assert len(fans.posted()) == 1


async def test_names_that_only_the_sharer_knows_are_answered_privately(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    for name in ("Mayor Wilson", "Dev Ayesa", "dev-ayesa", "Station Nine"):
        reply = await fans.ann.command("/facts about", name=name, share=True)
        await settled()
        assert reply.ephemeral
        assert title(reply) == "Not found"
    assert fans.posted() == []


async def test_public_messages_bear_no_links_pictures_files_or_bars(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    for line in (*LOOKUPS, "/episode show number:S1E1", "/facts search text:ellen"):
        posted = await shared(fans, line)
        (embed,) = posted.embeds
        assert embed.keys() <= {"type", "title", "description", "fields", "footer", "color", "flags"}, embed.keys()
        assert embed["footer"].keys() == {"text"}
        assert "||" not in everything(posted)
        assert "://" not in everything(posted)
        assert posted.attachments == []
        # What a notification shows is the text beside the card.
        assert posted.text == f"Shared by <@{fans.ann.user.id}>"


async def test_ceiling_that_is_lowered_while_a_reply_is_made_holds_for_it(
    fans: Fans, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fans.mod.command("/channel ceiling to:S2")

    async def hold_while_it_is_lowered(interaction: discord.Interaction) -> None:
        await hold(interaction)
        if Position(1, 1) not in (await fans.bot.ledger.guilds.get(interaction.guild_id or 0)).ceilings.values():
            await fans.bot.ledger.guilds.set_ceiling(
                interaction.guild_id or 0, SHOW, Position(1, 1), by=1, channel=fans.lounge.id
            )

    monkeypatch.setattr("bot.answering.hold", hold_while_it_is_lowered)
    assert is_as_of(await shared(fans, "/timeline"), "S1E1")


async def test_ceiling_that_is_lowered_while_a_card_waits_to_be_posted_holds_for_it(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    bad = fans.discord.rest.forced[SEND] = [(502, {"message": "Bad Gateway", "code": 0})]
    sharing = asyncio.create_task(shared(fans, "/timeline"))
    await until(lambda: not bad)  # discord.py tries again by itself, a second later
    assert title(await fans.mod.command("/channel ceiling to:S1E1")) == "Saved"
    assert is_as_of(await sharing, "S1E1")


async def test_show_that_a_server_follows_meanwhile_is_the_one_that_a_card_is_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = small_pack()
    other["show"] |= {"id": "barn", "title": "Barn Lights"}
    write_pack(tmp_path / "packs" / "barn", other)
    async with harbour(tmp_path) as fans:
        await fans.mod.command("/server set show:harbour ceiling:S1")
        await fans.ann.command("/progress set season:1 show:barn")
        held: list[discord.Interaction] = []

        async def hold_while_it_follows_another(interaction: discord.Interaction) -> None:
            await hold(interaction)
            if not held:
                held.append(interaction)
                await fans.bot.ledger.guilds.set_together(
                    interaction.guild_id or 0, by=1, show="barn", ceiling=("barn", Position(1, 3))
                )

        monkeypatch.setattr("bot.answering.hold", hold_while_it_follows_another)
        posted = await shared(fans, "/cast list season:1")
        assert "Barn Lights" in text(posted)
        assert "Harbour Lights" not in everything(posted)
