"""Cards of leaderboards and of one's own statistics; nothing in them depends on how far anybody has watched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal

from bot import custom_id
from bot.ledger import BoardRow, KindScore, Stats
from bot.render.card import TEXT, Button, Card, Colour, Field
from bot.render.kinds import kind_words
from bot.render.paging import Pages, list_fields
from bot.render.text import counted, join_lines
from facts.store import LoadedShow

Period = Literal["all time", "month", "week"]

ROWS: Final = 10
"""How many a page shows."""

_SPANS: Final[dict[Period, timedelta | None]] = {
    "all time": None,
    "month": timedelta(days=30),
    "week": timedelta(days=7),
}
_HEADINGS: Final[dict[Period, str]] = {"all time": "all time", "month": "the last 30 days", "week": "the last 7 days"}
_MEDALS: Final = {1: "🥇", 2: "🥈", 3: "🥉"}


def span(period: Period) -> timedelta | None:
    """How far back a period goes; ``None`` is for ever."""
    return _SPANS[period]


def first_row(total: int, page: int) -> int:
    """The place of a page's first row; a page that there is not becomes the nearest one."""
    return (Pages(range(total), ROWS, page).page - 1) * ROWS


def board_card(
    show: LoadedShow, period: Period, rows: Sequence[BoardRow], total: int, page: int, own: BoardRow | None = None
) -> Card:
    """A page of a server's leaderboard; ``own`` is where who asks stands, if anywhere, and is not for others."""
    pages = Pages(range(total), ROWS, page)
    text = join_lines(map(_row, rows), TEXT - 200) or "Nobody has played here yet."
    if own is not None:
        text += f"\n\nYou are number **{own.rank}** with {_points(own.points)}."
    return Card(
        title=f"Leaderboard: {show.title}",
        text=text,
        footer=_HEADINGS[period],
        colour=Colour.TRIVIA,
    ).with_rows(pages.buttons(lambda number: custom_id.pack("board", show.id, period, str(number))))


def stats_card(show: LoadedShow, stats: Stats) -> Card:
    """Somebody's own statistics, which only they see."""
    if stats.answered == 0:
        return Card(
            title=f"Your trivia: {show.title}",
            text="You have not played a round yet. `/trivia start` opens one.",
            colour=Colour.TRIVIA,
        )
    fields = [
        Field("Points", f"{stats.points:,}", inline=True),
        Field("Right", f"{stats.right} of {stats.answered} ({_share(stats.right, stats.answered)})", inline=True),
        Field("Rounds", f"{stats.rounds:,}", inline=True),
        Field("Best streak", counted(stats.best_streak, "right answer"), inline=True),
    ]
    if stats.right:
        fields.append(Field("Time to a right answer", f"{stats.ms / stats.right / 1000:.1f} s", inline=True))
    if stats.rank is not None:
        fields.append(Field("Rank in this server", str(stats.rank), inline=True))
    kinds = sorted(stats.kinds.items(), key=lambda pair: (-pair[1].answered, pair[0]))
    return Card(
        title=f"Your trivia: {show.title}",
        fields=(*fields, *list_fields("By kind", [_kind(kind, score) for kind, score in kinds])),
        colour=Colour.TRIVIA,
    )


def boards_privacy_card(*, left: bool) -> Card:
    """Whether others see somebody on the boards, and the button that changes it."""
    if left:
        text = "You are on no leaderboard. Your own statistics go on, and only you see them."
        button = Button("Join the boards", custom_id.pack("boards-join"), "success")
    else:
        text = (
            "Others see your points in rounds that you play on their server's leaderboard. "
            "Nothing there tells how far you have watched."
        )
        button = Button("Leave the boards", custom_id.pack("boards-leave"), "danger")
    return Card(title="Leaderboards and you", text=text, colour=Colour.TRIVIA).with_rows((button,))


def _row(row: BoardRow) -> str:
    place = _MEDALS.get(row.rank) if row.points else None
    return f"{place or f'{row.rank}.'} <@{row.user}> **{_points(row.points)}** · {row.right} of {row.answered} right"


def _points(points: int) -> str:
    return f"{points:,} {'point' if points == 1 else 'points'}"


def _kind(kind: str, score: KindScore) -> str:
    return f"{kind_words(kind)}: {score.right} of {score.answered} ({_share(score.right, score.answered)})"


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"
