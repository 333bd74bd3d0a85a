"""The page with a small bot that uses all of Discord's parts: forms, edits, deferred answers, apps of messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from tests.support.browser import Tab, chromium, new_tab, sandbox

SAMPLE: Final = str(Path(__file__).parent / "sample_page.py")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with sandbox(tmp_path_factory.mktemp("sandbox"), SAMPLE) as started:
        yield started.url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def context(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    async with chromium(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def tab(url: str, context: BrowserContext) -> AsyncIterator[Tab]:
    async with new_tab(context, url) as opened:
        await opened.open()
        await opened.ready()
        yield opened


async def test_form_is_filled_in_and_messages_change_for_everybody(tab: Tab) -> None:
    ann, bob = tab.pane("ann"), tab.pane("bob")
    await tab.send("ann", "/buttons")
    count = bob.get_by_role("button", name="Count")
    await count.click()
    for pane in (ann, bob):
        await expect(pane.locator(".message .prose")).to_contain_text("Pressed 1")
    await expect(count).to_be_focused()
    await ann.get_by_role("button", name="Rename").click()
    form = tab.page.get_by_role("dialog")
    await expect(form.get_by_role("heading")).to_have_text("A new name")
    await tab.picture("form")
    await form.get_by_label("Name").fill("Zoe")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    await expect(ann.locator(".ephemeral")).to_contain_text("Hello Zoe")
    await expect(bob.locator(".ephemeral")).to_have_count(0)
    await ann.get_by_role("button", name="Rename").click()
    await expect(form.get_by_label("Name")).to_be_focused()
    await tab.page.keyboard.press("Escape")
    await expect(form).to_have_count(0)


async def test_deferred_answers_and_apps_of_messages_work(tab: Tab) -> None:
    bob = tab.pane("bob")
    await tab.send("ann", "I know how it ends")
    await bob.locator(".message", has_text="I know how it ends").hover()
    await bob.get_by_role("button", name="Hide as spoiler").first.click()
    await expect(bob.locator(".ephemeral")).to_contain_text("Hidden: I know how it ends")
    await tab.send("bob", "/slow private:true")
    await expect(bob.locator(".ephemeral").last).to_contain_text("Second")
    assert "Second" not in await tab.pane("ann").inner_text()


async def test_lost_connection_is_explained_and_the_page_goes_on_after_a_restart(
    context: BrowserContext, tmp_path: Path
) -> None:
    async with sandbox(tmp_path / "first", SAMPLE) as first:
        url, page = first.url, await context.new_page()
        await page.goto(url)
        await page.wait_for_selector(".composer input:not([disabled])")
    await expect(page.locator("#popup")).to_have_attribute("aria-hidden", "false")
    words = await page.evaluate("getComputedStyle(document.getElementById('popup'), '::after').content")
    assert "start it again" in words
    port = url.rstrip("/").rsplit(":", 1)[1]
    async with sandbox(tmp_path / "second", SAMPLE, port) as second:
        assert second.url == url
        await expect(page.locator("#popup")).to_have_attribute("aria-hidden", "true")
        await expect(page.locator(".composer input").first).to_be_enabled()
        await page.close()
