"""Some life in a server of fans, and whether all of it is remembered: by another process, database or version."""

from __future__ import annotations

from typing import Final

from bot.ledger.guards import Guarding
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.harbour import pressed
from tests.support.trivia import begun, opened, passes, quiet, right_label, wrong_label

SHOW: Final = "for-all-mankind"
WORDS: Final = "What nobody may read before the middle of season 2"
PICTURE: Final = ("moon.png", b"\x89PNG moon", "image/png")


async def lived(fans: Fans) -> None:
    """Do something of everything that is kept; at the end a round is in the middle of a question."""
    for line in ("/channel ceiling to:S2", "/server set log:#log", "/server daily time:18:00 zone:Europe/Berlin"):
        assert title(await fans.mod.command(line)) in ("Saved", "This server's settings"), line
    await watched(fans.ann, "S2")
    await watched(fans.bob, "S1E4")
    assert title(await fans.ann.command("/progress rewatch season:2 episode:6")) == "Saved"
    await fans.bot.ledger.guards.set(guild_of(fans), fans.lounge.id, Guarding("hide", strict=True), by=fans.mod.user.id)
    await _played(fans)
    form = await fans.ann.command("/spoiler post", attachment=fans.discord.world.upload(*PICTURE))
    posted = await fans.ann.submit(form, {"since": "S2E5", "title": "The best scene", "text": WORDS})
    await settled()
    assert title(posted) == "Posted"
    practice = await fans.bob.command("/trivia practice")
    await fans.bob.press(practice, index=0)
    table = await opened(fans, "/trivia start questions:2 through:S1E2")
    await begun(fans, table)
    await fans.bob.press(fans.posted()[-1], label=right_label(table))
    await settled()


async def _played(fans: Fans) -> None:
    """Play a round of one question, which ann gets right."""
    table = await opened(fans, "/trivia start questions:1 through:S1E2")
    await fans.bob.press(fans.posted()[-1], label="Join")
    asked = await begun(fans, table)
    await fans.ann.press(asked, label=right_label(table))
    await fans.bob.press(asked, label=wrong_label(table))
    await passes(fans, 30)
    assert "Play again" in labels(fans.posted()[-1])


async def remembered(fans: Fans, *, messages: bool = True) -> None:
    """Fail unless everything is as ``lived`` left it, and goes on from there.

    Without ``messages`` those of the bot are gone, and so what was asked at the end counts for nobody.
    """
    progress = text(await fans.ann.command("/progress show"))
    assert "All of season 2" in progress, progress
    assert "S2E6" in progress, progress
    seen = text(await fans.bob.command("/progress show"))
    assert "S1E4" in seen, seen
    settings = fields(await fans.mod.command("/server settings"))
    assert "all of season 2" in settings["Channels with a ceiling of their own"]
    assert str(fans.log.id) in settings["Log"]
    assert "18:00 Europe/Berlin" in settings["Question of the day"]
    guards = await fans.bot.ledger.guards.get(guild_of(fans))
    assert guards.at([fans.lounge.id]) == Guarding("hide", strict=True)
    await _spoiler_is_there(fans)
    exported = await fans.bot.ledger.export(fans.bob.user.id)
    assert {name for name, rows in exported.items() if rows} >= {"progress", "practice", "round_event", "round_score"}
    await _round_goes_on(fans, bob=int(messages))
    undone = await fans.ann.command("/progress undo")
    assert "S2E6" not in text(undone)


async def _spoiler_is_there(fans: Fans) -> None:
    (post,) = (await fans.bot.ledger.export(fans.ann.user.id))["spoiler"]
    shown = await pressed(fans.ann, f"spoiler-reveal|{post['id']}")
    assert WORDS in text(shown)
    seen = shown.interaction.original
    assert seen is not None
    assert [file.filename for file in seen.attachments] == [PICTURE[0]]


async def _round_goes_on(fans: Fans, bob: int) -> None:
    await until(lambda: fans.bot.rounds.in_channel(fans.lounge.id) is not None)
    table = fans.bot.rounds.in_channel(fans.lounge.id)
    assert table is not None
    assert fans.bob.user.id in table.state.answers
    await quiet(fans.bot)
    await passes(fans, 120)
    assert fans.bot.rounds.in_channel(fans.lounge.id) is None
    board = await fans.bot.ledger.boards.board(guild_of(fans), SHOW)
    assert {row.user: row.right for row in board.rows} == {fans.ann.user.id: 1, fans.bob.user.id: bob}


def guild_of(fans: Fans) -> int:
    """The id of their server."""
    assert fans.lounge.guild is not None
    return fans.lounge.guild.id
