"""What a host sees of the running bot: numbers, health, and lines that belong together."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import handling
from bot.logs import set_up_logging
from bot.metrics import observed
from bot.wiring import airlock
from tests.support import databases
from tests.support.airlock import settings_for, stand_in
from tests.support.discord import running, settled
from tests.support.fans import Fans, watched

WORDS = "Some secret words that nobody may read"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[Fans, str]]:
    """The bot with metrics, and where they are."""
    await databases.prepare(tmp_path)
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with (
            airlock(settings_for(discord, tmp_path)) as bot,
            observed(bot, 0) as port,
        ):
            where = f"http://127.0.0.1:{port}"
            assert (await get(f"{where}/readyz"))[0] == 503
            async with running(bot, discord):
                fans.bot = bot
                yield fans, where


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def numbers(where: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    _, text = await get(f"{where}/metrics")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_metrics_count_interactions_by_name_and_outcome(served: tuple[Fans, str]) -> None:
    fans, where = served
    await watched(fans.ann, "S2")
    await fans.ann.command("/cast character name:Margo Madison")
    await fans.ann.command(f"/cast character name:{WORDS}")
    await fans.ann.autocomplete("/cast character name:ma")
    await settled()
    found = await numbers(where)
    answered = "airlock_interactions_answered_total"
    assert found[(answered, "command", "cast character", "answered")] == 1
    assert found[(answered, "command", "cast character", "refused")] == 1
    assert found[(answered, "autocomplete", "cast character", "answered")] == 1
    received = sum(value for key, value in found.items() if key[0] == "airlock_interactions_received_total")
    assert received == sum(value for key, value in found.items() if key[0] == answered)
    assert found[("airlock_interaction_seconds_count", "autocomplete")] == 1
    assert found[("airlock_guilds",)] == 1
    assert found[("airlock_views_cached",)] >= 1
    assert found[("airlock_group_size_count",)] >= 1
    assert found[("airlock_group_size_sum",)] >= found[("airlock_group_size_count",)]
    assert found[("airlock_rounds_running",)] == 0
    assert ("airlock_gateway_latency_seconds", "0") in found


async def test_metrics_tell_nothing_of_anybody(served: tuple[Fans, str]) -> None:
    fans, where = served
    await watched(fans.ann, "S2")
    await fans.ann.command(f"/cast character name:{WORDS}")
    await settled()
    _, text = await get(f"{where}/metrics")
    told = set(re.findall(r'="([^"]*)"', text))
    secrets = {WORDS, "ann", "S2", str(fans.ann.user.id), str(fans.ann.where.id), "Margo Madison"}
    assert not [secret for secret in secrets if any(secret in label.split() or secret == label for label in told)]


async def test_health_is_told(served: tuple[Fans, str]) -> None:
    fans, where = served
    assert (await get(f"{where}/healthz"))[0] == 200
    await fans.bot.wait_until_ready()
    assert await get(f"{where}/readyz") == (200, "ready\n")
    fans.discord.gateway.closed = True
    await fans.discord.gateway.drop()
    for _ in range(2000):
        status, text = await get(f"{where}/readyz")
        if status == 503:
            break
    assert (status, text) == (503, "shards without a connection: 0\n")
    assert (await get(f"{where}/healthz"))[0] == 200


@pytest.fixture(params=["text", "json"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, io.StringIO]]:
    """The log of this process, in a form."""
    root = logging.getLogger()
    before, level, of_discord = root.handlers[:], root.level, logging.getLogger("discord").level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    set_up_logging("INFO", request.param)
    yield request.param, stream
    root.handlers[:] = before
    root.setLevel(level)
    logging.getLogger("discord").setLevel(of_discord)


async def test_log_lines_of_an_interaction_bear_its_id(
    served: tuple[Fans, str], written: tuple[str, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    fans, _ = served
    form, stream = written
    seen: list[str] = []

    async def fail(*_: object, **__: object) -> object:
        current = handling.current()
        assert current is not None
        seen.append(current.id)
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(fans.bot, "answer", fail)
    logging.getLogger("bot").info("outside")
    await fans.ann.command(f"/cast character name:{WORDS}")
    await settled()
    lines = stream.getvalue()
    assert WORDS not in lines
    assert len(seen) == 1
    if form == "json":
        entries = {entry["message"]: entry for entry in map(json.loads, lines.splitlines())}
        assert entries[f"interaction {seen[0]} failed"]["interaction"] == seen[0]
        assert "interaction" not in entries["outside"]
    else:
        assert f"failed [{seen[0]}]" in lines
        assert "outside\n" in lines
