"""What is remembered about users across shows."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger, Progress, User, UserSettings
from bot.ledger.cache import always
from facts.position import Position
from tests.support.ledgers import progress_at_hand

DATABASES = ["sqlite", "postgresql"]
VIEWER = 10**18
SHOW = "for-all-mankind"


async def test_get_of_somebody_unknown_is_empty(ledger: Ledger) -> None:
    assert ledger.users.peek(VIEWER) is None
    assert (await ledger.users.get(VIEWER)).settings == UserSettings()
    assert ledger.users.peek(VIEWER) == User()


async def test_settings_are_kept_apart_in_memory_and_in_the_database(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.users.set_last_show(VIEWER, SHOW)
    await ledger.users.mark_asked(VIEWER)
    await ledger.users.set_last_show(VIEWER + 1, "severance")
    again = Ledger(engine, lambda: None)  # type: ignore[arg-type, return-value]
    for each in (ledger, again):
        assert (await each.users.get(VIEWER)).settings == UserSettings(SHOW, asked=True)
        assert (await each.users.get(VIEWER + 1)).settings == UserSettings("severance", asked=False)


async def test_notes_are_kept_by_a_clean_close(ledger: Ledger, engine: AsyncEngine) -> None:
    ledger.users.note_last_show(VIEWER, "severance")
    ledger.users.note_asked(VIEWER)
    ledger.users.note_last_show(VIEWER, SHOW)
    await ledger.close()
    assert (await ledger.users.get(VIEWER)).settings == UserSettings(SHOW, asked=True)


async def test_notes_after_close_raise_nothing(ledger: Ledger) -> None:
    await ledger.close()
    ledger.users.note_asked(VIEWER)
    assert (await ledger.users.get(VIEWER)).settings == UserSettings()


async def test_settings_that_hold_already_are_not_written(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.users.set_last_show(VIEWER, SHOW)
    await ledger.users.get(VIEWER)
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    await ledger.users.set_last_show(VIEWER, SHOW)
    ledger.users.note_last_show(VIEWER, SHOW)
    await ledger.close()
    assert commits == []


async def test_settings_and_progress_are_read_at_once(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.users.mark_asked(VIEWER)
    await ledger.progress.change(VIEWER, SHOW, lambda _: Progress(Position(1, 1)))
    await ledger.progress.change(VIEWER, SHOW, lambda _: Progress(Position(1, 2)))
    await ledger.progress.change(VIEWER, "severance", lambda _: Progress(Position(1, 3)))
    selects: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: selects.append(call[2]))
    again = Ledger(engine, lambda: None, hears=always)  # type: ignore[arg-type, return-value]
    assert (await again.users.get(VIEWER)).settings.asked
    assert progress_at_hand(again, VIEWER, SHOW) == Progress(Position(1, 2))
    assert progress_at_hand(again, VIEWER, "severance") == Progress(Position(1, 3))
    assert len([statement for statement in selects if statement.startswith("SELECT")]) == 1
