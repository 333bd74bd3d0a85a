"""Who may reach the page: this machine's own browser, on this page."""

from __future__ import annotations

import socket
from typing import Any, Final

import pytest
from starlette.types import Message, Receive, Scope, Send

from bot.sandbox.page.app import bind
from bot.sandbox.page.guard import Guard
from bot.sandbox.standin import PortInUseError

PORT: Final = 8040
OURS: Final = {"host": "127.0.0.1:8040", "origin": "http://127.0.0.1:8040"}


async def _open_to_all(scope: Scope, _receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def _first_answer(kind: str, headers: dict[str, str]) -> dict[str, Any]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "headers": raw, "path": "/", "method": "GET"}
    await Guard(_open_to_all, PORT)(scope, receive, send)
    return dict(sent[0])


@pytest.mark.parametrize("headers", [OURS, {"host": "localhost:8040", "origin": "http://localhost:8040"}])
async def test_guard_lets_the_page_in(headers: dict[str, str]) -> None:
    assert (await _first_answer("http", headers))["status"] == 200
    assert (await _first_answer("websocket", headers))["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8040"},
        {"origin": "https://127.0.0.1:8040"},
        {"origin": "null"},
        {"host": "evil.example:8040"},
        {"host": "evil.example:8040", "origin": "http://evil.example:8040"},
        {"host": "192.168.0.2:8040"},
        {"host": ""},
    ],
)
async def test_guard_refuses_other_pages_and_other_names(other: dict[str, str]) -> None:
    assert (await _first_answer("http", OURS | other))["status"] == 403
    assert (await _first_answer("websocket", OURS | other))["type"] == "websocket.close"


async def test_guard_wants_an_origin_of_websockets() -> None:
    assert (await _first_answer("http", {"host": OURS["host"]}))["status"] == 200
    assert (await _first_answer("websocket", {"host": OURS["host"]}))["type"] == "websocket.close"


async def test_guard_tells_the_browser_to_load_nothing_from_elsewhere() -> None:
    headers = dict((await _first_answer("http", OURS))["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert b"http" not in headers[b"content-security-policy"]


def test_bind_takes_the_next_port_where_one_is_in_use_and_says_so() -> None:
    said: list[str] = []
    with bind(0, said.append) as first:
        taken = first.getsockname()[1]
        with bind(taken, said.append) as second:
            assert second.getsockname()[0] == "127.0.0.1"
            assert second.getsockname()[1] != taken
            assert said == [f"Port {taken} is in use by another program, so this is port {second.getsockname()[1]}."]


def test_bind_gives_up_in_one_line_where_all_ports_are_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.page.app._PORTS_TRIED", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortInUseError, match="all in use") as error:
        bind(taken.getsockname()[1], lambda _: None)
    assert "\n" not in str(error.value)
