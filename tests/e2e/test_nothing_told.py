"""Neither metrics nor logs hold anything of anybody: a busy hour full of trouble, with names and texts to look for."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.handling import current
from bot.ledger.errors import StoreUnavailable
from bot.metrics import observed
from bot.settings import LogFormat
from bot.wiring import airlock
from tests.e2e.test_metrics import get
from tests.support import databases
from tests.support.airlock import settings_for, stand_in
from tests.support.discord import running, settled, until
from tests.support.fans import Fans, watched
from tests.support.guarded import SPOILER
from tests.support.logs import logged

NAMES = {"ann": "Quixanna", "bob": "Quixbob", "mod": "Quixmod"}
TYPED = "Quixotic words that were typed"
WRITTEN = "Quixwritten"
CHANNEL = "quixlounge"
SERVER = "Quixfans"
SOMEWHERE = "S2E4"
POSITION = re.compile(r"\bS\d+(E\d+)?\b")
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
POST = "POST /channels/{channel_id}/messages"


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log, with everything in it that can be in it."""
    form: LogFormat = request.param
    with logged(monkeypatch, "DEBUG", form) as stream:
        yield stream


async def test_metrics_and_logs_hold_nothing_of_anybody(
    log: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await databases.prepare(tmp_path)
    async with stand_in(clean=False) as discord:
        fans = Fans.of(discord)
        people = {"ann": fans.ann, "bob": fans.bob, "mod": fans.mod}
        for name, actor in people.items():
            actor.user.name = actor.user.display_name = NAMES[name]
        assert fans.lounge.guild is not None
        fans.lounge.name, fans.lounge.guild.name = CHANNEL, SERVER
        discord.world.application.granted_intents |= 1 << 15
        settings = replace(settings_for(discord, tmp_path), message_content=True)
        async with airlock(settings) as bot, observed(bot, 0) as port, running(bot, discord):
            fans.bot = bot
            await bot.wait_until_ready()
            await busy(fans, monkeypatch)
            _, metrics = await get(f"http://127.0.0.1:{port}/metrics")
    written = log.getvalue()
    # It was as busy as it should be, and everybody can be found where something of them is told.
    for expected in ("failed", "Invalid: …", "server could not be written", "was not saved"):
        assert expected in written, expected
    assert 'guard_noticed_total{mode="hint"} 1.0' in metrics
    assert 'outcome="error"' in metrics
    ids = {str(actor.user.id) for actor in people.values()}
    for where in (written, metrics):
        assert "quix" not in where.lower(), near(where.lower(), "quix")
        assert not [each for each in ids if each in where]
        assert "Margo" not in where
    assert not POSITION.findall("\n".join(line for line in metrics.splitlines() if not line.startswith("#")))
    guild = str(fans.lounge.guild.id)
    # A position is told in one line alone, that of a defect, and it says neither who nor where.
    assert all(guild not in line for line in written.splitlines() if POSITION.search(line))
    assert sum(bool(POSITION.search(line)) for line in written.splitlines()) <= 1
    assert guild not in metrics


def near(text: str, word: str) -> list[str]:
    return [text[max(0, found.start() - 200) : found.end() + 60] for found in re.finditer(word, text)]


async def busy(fans: Fans, monkeypatch: pytest.MonkeyPatch) -> None:
    """What users do, and everything that can go wrong meanwhile."""
    rest = fans.discord.rest
    await watched(fans.ann, "S2E4")
    await fans.ann.command("/cast character name:Margo Madison")
    await fans.ann.command(f"/cast character name:{TYPED}")
    await fans.ann.autocomplete(f"/cast character name:{WRITTEN}")
    await fans.mod.command("/channel ceiling to:S1E3")
    await fans.mod.command("/channel guard mode:hint")
    await fans.mod.command("/server set log:#log")
    await fans.ann.command("/cast character name:Margo Madison share:true")

    # Discord does not take the answer, nor what follows it.
    rest.forced[CALLBACK] = [(400, {"message": f"Invalid: {TYPED}", "code": 50035})]
    await fans.ann.command(f"/facts search text:{TYPED}")
    rest.forced[POST] = [(403, {"message": f"no access for {NAMES['mod']}", "code": 50001})]
    await fans.mod.command("/channel ceiling to:S1E5")
    await settled()

    # The guard notices something.
    fans.ann.say(f"{WRITTEN}: {SPOILER}")
    await until(lambda: any(what == "guard_noticed" for what, _ in fans.bot.counted))

    # A defect, whose error repeats what it was given.
    with monkeypatch.context() as broken:

        async def fail(*_: object, **__: object) -> object:
            handling = current()
            assert handling is not None
            raise ValueError(f"invalid: {handling.data['member']['user']} said {TYPED!r} at {SOMEWHERE}")

        broken.setattr(fans.bot, "answer", fail)
        await fans.ann.command(f"/cast character name:{TYPED}")
    # A database that refuses and one that is away.
    with monkeypatch.context() as broken:

        async def away(*_: object, **__: object) -> object:
            raise StoreUnavailable("the database has not answered in time")

        broken.setattr(fans.bot.ledger.rounds, "append", away)
        await fans.mod.command("/trivia start")
        await settled()
        logging.getLogger("bot.trivia.host").warning("round %d: an event was not saved: %s", 1, "gone")
    logging.getLogger("discord.http").warning(
        "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds.",
        "POST",
        f"https://discord.com/api/v10/webhooks/{fans.ann.user.id}/{WRITTEN}/messages/@original",
        1.0,
    )
    await settled()
