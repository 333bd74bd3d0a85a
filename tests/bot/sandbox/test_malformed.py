"""Bodies of the wrong shape are refused, whatever is in them; they never break the stand-in."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import payloads
from bot.sandbox.clock import ManualClock
from bot.sandbox.errors import ApiError
from bot.sandbox.limits.callbacks import check_choices, check_modal
from bot.sandbox.limits.commands import check_commands
from bot.sandbox.limits.form import Form
from bot.sandbox.limits.messages import check_message
from bot.sandbox.world import World, posting

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 70_000) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
BUTTON = {"type": 2, "style": 1, "label": "b", "custom_id": "b"}
SELECT = {"type": 3, "custom_id": "s", "options": [{"label": "l", "value": "v"}], "max_values": 1}
TEXT = {"type": 10, "content": "x"}
MESSAGE: dict[str, Any] = {
    "content": "x",
    "nonce": "1",
    "flags": 0,
    "embeds": [
        {
            "title": "t",
            "url": "https://x.y",
            "color": 1,
            "author": {"name": "a", "url": "https://x.y"},
            "footer": {"text": "f"},
            "image": {"url": "https://x.y"},
            "fields": [{"name": "n", "value": "v"}],
        }
    ],
    "components": [{"type": 1, "components": [BUTTON]}, {"type": 1, "components": [SELECT]}],
    "attachments": [{"id": 0, "description": "d"}],
    "allowed_mentions": {"parse": ["users"], "roles": ["1"]},
}
LAYOUT: dict[str, Any] = {
    "flags": 32768,
    "components": [
        {"type": 17, "components": [TEXT, {"type": 12, "items": [{"media": {"url": "https://x.y"}}]}]},
        {"type": 9, "components": [TEXT], "accessory": BUTTON},
        {"type": 13, "file": {"url": "attachment://x"}},
        {"type": 14},
    ],
}
MODAL: dict[str, Any] = {
    "custom_id": "m",
    "title": "t",
    "components": [
        {
            "type": 1,
            "components": [{"type": 4, "custom_id": "c", "style": 1, "label": "l", "max_length": 5, "value": "v"}],
        },
        {"type": 18, "label": "l", "component": SELECT},
        TEXT,
    ],
}
COMMANDS: list[Any] = [
    {
        "name": "cast",
        "description": "d",
        "contexts": [0],
        "options": [
            {
                "type": 1,
                "name": "s",
                "description": "d",
                "options": [{"type": 3, "name": "o", "description": "d", "choices": [{"name": "n", "value": "v"}]}],
            }
        ],
    },
    {"name": "Hide", "type": 3},
]


@st.composite
def spoilt(draw: st.DrawFn, good: Any) -> Any:
    """A copy in which one place holds anything at all."""
    root = [copy.deepcopy(good)]
    node: Any = root
    while True:
        key = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        child = node[key]
        if not isinstance(child, dict | list) or not child or draw(st.integers(0, 3)) == 0:
            node[key] = draw(JSON)
            return root[0]
        node = child


def refusal(world: World, body: dict[str, Any]) -> ApiError | None:
    """Post a message if it is accepted, or return why not."""
    (channel,) = world.channels.values()
    try:
        check_message(Form(), body, ())
    except ApiError as error:
        return error
    payloads.message(posting.create(world, channel, world.bot, body))
    return None


@settings(deadline=None)
@given(spoilt(MESSAGE) | spoilt(LAYOUT))
def test_message_is_posted_or_refused(body: Any) -> None:
    world = World(ManualClock())
    world.add_guild("Fans").add_text("lounge")
    error = refusal(world, body if isinstance(body, dict) else {})
    assert error is None or error.code in (50035, 50006)


@settings(deadline=None)
@given(spoilt(MODAL))
def test_check_modal_accepts_or_refuses(body: Any) -> None:
    form = Form()
    check_modal(form, body)


@settings(deadline=None)
@given(spoilt(COMMANDS))
def test_check_commands_accepts_or_refuses(body: Any) -> None:
    form = Form()
    check_commands(form, body)


@settings(deadline=None)
@given(spoilt([{"name": "n", "value": "v"}]), st.sampled_from([3, 4, 10]))
def test_check_choices_accepts_or_refuses(body: Any, option_type: int) -> None:
    check_choices(Form(), body, option_type)


def test_good_bodies_are_accepted() -> None:
    form = Form()
    for body in (MESSAGE, LAYOUT):
        check_message(form, body, ())
    check_modal(form, MODAL)
    check_commands(form, COMMANDS)
    form.raise_errors()
