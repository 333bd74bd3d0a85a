"""What pressing an answer costs against the floor, and a thousand in a second: ``python -m tests.bench.answers``.

A round is played over sockets by a thousand players who have joined. For each question all of them press, 32 at once,
and by turns as many presses are answered by the floor with a constant of the same body; every answer is committed
(``synchronous=FULL``) before it is acknowledged. Last, all press within one second.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bot.sandbox.user import Actor, UnansweredError
from bot.sandbox.world import Message
from tests.bench.bots import AIRLOCK, Running, running
from tests.bench.figures import Figure, median, percentile, spread, told

AT_ONCE: Final = 32
SECONDS: Final = 3.0
"""What Discord leaves for an acknowledgement."""
_PATIENCE: Final = 60.0


async def question(bot: Running, number: int) -> Message:
    """Wait until a question is in the lounge."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        for message in reversed(bot.lounge.messages.values()):
            if message.embeds and str(message.embeds[0].get("title", "")).startswith(f"Question {number} of"):
                if _answers(message):
                    return message
                break
        await asyncio.sleep(0.005)
    raise RuntimeError(f"question {number} was not posted")


def _answers(message: Message) -> list[str]:
    ids = [one.get("custom_id", "") for row in message.components for one in row.get("components", ())]
    return [custom_id for custom_id in ids if custom_id.startswith("answer|")]


async def begin(bot: Running, players: Sequence[Actor], questions: int) -> None:
    """Open a round, have everybody join, and start it."""
    host = players[0]
    before = set(bot.lounge.messages)
    await host.command(f"/trivia start questions:{questions}")
    lobby = None
    while lobby is None:
        await asyncio.sleep(0.005)
        new = (one for key, one in bot.lounge.messages.items() if key not in before)
        lobby = next((one for one in new if not one.ephemeral), None)
    await presses(players[1:], lambda user: user.press(lobby, label="Join"))
    bot.forget()
    await host.press(lobby, label="Start now")


async def presses(users: Sequence[Actor], press: Callable[[Actor], Awaitable[object]]) -> list[float]:
    """Let each press once, 32 at once; return the seconds that each waited."""
    waiting, seconds = iter(users), []

    async def take() -> None:
        for user in waiting:
            begun = time.perf_counter()
            await press(user)
            seconds.append(time.perf_counter() - begun)

    await asyncio.gather(*(take() for _ in range(AT_ONCE)))
    return seconds


async def in_one_second(users: Sequence[Actor], press: Callable[[Actor], Awaitable[object]]) -> list[float]:
    """Let all press within a second, evenly; return the seconds that each waited from its time on."""
    begun = time.perf_counter()

    async def one(number: int, user: Actor) -> float:
        due = begun + number / len(users)
        await asyncio.sleep(due - time.perf_counter())
        with contextlib.suppress(UnansweredError):  # refused, since it came after more than three seconds
            await press(user)
        return time.perf_counter() - due

    return await asyncio.gather(*(one(number, user) for number, user in enumerate(users)))


async def measure(folder: Path, players: int = 1_000, rounds: int = 5) -> list[Figure]:
    """Play a round of so many questions, and one more for the rush."""
    constant = folder / "pressed.json"
    async with running(AIRLOCK, folder / "airlock.db", users=players) as airlock:
        await begin(airlock, airlock.users[:1], 1)
        asked = await question(airlock, 1)
        reply = await airlock.users[0].press(asked, custom_id=_answers(asked)[0])
        pressed = {"embed": reply.embeds[0], "components": []}
        constant.write_text(json.dumps({"lookup": pressed, "search": pressed, "choices": [], "presses": True}))
        body = {"embeds": asked.embeds, "components": asked.components}
        async with running(("-m", "tests.bench.floor", str(constant)), None, users=players) as floor:
            await asyncio.sleep(2)  # the short round ends
            return list(told(await _measure(airlock, floor, body, rounds)))


async def _measure(airlock: Running, floor: Running, body: dict[str, Any], rounds: int) -> list[Figure]:
    shown = floor.discord.world.post(floor.lounge, floor.discord.world.bot, body)
    pressed_id = _answers(shown)[0]
    await presses(floor.users, lambda user: user.press(shown, custom_id=pressed_id))
    await begin(airlock, airlock.users, rounds + 1)
    cpu, p99, floor_ms = [], [], []
    for number in range(1, rounds + 1):
        asked = await question(airlock, number)
        answers = _answers(asked)
        answer = answers[number % len(answers)]
        measured = []
        for bot, message, pressed in ((airlock, asked, answer), (floor, shown, pressed_id)):
            before = bot.cpu()
            seconds = await presses(bot.users, lambda user, m=message, p=pressed: user.press(m, custom_id=p))  # type: ignore[misc]
            measured.append(((bot.cpu() - before) / len(seconds), percentile(seconds, 0.99)))
            bot.forget()
        cpu.append(measured[0][0] / measured[1][0])
        p99.append(measured[0][1] / measured[1][1])
        floor_ms.append(measured[1][0] * 1000)
    asked = await question(airlock, rounds + 1)
    answer = _answers(asked)[0]
    rush = await in_one_second(airlock.users, lambda user: user.press(asked, custom_id=answer))
    beside = f"floor {median(floor_ms):.2f} ms; p99 {median(p99):.2f}; {spread(cpu)}"
    late = sum(seconds > SECONDS for seconds in rush)
    longest = f"{late} too late; median {median(rush):.2f} s, p99 {percentile(rush, 0.99):.2f} s"
    return [
        Figure("pressing an answer, durably: CPU against the floor", median(cpu), 2.0, beside=beside),
        Figure(f"{len(rush):,} answers in a second: the last acknowledged after", max(rush), SECONDS, "s", longest),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--players", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), options.players, options.rounds))
