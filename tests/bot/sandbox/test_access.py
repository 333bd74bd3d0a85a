"""Who may do what: tokens, permissions, unknown things, direct messages, threads and roles."""

from __future__ import annotations

import pytest

from bot.sandbox.permissions import ALL, Permission, in_channel
from tests.bot.sandbox.conftest import Api, Stage


async def test_wrong_token_is_unauthorised(api: Api) -> None:
    answered = await api("GET", "/users/@me", token="wrong")
    assert (answered.status, answered.body) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_unknown_route_is_recorded(stage: Stage, api: Api) -> None:
    answered = await api("GET", "/nonsense")
    assert (answered.status, answered.body) == (404, {"message": "404: Not Found", "code": 0})
    assert stage.discord.rest.unknown_routes == ["GET /api/v10/nonsense"]


async def test_unknown_things_have_their_codes(stage: Stage, api: Api) -> None:
    lounge, guild = stage.lounge.id, stage.guild.id
    for path, code in (
        ("/channels/1", 10003),
        (f"/channels/{lounge}/messages/1", 10008),
        ("/guilds/1", 10004),
        (f"/guilds/{guild}/members/{stage.world.add_user('stranger').id}", 10007),
        (f"/guilds/{guild}/roles/1", 10011),
        ("/users/1", 10013),
    ):
        answered = await api("GET", path)
        assert (answered.status, answered.code) == (404, code), path
    assert (await api("GET", "/channels/lounge")).code == 50035


async def test_channel_that_cannot_be_seen_is_no_access(stage: Stage, api: Api) -> None:
    stage.lounge.deny(stage.guild.everyone, Permission.VIEW_CHANNEL)
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", {"content": "x"})
    assert (answered.status, answered.code) == (403, 50001)
    elsewhere = stage.world.add_guild("Elsewhere", bot_installed=False)
    assert (await api("GET", f"/guilds/{elsewhere.id}")).code == 50001
    assert (await api("GET", f"/channels/{elsewhere.add_text('x').id}")).code == 50001


@pytest.mark.parametrize(
    ("permission", "body"),
    [(Permission.SEND_MESSAGES, {"content": "x"}), (Permission.EMBED_LINKS, {"embeds": [{"title": "x"}]})],
)
async def test_posting_needs_permissions(
    stage: Stage, api: Api, permission: Permission, body: dict[str, object]
) -> None:
    stage.lounge.deny(stage.world.bot, permission)
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", body)
    assert (answered.status, answered.code) == (403, 50013)
    stage.lounge.allow(stage.world.bot, permission)
    assert (await api("POST", f"/channels/{stage.lounge.id}/messages", body)).status == 200


async def test_messages_of_others(stage: Stage, api: Api) -> None:
    message = stage.act().say("mine")
    path = f"/channels/{stage.lounge.id}/messages/{message.id}"
    assert (await api("PATCH", path, {"content": "x"})).code == 50005
    assert (await api("DELETE", path)).code == 50013
    assert (await api("PUT", f"/channels/{stage.lounge.id}/messages/pins/{message.id}")).code == 50013
    stage.lounge.allow(stage.world.bot, Permission.MANAGE_MESSAGES | Permission.PIN_MESSAGES)
    assert (await api("PUT", f"/channels/{stage.lounge.id}/messages/pins/{message.id}")).status == 204
    pins = await api("GET", f"/channels/{stage.lounge.id}/messages/pins")
    assert [item["message"]["id"] for item in pins.body["items"]] == [str(message.id)]
    assert (await api("DELETE", path)).status == 204
    assert stage.act().messages_seen() == []


async def test_bulk_delete_takes_two_to_a_hundred_that_are_young(stage: Stage, api: Api) -> None:
    stage.lounge.allow(stage.world.bot, Permission.MANAGE_MESSAGES)
    old = stage.act().say("old")
    stage.clock.advance(15 * 86_400)
    young = [stage.act().say("young") for _ in range(2)]
    path = f"/channels/{stage.lounge.id}/messages/bulk-delete"
    assert (await api("POST", path, {"messages": [str(old.id)]})).code == 50016
    assert (await api("POST", path, {"messages": [str(m.id) for m in (old, *young)]})).code == 50034
    assert (await api("POST", path, {"messages": [str(m.id) for m in young]})).status == 204
    assert stage.act().messages_seen() == [old]


async def test_direct_messages_need_consent(stage: Stage, api: Api) -> None:
    opened = await api("POST", "/users/@me/channels", {"recipient_id": str(stage.ann.id)})
    path = f"/channels/{opened.body['id']}/messages"
    assert opened.body["recipients"][0]["id"] == str(stage.ann.id)
    assert (await api("POST", path, {"content": "x"})).status == 200
    stage.ann.accepts_messages = False
    answered = await api("POST", path, {"content": "x"})
    assert (answered.status, answered.code) == (403, 50007)
    stranger = stage.world.add_user("stranger")
    opened = await api("POST", "/users/@me/channels", {"recipient_id": str(stranger.id)})
    assert (await api("POST", f"/channels/{opened.body['id']}/messages", {"content": "x"})).code == 50007
    assert (await api("POST", "/users/@me/channels", {"recipient_id": "1"})).code == 50035


