"""Answers to interactions are refused as Discord refuses them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.sandbox.world import Interaction, InteractionType, Message
from tests.bot.sandbox.conftest import Api, Stage

MESSAGE = {"type": 4, "data": {"content": "Hi"}}


@pytest.fixture
def asked(stage: Stage) -> Interaction:
    """A command that waits for its answer."""
    return ask(stage)


def ask(stage: Stage, kind: InteractionType = InteractionType.COMMAND, **more: Any) -> Interaction:
    data = more.pop("data", {"id": "1", "name": "cast", "type": 1})
    owners = stage.world.owners(stage.lounge, stage.ann)
    return stage.world.interact(kind, stage.ann, stage.lounge, data, owners, **more)


def callback(interaction: Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


def webhook(stage: Stage, interaction: Interaction, rest: str = "") -> str:
    return f"/webhooks/{stage.world.application.id}/{interaction.token}{rest}"


async def test_first_answer_is_accepted_once(api: Api, asked: Interaction) -> None:
    assert (await api("POST", callback(asked), MESSAGE)).status == 204
    second = await api("POST", callback(asked), MESSAGE)
    assert (second.status, second.code) == (400, 40060)
    assert len(asked.channel.messages) == 1


async def test_with_response_returns_the_resource(api: Api, asked: Interaction) -> None:
    answered = await api("POST", callback(asked) + "?with_response=1", MESSAGE)
    assert answered.status == 200
    assert answered.body["interaction"]["response_message_id"] == answered.body["resource"]["message"]["id"]
    assert answered.body["resource"]["message"]["content"] == "Hi"


@pytest.mark.parametrize(("seconds", "status"), [(3.0, 204), (3.01, 404)])
async def test_answer_is_taken_for_three_seconds(
    stage: Stage, api: Api, asked: Interaction, seconds: float, status: int
) -> None:
    stage.clock.advance(seconds)
    answered = await api("POST", callback(asked), MESSAGE)
    assert answered.status == status
    if status == 404:
        assert answered.code == 10062
        assert asked.refused[0].code == 10062


async def test_unknown_interaction_is_refused(api: Api, asked: Interaction) -> None:
    for path in (f"/interactions/1/{asked.token}/callback", f"/interactions/{asked.id}/wrong/callback"):
        answered = await api("POST", path, MESSAGE)
        assert (answered.status, answered.code) == (404, 10062)


async def test_webhook_works_only_once_answered(stage: Stage, api: Api, asked: Interaction) -> None:
    early = await api("POST", webhook(stage, asked), {"content": "Early"})
    assert (early.status, early.code) == (404, 10015)
    await api("POST", callback(asked), MESSAGE)
    assert (await api("POST", webhook(stage, asked), {"content": "More"})).status == 200


@pytest.mark.parametrize(("seconds", "status"), [(900.0, 200), (900.1, 401)])
async def test_token_lives_a_quarter_of_an_hour(
    stage: Stage, api: Api, asked: Interaction, seconds: float, status: int
) -> None:
    await api("POST", callback(asked), MESSAGE)
    stage.clock.advance(seconds)
    for method, rest in (("POST", ""), ("PATCH", "/messages/@original")):
        answered = await api(method, webhook(stage, asked, rest), {"content": "Late"})
        assert answered.status == status
        if status == 401:
            assert answered.code == 50027


async def test_unknown_token_or_webhook_is_refused(stage: Stage, api: Api) -> None:
    answered = await api("POST", f"/webhooks/{stage.world.application.id}/wrong", {"content": "x"})
    assert (answered.status, answered.code) == (401, 50027)
    answered = await api("POST", "/webhooks/1/wrong", {"content": "x"})
    assert (answered.status, answered.code) == (404, 10015)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (InteractionType.COMMAND, {4, 5, 9}),
        (InteractionType.AUTOCOMPLETE, {8}),
        (InteractionType.COMPONENT, {4, 5, 6, 7, 9}),
        (InteractionType.MODAL, {4, 5}),
    ],
)
async def test_kinds_of_answers_fit_the_interaction(
    stage: Stage, api: Api, kind: InteractionType, allowed: set[int]
) -> None:
    modal = {"custom_id": "m", "title": "t", "components": [row(text_input())]}
    bodies: dict[int, dict[str, Any]] = {
        4: {"content": "x"},
        5: {},
        6: {},
        7: {"content": "x"},
        8: {"choices": []},
        9: modal,
        1: {},
    }
    accepted = set()
    for number, data in bodies.items():
        message = posted(stage) if kind is InteractionType.COMPONENT else None
        interaction = ask(stage, kind, message=message)
        answered = await api("POST", callback(interaction), {"type": number, "data": data})
        if answered.status == 204:
            accepted.add(number)
        else:
            assert answered.error("type") == "BASE_TYPE_CHOICES"
    assert accepted == allowed


def posted(stage: Stage) -> Message:
    return stage.world.post(stage.lounge, stage.world.bot, {"content": "with buttons"})


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def text_input(**more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "c", "style": 1, "label": "l", **more}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": "t" * 46}, "data.title"),
        ({"title": ""}, "data.title"),
        ({"custom_id": "c" * 101}, "data.custom_id"),
        ({"components": []}, "data.components"),
        ({"components": [row(text_input(custom_id=str(n))) for n in range(6)]}, "data.components"),
        ({"components": [row(text_input(label="l" * 46))]}, "data.components.0.components.0.label"),
        ({"components": [row(text_input(placeholder="p" * 101))]}, "data.components.0.components.0.placeholder"),
        ({"components": [row(text_input(value="v" * 11, max_length=10))]}, "data.components.0.components.0.value"),
        ({"components": [row(text_input()), row(text_input())]}, "data.components.1.components.0.custom_id"),
        (
            {"components": [row({"type": 2, "style": 1, "label": "b", "custom_id": "b"})]},
            "data.components.0.components.0.type",
        ),
        ({"components": [{"type": 18, "label": "l" * 46, "component": text_input()}]}, "data.components.0.label"),
    ],
)
async def test_form_beyond_the_limits_is_refused(
    api: Api, asked: Interaction, change: dict[str, Any], path: str
) -> None:
    modal = {"custom_id": "m", "title": "t", "components": [row(text_input())]}
    answered = await api("POST", callback(asked), {"type": 9, "data": modal | change})
    assert (answered.status, answered.code) == (400, 50035)
    assert answered.error(path)
    assert not asked.answered
    assert (await api("POST", callback(asked), {"type": 9, "data": modal})).status == 204


@pytest.mark.parametrize(
    "choices",
    [
        [{"name": str(n), "value": str(n)} for n in range(26)],
        [{"name": "n" * 101, "value": "v"}],
        [{"name": "", "value": "v"}],
        [{"name": "n", "value": "v" * 101}],
        [{"name": "n", "value": 3}],
    ],
)
async def test_suggestions_beyond_the_limits_are_refused(stage: Stage, api: Api, choices: list[Any]) -> None:
    options = [{"name": "name", "type": 3, "value": "", "focused": True}]
    data = {"id": "1", "name": "cast", "type": 1, "options": options}
    interaction = ask(stage, InteractionType.AUTOCOMPLETE, data=data)
    answered = await api("POST", callback(interaction), {"type": 8, "data": {"choices": choices}})
    assert (answered.status, answered.code) == (400, 50035)
    good = [{"name": "n" * 100, "value": str(n) * 50} for n in range(25)]
    assert (await api("POST", callback(interaction), {"type": 8, "data": {"choices": good}})).status == 204


async def test_user_installs_alone_have_five_followups(stage: Stage, api: Api) -> None:
    stage.ann.installed = True
    channel = stage.world.dm(stage.ann, stage.bob)
    owners = stage.world.owners(channel, stage.ann)
    interaction = stage.world.interact(InteractionType.COMMAND, stage.ann, channel, {"name": "x", "type": 1}, owners)
    await api("POST", callback(interaction), MESSAGE)
    statuses = [(await api("POST", webhook(stage, interaction), {"content": "x"})).status for _ in range(6)]
    assert statuses == [200] * 5 + [400]


async def test_original_can_be_read_changed_and_deleted(stage: Stage, api: Api, asked: Interaction) -> None:
    await api("POST", callback(asked), {"type": 4, "data": {"content": "Hi", "flags": 64}})
    path = webhook(stage, asked, "/messages/@original")
    assert (await api("GET", path)).body["content"] == "Hi"
    assert (await api("PATCH", path, {"content": "Hello"})).body["flags"] == 64
    assert asked.original is not None
    # Private messages are not to be had through the channel.
    other = f"/channels/{stage.lounge.id}/messages/{asked.original.id}"
    assert (await api("GET", other)).code == 10008
    assert (await api("DELETE", path)).status == 204
    assert (await api("GET", path)).code == 10008


async def test_two_answers_at_once_one_is_refused(api: Api, asked: Interaction) -> None:
    both = await asyncio.gather(*(api("POST", callback(asked), MESSAGE) for _ in range(2)))
    assert sorted(answered.status for answered in both) == [204, 400]
