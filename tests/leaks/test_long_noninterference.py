"""Progress non-interference over long sequences: two twins with one past, to which the same happens for long.

The long run of ``make proof`` takes an hour. AIRLOCK_TWINS_SECONDS says how long it takes instead, AIRLOCK_TWINS_SEED
repeats one; AIRLOCK_TWINS_SHRINK=off ends it at the first difference, without looking for a shorter sequence.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import ClassVar, Final

import discord
import pytest
from discord import app_commands
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.client import Airlock
from tests.support.harbour import harbour
from tests.support.postgres import shared_server
from tests.support.twins.machine import Twins
from tests.support.twins.offered import ACTIONS, COMMANDS, SUGGESTED
from tests.support.twins.process import Databases, Files, Server

EXAMPLES: Final = 12
STEPS: Final = 16
"""How many sequences, of how many rules, are run with all tests: they take a minute or two of one processor."""
AT_ONCE: Final = 10
"""Sequences of one seed in the long run."""
HOUR: Final = 3600.0


@cache
def files() -> Databases:
    """SQLite, made ready once."""
    return Files()


@cache
def server() -> Databases:
    """PostgreSQL, made ready once."""
    return Server(shared_server())


def run(databases: Databases, *, examples: int, steps: int, seeded: int) -> Counter[str]:
    """Run that many sequences of steps; return how much was done and compared."""
    shorten = os.environ.get("AIRLOCK_TWINS_SHRINK") != "off"

    @seed(seeded)
    class Run(Twins):
        tally: ClassVar[Counter[str]] = Counter()

    Run.databases = databases
    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate, *((Phase.shrink,) if shorten else ())),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
    return Run.tally


def test_long_sequences_sound_alike() -> None:
    tally = run(files(), examples=EXAMPLES, steps=STEPS, seeded=1)
    assert tally["steps"] > 2 * EXAMPLES * STEPS
    assert tally["compared"] > tally["steps"] / 2
    assert tally["about roles"] > 2 * EXAMPLES
    assert tally["action seen"]  # the hour of a watch party has come


def test_long_sequences_sound_alike_on_postgresql() -> None:
    tally = run(server(), examples=2, steps=STEPS, seeded=2)
    assert tally["compared"] > tally["steps"] / 2


@pytest.mark.proof
def test_sequences_sound_alike_for_an_hour() -> None:
    first = int(os.environ.get("AIRLOCK_TWINS_SEED") or random.SystemRandom().randrange(1 << 32))
    end = time.monotonic() + float(os.environ.get("AIRLOCK_TWINS_SECONDS") or HOUR)
    tally, count = Counter[str](), 0
    while not count or time.monotonic() < end:
        seeded = first + count
        sys.stderr.write(f"AIRLOCK_TWINS_SEED={seeded}; so far {tally['steps']} steps, {tally['compared']} compared\n")
        # Every third on PostgreSQL: it is slower, and most of what could differ does not depend on it.
        databases = server() if seeded % 3 == 0 else files()
        try:
            tally += run(databases, examples=AT_ONCE, steps=3 * STEPS, seeded=seeded)
        except BaseException as error:
            error.add_note(f"AIRLOCK_TWINS_SEED={seeded}")
            raise
        count += 1
    sys.stderr.write(f"{dict(sorted(tally.items()))}\n")
    assert tally["compared"] > tally["steps"] / 2


async def test_every_command_and_every_button_takes_part(tmp_path: Path) -> None:
    async with harbour(tmp_path) as fans:
        commands, actions = _offered(fans.bot)
    assert commands == {name: frozenset(options) for name, options in COMMANDS.items()}
    assert actions == ACTIONS.keys()
    assert all(option in COMMANDS[name] for name, option in SUGGESTED.items())


def _offered(bot: Airlock) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """The commands with their options, and the actions."""
    found = {}
    for command in bot.tree.walk_commands():
        parameters = getattr(command, "parameters", None)
        if parameters is not None:
            found[command.qualified_name] = frozenset(parameter.display_name for parameter in parameters)
    return found | {menu.name: frozenset() for menu in _menus(bot)}, bot.action_names()


def _menus(bot: Airlock) -> list[app_commands.ContextMenu]:
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    found = [command for kind in kinds for command in bot.tree.get_commands(type=kind)]
    return [command for command in found if isinstance(command, app_commands.ContextMenu)]
