"""What every page has: the head with its links, the switch for light and dark, style and script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from nicegui import ui
from starlette.responses import Response

from bot.sandbox.page.html import Html

_HERE: Final = Path(__file__).parent
_SERVED: Final = {"page.css": "text/css", "page.js": "text/javascript"}
FAVICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#e0763a"/>'
    '<circle cx="20" cy="20" r="11.5" fill="none" stroke="#fff" stroke-width="3"/>'
    '<path d="M20 8.5v23M8.5 20h23" stroke="#fff" stroke-width="2.4"/><circle cx="20" cy="20" r="4" fill="#fff"/></svg>'
)
_COLOURS: Final = (("light", "Light", "☀︎"), ("auto", "As the system", "◐︎"), ("dark", "Dark", "☾︎"))
_SWITCH: Final = "".join(
    f'<button type="button" data-theme="{name}" aria-pressed="false" aria-label="{words}" title="{words}">'
    f"{sign}</button>"
    for name, words, sign in _COLOURS
)


def serve_assets(app: FastAPI) -> None:
    """Serve style and script under names that change with them."""
    for name, kind in _SERVED.items():
        data = (_HERE / name).read_bytes()
        headers = {"cache-control": "public, max-age=31536000, immutable"}

        def answer(data: bytes = data, kind: str = kind, headers: dict[str, str] = headers) -> Response:
            return Response(data, media_type=kind, headers=headers)

        app.add_api_route(_address(name, data), lambda answer=answer: answer(), include_in_schema=False)


@contextmanager
def frame(pages: dict[str, str], here: str) -> Iterator[None]:
    """Build a page: its head with links to ``pages`` (names by address), and what is added inside."""
    addresses = {name: _address(name, (_HERE / name).read_bytes()) for name in _SERVED}
    ui.add_head_html(
        f'<script src="{addresses["page.js"]}"></script><link rel="stylesheet" href="{addresses["page.css"]}">'
    )
    ui.query(".nicegui-content").classes("page")
    links = "".join(
        f'<a href="{address}"{" aria-current=page" if address == here else ""}>{escape(name)}</a>'
        for address, name in pages.items()
    )
    Html("header", "top").show(
        f'<span class="brand">{FAVICON}<b>Airlock</b><span class="sandbox">sandbox</span></span>'
        f'<nav aria-label="Pages">{links}</nav>'
        f'<div class="theme" role="group" aria-label="Colours">{_SWITCH}</div>'
    )
    with ui.element("div").classes("main-part"):
        yield


def _address(name: str, data: bytes) -> str:
    stem, _, kind = name.partition(".")
    return f"/page/{stem}-{sha256(data).hexdigest()[:12]}.{kind}"
