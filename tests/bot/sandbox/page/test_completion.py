"""What the message box offers, with a small bot behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.page.completion import Completion
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support.discord import running, stand_in


@pytest.fixture
async def completion() -> AsyncIterator[Completion]:
    async with stand_in() as discord:
        ann = discord.world.add_user("ann")
        lounge = discord.world.add_guild("Fans", members=(ann,)).add_text("lounge")
        async with running(SampleBot(), discord):
            yield Completion(discord.user(ann, lounge))


async def _lines(completion: Completion, typed: str) -> list[str]:
    return [row.line for row in (await completion.offers(typed)).rows]


async def test_commands_are_found_by_the_beginnings_of_their_words(completion: Completion) -> None:
    assert await _lines(completion, "/") == [
        "/buttons",
        "/cast character name:",
        "/dm",
        "/slow private:",
        "/typed number:",
    ]
    assert await _lines(completion, "/char") == ["/cast character name:"]
    assert await _lines(completion, "/c c") == ["/cast character name:"]
    assert await _lines(completion, "/nothing") == []
    assert await _lines(completion, "hello /cast") == []


async def test_values_are_the_bots_own_suggestions_and_then_come_options(completion: Completion) -> None:
    offers = await completion.offers("/cast character name:ma")
    assert [row.name for row in offers.rows] == ["Margo Madison"]
    assert offers.eager
    assert [(chip.name, chip.needed, chip.filled, chip.current) for chip in offers.chips] == [
        ("name", True, True, True),
        ("share", False, False, False),
    ]
    line = offers.rows[0].line
    assert line == "/cast character name:Margo Madison "
    options = await completion.offers(line)
    assert [row.line for row in options.rows] == ["/cast character name:Margo Madison share:"]
    assert not options.eager
    assert await _lines(completion, options.rows[0].line) == [
        "/cast character name:Margo Madison share:true ",
        "/cast character name:Margo Madison share:false ",
    ]
    path, values = completion.command("/cast character name:Margo Madison share:true")
    assert (path, values) == ("/cast character", {"name": "Margo Madison", "share": True})


async def test_users_and_channels_are_offered_by_name(completion: Completion) -> None:
    assert "/typed number:3 who:@ann " in await _lines(completion, "/typed number:3 who:")
    assert await _lines(completion, "/typed where:lo") == ["/typed where:#lounge "]


async def test_commands_that_do_not_exist_are_refused(completion: Completion) -> None:
    for line in ("/nothing", "/cast", "/cast character nme:x"):
        with pytest.raises(NotOfferedError):
            completion.command(line)
