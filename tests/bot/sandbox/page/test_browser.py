"""The page in a real browser, with the real bot behind it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from facts.position import Position
from tests.support.browser import Sandbox, Tab, chromium, new_tab, sandbox

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def context(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    async with chromium(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(context: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    command = ("-m", "bot", "try", "--no-browser")
    async with sandbox(tmp_path_factory.mktemp("sandbox"), *command) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def tab(context: BrowserContext, served: Sandbox) -> AsyncIterator[Tab]:
    async with new_tab(context, served.url) as opened:
        yield opened


async def test_two_viewers_see_different_cards_of_the_same_character(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    for name in ("ann", "bob"):
        await tab.send(name, "/cast character name:Karen Baldwin")
    ann, bob = (tab.pane(name).locator(".embed").last for name in ("ann", "bob"))
    await expect(ann).to_contain_text("as of S1")
    await expect(bob).to_contain_text("as of S4")
    await expect(bob).to_contain_text("dead")
    assert "dead" not in await ann.inner_text()
    await expect(tab.pane("ann").locator(".only-you")).to_contain_text("Only you can see this")
    assert await tab.pane("ann").locator(".embed").count() == 1, "a private reply is seen by its caller alone"
    await tab.picture("two-viewers-light")
    await tab.page.emulate_media(color_scheme="dark")
    await tab.picture("two-viewers-dark")


async def test_completion_leads_from_a_slash_to_a_card_by_keyboard(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    box = tab.pane("ann").get_by_role("combobox", name="Message of")
    options = tab.pane("ann").locator(".offer")
    await box.press_sequentially("/cast ch")
    await expect(options).to_have_count(1)
    await box.press("Enter")
    await expect(box).to_have_value("/cast character name:")
    await box.press_sequentially("molly")
    await expect(options.first).to_contain_text("Molly Cobb")
    await tab.picture("completion")
    await box.press("Tab")
    await expect(box).to_have_value("/cast character name:Molly Cobb ")
    await expect(options.locator(".offer-name")).to_have_text(["share"])
    await box.press("Enter")
    await expect(tab.pane("ann").locator(".embed-title").last).to_have_text("Molly Cobb")


async def test_slash_alone_offers_every_command(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    await tab.pane("ann").get_by_role("combobox", name="Message of").fill("/")
    offers = tab.pane("ann").locator(".offer")
    await expect(offers.last).to_contain_text("/trivia report")
    assert await offers.count() > 25


async def test_completion_offers_only_what_the_viewer_may_know(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    for name, found in (("ann", 0), ("bob", 1)):
        await tab.pane(name).get_by_role("combobox", name="Message of").fill("/cast character name:dev ay")
        await expect(tab.pane(name).locator(".offer", has_text="Dev Ayesa")).to_have_count(found)


async def test_buttons_and_menus_work_and_a_shared_card_is_seen_by_all(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    for name in ("ann", "bob"):
        await tab.pane(name).get_by_role("button", name="season-1").click()
    await tab.send("bob", "/cast list season:1 share:true")
    for name in ("ann", "bob"):
        await expect(tab.pane(name).locator(".message:not(.ephemeral) .embed")).to_contain_text("cast of season 1")
        await expect(tab.pane(name).locator(".message:not(.ephemeral) .above")).to_have_count(0)
    menu = tab.pane("ann").get_by_label("Open a character")
    await menu.select_option(label="Margo Madison")
    opened = tab.pane("ann").locator(".message.ephemeral .embed-title")
    await expect(opened).to_have_text("Margo Madison")
    await tab.pane("ann").get_by_role("button", name="All facts").click()
    await expect(opened).not_to_have_text("Margo Madison")
    await tab.pane("ann").get_by_role("button", name="Dismiss message").click()
    await expect(opened).to_have_count(0)


async def test_position_menu_sends_the_real_command(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    await tab.page.get_by_role("button", name="Add a viewer").click()
    cleo = tab.pane("cleo")
    watched = cleo.get_by_label("How far Cleo has watched")
    await watched.select_option("S2E4")
    await expect(cleo.locator(".message.ephemeral").last).to_contain_text("Saved")
    await expect(watched).to_have_value("S2E4")
    await cleo.get_by_role("button", name="Take Cleo away").click()
    await expect(cleo).to_have_count(0)


async def test_moderator_switch_offers_commands_of_moderators(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    bob = tab.pane("bob")
    box = bob.get_by_role("combobox", name="Message of")
    await box.fill("/server set")
    await expect(bob.locator(".offer")).to_have_count(0)
    await bob.get_by_role("switch", name="Moderator").check()
    await box.fill("/server se")
    await expect(bob.locator(".offer", has_text="/server settings")).to_have_count(1)
    await bob.get_by_role("switch", name="Moderator").uncheck()


async def test_guard_can_be_tried(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    ann = tab.pane("ann")
    await ann.get_by_role("switch", name="Moderator").check()
    await tab.send("ann", "/channel guard mode:hint")
    await expect(ann.locator(".embed").last).to_contain_text(": hint")
    await tab.send("bob", "Kuznetsov dies when they try to tow Kronos")
    notice = ann.locator(".embed", has_text="may go beyond what this channel may speak of")
    await expect(notice).to_have_count(1)
    await tab.send("ann", "/channel guard mode:off")
    await expect(ann.locator(".embed").last).to_contain_text(": off")
    await ann.get_by_role("switch", name="Moderator").uncheck()


async def test_what_was_said_survives_a_reload_and_is_seen_in_a_second_tab(tab: Tab, context: BrowserContext) -> None:
    await tab.open()
    await tab.ready()
    await tab.pane("ann").get_by_role("button", name="the-end").click()
    await tab.send("ann", "Hello **there**, ||it was Earth all along|| <t:1700000000:R>")
    said = tab.pane("ann").locator(".message .prose").last
    await expect(said.locator("strong")).to_have_text("there")
    await tab.page.reload()
    await expect(said.locator("time")).to_contain_text("years ago")
    spoiler = said.get_by_role("button", name="Spoiler")
    await spoiler.press("Enter")
    await expect(said.locator(".spoiler")).to_have_attribute("aria-expanded", "true")
    async with new_tab(context, tab.url) as second:
        await second.open()
        await expect(second.pane("ann").locator(".message .prose").last).to_contain_text("Hello there")
        await tab.send("ann", "and again")
        await expect(second.pane("ann").locator(".message .prose").last).to_have_text("and again")


async def test_two_play_a_round_to_its_end_across_a_reload(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    ann, bob = tab.pane("ann"), tab.pane("bob")
    for pane in (ann, bob):
        await pane.get_by_role("button", name="season-1").click()
    await tab.send("ann", "/trivia start questions:1")
    await bob.get_by_role("button", name="Join", exact=True).click()
    await expect(bob.locator(".ephemeral").last).to_contain_text("You are in")
    await ann.get_by_role("button", name="Start now").click()
    question = ".message:has-text('Question 1 of 1')"
    await expect(ann.locator(question)).to_be_visible()
    await tab.page.reload()
    await expect(bob.locator(question)).to_be_visible()
    await tab.picture("trivia")
    for pane in (ann, bob):
        await pane.locator(question).locator(".button").first.click()
        await expect(pane.locator(".ephemeral").last).to_contain_text("Your answer is in")
    for pane in (ann, bob):
        await expect(pane.locator(".message:not(.ephemeral)").last).to_contain_text("Podium")
    await tab.picture("trivia-end")


async def test_what_cannot_be_sent_is_explained_and_stays_in_the_box(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    await tab.send("ann", "/cast character")
    await expect(tab.pane("ann").get_by_role("alert")).to_have_text("Discord would not send that: name is required.")
    await expect(tab.pane("ann").get_by_role("combobox", name="Message of")).to_have_value("/cast character")


async def test_colours_follow_the_system_and_the_switch(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    await tab.page.emulate_media(color_scheme="light")
    light = await _ground(tab)
    await tab.page.emulate_media(color_scheme="dark")
    dark = await _ground(tab)
    assert light != dark
    await tab.page.get_by_role("button", name="Light").click()
    assert await _ground(tab) == light
    await tab.page.reload()
    await tab.ready()
    assert await _ground(tab) == light
    await tab.page.get_by_role("button", name="As the system").click()
    assert await _ground(tab) == dark


async def test_page_is_readable_at_phone_width(tab: Tab) -> None:
    await tab.page.set_viewport_size({"width": 390, "height": 844})
    await tab.open()
    await tab.ready()
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    await tab.page.get_by_role("navigation", name="Viewers").get_by_role("link", name="Bob").click()
    await expect(tab.pane("bob")).to_be_in_viewport(ratio=0.9)
    shown = tab.page.get_by_role("navigation", name="Viewers").locator("[aria-current]")
    await expect(shown).to_contain_text("Bob")
    await tab.picture("phone")
    await tab.open("/facts?at=S2&tab=entries")
    await expect(tab.page.get_by_role("heading", level=1)).to_have_text("Through S2")
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    await tab.picture("phone-facts")
    await tab.page.set_viewport_size({"width": 320, "height": 600})
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("width", "viewers"), [(1360, 3), (1360, 4), (360, 4)])
async def test_heads_of_panes_are_never_cut_off(tab: Tab, width: int, viewers: int) -> None:
    await tab.page.set_viewport_size({"width": width, "height": 860})
    await tab.open()
    await tab.ready()
    names = ("ann", "bob", "cleo", "dan")[:viewers]
    for name in names[2:]:
        await tab.page.get_by_role("button", name="Add a viewer").click()
        await expect(tab.pane(name)).to_have_count(1)
    for name in names:
        pane = tab.pane(name)
        inside = await pane.bounding_box()
        assert inside is not None
        for part in await pane.locator(".pane-who > *").all():
            box = await part.bounding_box()
            assert box is not None
            assert inside["x"] <= box["x"]
            assert box["x"] + box["width"] <= inside["x"] + inside["width"]
    await tab.picture(f"panes-{width}-{viewers}")
    for name in names[:1:-1]:
        await tab.pane(name).get_by_role("button", name="Take").click()
        await expect(tab.pane(name)).to_have_count(0)


async def test_keyboard_skips_what_was_said(tab: Tab) -> None:
    await tab.open()
    await tab.ready()
    skip = tab.pane("ann").get_by_role("button", name="To the message box of Ann")
    await skip.focus()
    await expect(skip).to_be_in_viewport()
    await skip.press("Enter")
    await expect(tab.pane("ann").get_by_role("combobox", name="Message of")).to_be_focused()


async def test_slider_moves_what_is_known(tab: Tab) -> None:
    await tab.open("/facts?at=S1E6")
    heading, body = tab.page.get_by_role("heading", level=1), tab.page.get_by_role("tabpanel")
    await expect(heading).to_have_text("Through S1E6")
    await tab.page.get_by_role("tab", name="Entries").click()
    await expect(body.get_by_role("button", name="Ellen Waverly", exact=True)).to_have_count(1)
    slider = tab.page.get_by_role("slider")
    await slider.press("ArrowRight")
    await expect(heading).to_have_text("Through S1E7")
    await expect(body.get_by_role("button", name="Ellen Wilson", exact=True)).to_have_count(1)
    await expect(body.get_by_role("button", name="Ellen Waverly", exact=True)).to_have_count(0)
    await slider.press("End")
    await expect(heading).to_have_text("Through S5")
    await slider.press("Home")
    await expect(heading).to_have_text("Nothing watched yet")
    await expect(tab.page).to_have_url(re.compile(r"[?&]at=S0(&|$)"))
    await tab.page.reload()
    await expect(heading).to_have_text("Nothing watched yet")


async def test_fact_browser_shows_steps_facts_questions_and_relations(tab: Tab) -> None:
    await tab.open("/facts?at=S2E1")
    body = tab.page.get_by_role("tabpanel")
    await expect(body.get_by_role("heading", level=2)).to_contain_text("S2E1 · Every Little Thing")
    await expect(body).to_contain_text("New facts")
    await tab.picture("facts")
    await tab.page.get_by_role("tab", name="Facts").click()
    await expect(body.locator(".items .since").first).to_have_text("S0")
    known = await body.locator(".items .since").all_inner_texts()
    places = [Position.parse(text) for text in known]
    assert places == sorted(places)
    assert len(set(places)) > 2
    await tab.page.get_by_role("tab", name="What appears").click()
    await tab.page.get_by_role("searchbox").fill("jamestown")
    await expect(body.locator(".items li").first).to_contain_text("Jamestown")
    await tab.page.get_by_role("searchbox").fill("")
    await tab.page.get_by_role("tab", name="Relations").click()
    await expect(body.locator(".relation").first).to_contain_text("spouse Karen Baldwin")
    await tab.page.get_by_role("tab", name="Questions").click()
    await expect(body.get_by_role("heading", name="Written by hand")).to_have_count(1)
    await expect(body.locator("h3")).not_to_have_count(1)
    await expect(body.locator(".options .right").first).to_be_visible()


async def test_broken_pack_is_reported_and_what_was_served_stays(tab: Tab, served: Sandbox) -> None:
    file = served.packs / "for-all-mankind" / "things.yaml"
    whole = file.read_text(encoding="utf-8")
    await tab.open("/facts?at=S1&tab=lint")
    body = tab.page.get_by_role("tabpanel")
    await expect(body).to_contain_text("This is what is being served")
    await expect(body).to_contain_text("Lint finds nothing wrong")
    file.write_text(whole.replace("since:", "sinse:", 1), encoding="utf-8")
    await expect(body.get_by_role("alert")).to_contain_text("The version before is still served")
    line = next(n for n, text in enumerate(whole.splitlines(), 1) if "since:" in text)
    await expect(body).to_contain_text(f"things.yaml:{line}:")
    await tab.picture("lint")
    await tab.page.get_by_role("tab", name="Entries").click()
    await expect(body.get_by_role("button", name="Ed Baldwin", exact=True)).to_have_count(1)
    file.write_text(whole.replace("Jamestown", "Jonestown"), encoding="utf-8")
    await expect(body.get_by_role("button", name="Jonestown", exact=True)).to_have_count(1)
    file.write_text(whole, encoding="utf-8")
    await expect(body.get_by_role("button", name="Jamestown", exact=True)).to_have_count(1)


async def _ground(tab: Tab) -> str:
    return str(await tab.page.evaluate("getComputedStyle(document.body).backgroundColor"))
