"""Messages as HTML: what they show, and that nothing in them can become the page's own."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, Final

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from bot.sandbox.clock import ManualClock
from bot.sandbox.page.components import Context
from bot.sandbox.page.files import Files
from bot.sandbox.page.forms import form_html, submitted
from bot.sandbox.page.markdown import Names
from bot.sandbox.page.messages import Shown, message_html
from bot.sandbox.world import Attachment, Channel, Message, User, World

EVIL: Final = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def _world() -> tuple[User, Channel]:
    world = World(ManualClock())
    ann = world.add_user("ann")
    return ann, world.add_guild("Fans", members=(ann,)).add_text("lounge")


def _posted(body: dict[str, Any]) -> tuple[User, Message]:
    ann, lounge = _world()
    return ann, lounge.world.post(lounge, lounge.world.bot, body)


def _html(body: dict[str, Any], **how: Any) -> str:
    ann, message = _posted(body)
    return message_html(message, Shown(ann, lambda file: f"/files/{file.id}/{file.filename}", **how))


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_nothing_that_a_bot_sends_becomes_an_element_of_the_page() -> None:
    button = {"type": 2, "style": 1, "label": EVIL, "custom_id": EVIL, "emoji": {"name": EVIL}}
    option = {"label": EVIL, "value": EVIL, "description": EVIL}
    menu = {"type": 3, "custom_id": f"m{EVIL}", "placeholder": EVIL, "options": [option]}
    embed = {
        "title": EVIL,
        "url": "javascript:alert(1)",
        "description": EVIL,
        "author": {"name": EVIL},
        "fields": [{"name": EVIL, "value": EVIL}],
        "footer": {"text": EVIL},
        "image": {"url": f"https://example.org/{EVIL}"},
    }
    rows = [{"type": 1, "components": [button]}, {"type": 1, "components": [menu]}]
    html = _html({"content": EVIL, "embeds": [embed], "components": rows}, apps=(EVIL,))
    for tag, attributes in _Tags(html).tags:
        assert tag not in ("script", "img")
        assert not any(name.startswith("on") for name in attributes)
        assert not (attributes.get("href") or "").startswith("javascript:")
    values = [attributes.get("data-value") for _, attributes in _Tags(html).tags]
    assert EVIL in values
    assert f"m{EVIL}" in values


def test_card_shows_its_colour_fields_and_footer() -> None:
    field = {"name": "Status", "value": "**dead**", "inline": True}
    html = _html({"embeds": [{"title": "Karen", "color": 0xD9822B, "fields": [field], "footer": {"text": "as of S4"}}]})
    assert 'style="--edge:#d9822b"' in html
    assert '<div class="field inline"><dt>Status</dt><dd class="prose"><p><strong>dead</strong></p></dd></div>' in html
    assert "as of S4" in html


def test_buttons_that_are_off_or_waited_for_say_so() -> None:
    buttons = [{"type": 2, "style": 4, "label": "Off", "custom_id": "off", "disabled": True}]
    buttons += [{"type": 2, "style": 3, "label": "Wait", "custom_id": "wait"}]
    buttons += [{"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}]
    html = _html({"components": [{"type": 1, "components": buttons}]}, busy=frozenset({"wait"}), failed=True)
    assert '<button type="button" class="button danger" data-do="press" data-value="off" disabled>Off</button>' in html
    assert 'data-value="wait" aria-busy="true">Wait' in html
    assert '<a href="https://example.org" target="_blank" rel="noopener noreferrer nofollow">Read ↗</a>' in html
    assert "This interaction failed" in html


def test_layout_components_are_drawn() -> None:
    text = {"type": 10, "content": "# Map"}
    section = {"type": 9, "components": [text], "accessory": {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}}
    container = {"type": 17, "accent_color": 255, "components": [section, {"type": 14}]}
    html = _html({"flags": 1 << 15, "components": [container]})
    assert 'style="--edge:#0000ff"' in html
    assert '<h3 class="prose">Map</h3>' in html
    assert 'data-value="go"' in html
    assert '<hr class="separator">' in html


async def test_pictures_that_came_along_are_shown_and_other_files_only_saved() -> None:
    ann, message = _posted({"embeds": [{"title": "Map", "image": {"url": "attachment://map.png"}}]})
    message.attachments = [Attachment(7, "map.png", b"png", "image/png", "Who knows whom")]
    files = Files(app := FastAPI())
    assert message_html(message, Shown(ann, files.url)).count('src="/files/7/map.png"') == 1
    files.url(Attachment(9, "page.html", b"<script>", "text/html"))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as client:
        picture, page = await client.get("/files/7/map.png"), await client.get("/files/9/page.html")
        assert (picture.content, picture.headers["content-type"]) == (b"png", "image/png")
        assert page.headers["content-type"] == "application/octet-stream"
        assert page.headers["content-disposition"] == "attachment"
        for wrong in ("/files/7/other.png", "/files/8/map.png"):
            assert (await client.get(wrong)).status_code == 404


def test_form_has_its_fields_and_sends_what_they_hold() -> None:
    text = {"type": 4, "custom_id": "name", "label": EVIL, "style": 1, "max_length": 20, "value": "Zoe"}
    long = {"type": 4, "custom_id": "why", "style": 2, "required": False}
    menu = {"type": 3, "custom_id": "kind", "options": [{"label": "A", "value": "a"}], "required": False}
    modal = {
        "title": EVIL,
        "components": [
            {"type": 1, "components": [text]},
            {"type": 18, "label": "Why", "description": "In a line", "component": long},
            {"type": 18, "label": "Kind", "component": menu},
        ],
    }
    _, lounge = _world()
    html = form_html(modal, Context(Names(), lounge, lambda _: None))
    tags = _Tags(html).tags
    assert [a["name"] for tag, a in tags if tag in ("input", "textarea", "select")] == ["name", "why", "kind"]
    assert ("maxlength", "20") in next(a for tag, a in tags if tag == "input").items()
    assert not any(tag in ("script", "img") for tag, _ in tags)
    sent = {"name": ["Molly"], "why": ["a\r\nb"], "kind": ["a"]}
    assert submitted(modal, sent) == {"name": "Molly", "why": "a\nb", "kind": ["a"]}
    assert submitted(modal, {"name": ["Molly"], "why": [""], "kind": [""]})["kind"] == []
