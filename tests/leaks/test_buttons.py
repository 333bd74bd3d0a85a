"""Buttons that others press, and old ones, answer from where the presser is now."""

from __future__ import annotations

from tests.support.fans import Fans, title
from tests.support.harbour import LOOKUPS, SHOW, custom_ids, everything, is_as_of, moved, pressed, shared


async def test_pressing_others_buttons_answers_from_the_pressers_own_position_and_changes_nothing(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    for line in LOOKUPS:
        posted = await shared(fans, line)
        before = everything(posted)
        for custom_id in custom_ids(posted):
            values = None
            if custom_id.startswith("open|"):
                values = ["karen"]
            reply = await pressed(fans.bob, custom_id, values)
            if posted.components:
                reply = (
                    await fans.bob.press(posted, custom_id=custom_id, stale=True)
                    if values is None
                    else await fans.bob.select(posted, ["Karen Stevens"], custom_id=custom_id)
                )
            assert reply.ephemeral
            assert is_as_of(reply, "S1E1") or title(reply) in ("Nothing here", "Out of date")
        assert everything(posted) == before
        assert posted.history == []
        assert posted.edited_at is None


async def test_old_buttons_follow_progress_that_was_lowered(fans: Fans) -> None:
    cards = [await fans.ann.command(line) for line in LOOKUPS]
    await moved(fans, fans.ann, "S1E1")
    count = 0
    for card in cards:
        for custom_id in list(custom_ids(card)):
            values = ["karen"] if custom_id.startswith("open|") else None
            reply = await pressed(fans.ann, custom_id, values, on=card)
            assert is_as_of(reply, "S1E1") or title(reply) in ("Nothing here", "Out of date")
            count += 1
    assert count > 5


async def test_old_looks_ahead_are_confirmed_anew_after_progress_was_lowered(fans: Fans) -> None:
    shown = await fans.mod.command("/channel preview as:S2")
    assert is_as_of(shown, "S2")
    peeked = await fans.mod.select(shown, ["Dev Ayesa"])
    back = next(custom_ids(peeked))
    await moved(fans, fans.mod, "S1E1")
    for custom_id, values in ((f"peek|{SHOW}|S2|S2", ["dev-ayesa"]), (back, None)):
        reply = await pressed(fans.mod, custom_id, values)
        assert title(reply) == "You have not watched that far"
        assert "Ayesa" not in everything(reply)
    confirmed = await pressed(fans.mod, f"preview|{SHOW}|S2|S1E1")
    assert is_as_of(confirmed, "S2")
    await fans.mod.command("/progress rewatch season:0")
    assert title(await pressed(fans.mod, f"preview|{SHOW}|S2|S1E1")) == "You have not watched that far"


async def test_shared_after_the_ceiling_was_lowered_is_made_from_the_lower(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    assert is_as_of(await shared(fans, "/timeline"), "S2")
    await fans.mod.command("/channel ceiling to:S1E1")
    assert is_as_of(await shared(fans, "/timeline"), "S1E1")


async def test_buttons_of_deleted_messages_answer_privately(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    posted = await shared(fans, "/facts about name:Ellen Waverly")
    posted.deleted = True
    reply = await fans.bob.press(posted, label="Overview", stale=True)
    assert reply.ephemeral
    assert is_as_of(reply, "S1E1")


async def test_looking_ahead_needs_a_moderator_at_every_press(fans: Fans) -> None:
    shown = await fans.mod.command("/channel preview as:S2")
    member = fans.lounge.guild.members[fans.mod.user.id] if fans.lounge.guild else None
    assert member is not None
    member.set_roles([])
    for reply in (
        await fans.mod.select(shown, ["Dev Ayesa"]),
        await pressed(fans.mod, f"preview|{SHOW}|S2|S2"),
        await pressed(fans.ann, f"peek|{SHOW}|S2|S2", ["dev-ayesa"]),
    ):
        assert reply.ephemeral
        assert "That needs the permission" in everything(reply)
        assert "Ayesa" not in everything(reply)
