"""Discord's markdown as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page.markdown import Names, inline, to_html

KNOWN: Final = {("@", 1): "Ann", ("#", 2): "lounge", ("@&", 3): "Fans"}
NAMES: Final = Names(lambda sign, key: KNOWN.get((sign, key)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* _c_ __d__ ~~e~~", "<strong>a</strong> <em>b</em> <em>c</em> <u>d</u> <s>e</s>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("***a***", "<strong><em>a</em></strong>"),
        (r"\*not\* \_this\_ \\", "*not* _this_ \\"),
        ("snake_case_name 2*3*4", "snake_case_name 2<em>3</em>4"),
        ("`**a** <b>`", "<code>**a** &lt;b&gt;</code>"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("a\nb", "a<br>b"),
        (
            "<@1> <@!1> <#2> <@&3> <@9>",
            " ".join(f'<span class="mention">{n}</span>' for n in ("@Ann", "@Ann", "#lounge", "@Fans", "@unknown")),
        ),
        ("</cast list:12> <:moon:34>", '<span class="mention">/cast list</span> :moon:'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ],
)
def test_inline_markup_becomes_elements(text: str, html: str) -> None:
    assert inline(text, NAMES) == html


@pytest.mark.parametrize("text", ["https://example.org/a?b=1&c", "<https://example.org/a?b=1&c>"])
def test_links_open_beside_the_page_and_say_nothing_of_it(text: str) -> None:
    assert inline(text, NAMES) == (
        '<a href="https://example.org/a?b=1&amp;c" target="_blank" rel="noopener noreferrer nofollow">'
        "https://example.org/a?b=1&amp;c</a>"
    )


def test_timestamps_carry_their_moment_and_style() -> None:
    assert 'data-t="1700000000" data-style="R">14 November 2023 22:13 UTC</time>' in inline("<t:1700000000:R>", NAMES)
    assert inline("<t:9999999999999:R>", NAMES) == "&lt;t:9999999999999:R&gt;"


def test_spoilers_can_be_opened_by_keyboard_and_say_nothing_before() -> None:
    html = inline("||**dead**||", NAMES)
    assert 'role="button" tabindex="0" aria-expanded="false" aria-label="Spoiler: press to show"' in html
    assert "<strong>dead</strong>" in html


def test_blocks_are_told_apart() -> None:
    text = "# Title\ntext\nmore\n- one\n- two\n> quoted\n> on\n-# small\n```py\n**x**\n```\n1. first"
    assert to_html(text, NAMES) == (
        '<h3 class="prose">Title</h3><p>text<br>more</p><ul><li>one</li><li>two</li></ul>'
        "<blockquote><p>quoted<br>on</p></blockquote>"
        '<small class="prose">small</small><pre tabindex=0><code>**x**</code></pre><ol start="1"><li>first</li></ol>'
    )


def test_rest_of_a_message_is_quoted_after_three_arrows() -> None:
    assert to_html("a\n>>> b\nc", NAMES) == "<p>a</p><blockquote><p>b<br>c</p></blockquote>"


class _Elements(HTMLParser):
    """Collects which elements there are, and what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not any(name.startswith("on") or (value or "").startswith("javascript:") for name, value in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(st.text("ab *_~|`<>&\"'#-1.\n\\[]()/:@!httpst", max_size=60))
def test_whatever_is_written_yields_closed_elements_of_ours(text: str) -> None:
    elements = _Elements()
    elements.feed(to_html(text, NAMES))
    assert elements.open == []
    ours = "p br strong em u s code pre span a time blockquote ul ol li h3 h4 h5 small"
    assert elements.found <= set(ours.split())
