"""What a host sees of the running bot: numbers, health, and lines that belong together."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import handling
from bot.metrics import observed
from bot.settings import LogFormat
from bot.wiring import airlock
from tests.support import databases
from tests.support.airlock import settings_for, stand_in
from tests.support.discord import running, settled, until
from tests.support.fans import Fans, watched
from tests.support.logs import logged

ROOT = Path(__file__).parents[2]
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


async def test_metrics_tell_of_database_views_rounds_and_gateway(served: tuple[Fans, str]) -> None:
    fans, where = served
    await watched(fans.ann, "S2")
    await fans.ann.command("/cast character name:Margo Madison")
    await fans.ann.command("/cast character name:Margo Madison")
    await fans.bob.command("/trivia start questions:3")
    await fans.bob.command("/trivia stop")
    await until(lambda: fans.bot.rounds.running == 0 and not fans.bot.rounds.busy)
    await fans.discord.gateway.drop(4000)
    await until(lambda: fans.bot.reconnects["resumed"] == 1)
    found = await numbers(where)
    for what in ("read", "write", "group"):
        count = found[("airlock_database_seconds_count", what)]
        assert count >= 1
        assert found[("airlock_database_seconds_bucket", "+Inf", what)] == count
        assert 0 < found[("airlock_database_seconds_sum", what)] < 60
    assert found[("airlock_rounds_started_total",)] == 1
    assert found[("airlock_rounds_ended_total", "stopped")] == 1
    built = found[("airlock_view_build_seconds_count",)]
    assert 1 <= built <= found[("airlock_views_asked_total", "miss")]
    assert found[("airlock_views_asked_total", "hit")] >= 1
    assert found[("airlock_ledger_asked_total", "hit", "users")] >= 2
    # Where other processes may write, what one has changed is read anew.
    read = 3 if databases.chosen() == "postgresql" else 2
    assert found[("airlock_ledger_asked_total", "miss", "users")] == read
    assert found[("airlock_gateway_events_total", "INTERACTION_CREATE")] >= 5
    assert found[("airlock_gateway_reconnects_total", "resumed")] == 1
    assert found[("airlock_gateway_connected", "0")] == 1
    assert found[("airlock_discord_requests_total", "2xx")] >= 5


async def test_metrics_that_are_documented_or_alerted_on_are_those_that_there_are(served: tuple[Fans, str]) -> None:
    _, where = served
    _, text = await get(f"{where}/metrics")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    ours = {name for name in families if name.startswith("airlock_") and not name.endswith("_created")}
    guide = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(airlock_\w+?)(?:_total)?` ", guide, re.MULTILINE)) == ours
    alerts = yaml.safe_load((ROOT / "docs" / "hosting" / "airlock.rules.yml").read_text(encoding="utf-8"))
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) > 5
    for rule in rules:
        assert rule["annotations"]["summary"]
        for name, labels in re.findall(r"(airlock_\w+)(?:\{(\w+)=)?", rule["expr"]):
            family = families[re.sub(r"_(total|bucket|count|sum)$", "", name)]
            suffix = {"counter": "_total", "histogram": "_bucket", "gauge": ""}[family.type]
            assert name == family.name + suffix
            assert not labels or f"`{labels}`" in next(
                line for line in guide.splitlines() if f"`{name}" in line or f"`{family.name}`" in line
            )


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
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[LogFormat, io.StringIO]]:
    """The log of this process, in a form."""
    form: LogFormat = request.param
    with logged(monkeypatch, "INFO", form) as stream:
        yield form, stream


async def test_log_lines_of_an_interaction_bear_its_id(
    served: tuple[Fans, str], written: tuple[str, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    fans, _ = served
    form, stream = written
    seen: list[str] = []
    later: list[asyncio.Task[None]] = []

    async def afterwards(interaction: str) -> None:
        await until(lambda: answered(interaction))
        logging.getLogger("bot").info("after the answer")

    def answered(interaction: str) -> bool:
        return fans.discord.world.interactions[int(interaction)].callback is not None

    async def fail(*_: object, **__: object) -> object:
        current = handling.current()
        assert current is not None
        seen.append(current.id)
        logging.getLogger("discord.http").warning("of discord.py")
        await asyncio.to_thread(logging.getLogger("bot").info, "in a thread")
        later.append(asyncio.create_task(afterwards(current.id)))
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(fans.bot, "answer", fail)
    logging.getLogger("bot").info("outside")
    await fans.ann.command(f"/cast character name:{WORDS}")
    await settled()
    await asyncio.gather(*later)
    lines = stream.getvalue()
    assert WORDS not in lines
    assert len(seen) == 1
    if form == "json":
        entries = {entry["message"]: entry for entry in map(json.loads, lines.splitlines())}
        assert entries[f"interaction {seen[0]} failed"]["interaction"] == seen[0]
        for line in ("of discord.py", "in a thread", "after the answer"):
            assert entries[line]["interaction"] == seen[0]
        assert "interaction" not in entries["outside"]
    else:
        for line in ("failed", "of discord.py", "in a thread", "after the answer"):
            assert f"{line} [{seen[0]}]" in lines
        assert "outside\n" in lines
