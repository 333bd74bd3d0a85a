"""Gated spoilers: what everybody sees, who is shown the rest, and what becomes of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest

from bot.cogs.spoiler import Spoilers
from bot.cogs.spoiler_files import read_file
from bot.drafts import Attached
from bot.ledger import Progress, SpoilerFile
from bot.ledger.errors import StoreUnavailable
from bot.render.spoiler import FILE_BYTES
from bot.replies import hold
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.sandbox.world import Attachment, CallbackType, Channel, Message, posting
from bot.sandbox.world.posting import Upload
from facts.position import NOTHING
from facts.store import load_pack
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, labels, text, title, watched
from tests.support.harbour import SHOW, custom_ids, everything, harbour, moved
from tests.support.harm import assert_calm, assert_pings_nobody, rows
from tests.support.packs import Data, as_pack, small_pack, write_pack

SECRET = "Ellen becomes mayor Wilson! @everyone <@1>"
PICTURE = Upload(0, "mayor-wilson.png", b"\x89PNG secret", "image/png")


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """Fans of a small show: ann and the moderator have watched all of it, bob one episode."""
    async with harbour(tmp_path) as people:
        yield people


async def posted(
    fans: Fans,
    who: Actor | None = None,
    since: str = "S2E1",
    name: str = "",
    words: str = SECRET,
    where: Channel | None = None,
    **files: Attachment,
) -> Message:
    """Post a spoiler; return its notice."""
    place = where or fans.lounge
    before = len(fans.posted(place))
    actor = (who or fans.ann).at(place)
    form = await actor.command("/spoiler post", **files)
    reply = await actor.submit(form, {"since": since, "title": name, "text": words})
    await settled()
    assert title(reply) == "Posted", text(reply)
    assert reply.ephemeral
    (notice,) = fans.posted(place)[before:]
    return notice


def picture(fans: Fans, data: bytes = PICTURE.data) -> Attachment:
    return fans.discord.world.upload(PICTURE.filename, data, PICTURE.content_type)


async def pressed(actor: Actor, on: Reply | Message, label: str) -> Reply:
    reply = await actor.press(on, label=label)
    await settled()
    return reply


async def managed_by(actor: Actor, notice: Message) -> Reply:
    """What can be done with a post, by who is far enough or wrote it."""
    return await pressed(actor, await pressed(actor, notice, "Reveal"), "Manage")


def cog(fans: Fans) -> Spoilers:
    found = fans.bot.get_cog("Spoilers") or fans.bot.get_cog("spoiler")
    assert isinstance(found, Spoilers)
    return found


def hidden_in(fans: Fans, start: int) -> list[str]:
    """What the bot has sent to channels, as opposed to one person, that holds anything hidden."""
    sent = fans.discord.transcript.since(start)
    public = [repr((one.body, one.uploads)) for one in sent if one.route.startswith("/channels/")]
    return [body for body in public if "becomes" in body or "mayor" in body.lower() or "secret" in body]


async def test_channel_sees_who_which_show_and_from_where_and_nothing_else(fans: Fans, tmp_path: Path) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    start = len(fans.discord.transcript)
    notice = await posted(fans, name="The *best* scene", attachment=picture(fans))
    shown = text(notice)
    assert f"<@{fans.ann.user.id}>" in shown
    assert "S2E1" in shown
    assert "The \\*best\\* scene" in shown
    assert "1 file" in shown
    assert labels(notice) == ["Reveal"]
    (post,) = rows(tmp_path / "airlock.db")["spoiler"]
    assert list(custom_ids(notice)) == [f"spoiler-reveal|{post[0]}"]
    assert notice.attachments == []
    assert_pings_nobody(notice)
    assert "becomes" not in everything(notice)
    assert hidden_in(fans, start) == []


async def test_reveal_shows_it_privately_to_who_is_far_enough(fans: Fans) -> None:
    notice = await posted(fans, attachment=picture(fans))
    start = len(fans.discord.transcript)
    reply = await pressed(fans.mod, notice, "Reveal")
    assert reply.ephemeral
    assert SECRET in text(reply)
    assert reply.message is not None
    assert [(file.filename, file.data) for file in reply.message.attachments] == [(PICTURE.filename, PICTURE.data)]
    assert_pings_nobody(reply.message)
    assert everything(notice) == everything(fans.posted()[0])
    assert hidden_in(fans, start) == []


async def test_reveal_asks_who_is_not_far_enough_without_a_hint(fans: Fans) -> None:
    notice = await posted(fans, attachment=picture(fans))
    asked = await pressed(fans.bob, notice, "Reveal")
    assert title(asked) == "You have not watched that far"
    assert asked.ephemeral
    assert "becomes" not in everything(asked)
    assert "mayor" not in everything(asked)
    assert asked.message is not None
    assert asked.message.attachments == []
    assert title(await pressed(fans.bob, asked, "No, leave it")) == "Left as it was"
    again = await pressed(fans.bob, notice, "Reveal")
    shown = await pressed(fans.bob, again, "Show it to me")
    assert SECRET in text(shown)
    assert shown.interaction.original is not None
    assert [file.data for file in shown.interaction.original.attachments] == [PICTURE.data]


async def test_season_that_shrinks_opens_nothing(fans: Fans) -> None:
    longer = small_pack()
    longer["show"]["episodes"] = [3, 3]
    await served(fans, longer)
    await moved(fans, fans.ann, "S2E3")
    notice = await posted(fans, since="S2E3")
    await moved(fans, fans.bob, "S2E2")
    assert title(await fans.bob.press(notice, index=0)) == "You have not watched that far"
    await served(fans, small_pack())
    assert title(await fans.bob.press(notice, index=0)) == "You have not watched that far"


async def served(fans: Fans, pack: Data) -> None:
    """Load a pack in place of the one that is served."""
    await load_pack(fans.bot.views._engine, as_pack(pack), repr(pack))
    await fans.bot.views.refresh()


async def test_rewatching_is_respected_and_old_confirmations_do_not_count(fans: Fans) -> None:
    notice = await posted(fans)
    await moved(fans, fans.mod, "S2E2", "S1E1")
    asked = await pressed(fans.mod, notice, "Reveal")
    assert title(asked) == "You have not watched that far"
    await moved(fans, fans.mod, "S1E1")
    await moved(fans, fans.bob, "S1E1")
    confirmed = await pressed(fans.bob, notice, "Reveal")
    await fans.bot.ledger.progress.change(fans.bob.user.id, "harbour", lambda _: Progress(NOTHING))
    reply = await pressed(fans.bob, confirmed, "Show it to me")
    assert title(reply) == "You have not watched that far"


async def test_author_reads_their_own_wherever_they_are(fans: Fans) -> None:
    notice = await posted(fans, fans.bob, since="S2")
    assert SECRET in text(await pressed(fans.bob, notice, "Reveal"))


async def test_title_that_is_not_safe_is_refused_with_what_to_change_and_nothing_is_lost(
    fans: Fans, tmp_path: Path
) -> None:
    await fans.mod.command("/channel ceiling to:S1E1")
    form = await fans.ann.command("/spoiler post", attachment=picture(fans))
    reply = await fans.ann.submit(form, {"since": "S2", "title": "dev ayesa was right", "text": SECRET})
    await settled()
    assert title(reply) == "That title is not safe here"
    assert "“dev ayesa”" in text(reply)
    assert "was right" not in text(reply)
    assert reply.ephemeral
    assert fans.posted() == []
    assert rows(tmp_path / "airlock.db")["spoiler"] == []
    again = await fans.ann.press(reply, label="Open the form")
    assert again.type is CallbackType.MODAL
    done = await fans.ann.submit(again, {"title": "He was right"})
    await settled()
    assert title(done) == "Posted"
    (notice,) = fans.posted()
    shown = await pressed(fans.mod, notice, "Reveal")
    assert SECRET in text(shown)
    assert shown.message is not None
    assert len(shown.message.attachments) == 1


@pytest.mark.parametrize(
    "name",
    [
        "DevAyesa was right",
        "#DevAyesa",
        "D e v A y e s a",
        "D\u034fev A\u034fyesa",
        "Dev\u3164Ayesa",
        "Dеv Ауеsа",
        "Ⅾev Ａyesa",
        "１９８３",
        "in 1９83",
        "❶❾❽❸",
        "1️⃣9️⃣8️⃣3️⃣",
        "🅳🅴🆅🅰🆈🅴🆂🅰",
        "🅓🅔🅥 🅐🅨🅔🅢🅐",
        "🇩 🇪 🇻 🇦 🇾 🇪 🇸 🇦",
        "⒟⒠⒱ ⒜⒴⒠⒮⒜",
    ],
)
async def test_title_is_read_as_the_guard_reads(tmp_path: Path, name: str) -> None:
    pack = small_pack()
    pack["show"]["years"] = [
        {"since": "S0", "season": 1, "from": 1969, "to": 1974},
        {"since": "S1", "season": 2, "from": 1983, "to": 1983},
    ]
    async with harbour(tmp_path, pack) as fans:
        await fans.mod.command("/channel ceiling to:S1E1")
        form = await fans.ann.command("/spoiler post")
        reply = await fans.ann.submit(form, {"since": "S2", "title": name, "text": SECRET})
        assert title(reply) == "That title is not safe here"
        assert fans.posted() == []


async def test_title_for_another_show_is_held_against_the_servers_show_too(tmp_path: Path) -> None:
    barn = small_pack() | {key: [] for key in ("people", "facts", "together", "questions", "things")}
    barn["show"] |= {"id": "barn", "title": "Barn"}
    barn["episodes"] = []
    barn["characters"] = [{"id": "cow", "since": "S1E1", "names": [{"since": "S1E1", "name": "Bessie Cow"}]}]
    write_pack(tmp_path / "packs" / "barn", barn)
    async with harbour(tmp_path) as fans:
        await fans.mod.command("/server set show:harbour ceiling:S1E1")
        for show, name, answer in (
            ("barn", "Dev Ayesa", "That title is not safe here"),
            ("barn", "Bessie Cow", "That title is not safe here"),
            ("harbour", "Bessie Cow", "Posted"),
            ("barn", "Moo", "Posted"),
        ):
            form = await fans.ann.command(f"/spoiler post show:{show}")
            reply = await fans.ann.submit(form, {"since": "S2", "title": name, "text": SECRET})
            await settled()
            assert title(reply) == answer, (show, name, text(reply))


async def test_title_goes_when_the_ceiling_is_lowered_below_it(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    unsafe, safe = await posted(fans, name="Dev Ayesa was right"), await posted(fans, name="Ellen Waverly flies")
    inside = await posted(fans, name="Dev Ayesa was right", where=fans.thread)
    await fans.mod.command("/channel ceiling to:S1E1")
    await until(lambda: not any("Ayesa" in everything(notice) for notice in (unsafe, inside)))
    assert "Ellen Waverly flies" in text(safe)
    assert f"<@{fans.ann.user.id}>" in text(unsafe)
    form = await fans.ann.press(await managed_by(fans.ann, unsafe), label="Re-tag")
    reply = await fans.ann.submit(form, {"since": "S2E2"})
    await settled()
    assert title(reply) == "Saved"
    assert "Ayesa" not in everything(unsafe)


async def test_title_goes_when_its_channel_is_moved_to_where_it_is_not_safe(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2 channel:Season 3")
    notice, inside = await posted(fans, name="Ayesa!"), await posted(fans, name="Ayesa!", where=fans.thread)
    fans.lounge.move(None)
    await until(lambda: not any("Ayesa" in everything(each) for each in (notice, inside)))


async def test_title_that_could_not_be_taken_away_at_once_goes_at_the_next_clean_up(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    notice = await posted(fans, name="Dev Ayesa was right")
    forced = fans.discord.rest.forced
    route = "PATCH /channels/{channel_id}/messages/{message_id}"
    forced[route] = [(403, {"message": "Missing Access", "code": 50001})]
    await fans.mod.command("/channel ceiling to:S1E1")
    await until(lambda: not forced.get(route))
    await settled()
    assert "Ayesa" in text(notice)
    await cog(fans).cleanup.look()
    assert "Ayesa" not in everything(notice)
    await fans.mod.command("/channel ceiling to:S2")
    await cog(fans).cleanup.look()
    assert "Ayesa" not in everything(notice)


async def test_position_that_is_none_keeps_the_form(fans: Fans) -> None:
    form = await fans.ann.command("/spoiler post")
    reply = await fans.ann.submit(form, {"since": "soon", "text": SECRET})
    assert title(reply) == "Not a position"
    again = await fans.ann.press(reply, label="Open the form")
    assert SECRET in repr(again.modal)
    assert fans.posted() == []


async def test_same_form_sent_twice_is_posted_once(fans: Fans, tmp_path: Path) -> None:
    form = await fans.ann.command("/spoiler post")
    for expected in ("Posted", "Posted"):
        reply = await fans.ann.submit(form, {"since": "S2", "text": SECRET})
        await settled()
        assert title(reply) == expected
    assert len(fans.posted()) == 1
    assert "from the end of season 2" in text(fans.posted()[0])
    assert len(rows(tmp_path / "airlock.db")["spoiler"]) == 1


async def test_files_that_are_too_large_are_refused(fans: Fans) -> None:
    reply = await fans.ann.command("/spoiler post", attachment=picture(fans, b"x" * (FILE_BYTES + 1)))
    assert title(reply) == "Too much"
    assert reply.ephemeral


async def test_nobody_uses_up_the_servers_room_for_files(fans: Fans, monkeypatch: pytest.MonkeyPatch) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    for name, size in (("USER_BYTES", 20), ("GUILD_BYTES", 35)):
        monkeypatch.setattr(f"bot.cogs.spoiler_publishing.{name}", size)

    async def refused(actor: Actor) -> str:
        form = await actor.command("/spoiler post", attachment=picture(fans, b"x" * 10))
        reply = await actor.submit(form, {"since": "S2", "text": SECRET})
        await settled()
        return text(reply) if title(reply) != "Posted" else ""

    assert not await refused(fans.ann)
    assert not await refused(fans.ann)
    assert "Your share" in await refused(fans.ann)
    assert not await refused(fans.bob)
    message = fans.ann.say(SECRET, uploads=[Upload(0, "a.png", b"x" * 5, "image/png")])
    form = await fans.mod.message_command("Hide as spoiler", message)
    assert title(await fans.mod.submit(form, {"since": "S2"})) == "Posted"
    assert "This server's room" in await refused(fans.bob)


async def test_posts_go_with_notices_that_are_deleted_together(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    write_pack(packs / SHOW, small_pack())
    async with stand_in() as discord:
        fans = Fans.of(discord)
        fans.allow_guard()
        async with started(discord, tmp_path, packs, message_content=True) as fans.bot:
            await moved(fans, fans.ann, "S2E2")
            one, kept, other = [await posted(fans, attachment=picture(fans)) for _ in range(3)]
            posting.delete_many(discord.world, fans.lounge, [one, fans.ann.say("x"), other])
            await until(lambda: [row[3] for row in rows(tmp_path / "airlock.db")["spoiler"]] == [kept.id])
            assert len(rows(tmp_path / "airlock.db")["spoiler_file"]) == 1


@pytest.mark.parametrize("where", ["thread", "post"])
async def test_threads_and_forum_posts_have_spoilers_of_their_own(fans: Fans, where: str) -> None:
    place: Channel = getattr(fans, where)
    start = len(fans.discord.transcript)
    notice = await posted(fans, where=place)
    assert "becomes" not in everything(notice)
    assert hidden_in(fans, start) == []
    assert SECRET in text(await pressed(fans.mod.at(place), notice, "Reveal"))


@pytest.mark.parametrize(
    ("where", "denied", "named"),
    [
        ("lounge", Permission.SEND_MESSAGES, "Send Messages"),
        ("thread", Permission.SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
        ("lounge", Permission.ATTACH_FILES, "Attach Files"),
    ],
)
async def test_who_may_not_write_here_posts_nothing_through_the_bot(
    fans: Fans, where: str, denied: Permission, named: str
) -> None:
    place: Channel = getattr(fans, where)
    ann = fans.ann.at(place)
    form = await ann.command("/spoiler post", attachment=picture(fans))
    fans.lounge.deny(fans.ann.user, denied)
    for reply in (
        await ann.command("/spoiler post", attachment=picture(fans)),
        await ann.submit(form, {"since": "S2", "text": SECRET}),
    ):
        assert title(reply) == "Not allowed"
        assert f"**{named}**" in text(reply)
    assert fans.posted(place) == []


async def test_moderator_who_may_not_write_here_hides_all_the_same(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    message = fans.ann.say(SECRET, uploads=[PICTURE])
    for actor in (fans.ann, fans.mod):
        fans.lounge.deny(actor.user, Permission.SEND_MESSAGES)
    assert title(await fans.ann.message_command("Hide as spoiler", message)) == "Not allowed"
    form = await fans.mod.message_command("Hide as spoiler", message)
    assert title(await fans.mod.submit(form, {"since": "S2"})) == "Posted"


async def test_hide_puts_a_message_behind_a_button(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    message = fans.ann.say(SECRET, uploads=[PICTURE])
    refused = await fans.bob.message_command("Hide as spoiler", message)
    assert title(refused) == "Not allowed"
    form = await fans.mod.message_command("Hide as spoiler", message)
    assert SECRET in repr(form.modal)
    reply = await fans.mod.submit(form, {"since": "S2"})
    await settled()
    assert title(reply) == "Posted", text(reply)
    assert message.deleted
    (notice,) = fans.posted()
    assert f"<@{fans.ann.user.id}>" in text(notice)
    shown = await pressed(fans.ann, notice, "Reveal")
    assert SECRET in text(shown)
    assert shown.message is not None
    assert [file.data for file in shown.message.attachments] == [PICTURE.data]


async def test_moderators_log_tells_who_hid_a_message_and_its_post_that_the_words_are_not_its_authors(
    fans: Fans,
) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    await fans.mod.command("/server set log:#log")
    for words, told in (({}, "was hidden"), ({"text": "I love pineapple"}, "was hidden and changed")):
        form = await fans.mod.message_command("Hide as spoiler", fans.ann.say(SECRET))
        reply = await fans.mod.submit(form, {"since": "S2", **words})
        await settled()
        assert title(reply) == "Posted"
        (line,) = text(fans.posted(fans.log)[-1]).splitlines()[1:2]
        assert line.endswith(told)
        assert f"<@{fans.ann.user.id}>" in line
        assert f"<@{fans.mod.user.id}>" in text(fans.posted(fans.log)[-1])
        shown = await pressed(fans.bob, await pressed(fans.bob, fans.posted()[-1], "Reveal"), "Show it to me")
        for seen in (text(fans.posted()[-1]), text(shown)):
            assert ("edited by a moderator" in seen) is bool(words)
    own = await fans.ann.message_command("Hide as spoiler", fans.ann.say(SECRET))
    await fans.ann.submit(own, {"since": "S2", "text": "Said better"})
    await settled()
    assert "edited" not in text(fans.posted()[-1])


async def test_edit_by_a_moderator_is_said_until_the_author_writes_anew(fans: Fans) -> None:
    notice = await posted(fans)
    for actor, said in ((fans.mod, True), (fans.ann, False)):
        form = await actor.press(await managed_by(actor, notice), label="Edit")
        await actor.submit(form, {"text": "Other words"})
        await settled()
        (notice,) = fans.posted()
        assert ("edited by a moderator" in text(notice)) is said
        assert ("edited by a moderator" in text(await pressed(fans.mod, notice, "Reveal"))) is said


async def test_hide_keeps_as_many_files_as_a_message_can_have(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    uploads = [Upload(number, f"{number}.png", b"%d" % number, "image/png") for number in range(10)]
    message = fans.ann.say("", uploads=uploads)
    form = await fans.mod.message_command("Hide as spoiler", message)
    assert title(await fans.mod.submit(form, {"since": "S2"})) == "Posted"
    await settled()
    assert message.deleted
    shown = await pressed(fans.ann, fans.posted()[-1], "Reveal")
    assert shown.message is not None
    assert [file.data for file in shown.message.attachments] == [b"%d" % number for number in range(10)]


async def test_hide_says_what_can_only_be_deleted(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    large = fans.ann.say("x", uploads=[Upload(0, "a.png", b"x" * (FILE_BYTES + 1), "image/png")])
    reply = await fans.mod.message_command("Hide as spoiler", large)
    assert "delete the message instead" in text(reply)
    question = {"poll": {"question": {"text": "Who?"}, "answers": [{"poll_media": {"text": "Ellen"}}]}}
    poll = fans.discord.world.post(fans.lounge, fans.ann.user, question)
    assert "can only be deleted" in text(await fans.mod.message_command("Hide as spoiler", poll))
    assert "mine" in text(await fans.mod.message_command("Hide as spoiler", await posted(fans)))


async def test_hide_explains_what_is_missing_and_leaves_the_message(fans: Fans) -> None:
    message = fans.ann.say(SECRET)
    reply = await fans.ann.message_command("Hide as spoiler", message)
    assert title(reply) == "I may not delete messages here"
    assert "Manage Messages" in text(reply)
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    form = await fans.ann.message_command("Hide as spoiler", message)
    fans.discord.rest.forced["DELETE /channels/{channel_id}/messages/{message_id}"] = [
        (403, {"message": "Missing Permissions", "code": 50013})
    ]
    reply = await fans.ann.submit(form, {"since": "S2"})
    await settled()
    assert "Manage Messages" in text(reply)
    assert labels(reply) == ["Open the form"]
    assert not message.deleted
    assert fans.posted() == []


async def test_author_and_moderators_manage_and_nobody_else(fans: Fans, tmp_path: Path) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    notice = await posted(fans, attachment=picture(fans))
    shown = await pressed(fans.ann, notice, "Reveal")
    assert "Manage" in labels(shown)
    managed = await pressed(fans.ann, shown, "Manage")
    assert "becomes" not in everything(managed)
    form = await fans.ann.press(managed, label="Edit")
    reply = await fans.ann.submit(form, {"since": "S1E2", "title": "Ellen", "text": "Rewritten."})
    await settled()
    assert title(reply) == "Saved", text(reply)
    (notice,) = fans.posted()
    assert "Ellen" in text(notice)
    assert "Rewritten" not in everything(notice)
    assert "Rewritten." in text(await pressed(fans.mod, notice, "Reveal"))

    bobs = await pressed(fans.bob, notice, "Reveal")
    assert "Manage" not in labels(bobs)
    (post,) = rows(tmp_path / "airlock.db")["spoiler"]
    for action in ("tag", "delete", "edited"):
        refused = await fans.bob.interact(3, {"component_type": 2, "custom_id": f"spoiler-{action}|{post[0]}", "id": 1})
        assert title(refused) == "Not allowed"

    deleted = await pressed(fans.mod, await pressed(fans.mod, notice, "Reveal"), "Manage")
    assert "gone for good" in text(await pressed(fans.mod, deleted, "Delete"))
    assert notice.deleted
    left = rows(tmp_path / "airlock.db")
    assert left["spoiler"] == left["spoiler_file"] == []


async def test_moderator_who_is_behind_tags_without_reading_and_confirms_to_edit(fans: Fans) -> None:
    notice = await posted(fans)
    await moved(fans, fans.mod, "S1E1")
    asked = await pressed(fans.mod, notice, "Reveal")
    managed = await pressed(fans.mod, asked, "Manage")
    form = await fans.mod.press(managed, label="Re-tag")
    assert "becomes" not in repr(form.modal)
    await fans.mod.submit(form, {"since": "S2"})
    await settled()
    (tagged,) = fans.posted()
    shown = await pressed(fans.mod, await pressed(fans.mod, tagged, "Reveal"), "Show it to me")
    assert SECRET in text(shown)
    assert SECRET in repr((await fans.mod.press(await pressed(fans.mod, shown, "Manage"), label="Edit")).modal)


async def test_post_survives_a_restart(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    write_pack(packs / SHOW, small_pack())
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path, packs) as fans.bot:
            for actor in (fans.ann, fans.mod):
                await moved(fans, actor, "S2E2")
            notice = await posted(fans, attachment=picture(fans))
        async with started(discord, tmp_path, packs) as fans.bot:
            shown = await pressed(fans.mod, notice, "Reveal")
            assert SECRET in text(shown)
            assert shown.message is not None
            assert len(shown.message.attachments) == 1


async def test_notice_that_is_gone_takes_its_post_along(fans: Fans, tmp_path: Path) -> None:
    kept, lost = await posted(fans), await posted(fans, attachment=picture(fans))
    posting.delete(fans.discord.world, lost)
    await cog(fans).cleanup.look()
    left = rows(tmp_path / "airlock.db")
    assert [row[3] for row in left["spoiler"]] == [kept.id]
    assert left["spoiler_file"] == []
    fans.lounge.delete()
    await until(lambda: rows(tmp_path / "airlock.db")["spoiler"] == [])


async def test_post_goes_with_its_channel_though_the_bot_is_asked_to_stop(fans: Fans, tmp_path: Path) -> None:
    await posted(fans)
    spoilers = fans.bot.ledger.spoilers
    asked, goes_on, remove = asyncio.Event(), asyncio.Event(), spoilers.remove

    async def slow(*posts: int) -> None:
        asked.set()
        await goes_on.wait()
        await remove(*posts)

    spoilers.remove = slow  # type: ignore[method-assign]
    fans.lounge.delete()
    await asked.wait()
    ending = asyncio.create_task(fans.bot.finish(60))
    await asyncio.sleep(0.05)
    assert not ending.done()
    goes_on.set()
    await ending
    assert rows(tmp_path / "airlock.db")["spoiler"] == []


async def test_deleting_ones_data_takes_posts_and_notices(fans: Fans, tmp_path: Path) -> None:
    notice = await posted(fans, attachment=picture(fans))
    asked = await fans.ann.command("/privacy delete")
    await pressed(fans.ann, asked, "Delete everything")
    left = rows(tmp_path / "airlock.db")
    assert left["spoiler"] == left["spoiler_file"] == []
    assert notice.deleted
    gone = await fans.bob.press(notice, label="Reveal", stale=True)
    assert title(gone) == "It is gone"


async def test_post_whose_author_deletes_their_data_meanwhile_is_not_posted(
    fans: Fans, tmp_path: Path, files: Files
) -> None:
    form = await fans.ann.command("/spoiler post", attachment=picture(fans))
    sending = asyncio.create_task(fans.ann.submit(form, {"since": "S2E1", "text": SECRET}))
    await files.asked_for.wait()
    await fans.ann.press(await fans.ann.command("/privacy delete"), label="Delete everything")
    await until(lambda: rows(tmp_path / "airlock.db")["spoiler"] == [])
    files.there.set()
    reply = await sending
    await settled()
    assert title(reply) == "It is gone"
    assert fans.posted() == []
    left = rows(tmp_path / "airlock.db")
    assert left["spoiler"] == left["spoiler_file"] == []
    assert not cog(fans).drafts._drafts


async def test_title_that_ceases_to_be_safe_before_it_is_posted_is_not(
    fans: Fans, tmp_path: Path, files: Files
) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    form = await fans.ann.command("/spoiler post", attachment=picture(fans))
    sending = asyncio.create_task(fans.ann.submit(form, {"since": "S2E1", "title": "Ayesa!", "text": SECRET}))
    await files.asked_for.wait()
    await fans.mod.command("/channel ceiling to:S1E1")
    files.there.set()
    reply = await sending
    await settled()
    assert title(reply) == "That title is not safe here"
    assert labels(reply) == ["Open the form"]
    assert fans.posted() == []
    assert rows(tmp_path / "airlock.db")["spoiler_file"] == []


async def test_title_that_ceases_to_be_safe_while_it_waits_to_be_posted_is_not(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    form = await fans.ann.command("/spoiler post")
    bad = fans.discord.rest.forced["POST /channels/{channel_id}/messages"] = [(502, {"message": "Bad", "code": 0})]
    start = len(fans.discord.transcript)
    sending = asyncio.create_task(fans.ann.submit(form, {"since": "S2E1", "title": "Ayesa!", "text": SECRET}))
    await until(lambda: not bad)  # discord.py tries again by itself, a second later
    await fans.mod.command("/channel ceiling to:S1E1")
    reply = await sending
    await settled()
    assert title(reply) == "That title is not safe here"
    assert [one.status for one in fans.discord.transcript.since(start) if "Ayesa!" in repr(one.body)] == [502]


async def test_new_title_that_ceases_to_be_safe_before_it_is_shown_goes(
    fans: Fans, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    notice = await posted(fans)

    async def hold_while_it_is_lowered(interaction: discord.Interaction) -> None:
        await hold(interaction)
        await fans.mod.command("/channel ceiling to:S1E1")

    form = await fans.ann.press(await managed_by(fans.ann, notice), label="Re-tag")
    monkeypatch.setattr("bot.cogs.spoiler_posts.hold", hold_while_it_is_lowered)
    reply = await fans.ann.submit(form, {"title": "Ayesa!"})
    await settled()
    assert title(reply) == "Saved"
    assert "Ayesa" not in everything(notice)


@dataclass
class Files:
    """Files that Discord takes its time to give."""

    asked_for: asyncio.Event = field(default_factory=asyncio.Event)
    there: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """Have files read only once they are there."""
    slow = Files()

    async def read(file: Attached) -> SpoilerFile:
        slow.asked_for.set()
        await slow.there.wait()
        return await read_file(file)

    monkeypatch.setattr("bot.cogs.spoiler_publishing.read_file", read)
    return slow


async def test_deleting_ones_data_takes_what_is_being_written(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    await fans.ann.command("/spoiler post")
    await fans.mod.message_command("Hide as spoiler", fans.ann.say(SECRET))
    await fans.bob.command("/spoiler post")
    await pressed(fans.ann, await fans.ann.command("/privacy delete"), "Delete everything")
    await until(lambda: len(cog(fans).drafts._drafts) == 1)
    fans.bot.dispatch("user_gone", fans.bob.user.id)  # as at another process
    await until(lambda: not cog(fans).drafts._drafts)


async def test_log_holds_nothing_that_is_hidden(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await fans.mod.command("/server set log:#log")
    notice = await posted(fans, attachment=picture(fans))
    fans.discord.rest.forced["POST /channels/{channel_id}/messages"] = [(403, {"message": "x", "code": 50013})]
    form = await fans.ann.command("/spoiler post", attachment=picture(fans))
    failed = await fans.ann.submit(form, {"since": "S2", "text": SECRET})
    await settled()
    assert labels(failed) == ["Open the form"]
    managed = await pressed(fans.mod, await pressed(fans.mod, notice, "Reveal"), "Manage")
    await pressed(fans.mod, managed, "Delete")
    told = "".join(text(message) for message in fans.posted(fans.log))
    assert "was deleted" in told
    # What Discord sends and is sent appears in its own library's debug lines, which the bot never turns on.
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "facts"))]
    for line in [told, *ours]:
        assert "becomes" not in line
        assert "mayor" not in line
    assert_calm(caplog)


async def test_without_the_bot_it_says_that_it_cannot(fans: Fans) -> None:
    world = fans.discord.world
    eve = world.add_user("eve", installed=True)
    place = world.add_guild("Elsewhere", members=(eve,), bot_installed=False).add_text("chat")
    actor = fans.discord.user(eve, place)
    assert title(await actor.command("/spoiler post")) == "Only in a server"
    assert title(await actor.message_command("Hide as spoiler", actor.say("x"))) == "Only in a server"


async def test_form_that_is_sent_twice_at_once_posts_once(fans: Fans, tmp_path: Path) -> None:
    form = await fans.ann.command("/spoiler post")
    fields = {"since": "S2", "title": "Ellen", "text": SECRET}
    replies = await asyncio.gather(*(fans.ann.submit(form, fields) for _ in range(3)))
    await settled()
    assert {title(reply) for reply in replies} == {"Posted"}
    assert len(fans.posted()) == 1
    (post,) = rows(tmp_path / "airlock.db")["spoiler"]
    assert post[3] == fans.posted()[0].id


async def test_deletions_with_ids_that_no_database_takes_are_left_alone(
    fans: Fans, caplog: pytest.LogCaptureFixture
) -> None:
    notice = await posted(fans)
    guild = fans.lounge.guild
    assert guild is not None
    ids = {"guild_id": str(guild.id), "channel_id": str(fans.lounge.id), "parent_id": str(fans.lounge.id), "type": 11}
    for name in ("MESSAGE_DELETE", "THREAD_DELETE"):
        fans.discord.world.emit(name, ids | {"id": str(2**64)}, guild=guild)
    assert SECRET in text(await pressed(fans.mod, notice, "Reveal"))
    await settled()
    assert_calm(caplog)


def proposed(form: Reply) -> object:
    """From where a form proposes that a spoiler is safe."""
    assert form.modal is not None, form.embeds
    return form.modal["components"][0]["components"][0].get("value")


@pytest.mark.parametrize(
    ("ceiling", "watched", "rewatched", "since"),
    [
        ("S1", "S2E1", None, "S2"),
        ("S1E1", "S1E1", None, "S1"),
        ("S1", "S1E3", None, None),
        ("S2", "S1E2", None, None),
        ("S1", "S2E2", "S1E1", None),
        ("S0", "S0", None, None),
    ],
)
async def test_form_proposes_the_end_of_a_season_beyond_the_ceiling_or_nothing(
    fans: Fans, ceiling: str, watched: str, rewatched: str | None, since: str | None
) -> None:
    await fans.mod.command(f"/channel ceiling to:{ceiling}")
    await moved(fans, fans.ann, watched, rewatched)
    assert proposed(await fans.ann.command("/spoiler post")) == since


async def test_message_beyond_the_ceiling_is_not_hidden_from_nobody(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    await fans.mod.command("/channel ceiling to:S1")
    await moved(fans, fans.mod, "S0")
    message = fans.ann.say("||Dev Ayesa is here||")
    form = await fans.mod.message_command("Hide as spoiler", message)
    assert proposed(form) is None
    refused = await fans.mod.submit(form, {"since": "S1"})
    assert title(refused) == "That is too early"
    assert fans.posted() == []
    again = await fans.mod.press(refused, label="Open the form")
    assert title(await fans.mod.submit(again, {"since": "S2E1"})) == "Posted"
    await settled()
    assert message.deleted
    harmless = fans.ann.say("Ellen Waverly is here")
    form = await fans.mod.message_command("Hide as spoiler", harmless)
    assert title(await fans.mod.submit(form, {"since": "S1"})) == "Posted"


async def test_draft_of_anothers_spoiler_is_reopened_only_by_who_may_still_read_it(fans: Fans) -> None:
    notice = await posted(fans)
    form = await fans.mod.press(await managed_by(fans.mod, notice), label="Edit")
    failed = await fans.mod.submit(form, {"since": "S9E9"})
    assert title(failed) == "No such episode"
    again = await fans.mod.press(failed, label="Open the form")
    assert SECRET in repr(again.modal)
    await moved(fans, fans.mod, "S2E2", "S1E1")
    asked = await pressed(fans.mod, failed, "Open the form")
    assert asked.modal is None
    assert title(asked) == "You have not watched that far"
    assert "becomes" not in everything(asked)
    confirmed = await fans.mod.press(asked, label="Show it to me")
    assert SECRET in repr(confirmed.modal)
    await moved(fans, fans.mod, "S0")
    assert title(await pressed(fans.mod, asked, "Show it to me")) == "You have not watched that far"
    await pressed(fans.ann, await managed_by(fans.ann, notice), "Delete")
    assert not cog(fans).drafts._drafts
    gone = await fans.mod.press(failed, label="Open the form", stale=True)
    assert title(gone) == "Out of date"


async def test_draft_of_who_is_no_moderator_any_more_is_not_reopened(fans: Fans) -> None:
    fans.lounge.allow(fans.bob.user, Permission.MANAGE_MESSAGES)
    await moved(fans, fans.bob, "S2E2")
    form = await fans.bob.press(await managed_by(fans.bob, await posted(fans)), label="Edit")
    failed = await fans.bob.submit(form, {"since": "S9E9"})
    fans.lounge.deny(fans.bob.user, Permission.MANAGE_MESSAGES)
    assert title(await pressed(fans.bob, failed, "Open the form")) == "Not allowed"


async def test_draft_goes_with_its_post(fans: Fans) -> None:
    notice = await posted(fans)
    form = await fans.mod.press(await managed_by(fans.mod, notice), label="Edit")
    await fans.mod.submit(form, {"since": "S9E9"})
    assert len(cog(fans).drafts._drafts) == 1
    posting.delete(fans.discord.world, notice)
    await cog(fans).cleanup.look()
    assert not cog(fans).drafts._drafts


EARLY = "That tag looks too early"


async def test_words_beyond_their_tag_are_asked_about_and_never_posted_silently(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.ann, "S2")
    form = await fans.ann.command("/spoiler post")
    asked = await fans.ann.submit(form, {"since": "S1E1", "title": "", "text": "Dev Ayesa is here"})
    assert title(asked) == EARLY
    assert "S1E1" in text(asked)
    assert "Ayesa" not in text(asked)
    assert asked.ephemeral
    assert fans.posted() == []
    again = await fans.ann.press(asked, label="Open the form")
    assert "Dev Ayesa is here" in repr(again.modal)
    still = await fans.ann.submit(again, {"since": "S1", "title": "", "text": "Dev Ayesa is here"})
    assert title(still) == EARLY
    other = await fans.ann.submit(again, {"since": "S1", "title": "", "text": "Dev Ayesa is there"})
    assert title(other) == EARLY
    assert fans.posted() == []
    assert title(await fans.ann.submit(again, {"since": "S2E1", "title": "", "text": "Dev Ayesa is here"})) == "Posted"
    await posted(fans, since="S1E1", words="Ellen Waverly is here")


async def test_who_has_not_watched_it_is_told_nothing_of_words_beyond_their_tag(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    for words in ("Dev Ayesa is here", "Ellen Waverly is here"):
        for since in ("S1E1", "S1", "S2E1"):
            await posted(fans, since=since, words=words)
    await watched(fans.ann, "S2")
    form = await fans.ann.command("/spoiler post")
    assert title(await fans.ann.submit(form, {"since": "S1", "title": "", "text": "Dev Ayesa is here"})) == EARLY


async def test_words_beyond_their_tag_are_posted_by_who_sends_them_again(fans: Fans) -> None:
    await watched(fans.ann, "S2")
    form = await fans.ann.command("/spoiler post")
    filled = {"since": "S1", "title": "", "text": "Dev Ayesa is here"}
    asked = await fans.ann.submit(form, filled)
    assert title(asked) == EARLY
    again = await fans.ann.press(asked, label="Open the form")
    assert title(await fans.ann.submit(again, filled)) == "Posted"


async def test_words_beyond_their_tag_are_asked_about_where_either_is_changed(fans: Fans) -> None:
    await watched(fans.ann, "S2")
    notice = await posted(fans, since="S2E1", words="Dev Ayesa is here")
    managed = await managed_by(fans.ann, notice)
    asked = await fans.ann.submit(await fans.ann.press(managed, label="Re-tag"), {"since": "S1", "title": ""})
    assert title(asked) == EARLY
    assert "from S2E1 on" in text(notice)
    again = await fans.ann.press(asked, label="Open the form")
    assert title(await fans.ann.submit(again, {"since": "S1", "title": ""})) == "Saved"
    await fans.ann.submit(await fans.ann.press(managed, label="Edit"), {"since": "S1", "text": "Ellen Waverly waves"})
    edited = await fans.ann.press(managed, label="Edit")
    assert title(await fans.ann.submit(edited, {"since": "S1", "text": "Dev Ayesa waves"})) == EARLY
    assert "Ellen" in everything(await pressed(fans.ann, notice, "Reveal"))


async def test_file_that_is_named_beyond_the_tag_is_asked_about(fans: Fans) -> None:
    await watched(fans.ann, "S2")
    file = fans.discord.world.upload("dev-ayesa.png", b"PNG", "image/png")
    form = await fans.ann.command("/spoiler post", attachment=file)
    assert title(await fans.ann.submit(form, {"since": "S1", "title": "", "text": ""})) == EARLY


async def test_form_for_a_message_that_is_sent_after_a_restart_loses_nothing(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    write_pack(packs / SHOW, small_pack())
    async with stand_in() as discord:
        fans = Fans.of(discord)
        fans.lounge.allow(discord.world.bot, Permission.MANAGE_MESSAGES)
        said, other = fans.ann.say("Ellen is mayor"), fans.ann.say("Ellen waves")
        filled = {"since": "S2E1", "title": "An end", "text": SECRET}
        async with started(discord, tmp_path, packs) as fans.bot:
            form = await fans.ann.message_command("Hide as spoiler", said)
        async with started(discord, tmp_path, packs) as fans.bot:
            kept = await fans.ann.submit(form, filled)
            assert title(kept) == "Once more, please"
            assert kept.ephemeral
            assert SECRET in text(kept)
            assert said.id in fans.lounge.messages
            assert fans.posted() == []
            assert SECRET not in repr((await fans.mod.message_command("Hide as spoiler", said)).modal)
            assert SECRET not in repr((await fans.ann.message_command("Hide as spoiler", other)).modal)
            again = await fans.ann.message_command("Hide as spoiler", said)
            assert all(word in repr(again.modal) for word in filled.values())
            assert title(await fans.ann.submit(again, filled)) == "Posted"
            await settled()
            assert said.deleted
            assert not cog(fans).left._drafts


async def test_what_was_typed_to_hide_a_message_goes_with_ones_data(fans: Fans) -> None:
    fans.lounge.allow(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    form = await fans.ann.message_command("Hide as spoiler", fans.ann.say("Ellen is mayor"))
    cog(fans).drafts.drop_user(fans.ann.user.id)  # as after a restart
    assert title(await fans.ann.submit(form, {"since": "S2E1", "text": SECRET})) == "Once more, please"
    asked = await fans.ann.command("/privacy delete")
    await fans.ann.press(asked, label=labels(asked)[0])
    await until(lambda: not cog(fans).left._drafts)


async def test_form_that_is_sent_while_the_database_is_away_loses_nothing(
    fans: Fans, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_: object) -> object:
        raise StoreUnavailable("locked")

    form = await fans.ann.command("/spoiler post")
    with monkeypatch.context() as away:
        away.setattr(cog(fans).bot, "caller", unavailable)
        failed = await fans.ann.submit(form, {"since": "S2E1", "title": "", "text": SECRET})
        assert labels(failed) == ["Open the form"]
    again = await fans.ann.press(failed, label="Open the form")
    assert SECRET in repr(again.modal)
    assert title(await fans.ann.submit(again, {"since": "S2E1", "title": "", "text": SECRET})) == "Posted"
    await settled()
    (notice,) = fans.posted()
    edited = await fans.ann.press(await managed_by(fans.ann, notice), label="Edit")
    with monkeypatch.context() as away:
        away.setattr(fans.bot.ledger.spoilers, "get", unavailable)
        failed = await fans.ann.submit(edited, {"since": "S2E1", "text": "Ellen waves"})
        assert labels(failed) == ["Open the form"]
    again = await fans.ann.press(failed, label="Open the form")
    assert "Ellen waves" in repr(again.modal)
    assert title(await fans.ann.submit(again, {"since": "S2E1", "text": "Ellen waves"})) == "Saved"
