"""Who sees what: sharing in channels, ceilings, threads, direct messages, servers without the bot."""

from __future__ import annotations

from bot.sandbox.permissions import Permission
from tests.support.discord import settled
from tests.support.fans import Fans, fields, labels, text, title, watched


async def test_shared_card_is_made_from_the_ceiling(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.bob, "S3")
    reply = await fans.bob.command("/cast character name:Karen Baldwin share:true")
    await settled()
    (posted,) = fans.posted()
    assert "as of S1" in text(posted)
    assert "Status" not in fields(posted)
    assert posted.pings.users == set() or not posted.pings.users
    assert reply.ephemeral
    assert title(reply) == "Posted"


async def test_nothing_is_shared_where_no_ceiling_is_set(fans: Fans) -> None:
    await watched(fans.bob, "S3")
    await fans.bob.command("/cast character name:Karen Baldwin share:true")
    await settled()
    (posted,) = fans.posted()
    assert "before the first episode" in text(posted)


async def test_caller_behind_the_ceiling_is_answered_privately(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    await watched(fans.ann, "S1")
    reply = await fans.ann.command("/cast character name:Karen Baldwin share:true")
    await settled()
    assert fans.posted() == []
    assert reply.ephemeral
    assert "as of S1" in text(reply)
    assert "Only you see this" in reply.text


async def test_shared_error_is_private(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.bob, "S3")
    reply = await fans.bob.command("/cast character name:Dev Ayesa share:true")
    await settled()
    assert title(reply) == "Not found"
    assert reply.ephemeral
    assert fans.posted() == []


async def test_what_cannot_be_shared_says_how_far_the_channel_goes(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.bob, "S3")
    known = await fans.bob.command("/cast character name:dev-ayesa share:true")
    assert "I know nothing called “Dev Ayesa”. In this channel I speak up to: all of season 1." in text(known)
    for line in (
        "/recap season:3",
        "/cast list season:3",
        "/episode show number:S3E1",
        "/timeline from:S3E1 to:S3E2",
        "/facts search text:kuznetsov",
        "/facts about name:nobody",
        "/cast actor name:edi-gathegi",
    ):
        reply = await fans.bob.command(f"{line} share:true")
        await settled()
        assert reply.ephemeral
        assert "In this channel I speak up to: all of season 1. Without `share` you may get more." in text(reply)
    assert fans.posted() == []


async def test_thread_and_post_inherit_channel_category_and_server(fans: Fans) -> None:
    await watched(fans.bob, "S4")
    for place, setting, expected in (
        (fans.thread, "/server set ceiling:S1E2", "S1E2"),
        (fans.thread, "/channel ceiling to:S1E3 channel:#Season 3", "S1E3"),
        (fans.post, "/help", "S1E3"),
        (fans.thread, "/channel ceiling to:S1E4 channel:#lounge", "S1E4"),
        (fans.thread, "/channel ceiling to:S1E5 channel:#rewatch", "S1E5"),
        (fans.lounge, "/help", "S1E4"),
    ):
        await fans.mod.command(setting)
        await fans.bob.at(place).command("/facts about name:Ed Baldwin share:true")
        await settled()
        assert f"as of {expected}" in text(fans.posted(place)[-1])


async def test_autocomplete_of_a_shared_command_stops_at_the_ceiling(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.bob, "S4")
    choices = await fans.bob.autocomplete("/cast character share:true name:dev", focused="name")
    assert "Dev Ayesa" not in [choice.name for choice in choices]


async def test_buttons_of_a_shared_card_answer_each_presser_from_where_they_are(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.bob, "S3")
    await fans.bob.command("/cast character name:Ed Baldwin share:true")
    await settled()
    (posted,) = fans.posted()
    before = text(posted)
    newcomer = await fans.ann.press(posted, label="Gordo Stevens")
    expert = await fans.bob.press(posted, label="Gordo Stevens")
    assert newcomer.ephemeral
    assert expert.ephemeral
    assert "before the first episode" in text(newcomer)
    assert "as of S3" in text(expert)
    assert text(posted) == before
    hidden = await fans.ann.press(posted, label="Shane Baldwin")
    assert title(hidden) == "Nothing here"
    assert hidden.ephemeral


async def test_old_buttons_follow_progress_that_was_lowered(fans: Fans) -> None:
    await watched(fans.ann, "S3")
    card = await fans.ann.command("/cast character name:Ed Baldwin")
    await watched(fans.ann, "S0")
    reply = await fans.ann.press(card, label="Karen Baldwin")
    assert "before the first episode" in text(reply)


async def test_direct_message_with_the_bot_is_private(fans: Fans) -> None:
    await watched(fans.bob, "S3")
    direct = fans.bob.at(fans.discord.world.dm(fans.bob.user))
    assert "as of S3" in text(await direct.command("/facts about name:Ed Baldwin share:true"))


async def test_what_is_for_servers_is_offered_nowhere_else(fans: Fans) -> None:
    assert {"channel", "server", "spoiler"} <= {command["name"] for command in fans.mod.commands()}
    offered = {command["name"] for command in fans.mod.at(fans.discord.world.dm(fans.mod.user)).commands()}
    assert offered.isdisjoint({"channel", "server", "spoiler", "Hide as spoiler"})
    assert {"cast", "progress", "trivia", "help"} <= offered


async def test_brought_along_by_a_user_it_answers_privately_and_says_why(fans: Fans) -> None:
    world = fans.discord.world
    zoe = world.add_user("zoe", installed=True)
    general = world.add_guild("Others", members=(zoe,), bot_installed=False).add_text("general")
    for place in (general, world.dm(zoe, fans.ann.user), world.group_dm(zoe, fans.ann.user)):
        actor = fans.discord.user(zoe, place)
        await watched(actor, "S3")
        reply = await actor.command("/facts about name:Ed Baldwin share:true")
        assert reply.ephemeral
        assert "as of S3" in text(reply)
        assert "servers that have added me" in reply.text
        await watched(actor, "S0")


async def test_sharing_without_permission_to_post_says_what_is_missing(fans: Fans) -> None:
    bot = fans.discord.world.application.bot
    fans.lounge.deny(bot, Permission.SEND_MESSAGES)
    reply = await fans.bob.command("/facts random share:true")
    await settled()
    assert "Send Messages" in text(reply)
    assert reply.ephemeral
    assert fans.posted() == []


async def test_shared_page_buttons_answer_privately(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.bob, "S1")
    await fans.bob.command("/facts about name:Ed Baldwin share:true")
    await settled()
    (posted,) = fans.posted()
    assert "▶" in labels(posted)
    turned = await fans.bob.press(posted, label="▶")
    assert turned.ephemeral
    assert text(turned) != text(posted)
