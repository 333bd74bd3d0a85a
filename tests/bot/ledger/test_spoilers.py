"""Gated spoilers in the ledger: kept whole, one a form, gone at once with all that belongs to them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger, Spoiler, SpoilerFile
from bot.ledger.spoiler_tables import spoiler, spoiler_file
from facts.position import Position

DATABASES = ["sqlite", "postgresql"]
GUILD, CHANNEL, ANNE, BOB, MESSAGE = (10**18 + n for n in range(5))
POST = Spoiler(10**18 + 9, GUILD, CHANNEL, ANNE, "harbour", Position(2, 1), "The mayor", "Wilson wins.\n\n🚀")
BYTES = bytes(range(256))


async def counted(engine: AsyncEngine) -> tuple[int, int]:
    async with engine.connect() as connection:
        posts = (await connection.execute(select(func.count()).select_from(spoiler))).scalar_one()
        files = (await connection.execute(select(func.count()).select_from(spoiler_file))).scalar_one()
    return posts, files


async def keep(ledger: Ledger, post: Spoiler = POST) -> None:
    assert await ledger.spoilers.add(post)
    for number in range(2):
        await ledger.spoilers.add_file(post, number, SpoilerFile(f"{number}.png", BYTES * (number + 1)))


async def test_post_is_kept_with_its_files_in_order(ledger: Ledger) -> None:
    await keep(ledger)
    await ledger.spoilers.posted(POST.id, MESSAGE)
    found = await ledger.spoilers.get(POST.id)
    assert found is not None
    assert (found.title, found.text, found.since) == (POST.title, POST.text, Position(2, 1))
    assert (found.message, found.files, found.user) == (MESSAGE, 2, ANNE)
    assert await ledger.spoilers.files(POST.id) == (
        SpoilerFile("0.png", BYTES),
        SpoilerFile("1.png", BYTES * 2),
    )
    assert await ledger.spoilers.kept(GUILD, ANNE) == (3 * len(BYTES), 3 * len(BYTES))
    assert await ledger.spoilers.kept(GUILD, BOB) == (3 * len(BYTES), 0)
    assert await ledger.spoilers.kept(GUILD + 1, ANNE) == (0, 0)
    assert await ledger.spoilers.get(POST.id + 1) is None


async def test_add_of_the_same_form_keeps_one(ledger: Ledger, engine: AsyncEngine) -> None:
    added = await asyncio.gather(*(ledger.spoilers.add(POST) for _ in range(3)))
    assert sorted(added) == [False, False, True]
    assert await counted(engine) == (1, 0)


async def test_change_leaves_what_is_not_given(ledger: Ledger) -> None:
    await keep(ledger)
    tagged = await ledger.spoilers.change(POST.id, since=Position(1, 2), title="", by=ANNE)
    assert tagged is not None
    assert (tagged.since, tagged.title, tagged.text, tagged.files) == (Position(1, 2), "", POST.text, 2)
    edited = await ledger.spoilers.change(POST.id, since=Position(1, 2), title="x", text="y", by=ANNE)
    assert edited is not None
    assert (edited.title, edited.text) == ("x", "y")
    assert await ledger.spoilers.change(POST.id + 1, since=Position(1, 2), title="", by=ANNE) is None
    with pytest.raises(Exception, match="whole season"):
        await ledger.spoilers.change(POST.id, since=Position(1), title="", by=ANNE)


async def test_words_that_somebody_else_changed_are_marked_until_their_author_writes_them_anew(ledger: Ledger) -> None:
    await keep(ledger)

    async def is_marked(by: int, title: str, text: str | None = None) -> bool:
        after = await ledger.spoilers.change(POST.id, since=Position(2, 1), title=title, text=text, by=by)
        assert after is not None
        assert after == await ledger.spoilers.get(POST.id)
        return after.edited

    assert not await is_marked(BOB, POST.title)
    assert not await is_marked(BOB, POST.title, POST.text)
    assert await is_marked(BOB, POST.title, "Wilson loses.")
    assert await is_marked(BOB, POST.title)
    assert await is_marked(ANNE, "Another title")
    assert not await is_marked(ANNE, "Another title", "Wilson loses.")
    assert await is_marked(BOB, "A title of Bob's")


async def test_remove_takes_text_and_files(ledger: Ledger, engine: AsyncEngine) -> None:
    await keep(ledger)
    await ledger.spoilers.remove(POST.id)
    assert await counted(engine) == (0, 0)


async def test_notices_are_found_by_user_channel_message_and_id(ledger: Ledger) -> None:
    await keep(ledger)
    await ledger.spoilers.posted(POST.id, MESSAGE)
    found = await ledger.spoilers.after(0, 10)
    assert [(one.id, one.guild, one.channel, one.message) for one in found] == [(POST.id, GUILD, CHANNEL, MESSAGE)]
    assert await ledger.spoilers.after(POST.id, 10) == ()
    assert await ledger.spoilers.of_user(ANNE) == await ledger.spoilers.in_channel(CHANNEL) == found
    assert await ledger.spoilers.of_messages(1, MESSAGE) == found
    assert await ledger.spoilers.of_user(BOB) == await ledger.spoilers.of_messages(1) == ()


async def test_what_was_never_posted_goes_in_time(ledger: Ledger, engine: AsyncEngine) -> None:
    await keep(ledger)
    await ledger.spoilers.remove_unposted(datetime(2029, 1, 1, tzinfo=UTC))
    assert await counted(engine) == (1, 2)
    await ledger.spoilers.posted(POST.id, MESSAGE)
    later = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=1)
    await ledger.spoilers.remove_unposted(later)
    assert await counted(engine) == (1, 2)
    await ledger.spoilers.add(Spoiler(1, GUILD, CHANNEL, ANNE, "harbour", Position(1, 1), "", "x"))
    await ledger.spoilers.remove_unposted(later)
    assert await counted(engine) == (1, 2)
    assert await ledger.spoilers.get(1) is None


async def test_personal_data_has_posts_and_the_size_of_files_and_goes(ledger: Ledger, engine: AsyncEngine) -> None:
    await keep(ledger)
    exported = await ledger.export(ANNE)
    assert exported["spoiler"][0]["text"] == POST.text
    assert exported["spoiler"][0]["id"] == str(POST.id)
    assert [row["data"] for row in exported["spoiler_file"]] == [len(BYTES), 2 * len(BYTES)]
    await ledger.delete(ANNE)
    assert await counted(engine) == (0, 0)


def test_repr_holds_nothing_that_is_hidden() -> None:
    shown = repr(POST) + repr(SpoilerFile("mayor.png", BYTES))
    for hidden in (POST.text, POST.title, "mayor", "x00"):
        assert hidden not in shown
