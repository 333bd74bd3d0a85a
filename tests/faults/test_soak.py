"""A soak: no error, nobody left without an answer, memory flat and clocks on time, whatever goes wrong meanwhile."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from pathlib import Path
from typing import Final

import pytest

from bot.sandbox.clock import SystemClock
from bot.sandbox.ratelimits import DISCORD
from facts.seasons import Seasons
from tests.support.discord import stand_in
from tests.support.pools import shipped_pack
from tests.support.soak import Soak, soaking

SERVERS: Final = 500
HOUR: Final = float(os.environ.get("SOAK_SECONDS", "3600"))


async def held(soak: Soak, seconds: float, at_once: int, pause: float, faults_every: float) -> tuple[float, float]:
    """Let people use the bot while things go wrong; return its memory, in MB, once it is warm and at the end."""
    sizes: list[float] = []

    async def look() -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sizes.append(soak.memory())
            soak.discord.forget()
            await asyncio.sleep(seconds / 60)

    await asyncio.gather(soak.use(seconds, at_once, pause), soak.trouble(seconds, faults_every), look())
    # Warm is who has most of what is kept in memory, of cards and suggestions too.
    part = len(sizes) // 5
    return statistics.median(sizes[2 * part : 3 * part]), statistics.median(sizes[-part:])


async def check(soak: Soak) -> str:
    """Fail if anything was amiss; return what was done, in a line."""
    assert soak.process.poll() is None, soak.log()
    assert not soak.problems, soak.problems[:5]
    assert soak.excused < sum(soak.done.values()) / 4, "hardly anything was seen"
    assert soak.log() == "", soak.log()[-3000:]
    found = await soak.samples()
    errors = {
        labels: count for labels, count in found.items() if labels[0].endswith("answered_total") and "error" in labels
    }
    assert not errors
    late = {labels[1]: count for labels, count in found.items() if labels[0] == "airlock_round_lateness_seconds_bucket"}
    assert late["+Inf"] > 0, "no round was played"
    assert late["1.0"] >= 0.99 * late["+Inf"], late
    return (
        f"{sum(soak.done.values()):,} interactions ({dict(soak.done)}), {sum(soak.faults.values())} faults "
        f"({dict(soak.faults)}), {soak.excused} lost with Discord's line or "
        f"in {soak.stalls} stalls of this machine; clocks: {late}"
    )


async def test_minute_of_everything(tmp_path: Path) -> None:
    async with (
        stand_in(SystemClock(), rules=DISCORD, validated=False) as discord,
        soaking(discord, tmp_path, servers=SERVERS, played=5, seed=1) as soak,
    ):
        await held(soak, 60, at_once=8, pause=0.5, faults_every=6)
        told = await check(soak)
    assert min(soak.done[name] for name in ("look_up", "type", "move", "round")) > 0, told
    assert len(soak.faults) > 3, told


@pytest.mark.proof
async def test_hour_of_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with (
        stand_in(SystemClock(), rules=DISCORD, validated=False) as discord,
        soaking(discord, tmp_path, servers=SERVERS, played=20, seed=int(time.time())) as soak,
    ):
        await soak.warm(Seasons(shipped_pack().show.episodes).episodes())
        before, after = await held(soak, HOUR, at_once=40, pause=0.5, faults_every=20)
        told = await check(soak)
    with capsys.disabled():
        print(f"\n{told}\nmemory {before:.1f} MB, then {after:.1f} MB")  # noqa: T201
    assert after < 1.02 * before
