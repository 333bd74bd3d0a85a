"""Which interactions can be answered at all."""

from __future__ import annotations

from typing import Any

import pytest

from bot.unread import can_be_answered

ID = "1456369102225494959"
TOKEN = "aW50ZXJhY3Rpb246MTQ1NjM2OTEwMjIyNTQ5NDk1OTp0b2tlbg"


def test_interaction_with_an_id_and_a_token_can_be_answered() -> None:
    assert can_be_answered({"id": ID, "token": TOKEN, "type": 2})
    assert can_be_answered({"id": ID, "token": "a-b_c.d~e+f/g=", "type": 5, "data": None})


@pytest.mark.parametrize(
    "change",
    [
        {"token": ""},
        {"token": None},
        {"token": "é" * 3},
        {"token": "a b"},
        {"token": "a\n"},
        {"token": "a" * 2001},
        {"id": "1" * 20},
        {"id": "-1"},
        {"id": None},
        {"type": 1},
        {"type": "2"},
    ],
)
def test_interaction_that_nobody_waits_for_or_that_has_no_address_cannot(change: dict[str, Any]) -> None:
    assert not can_be_answered({"id": ID, "token": TOKEN, "type": 2} | change)
    assert not can_be_answered([ID, TOKEN, 2])
