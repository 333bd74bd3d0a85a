# ruff: noqa: T201
"""Red-DiscordBot's side of ``red.py``, run by a Python that has it installed: a line in, seconds of processor time out.

``check FILE`` judges the guesses of a JSON file, ``load FOLDER`` reads its lists; what came of it is told too.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from redbot.cogs.trivia.session import TriviaSession  # type: ignore[import-not-found]
from redbot.cogs.trivia.trivia import get_list  # type: ignore[import-not-found]


def check(asked: list[dict[str, Any]]) -> tuple[float, Any]:
    """Judge every guess as a message; return the time and which were accepted."""
    session = TriviaSession.__new__(TriviaSession)
    channel, guild = SimpleNamespace(id=1), SimpleNamespace(me=None)
    session.ctx = SimpleNamespace(channel=channel, guild=guild)
    messages = [
        [SimpleNamespace(channel=channel, author=1, content=guess) for guess in each["guesses"]] for each in asked
    ]
    begun = time.process_time()
    accepted = []
    for each, said in zip(asked, messages, strict=True):
        is_right = session.check_answer(each["answers"])
        accepted.append([is_right(message) for message in said])
    return time.process_time() - begun, accepted


def load(folder: Path) -> tuple[float, Any]:
    """Read every list of a folder; return the time and how many questions there are."""
    begun = time.process_time()
    found = [get_list(path) for path in sorted(folder.glob("*.yaml"))]
    return time.process_time() - begun, sum(map(len, found))


def main(lines: Iterator[str]) -> None:
    """Answer each line."""
    read: dict[str, Any] = {}
    for line in lines:
        what, _, path = line.strip().partition(" ")
        if what == "check":
            if path not in read:
                read[path] = json.loads(Path(path).read_text(encoding="utf-8"))
            print(json.dumps(check(read[path])), flush=True)
        else:
            print(json.dumps(load(Path(path))), flush=True)


if __name__ == "__main__":
    main(iter(sys.stdin.readline, ""))
