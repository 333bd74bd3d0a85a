"""Whom a message pings."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.permissions import Permission
from tests.bot.sandbox.conftest import Api, Stage

CASES: list[tuple[dict[str, Any] | None, bool, set[str], set[str], bool]] = [
    # allowed_mentions, may the bot ping all, users, roles, everyone
    (None, False, {"ann", "bob"}, {"loud"}, False),
    (None, True, {"ann", "bob"}, {"loud", "quiet"}, True),
    ({"parse": []}, True, set(), set(), False),
    ({"parse": ["users"]}, True, {"ann", "bob"}, set(), False),
    ({"parse": ["everyone"]}, True, set(), set(), True),
    ({"parse": ["roles"]}, False, set(), {"loud"}, False),
    ({"parse": [], "users": ["ann"]}, True, {"ann"}, set(), False),
]


@pytest.mark.parametrize(("allowed", "may_ping_all", "users", "roles", "everyone"), CASES)
async def test_allowed_mentions_are_honoured(
    stage: Stage,
    api: Api,
    allowed: dict[str, Any] | None,
    may_ping_all: bool,
    users: set[str],
    roles: set[str],
    everyone: bool,
) -> None:
    loud, quiet = stage.guild.add_role("loud", mentionable=True), stage.guild.add_role("quiet")
    by_name = {"ann": str(stage.ann.id)}
    if not may_ping_all:
        stage.lounge.deny(stage.world.bot, Permission.MENTION_EVERYONE)
    text = f"{stage.ann.mention} <@!{stage.bob.id}> {loud.mention} {quiet.mention} @everyone"
    body: dict[str, Any] = {"content": text, "embeds": [{"title": f"<@{stage.guild.owner.id}>"}]}
    if allowed is not None:
        body["allowed_mentions"] = allowed | {"users": [by_name[n] for n in allowed.get("users", ())]}
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", body)
    pings = stage.lounge.messages[int(answered.body["id"])].pings
    assert {user.name for user in pings.users} == users
    assert {role.name for role in pings.roles} == roles
    assert pings.everyone is everyone
    assert answered.body["mention_everyone"] is everyone
    assert bool(pings) == bool(users or roles or everyone)


async def test_reply_pings_the_author_unless_told_not_to(stage: Stage, api: Api) -> None:
    asked = stage.act().say("?")
    for replied, expected in ((True, {stage.ann}), (False, set())):
        body = {
            "content": "!",
            "message_reference": {"message_id": str(asked.id)},
            "allowed_mentions": {"parse": [], "replied_user": replied},
        }
        answered = await api("POST", f"/channels/{stage.lounge.id}/messages", body)
        assert stage.lounge.messages[int(answered.body["id"])].pings.users == expected


async def test_text_of_new_components_pings_and_silence_does_not(stage: Stage, api: Api) -> None:
    text = {"type": 10, "content": stage.ann.mention}
    for flags, expected in ((32768, {stage.ann}), (32768 | 4096, set())):
        answered = await api("POST", f"/channels/{stage.lounge.id}/messages", {"components": [text], "flags": flags})
        assert stage.lounge.messages[int(answered.body["id"])].pings.users == expected
