"""Beside Red-DiscordBot's trivia, on the same work: ``python -m tests.bench.red [PYTHON]``.

``PYTHON`` is one that has Red-DiscordBot installed; without it, it is installed into an environment of its own. Two
things are compared: judging typed answers to the questions of the lists that come with it (the answer itself, the
answer in a sentence, with a swap of letters, and the answer of another question), and reading those lists with all
checks, here as packs with the same questions. Both run in processes of their own and take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import yaml

from bot.trivia.judge import NOBODY, Right, judge
from facts.pack.read import read_pack
from tests.bench.figures import Figure, median, spread, told
from tests.bench.judge import Asked, read_lists, with_a_swap

PACKAGE: Final = "Red-DiscordBot>=3.5,<4"
JUDGING: Final = 25.0
"""How many times Red's time a judgement may take that also forgives typing errors: a fraction of a millisecond."""
READING: Final = 3.0
"""How many times Red's time reading may take: here every error has its line, and every word is checked."""
_LONGEST: Final = {"ask": 300, "answer": 80}
_WORKER: Final = Path(__file__).with_name("red_worker.py")


class Red:
    """A process with Red-DiscordBot in it."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, str(_WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, what: str, path: Path) -> tuple[float, Any]:
        """Have it do something; return the seconds of processor time, and what came of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{what} {path}\n")
        self._process.stdin.flush()
        seconds, found = json.loads(self._process.stdout.readline())
        return seconds, found

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait()


class Guess(NamedTuple):
    """What somebody types, and what kind of guess it is."""

    text: str
    kind: str


def guesses(question: Asked, others: Sequence[Asked], chance: Random) -> list[Guess]:
    """What people type."""
    other = chance.choice(others).answer
    found = [Guess(question.answer, "the answer as written"), Guess(f"{question.answer}!", "the answer with “!”")]
    found.append(Guess(f"I think it is {question.answer}", "the answer in a sentence"))
    typo = with_a_swap(question.answer, chance)
    if typo is not None:
        found.append(Guess(typo, "the answer with a swap"))
    if other.casefold() not in question.answer.casefold() and question.answer.casefold() not in other.casefold():
        found.append(Guess(other, "the answer to another question"))
    return found


def installed(folder: Path) -> str | None:
    """Install it into an environment of its own; return that environment's Python, ``None`` where that fails."""
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", PACKAGE], check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError):
        return None
    return str(python)


def lists_of(python: str) -> Path:
    """The folder of the lists that come with it."""
    code = "import redbot.cogs.trivia as t; print(t.__path__[0])"
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return Path(done.stdout.strip()) / "data" / "lists"


def measure(python: str, folder: Path, rounds: int = 7) -> list[Figure]:
    """Compare both."""
    lists = [
        [one for one in questions if len(one.ask) <= _LONGEST["ask"] and _is_short(one)]
        for questions in read_lists(lists_of(python))
    ]
    red = Red(python)
    try:
        return list(told([*_judging(red, lists, folder, rounds), _reading(red, lists, folder, rounds)]))
    finally:
        red.close()


def _is_short(question: Asked) -> bool:
    return all(0 < len(answer) <= _LONGEST["answer"] for answer in question.answers)


def _judging(red: Red, lists: Sequence[Sequence[Asked]], folder: Path, rounds: int) -> list[Figure]:
    chance = Random(1)
    asked = [(one, guesses(one, questions, chance)) for questions in lists for one in questions]
    file = folder / "guesses.json"
    file.write_text(
        json.dumps([{"answers": one.answers, "guesses": [guess.text for guess in typed]} for one, typed in asked]),
        encoding="utf-8",
    )
    judged = [guess for _, typed in asked for guess in typed]
    ratios, micros = [], []
    for _ in range(rounds):
        begun = time.process_time()
        own = [judge(guess.text, one, NOBODY) == Right() for one, typed in asked for guess in typed]
        spent = time.process_time() - begun
        seconds, found = red.ask("check", file)
        ratios.append(spent / seconds)
        micros.append((spent / len(judged) * 1e6, seconds / len(judged) * 1e6))
    its = [one for part in found for one in part]
    cost = f"{median(each[0] for each in micros):.1f} µs against {median(each[1] for each in micros):.1f} µs"
    figures = [
        Figure("judging a typed answer, against Red: CPU", median(ratios), JUDGING, beside=f"{cost}; {spread(ratios)}")
    ]
    for kind, target, at_least in _WANTED:
        ours, theirs = (_accepted(judged, said, kind) for said in (own, its))
        figures.append(Figure(f"accepted: {kind}", ours, target, "%", f"Red {theirs:.1f} %", at_least))
    return figures


