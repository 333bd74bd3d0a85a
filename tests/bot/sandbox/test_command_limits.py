"""Commands beyond Discord's limits are refused; lists are replaced as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.sandbox.conftest import Api, Stage


def command(name: str = "cast", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "d", **more}


def option(name: str = "o", kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "d", **more}


def choices(count: int) -> list[dict[str, Any]]:
    return [{"name": str(n), "value": str(n)} for n in range(count)]


LONG = [
    option(f"o{n}", description="d" * 100, choices=[{"name": "n" * 100, "value": "v" * 100}] * 2) for n in range(20)
]

WRONG: list[tuple[str, list[dict[str, Any]], str]] = [
    ("capitals", [command("Cast")], "0.name"),
    ("blank", [command("a b")], "0.name"),
    ("long name", [command("a" * 33)], "0.name"),
    ("no description", [command(description="")], "0.description"),
    ("long description", [command(description="d" * 101)], "0.description"),
    ("options", [command(options=[option(f"o{n}") for n in range(26)])], "0.options"),
    ("same option", [command(options=[option(), option()])], "0.options.0"),
    ("order", [command(options=[option("a"), option("b", required=True)])], "0.options.1"),
    ("choices", [command(options=[option(choices=choices(26))])], "0.options.0.choices"),
    (
        "choice name",
        [command(options=[option(choices=[{"name": "n" * 101, "value": "v"}])])],
        "0.options.0.choices.0.name",
    ),
    ("both", [command(options=[option(choices=choices(1), autocomplete=True)])], "0.options.0.autocomplete"),
    ("mixed", [command(options=[option("a"), option("b", 1)])], "0.options"),
    ("nested", [command(options=[option("a", 1, options=[option("b", 2)])])], "0.options.0.options.0.type"),
    ("size", [command(options=LONG)], "0"),
    ("same name", [command(), command()], "1"),
    ("context", [command(contexts=[3])], "0.contexts.0"),
    ("menu with text", [command("Hide", type=3)], "0.description"),
    ("many menus", [{"name": f"m{n}", "type": 3} for n in range(16)], ""),
]


@pytest.mark.parametrize(("bodies", "path"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
async def test_commands_beyond_a_limit_are_refused(
    stage: Stage, api: Api, bodies: list[dict[str, Any]], path: str
) -> None:
    answered = await api("PUT", f"/applications/{stage.world.application.id}/commands", bodies)
    assert (answered.status, answered.code) == (400, 50035), answered.body
    assert answered.error(path) if path else answered.body["errors"]["_errors"]
    assert stage.world.commands.all() == []
    assert stage.world.application.commands_put == 0


async def test_commands_are_replaced_and_keep_their_ids(stage: Stage, api: Api) -> None:
    path = f"/applications/{stage.world.application.id}/commands"
    first = (await api("PUT", path, [command("cast"), command("facts"), {"name": "Hide it", "type": 3}])).body
    second = (await api("PUT", path, [command("cast", description="new"), command("trivia")])).body
    assert [c["name"] for c in second] == ["cast", "trivia"]
    assert second[0]["id"] == first[0]["id"]
    assert second[0]["version"] != first[0]["version"]
    assert (await api("GET", path)).body == second
    assert stage.world.application.commands_put == 2


async def test_guild_commands_are_their_own(stage: Stage, api: Api) -> None:
    path = f"/applications/{stage.world.application.id}/guilds/{stage.guild.id}/commands"
    (made,) = (await api("PUT", path, [command("local")])).body
    assert made["guild_id"] == str(stage.guild.id)
    assert stage.world.commands.all() == []
    assert [c["name"] for c in stage.act().commands()] == ["local"]
    assert (await api("DELETE", f"{path}/{made['id']}")).status == 204
    assert (await api("GET", f"{path}/{made['id']}")).code == 10063


async def test_one_command_is_added(stage: Stage, api: Api) -> None:
    path = f"/applications/{stage.world.application.id}/commands"
    assert (await api("POST", path, command())).status == 201
    assert (await api("POST", path, command("Wrong"))).error("name") == "APPLICATION_COMMAND_INVALID_NAME"
    assert len(stage.world.commands.all()) == 1


async def test_other_applications_are_unknown(api: Api) -> None:
    assert (await api("GET", "/applications/1/commands")).code == 10002
