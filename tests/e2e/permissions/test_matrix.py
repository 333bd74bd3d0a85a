"""Every cell of the table of permissions, by real interactions, and that the table leaves nothing out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.render.card import Colour
from bot.sandbox.permissions import Permission
from tests.e2e.permissions.matrix import ACTIONS, COMMANDS, FORM, KINDS, POSTS, READS, Kind, Row, page
from tests.e2e.permissions.scene import Scene, scene
from tests.support.fans import text, title
from tests.support.harm import assert_answered, assert_calm, everywhere, rows

pytestmark = pytest.mark.asyncio(loop_scope="module")

REMEMBERED = "user_setting"
"""What is remembered of having been asked changes with any answer."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """One server for all of it."""
    async with scene(tmp_path_factory.mktemp("permissions")) as made:
        yield made


def stored(here: Scene) -> dict[str, Any]:
    """All that is stored, but for what is remembered of having been asked."""
    return {name: kept for name, kept in rows(here.database).items() if name != REMEMBERED}


def public(here: Scene) -> set[int]:
    """The messages that everybody in a server sees."""
    return {m.id for m in everywhere(here.fans) if m.visible_to is None and m.channel.guild is not None}


async def tried(here: Scene, row: Row, kind: Kind) -> None:
    """Try one cell."""
    actor = here.people[kind]
    await here.prepare(row, actor)
    before, seen = stored(here), public(here)
    reply = await here.use(row, actor)
    after, posted = stored(here), public(here) - seen
    changed = {name for name in after if after[name] != before[name]}
    refused = row.title_for(kind)
    where = f"{row.name} by {kind}"
    if refused is not None:
        assert assert_answered(reply, refused), where
        assert not changed, where
        assert not posted, where
        assert kind in row.but or refused != row.who.title or row.who.says in text(reply), where
    elif row.does == FORM:
        assert reply.modal is not None, (where, reply.embeds)
        assert not changed, where
    else:
        assert_answered(reply)
        assert not is_error(reply), (where, reply.embeds)
        assert changed if row.does not in (READS, POSTS) else not changed, (where, changed)
        assert row.does in (READS, POSTS) or row.does in changed, (where, changed)
        assert posted if row.does == POSTS else row.does != READS or not posted, where
    await here.clear()


def is_error(reply: Any) -> bool:
    """Whether the answer is in the colour of errors."""
    return any(embed.get("color") == int(Colour.ERROR) for embed in reply.embeds)


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
async def test_command_is_for_whom_the_table_says(here: Scene, row: Row, caplog: pytest.LogCaptureFixture) -> None:
    for kind in KINDS:
        await tried(here, row, kind)
    assert_calm(caplog)


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.name)
async def test_action_is_for_whom_the_table_says(here: Scene, row: Row, caplog: pytest.LogCaptureFixture) -> None:
    for kind in KINDS:
        await tried(here, row, kind)
    assert_calm(caplog)


def leaves(command: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of all commands inside a command, with what each takes."""
    name = f"{name} {command['name']}".strip()
    inner = [option for option in command.get("options") or [] if option["type"] in (1, 2)]
    for option in inner:
        yield from leaves(option, name)
    if not inner:
        yield name, command


async def test_table_has_every_command_and_action(here: Scene) -> None:
    registered = {name for command in here.fans.discord.world.commands.all() for name, _ in leaves(command)}
    for what, there, rows_ in (
        ("command", registered, COMMANDS),
        ("action", here.fans.bot.action_names(), ACTIONS),
    ):
        named = {row.name for row in rows_}
        assert there - named == set(), f"add a row to tests/e2e/permissions/matrix.py for each {what}: {there - named}"
        assert named - there == set(), f"there is no such {what} any more: {named - there}"
        assert len(named) == len(rows_)


async def test_page_says_what_the_table_says() -> None:
    written = (Path(__file__).parents[3] / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert written == "".join(f"{line}\n" for line in page()), (
        "python -m tests.e2e.permissions.matrix > docs/permissions.md"
    )


async def test_suggestions_need_no_permission_and_change_nothing(here: Scene) -> None:
    offering = [
        (f"/{name}", option["name"])
        for command in here.fans.discord.world.commands.all()
        for name, leaf in leaves(command)
        for option in leaf.get("options") or []
        if option.get("autocomplete")
    ]
    assert len(offering) > 20
    before, seen = stored(here), public(here)
    for actor in here.people.values():
        for line, option in offering:
            await actor.autocomplete(f"{line} {option}:S")
    assert stored(here) == before
    assert public(here) == seen


async def test_moderator_of_one_channel_is_none_of_another(here: Scene) -> None:
    moderator = here.people["moderator"]
    before = stored(here)
    for line in ("/channel ceiling to:S1E1", "/channel show", "/channel guard mode:off"):
        assert title(await moderator.command(f"{line} channel:#log")) == "Not allowed"
        assert title(await moderator.at(here.fans.log).command(line)) == "Not allowed"
    assert title(await moderator.at(here.fans.log).command("/channel preview as:S1")) == "Not allowed"
    assert stored(here) == before
    here.fans.lounge.overwrites[moderator.user.id].allow = 0
    assert title(await moderator.command("/channel ceiling to:S1E1")) == "Not allowed"
    assert stored(here) == before
    here.fans.lounge.allow(moderator.user, Permission.MANAGE_MESSAGES)


async def test_permissions_are_those_that_come_with_each_use(here: Scene) -> None:
    command = next(one for one in here.fans.discord.world.commands.all() if one["name"] == "server")
    data = {
        "id": command["id"],
        "name": "server",
        "type": 1,
        "options": [{"name": "settings", "type": 1, "options": []}],
    }
    member = here.people["member"]
    user = {"id": str(member.user.id), "username": "member", "discriminator": "0", "avatar": None}
    claimed: dict[str, Any] = {"user": user, "roles": [], "joined_at": None, "deaf": False, "mute": False, "flags": 0}
    for permissions, expected in (("0", "Not allowed"), (str(int(Permission.MANAGE_GUILD)), None), ("8", None)):
        reply = await member.interact(2, data, overrides={"member": claimed | {"permissions": permissions}})
        assert title(reply) == expected or expected is None
        assert is_error(reply) == (expected is not None)


async def test_messages_of_bots_and_webhooks_are_not_guarded_and_hidden_by_moderators_only(here: Scene) -> None:
    world = here.fans.discord.world
    robot = world.add_user("robot", bot=True)
    assert here.fans.lounge.guild is not None
    here.fans.lounge.guild.add_member(robot)
    await here.people["owner"].command("/channel guard mode:hide")
    said = world.post(here.fans.lounge, robot, {"content": "Kuznetsov dies when they try to tow Kronos"})
    own = world.post(here.fans.lounge, world.bot, {"content": "mine"})
    refused: tuple[Kind, ...] = ("member", "manager")
    allowed: tuple[Kind, ...] = ("owner", "administrator", "moderator")
    for kind in refused:
        assert title(await here.people[kind].message_command("Hide as spoiler", said)) == "Not allowed"
    for kind in allowed:
        assert (await here.people[kind].message_command("Hide as spoiler", said)).modal is not None
        assert title(await here.people[kind].message_command("Hide as spoiler", own)) == "Nothing to hide"
    assert not said.deleted
    await here.people["owner"].command("/channel guard mode:hint")


async def test_help_lists_for_moderators_what_they_may(here: Scene) -> None:
    for kind, listed in (("administrator", True), ("manager", True), ("moderator", True), ("member", False)):
        reply = await here.people[kind].command("/help")  # type: ignore[index]
        assert ("/channel ceiling" in text(reply)) is listed