_WANTED: Final = (
    ("the answer as written", 99.5, True),
    ("the answer with “!”", 99.0, True),
    ("the answer with a swap", 99.0, True),
    # Red reads what is said in a channel, where answers stand in sentences; here they are typed into a form.
    ("the answer in a sentence", 100.0, False),
    ("the answer to another question", 0.1, False),
)
"""How many per cent of each kind of guess are to be accepted, at least or at most."""


def _accepted(judged: Sequence[Guess], said: Sequence[bool], kind: str) -> float:
    """How many per cent of the guesses of a kind were accepted."""
    found = [one for guess, one in zip(judged, said, strict=True) if guess.kind == kind]
    return 100 * sum(found) / max(1, len(found))


def _reading(red: Red, lists: Sequence[Sequence[Asked]], folder: Path, rounds: int) -> Figure:
    theirs = folder / "lists"
    theirs.mkdir()
    packs = []
    for number, questions in enumerate(lists):
        if len(questions) > 3:
            content = {"AUTHOR": "Nobody", **{one.ask: list(one.answers) for one in questions}}
            _write(theirs / f"list{number}.yaml", content)
            _write(folder / f"pack-{number}" / "pack.yaml", _pack(number, questions))
            packs.append(folder / f"pack-{number}")
    ratios, took = [], []
    for _ in range(rounds):
        begun = time.process_time()
        count = sum(len(read_pack(pack).questions) for pack in packs)
        spent = time.process_time() - begun
        seconds, found = red.ask("load", theirs)
        ratios.append(spent / seconds)
        took.append((spent, seconds))
    beside = f"{median(each[0] for each in took):.2f} s against {median(each[1] for each in took):.2f} s for "
    beside += f"{count:,} questions (Red {found:,}); {spread(ratios)}"
    return Figure("reading and checking questions, against Red: CPU", median(ratios), READING, beside=beside)


class _Quoting(yaml.SafeDumper):
    """Writes all text in quotes: some of it looks like numbers."""


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def _write(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(exist_ok=True)
    text = yaml.dump(content, Dumper=_Quoting, allow_unicode=True, width=1_000, sort_keys=False)
    file.write_text(text, encoding="utf-8")


def _pack(number: int, questions: Sequence[Asked]) -> dict[str, Any]:
    """The same questions as a pack."""
    asked = {one.ask: one for one in questions}
    return {
        "pack": 1,
        "show": {"id": f"pack-{number}", "title": f"List {number}", "premise": "Questions.", "episodes": [1]},
        "sources": [{"id": "list", "title": "A list", "publisher": "Somebody"}],
        "questions": [
            {
                "id": f"q{place}",
                "since": "S0",
                "about": ["show"],
                "ask": one.ask,
                "answer": one.answer,
                "accept": list(one.accept),
                "wrong": ["None of these", "All of these", "Something else"],
                "sources": ["list"],
            }
            for place, one in enumerate(asked.values())
        ],
    }


async def compare(folder: Path, rounds: int = 7, python: str | None = None) -> list[Figure]:
    """Compare both where Red can be had, else say that it is left out."""
    found = python or await asyncio.to_thread(installed, folder / "red")
    if found is None:
        sys.stdout.write("Red-DiscordBot cannot be installed here, and is left out\n")
        return []
    return await asyncio.to_thread(measure, found, folder, rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", nargs="?")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(compare(Path(name), options.rounds, options.python))
