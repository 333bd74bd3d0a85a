"""What the bot says of itself, of its sources and of what went wrong."""

from __future__ import annotations

import json
import logging

import pytest

from tests.support.discord import settled
from tests.support.fans import Fans, fields, text
from tests.support.harbour import LOOKUPS, everything
from tests.support.trivia import begun, opened, passes, quiet, right_label


async def test_errors_that_nobody_expects_say_nothing_of_what_happened(
    fans: Fans, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Dev Ayesa is Karen Stevens")

    monkeypatch.setattr("bot.cogs.cast.one_entry", fail)
    with caplog.at_level(logging.ERROR):
        reply = await fans.bob.command("/cast character name:Ellen Waverly")
    assert "Dev Ayesa is Karen Stevens" in caplog.text
    assert reply.ephemeral
    assert "Ayesa" not in everything(reply)
    assert "RuntimeError" not in everything(reply)


async def test_about_help_and_commands_tell_no_counts_versions_or_names(fans: Fans) -> None:
    commands = repr(fans.discord.world.commands.all())
    for said in (commands, everything(await fans.bob.command("/help")), everything(await fans.ann.command("/help"))):
        for word in ("Ayesa", "Karen", "Wilson", "Station", "Low Tide", "Gathers"):
            assert word not in said
    about = await fans.bob.command("/about")
    assert fields(about)["Sources"] == "Gazette"
    assert "Herald" in fields(await fans.ann.command("/about"))["Sources"]
    assert not any(letter.isdigit() for letter in text(about).replace("S1E1", ""))


async def test_sources_are_told_by_their_publisher_only(fans: Fans) -> None:
    for line in (*LOOKUPS, "/about", "/facts search text:wilson mayor", "/facts about name:Ellen Wilson"):
        said = everything(await fans.ann.command(line))
        for word in ("explained", "guide to the town", "example.org", "finale"):
            assert word not in said, line


async def test_nobody_but_its_owner_gets_ones_data(fans: Fans) -> None:
    exported = await fans.bob.command("/privacy export")
    await settled()
    assert exported.message
    data = exported.message.attachments[0].data.decode()
    assert str(fans.ann.user.id) not in data
    assert "S2E2" not in data


async def test_card_of_ones_data_says_what_is_in_the_file(fans: Fans) -> None:
    said = {
        "how far you have watched": {"progress"},
        "your settings": {"user_setting", "user_zone"},
        "your trivia": {"board_leaver", "daily_answer", "practice", "round_event", "round_kind", "round_score"},
        "what you reported": {"question_report"},
        "spoilers that you posted": {"spoiler"},
        "only names and sizes": {"spoiler_file"},
        "season roles": {"role_member"},
        "what you set in servers": {"guild_change", "question_verdict", "watch_party"},
    }
    exported = await fans.bob.command("/privacy export")
    await settled()
    assert exported.message
    assert set(json.loads(exported.message.attachments[0].data)) == set().union(*said.values())
    assert all(words in text(exported) for words in said)


async def test_ones_data_tells_nothing_of_a_round_that_is_on(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2E2")
    table = await opened(fans, "/trivia start questions:1 answer:typed")
    question = await begun(fans, table)
    given = right_label(table)
    await fans.ann.submit(await fans.ann.press(question, label="Answer"), {"text": given})
    await quiet(fans.bot)
    assert table.state.answers
    for over in (False, True):
        exported = await fans.ann.command("/privacy export")
        await settled()
        assert exported.message
        events = json.loads(exported.message.attachments[0].data)["round_event"]
        assert events[-1]["words"] == given
        for word in (str(table.state.settings.seed), '"right":true'):
            assert any(word in (event["body"] or "") for event in events) is over
        await passes(fans, 60)
    assert table.over
