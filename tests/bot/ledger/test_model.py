"""The ledger against a dictionary: whatever is asked in whatever order, both say the same, also when opened again."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import Ledger, Progress, UserSettings
from facts.position import NOTHING, Position
from facts.store import open_engine

USERS = (10**18, 10**18 + 1, 10**18 + 2)
SHOWS = ("for-all-mankind", "severance")
EPISODES = (NOTHING, *(Position(season, episode) for season in (1, 2) for episode in (1, 2, 10)))

Kind = Literal[
    "watch", "rewatch", "clear", "undo", "delete", "read", "last_show", "asked", "note_last_show", "note_asked"
]


@dataclass(frozen=True)
class Request:
    kind: Kind
    user: int
    show: str
    position: Position

    def change(self, before: Progress) -> Progress:
        if self.kind == "watch":
            return replace(before, watched_through=self.position)
        return replace(before, view_as_of=self.position) if self.kind == "rewatch" else Progress()


@dataclass
class Model:
    """What the ledger should hold, as simply as it can be written down."""

    log: dict[tuple[int, str], list[Progress]] = field(default_factory=lambda: defaultdict(lambda: [Progress()]))
    settings: dict[int, UserSettings] = field(default_factory=lambda: defaultdict(UserSettings))

    def apply(self, request: Request) -> Any:
        log = self.log[request.user, request.show]
        before = log[-1]
        match request.kind:
            case "watch" | "rewatch" | "clear":
                after = request.change(before)
                if after != before:
                    log.append(after)
                return before, after
            case "undo":
                return None if len(log) == 1 else (log.pop(), log[-1])
            case "delete":
                self.settings.pop(request.user, None)
                for show in SHOWS:
                    self.log.pop((request.user, show), None)
            case "read":
                return before
            case "last_show" | "note_last_show":
                self.settings[request.user] = replace(self.settings[request.user], last_show=request.show)
            case "asked" | "note_asked":
                self.settings[request.user] = replace(self.settings[request.user], asked=True)
        return None


async def apply(ledger: Ledger, request: Request) -> Any:
    match request.kind:
        case "watch" | "rewatch" | "clear":
            return await ledger.progress.change(request.user, request.show, request.change)
        case "undo":
            return await ledger.progress.undo(request.user, request.show)
        case "delete":
            return await ledger.delete(request.user)
        case "read":
            return await ledger.progress.get(request.user, request.show)
        case "last_show":
            return await ledger.users.set_last_show(request.user, request.show)
        case "asked":
            return await ledger.users.mark_asked(request.user)
        case "note_last_show":
            return ledger.users.note_last_show(request.user, request.show)
        case "note_asked":
            return ledger.users.note_asked(request.user)


async def assert_same(ledger: Ledger, model: Model) -> None:
    for user in USERS:
        assert (await ledger.users.get(user)).settings == model.settings[user]
        for show in SHOWS:
            assert await ledger.progress.get(user, show) == model.log[user, show][-1]


def requests(*kinds: Kind) -> st.SearchStrategy[Request]:
    return st.builds(
        Request, st.sampled_from(kinds), st.sampled_from(USERS), st.sampled_from(SHOWS), st.sampled_from(EPISODES)
    )


CHANGES: tuple[Kind, ...] = ("watch", "watch", "rewatch", "clear", "undo", "undo", "delete", "last_show", "asked")
AT_ONCE = st.lists(requests(*CHANGES), min_size=1, max_size=8)
ALONE = requests("read", "note_last_show", "note_asked")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.one_of(AT_ONCE, ALONE, st.just("reopen")), min_size=1, max_size=12), st.sampled_from([1, 2, 50]))
def test_ledger_is_a_dictionary_that_lasts(migrated: Path, script: list[Any], kept: int) -> None:
    asyncio.run(play(migrated, script, kept))


async def play(migrated: Path, script: list[Any], kept: int) -> None:
    """Follow a script in which requests of one list are made at once; remember no more than ``kept`` users."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{shutil.copy(migrated, folder)}"
        model, engine = Model(), open_engine(url)
        ledger = Ledger(engine, lambda: datetime.now(UTC), users_kept=kept)
        for step in script:
            if step == "reopen":
                await ledger.close()
                await engine.dispose()
                engine = open_engine(url)
                ledger = Ledger(engine, lambda: datetime.now(UTC), users_kept=kept)
                await assert_same(ledger, model)
            elif isinstance(step, Request):
                expected = model.apply(step)
                assert await apply(ledger, step) == expected
            else:
                expected = [model.apply(request) for request in step]
                assert await asyncio.gather(*(apply(ledger, request) for request in step)) == expected
        await ledger.close()
        await assert_same(ledger, model)
        await engine.dispose()
        again = open_engine(url)
        await assert_same(Ledger(again, lambda: datetime.now(UTC)), model)
        await again.dispose()
