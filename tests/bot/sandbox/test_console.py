"""The console: lines in, replies out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from bot.sandbox import plain
from bot.sandbox.clock import ManualClock
from bot.sandbox.console import run_console
from bot.sandbox.standin import StandIn
from bot.sandbox.world import World
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support.discord import pointed_at


async def run_sample(stand_in: StandIn) -> None:
    with pointed_at(stand_in):
        async with SampleBot() as bot:
            await bot.start(stand_in.token)


async def typed(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the prompts and what was written after the greeting."""
    left = iter(lines)
    prompts: list[str] = []
    written: list[str] = []

    async def read_line(prompt: str) -> str | None:
        prompts.append(prompt)
        return next(left, None)

    await run_console(run_sample, read_line=read_line, write=written.append)
    return prompts, written[1:]


async def test_console_shows_cards_and_presses_buttons_by_number() -> None:
    _, written = await typed(["/cast character name:Ed share:true", "/buttons", "1", "4 2", "2", "Zoe"])
    shared, answer, buttons, pressed, picked, title, hello = written
    assert shared == "Airlock (everybody sees this):\n  ┌─ Ed\n  │ An engineer.\n  └─"
    assert answer == "Airlock (only Ann sees this):\n  Shared."
    assert buttons.startswith("Airlock (everybody sees this):\n  Pressed 0\n  [1] Count   [2] Rename   [3] Quietly\n")
    assert "Pressed 1" in pressed
    assert "Picked molly cobb" in picked
    assert title == "A new name"
    assert "Hello Zoe" in hello


@pytest.mark.parametrize("line", ["cast character name:Ed", "at foo", "as", "in"])
async def test_console_tells_who_meant_a_command_that_it_was_said(line: str) -> None:
    _, written = await typed([line, "Just talking."])
    assert written == ["That was said in the channel: commands begin with /, and `help` says what else there is."]


async def test_form_keeps_what_it_holds_where_nothing_is_typed() -> None:
    prompts, written = await typed(["/buttons", "2", ""])
    assert prompts[2] == "  Name [Ed]: "
    assert "Hello Ed" in written[-1]


async def test_console_moves_between_users_and_places() -> None:
    prompts, written = await typed(
        ["hello", "as bob", "look", "in dm", "/buttons", "as zoe", "in #finale", "? /cast character name:mar"]
    )
    assert prompts == [
        "ann in #lounge> ",
        "ann in #lounge> ",
        "bob in #lounge> ",
        "bob in #lounge> ",
        "bob in dm> ",
        "bob in dm> ",
        "zoe in dm> ",
        "zoe in #finale> ",
        "zoe in #finale> ",
    ]
    assert written[0] == "Ann (everybody sees this):\n  hello"
    assert written[1].startswith("Airlock (direct message):")
    assert written[2] == "  Margo Madison"


@pytest.mark.parametrize("line", ["/nothing", "/cast character", "9", "in #nowhere", "at S1"])
async def test_console_explains_what_cannot_be_done(line: str) -> None:
    _, (written,) = await typed([line])
    assert written.startswith("Discord would not send that: ")


async def test_console_lists_commands_and_ends_on_quit() -> None:
    prompts, (commands,) = await typed(["commands", "", "quit", "never read"])
    assert "  /cast character name: [share:]   Look up a character." in commands.splitlines()
    assert len(prompts) == 3


async def test_console_raises_what_stops_the_bot() -> None:
    async def broken(_stand_in: StandIn) -> None:
        await asyncio.sleep(0)
        raise RuntimeError("no packs")

    with pytest.raises(RuntimeError, match="no packs"):
        await run_console(broken, write=lambda _: None)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (0, "now"),
        (1, "in 1 second"),
        (45, "in 45 seconds"),
        (-45, "45 seconds ago"),
        (119, "in 119 seconds"),
        (120, "in 2 minutes"),
        (-7200, "2 hours ago"),
        (604_800, "in 7 days"),
    ],
)
def test_message_lines_say_how_far_away_a_moment_is(away: int, words: str) -> None:
    world = World(ManualClock())
    lounge = world.add_guild("Fans", members=(world.add_user("ann"),)).add_text("lounge")
    message = world.post(lounge, world.bot, {"content": f"Starts <t:{int(world.clock.now()) + away}:R>."})
    assert f"  Starts {words}." in list(plain.message_lines(message))


def test_message_lines_name_mentions_and_show_fields() -> None:
    world = World(ManualClock())
    ann = world.add_user("ann")
    lounge = world.add_guild("Fans", members=(ann,)).add_text("lounge")
    soon = f"<t:{int(world.clock.now()) + 1800}:R>"
    embed = {
        "title": "Card",
        "description": f"By {ann.mention} in {lounge.mention}, \\*{soon}, <t:1767268800:d>",
        "fields": [{"name": "Played by", "value": "x " * 100}],
        "footer": {"text": "as of S1"},
    }
    link = {"type": 2, "style": 5, "label": "More", "url": "https://example.org"}
    off = {"type": 2, "style": 1, "label": "Off", "custom_id": "o", "disabled": True}
    body = {"embeds": [embed], "components": [{"type": 1, "components": [link, off]}]}
    message = world.post(lounge, world.bot, body)
    lines = list(plain.message_lines(message))
    assert "  │ By @Ann in #lounge, *in 30 minutes, 01 Jan 2026" in lines
    assert "  [More: https://example.org]   [-] Off" in lines
    assert max(map(len, lines)) <= plain.WIDTH
    assert plain.pressable(message) == []