async def test_threads_and_posts_are_opened(stage: Stage, api: Api) -> None:
    message = stage.act().say("start")
    path = f"/channels/{stage.lounge.id}/messages/{message.id}/threads"
    stage.lounge.deny(stage.world.bot, Permission.CREATE_PUBLIC_THREADS)
    assert (await api("POST", path, {"name": "t"})).code == 50013
    stage.lounge.allow(stage.world.bot, Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS)
    opened = await api("POST", path, {"name": "t"})
    assert (opened.status, opened.body["id"], opened.body["parent_id"]) == (201, str(message.id), str(stage.lounge.id))
    assert (await api("POST", path, {"name": "t"})).code == 160004
    private = await api("POST", f"/channels/{stage.lounge.id}/threads", {"name": "p", "type": 12})
    thread = stage.world.channels[int(private.body["id"])]
    assert not in_channel(thread, stage.bob)
    assert (await api("PUT", f"/channels/{thread.id}/thread-members/{stage.bob.id}")).status == 204
    assert in_channel(thread, stage.bob)
    forum = stage.guild.add_forum("theories")
    assert (await api("POST", f"/channels/{forum.id}/messages", {"content": "x"})).code == 50008
    body = {"name": "post", "message": {"content": "x"}}
    post = await api("POST", f"/channels/{forum.id}/threads", body)
    assert post.body["message"]["id"] == post.body["id"]
    assert (await api("POST", f"/channels/{forum.id}/threads", {"name": "e", "message": {}})).code == 50006


async def test_channel_tells_of_threads_that_do_not_begin_with_the_newest_message(stage: Stage, api: Api) -> None:
    stage.lounge.add_thread("plain", stage.ann)
    stage.lounge.add_thread("private", stage.ann, private=True)
    old, new = stage.act().say("old"), stage.act().say("new")
    stage.lounge.add_thread("of the newest", stage.ann, message=new)
    thread = stage.lounge.add_thread("of an older", stage.ann, message=old)
    told = [message for message in stage.lounge.messages.values() if message.type == 18]
    assert [message.content for message in told] == ["plain", "of an older"]
    here = f"/channels/{stage.lounge.id}/messages/{told[1].id}"
    stage.lounge.allow(stage.world.bot, Permission.MANAGE_MESSAGES)
    assert (await api("GET", here)).body["message_reference"]["channel_id"] == str(thread.id)
    assert (await api("DELETE", here)).status == 204


async def test_what_a_thread_tells_of_its_new_title_stays(stage: Stage, api: Api) -> None:
    thread = stage.lounge.add_thread("t", stage.ann)
    thread.rename("u")
    (told,) = thread.messages.values()
    assert (told.type, told.content, told.author) == (4, "u", stage.ann)
    stage.lounge.allow(stage.world.bot, Permission.MANAGE_MESSAGES)
    assert (await api("DELETE", f"/channels/{thread.id}/messages/{told.id}")).code == 50021
    assert not told.deleted


async def test_archived_thread_opens_again_unless_locked(stage: Stage, api: Api) -> None:
    thread = stage.lounge.add_thread("t", stage.ann)
    thread.archive()
    assert (await api("POST", f"/channels/{thread.id}/messages", {"content": "x"})).status == 200
    assert not thread.archived
    thread.archive(locked=True)
    assert (await api("POST", f"/channels/{thread.id}/messages", {"content": "x"})).code == 50083


async def test_roles_below_the_bots_own_are_given_and_taken(stage: Stage, api: Api) -> None:
    guild = stage.world.add_guild("Roles", members=(stage.ann,), bot_installed=False)
    low = guild.add_role("low")
    guild.invite_bot(Permission.MANAGE_ROLES)
    high = guild.add_role("high")
    path = f"/guilds/{guild.id}/members/{stage.ann.id}/roles"
    assert (await api("PUT", f"{path}/{low.id}")).status == 204
    assert guild.members[stage.ann.id].roles == [low]
    assert (await api("PUT", f"{path}/{high.id}")).code == 50013
    assert (await api("DELETE", f"{path}/{low.id}")).status == 204
    assert guild.members[stage.ann.id].roles == []
    other = f"/guilds/{stage.guild.id}/members/{stage.ann.id}/roles/{stage.guild.add_role('x').id}"
    assert (await api("PUT", other)).code == 50013


def test_permissions_add_up_as_discord_documents(stage: Stage) -> None:
    guild, lounge, ann = stage.guild, stage.lounge, stage.ann
    send = Permission.SEND_MESSAGES
    role = guild.add_role("fan")
    guild.members[ann.id].set_roles([role])
    lounge.deny(guild.everyone, send)
    assert not in_channel(lounge, ann) & send
    lounge.allow(role, send)
    assert in_channel(lounge, ann) & send
    lounge.deny(ann, send)
    assert not in_channel(lounge, ann) & send
    assert not in_channel(lounge.add_thread("t", ann), ann) & send
    guild.change_role(role, permissions=Permission.ADMINISTRATOR)
    assert in_channel(lounge, ann) == ALL
    assert in_channel(lounge, guild.owner) == ALL
    assert in_channel(lounge, stage.world.add_user("stranger")) == 0
