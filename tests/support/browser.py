"""The sandbox as its command starts it, in a process of its own, and a real browser that looks at it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import BrowserContext, Locator, Page, async_playwright, expect

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / "build" / "pictures"
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_START_WITHIN: Final = 30.0


@dataclass
class Sandbox:
    """A running sandbox."""

    url: str
    packs: Path
    process: asyncio.subprocess.Process


@dataclass
class Tab:
    """A tab of the browser, and what must not happen in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    async def open(self, path: str = "/") -> None:
        """Go to a page of the sandbox."""
        await self.page.goto(self.url.rstrip("/") + path)

    async def ready(self) -> None:
        """Wait until the bot is there."""
        await self.page.wait_for_selector(".composer input:not([disabled])")

    def pane(self, name: str) -> Locator:
        """The pane of a viewer."""
        return self.page.locator(f"#viewer-{name}")

    async def send(self, name: str, line: str) -> None:
        """Type a line for a viewer and send it as it is."""
        box = self.pane(name).get_by_role("combobox", name="Message of")
        await box.fill(line)
        await box.press("Escape")
        await self.pane(name).get_by_role("button", name="Send").click()

    async def picture(self, name: str) -> None:
        """Keep what the tab shows."""
        await asyncio.to_thread(PICTURES.mkdir, parents=True, exist_ok=True)
        await self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


@asynccontextmanager
async def sandbox(folder: Path, *command: str) -> AsyncIterator[Sandbox]:
    """Start a command that opens the page, and stop it at the end as Ctrl+C does."""
    packs = folder / "packs"
    shutil.copytree(ROOT / "facts" / "packs", packs)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DISCORD_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT), "PACKS_DIR": str(packs)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(_START_WITHIN):
            line = b"-"
            while line and b"http://127.0.0.1:" not in line:
                line = await process.stdout.readline()
        yield Sandbox(next(word for word in line.decode().split() if word.startswith("http://")), packs, process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        said = (await process.stdout.read()).decode() if process.stdout else ""
        status = await process.wait()
    assert status == 0
    assert "Traceback" not in said, said
    assert "ERROR" not in said, said


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[BrowserContext]:
    """Start the installed browser with a profile of its own."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium here (apt-get install chromium)")
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            folder / "profile", executable_path=CHROMIUM, args=_FLAGS, viewport={"width": 1360, "height": 860}
        )
        context.set_default_timeout(15_000)
        yield context
        await context.close()


@asynccontextmanager
async def new_tab(context: BrowserContext, url: str) -> AsyncIterator[Tab]:
    """Open a tab; fail at the end for every error in its console and every request that leaves the machine."""
    tab = Tab(await context.new_page(), url)
    tab.page.on("console", lambda said: tab.wrong.append(said.text) if said.type in ("error", "warning") else None)
    tab.page.on("pageerror", lambda error: tab.wrong.append(str(error)))
    tab.page.on("request", lambda sent: None if sent.url.startswith((url, "data:")) else tab.wrong.append(sent.url))
    yield tab
    await tab.page.close()
    assert tab.wrong == []
