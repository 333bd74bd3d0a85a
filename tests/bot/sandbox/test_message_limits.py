"""Messages beyond Discord's limits are refused, those at the limits are not."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox.payloads.interactions import FILE_SIZE_LIMIT
from tests.bot.sandbox.conftest import Api, Stage


def button(number: int = 0, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "b", "custom_id": f"b{number}", **more}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def select(*, options: int = 1, **more: Any) -> dict[str, Any]:
    listed = [{"label": str(n), "value": str(n)} for n in range(options)]
    return {"type": 3, "custom_id": "s", "options": listed, **more}


def option(**more: Any) -> dict[str, Any]:
    return {"label": "l", "value": "v", **more}


def embeds(**embed: Any) -> dict[str, Any]:
    return {"embeds": [embed]}


def components(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"content": "x", "components": list(rows), **more}


FIELD = {"name": "n", "value": "v"}
TEXT = {"type": 10, "content": "t"}
V2 = {"flags": 32768}

TOO_MUCH: list[tuple[str, dict[str, Any], str]] = [
    ("content", {"content": "x" * 2001}, "content"),
    ("embeds", {"embeds": [{"title": "x"}] * 11}, "embeds"),
    ("title", embeds(title="x" * 257), "embeds.0.title"),
    ("description", embeds(description="x" * 4097), "embeds.0.description"),
    ("footer", embeds(title="x", footer={"text": "x" * 2049}), "embeds.0.footer.text"),
    ("author", embeds(title="x", author={"name": "x" * 257}), "embeds.0.author.name"),
    ("fields", embeds(fields=[FIELD] * 26), "embeds.0.fields"),
    ("field name", embeds(fields=[FIELD | {"name": "x" * 257}]), "embeds.0.fields.0.name"),
    ("field value", embeds(fields=[FIELD | {"value": "x" * 1025}]), "embeds.0.fields.0.value"),
    ("empty field", embeds(fields=[FIELD | {"value": ""}]), "embeds.0.fields.0.value"),
    ("all embeds", {"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
    ("colour", embeds(title="x", color=0x1000000), "embeds.0.color"),
    ("image", embeds(title="x", image={"url": "file:///x"}), "embeds.0.image.url"),
    ("rows", components(*(row(button(n)) for n in range(6))), "components"),
    ("buttons", components(row(*(button(n) for n in range(6)))), "components.0.components"),
    ("no buttons", components(row()), "components.0.components"),
    ("button without row", components(button()), "components.0.type"),
    ("label", components(row(button(label="x" * 81))), "components.0.components.0.label"),
    ("no label", components(row(button(label=None))), "components.0.components.0.label"),
    ("style", components(row(button(style=9))), "components.0.components.0.style"),
    ("custom id", components(row(button(custom_id="x" * 101))), "components.0.components.0.custom_id"),
    ("no custom id", components(row(button(custom_id=""))), "components.0.components.0.custom_id"),
    ("same custom id", components(row(button()), row(button())), "components.1.components.0.custom_id"),
    ("link with id", components(row(button(style=5, url="https://x.y"))), "components.0.components.0.custom_id"),
    ("options", components(row(select(options=26))), "components.0.components.0.options"),
    ("no options", components(row(select(options=0))), "components.0.components.0.options"),
    ("select with button", components(row(select(), button())), "components.0"),
    ("placeholder", components(row(select(placeholder="x" * 151))), "components.0.components.0.placeholder"),
    ("max values", components(row(select(max_values=2))), "components.0.components.0.max_values"),
    (
        "option label",
        components(row(select() | {"options": [option(label="x" * 101)]})),
        "components.0.components.0.options.0.label",
    ),
    (
        "option value",
        components(row(select() | {"options": [option(value="x" * 101)]})),
        "components.0.components.0.options.0.value",
    ),
    (
        "option text",
        components(row(select() | {"options": [option(description="x" * 101)]})),
        "components.0.components.0.options.0.description",
    ),
    (
        "same value",
        components(row(select() | {"options": [option(), option()]})),
        "components.0.components.0.options.1.value",
    ),
    ("mentions", {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
    ("mention kind", {"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0"),
    ("reply", {"content": "x", "message_reference": {"message_id": "1"}}, "message_reference"),
    ("new component", components(TEXT), "components.0.type"),
    ("text beside", components(TEXT, **V2), "content"),
    ("new text", {"components": [TEXT | {"content": "x" * 2001}] * 2, **V2}, "components"),
    ("new count", {"components": [TEXT] * 41, **V2}, "components"),
]

ENOUGH: list[dict[str, Any]] = [
    {"content": "x" * 2000},
    {"embeds": [{"title": "x" * 100, "description": "x" * 500}] * 10},
    embeds(title="x" * 256, description="x" * 4096, footer={"text": "x" * 1648}),
    embeds(fields=[FIELD] * 25),
    embeds(fields=[{"name": "x" * 256, "value": "x" * 1024}]),
    components(*(row(*(button(5 * r + n, label="x" * 80) for n in range(5))) for r in range(5))),
    components(row(button(custom_id="x" * 100))),
    components(row(button(style=5, url="https://x.y", custom_id=None))),
    components(row(select(options=25, max_values=25, placeholder="x" * 150))),
    components(row(select() | {"options": [option(label="x" * 100, value="x" * 100, description="x" * 100)]})),
    {"components": [TEXT | {"content": "x" * 4000}], **V2},
    {"components": [{"type": 17, "components": [TEXT, row(button())]}, *[TEXT] * 36], **V2},
]


@pytest.mark.parametrize(("body", "path"), [case[1:] for case in TOO_MUCH], ids=[case[0] for case in TOO_MUCH])
async def test_message_beyond_a_limit_is_refused(stage: Stage, api: Api, body: dict[str, Any], path: str) -> None:
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", body)
    assert (answered.status, answered.code) == (400, 50035), answered.body
    assert answered.body["message"] == "Invalid Form Body"
    assert answered.error(path)
    assert stage.lounge.messages == {}


@pytest.mark.parametrize("body", ENOUGH)
async def test_message_at_the_limits_is_accepted(stage: Stage, api: Api, body: dict[str, Any]) -> None:
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", body)
    assert answered.status == 200, answered.body
    assert len(stage.lounge.messages) == 1


@pytest.mark.parametrize(
    "body", [{}, {"content": ""}, {"content": " \n"}, {"embeds": []}, {"components": [row(button())]}]
)
async def test_empty_message_is_refused(stage: Stage, api: Api, body: dict[str, Any]) -> None:
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", body)
    assert (answered.status, answered.code) == (400, 50006)


async def test_edit_may_not_leave_a_message_empty(stage: Stage, api: Api) -> None:
    path = f"/channels/{stage.lounge.id}/messages"
    made = await api("POST", path, {"content": "x", "embeds": [{"title": "t"}]})
    path += f"/{made.body['id']}"
    assert (await api("PATCH", path, {"content": None})).status == 200
    assert (await api("PATCH", path, {"embeds": []})).code == 50006
    assert (await api("PATCH", path, {"content": "y", "embeds": []})).status == 200


@pytest.mark.parametrize(("size", "status"), [(FILE_SIZE_LIMIT, 200), (FILE_SIZE_LIMIT + 1, 413)])
async def test_file_size_is_limited(stage: Stage, api: Api, size: int, status: int) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"attachments": [{"id": 0, "filename": "f.bin"}]}', content_type="application/json")
    form.add_field("files[0]", b"x" * size, filename="f.bin", content_type="application/octet-stream")
    answered = await api("POST", f"/channels/{stage.lounge.id}/messages", data=form)
    assert answered.status == status
    if status == 413:
        assert answered.code == 40005
    else:
        assert answered.body["attachments"][0]["size"] == size


async def test_body_must_be_json_and_say_so(stage: Stage, api: Api) -> None:
    path = f"/channels/{stage.lounge.id}/messages"
    assert (await api("POST", path, data=b'{"content": "x"}')).code == 50035
    broken = await api("POST", path, data=b"{", content_type="application/json")
    assert (broken.status, broken.code) == (400, 50109)
    assert (await api("POST", path, {"content": "x"}, content_type="application/json; charset=utf-8")).code == 50035
    assert (await api("POST", path, [1])).code == 50035
    assert stage.lounge.messages == {}


async def test_nonce_is_enforced(stage: Stage, api: Api) -> None:
    body = {"content": "x", "nonce": "7", "enforce_nonce": True}
    path = f"/channels/{stage.lounge.id}/messages"
    first, second = [await api("POST", path, body) for _ in range(2)]
    assert first.body["id"] == second.body["id"]
    assert len(stage.lounge.messages) == 1
